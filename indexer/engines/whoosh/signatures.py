"""Signatures of articles, by which nearly the same ones are told: defined in indexer.engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import SIGNATURE
from schemas.document import PARAGRAPH, SENTENCE

Signatures = NDArray[np.uint8]
"""(documents, SIGNATURE) bytes."""

_NOTHING = b"\xff" * (4 * SIGNATURE)
_MARKERS = (SENTENCE, PARAGRAPH)


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
