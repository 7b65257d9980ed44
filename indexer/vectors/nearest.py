"""The nearest rows to a question: compiled where the extension was built, else in numpy.

Both give the same answers to the last bit: all sums are of whole numbers.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.encoder import Whole
from indexer.vectors.rows import Rows

Scores: TypeAlias = NDArray[np.float64]

_CHUNK = 8_192
"""Rows compared at a time, which bounds memory."""


def scores(rows: Rows, question: Whole, chosen: NDArray[np.int64] | None = None) -> Scores:
    """The cosine of the nearer vector of each row, or of each of ``chosen``, to ``question``."""
    asked = question.astype(np.float64)
    length = np.sqrt((asked**2).sum())
    count = len(rows) if chosen is None else len(chosen)
    found = np.empty(count, np.float64)
    for start in range(0, count, _CHUNK):
        end = min(count, start + _CHUNK)
        at = slice(start, end) if chosen is None else chosen[start:end]
        # sums of products of small whole numbers are exact in doubles
        products = rows.vectors[at].astype(np.float64) @ asked
        found[start:end] = (products * rows.inverses[at].astype(np.float64)).max(axis=1)
    found /= length
    return found
