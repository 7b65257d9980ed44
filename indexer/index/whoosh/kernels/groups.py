"""Groups of values laid end to end: the values in one array, the end of each group in another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Groups = tuple[NDArray[np.uint32], NDArray[np.uint32]]
"""Values, and where each group ends."""


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
    return np.asarray(
        np.arange(total) + np.repeat(starts.astype(np.int64) - (ends - counts), counts)
    )


def grouped(groups: Sequence[Sequence[int]]) -> Groups:
    """Lists of numbers as groups."""
    values = np.fromiter(chain.from_iterable(groups), np.uint32)
    ends = np.cumsum(np.fromiter(map(len, groups), np.int64, len(groups)))
    return values, ends.astype(np.uint32)
