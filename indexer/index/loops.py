"""Loops over the words of articles: compiled where the extension was built, else in numpy.

The compiled ones do not check shapes and dtypes; a number that leads out of its array ends the call
with an IndexError. ``native`` has one more loop, ``lay``, which only opensearch.lines uses.
"""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import SIGNATURE

native: ModuleType | None
try:
    from indexer.index import _loops as native  # type: ignore[attr-defined,no-redef]
except ImportError:  # installed without a compiler
    native = None

Numbers = NDArray[np.int64]


def sign(hashes: NDArray[np.uint32], tokens: NDArray[Any], ends: Numbers) -> NDArray[np.uint8]:
    """Signatures, shape (articles, SIGNATURE), by SIGNATURE hashes of every form.

    Each byte is the lowest byte of the least hash, 255 without tokens. ``hashes``: shape (forms,
    SIGNATURE). ``tokens``: uint32, forms, article after article; ``ends``: shape (articles,),
    where those of each end.
    """
    if native is not None:
        found = native.sign(hashes, tokens, ends)
        return np.frombuffer(found, np.uint8).reshape(len(ends), SIGNATURE)
    out = np.full((len(ends), SIGNATURE), 255, np.uint8)
    begins = ends - np.diff(ends, prepend=0)
    filled = np.flatnonzero(begins < ends)
    if len(filled):
        for byte in range(SIGNATURE):
            each = np.ascontiguousarray(hashes[:, byte])[tokens]
            out[filled, byte] = np.minimum.reduceat(each, begins[filled])
    return out
