"""All pairs of nearly the same articles of an index: index.near_duplicate_pairs over segments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.near_duplicate_pairs import pairs
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels.types import Docs


def near_duplicate_pairs(segments: Sequence[Segment]) -> Iterator[tuple[str, str]]:
    """See index.contract.Searcher.near_duplicate_pairs."""
    lives = [segment.everything for segment in segments]
    if not lives:
        return
    ends = np.cumsum([len(live) for live in lives])
    every = [segment.signatures[live] for segment, live in zip(segments, lives, strict=True)]
    for pair in pairs(np.concatenate(every)).tolist():
        yield tuple(_id(segments, lives, ends, at) for at in pair)  # type: ignore[misc] # two


def _id(
    segments: Sequence[Segment], lives: Sequence[Docs], ends: NDArray[np.int64], at: int
) -> str:
    number = int(np.searchsorted(ends, at, "right"))
    begin = int(ends[number - 1]) if number else 0
    return segments[number].ids[int(lives[number][at - begin])]
