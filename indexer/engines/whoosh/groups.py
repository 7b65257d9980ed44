"""Groups of values laid end to end: the values in one array, the end of each group in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def begins(ends: NDArray[Any]) -> NDArray[np.int64]:
    """Where groups begin that end at ``ends``."""
    out = np.zeros(len(ends), np.int64)
    out[1:] = ends[:-1]
    return out


def ragged(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """The indices start, start + 1, ... of every group, one group after the other."""
    counts = counts.astype(np.int64)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts.astype(np.int64) - (ends - counts), counts)


def grouped(groups: Iterable[Sequence[int]]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Groups of numbers as (values, ends)."""
    listed = list(groups)
    values = np.array([value for group in listed for value in group], np.uint32)
    return values, np.cumsum([len(group) for group in listed], dtype=np.int64).astype(np.uint32)
