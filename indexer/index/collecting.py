"""Python's search for cyclic garbage, of which indexing makes none: seldom while it goes on.

Python looks whenever some hundred objects are new. Of what is read and analysed nearly all is freed
without that, and what stays (dictionaries, the facets of articles) would be looked through again
and again: a twentieth of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 200_000
"""New objects after which is looked: more than a batch leaves at a time."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Within it, cyclic garbage is looked for seldom in this process."""
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def collect_seldom() -> None:
    """Look for it seldom from now on, and never at what is there: in a process of our own."""
    gc.freeze()
    gc.set_threshold(SELDOM)
