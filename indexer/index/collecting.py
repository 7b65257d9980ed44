"""Python's search for cyclic garbage: seldom while articles are indexed, which makes none.

Python searches whenever there are some hundred new objects. Nearly all that is read and analysed is
freed without that, and what stays (dictionaries, the facets of articles) would be searched again
and again: 9 % of the samples of a profile (docs/decisions/0004-engine.md).
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""New objects after which Python searches: more than a batch leaves at a time."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within this block, this process seldom searches for cyclic garbage."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect_seldom() -> None:
    """Search seldom from now on, and never among what is there: for a process of our own."""
    gc.freeze()
    gc.set_threshold(SELDOM)
