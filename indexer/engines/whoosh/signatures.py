"""Signatures of articles, by which nearly the same ones are told. Defined in indexer.engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import ALIKE, SIGNATURE
from schemas.document import PARAGRAPH, SENTENCE

Signatures = NDArray[np.uint8]
"""(documents, SIGNATURE) bytes."""

_NOTHING = b"\xff" * (4 * SIGNATURE)
_MARKERS = (SENTENCE, PARAGRAPH)
_QUARTERS = SIGNATURE - ALIKE + 1


def signatures(forms: Iterable[str], tokens: NDArray[np.uint32], ends: NDArray[Any]) -> Signatures:
    """The signatures of articles.

    ``tokens``: numbers of ``forms``, article after article; ``ends``: where those of each end.
    """
    hashes = np.frombuffer(b"".join(map(_hash, forms)), "<u4").reshape(-1, SIGNATURE)
    out = np.full((len(ends), SIGNATURE), 255, np.uint8)
    begins = np.concatenate([[0], ends[:-1]])
    filled = np.flatnonzero(begins < ends)
    if len(filled):
        for byte in range(SIGNATURE):
            found = np.ascontiguousarray(hashes[:, byte])[tokens]
            out[filled, byte] = np.minimum.reduceat(found, begins[filled])
    return out


def _hash(form: str) -> bytes:
    if form in _MARKERS:
        return _NOTHING
    return hashlib.blake2b(form.encode(), digest_size=4 * SIGNATURE).digest()


def repeats(found: Signatures) -> NDArray[np.bool_]:
    """Which articles, in order, are nearly the same as one before.

    Articles that differ in less than four bytes agree in one whole quarter: only those that do
    are compared.
    """
    out = np.zeros(len(found), np.bool_)
    quarters = found.view("<u4") + (np.arange(_QUARTERS, dtype=np.uint64) << np.uint64(32))
    order = np.argsort(quarters, axis=None)
    ordered = quarters.reshape(-1)[order]
    same = np.flatnonzero(ordered[1:] == ordered[:-1])
    if not len(same):
        return out
    candidates = np.unique(order[np.concatenate([same, same + 1])] // _QUARTERS)
    equal = np.zeros((len(candidates), len(candidates)), np.uint8)
    for column in np.ascontiguousarray(found[candidates].T):
        equal += column[:, None] == column
    out[candidates] = np.tril(equal >= ALIKE, -1).any(axis=1)
    return out
