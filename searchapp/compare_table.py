"""The table of compared queries: spans in which none of them finds anything are folded."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from indexer.page.attention import Attention

FEW = 3
"""Empty spans that are folded at least."""


def folded(found: Attention) -> Iterator[tuple[int, int]]:
    """The first and the last span of each row: one span, or several that are empty."""
    for empty, group in groupby(range(len(found.spans)), lambda at: _is_empty(found, at)):
        run = list(group)
        if empty and len(run) >= FEW:
            yield run[0], run[-1]
        else:
            yield from ((at, at) for at in run)


def _is_empty(found: Attention, at: int) -> bool:
    return not any(line.counts[at] for line in found.lines)
