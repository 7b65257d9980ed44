"""Hashes of forms, of which the signatures of articles are made: defined in index.contract."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import SIGNATURE
from schemas.document import PARAGRAPH, SENTENCE

Signatures = NDArray[np.uint8]
"""Shape (documents, SIGNATURE), uint8."""

NONE = 255
"""Each byte of the signature of an article without forms."""

_NOTHING = b"\xff" * (4 * SIGNATURE)
_MARKERS = (SENTENCE, PARAGRAPH)


def hashes(forms: Iterable[str]) -> NDArray[np.uint32]:
    """SIGNATURE hashes of each form: shape (forms, SIGNATURE), uint32, little-endian.

    Those of a marker are the greatest, so that it is never the minimum.
    """
    return np.frombuffer(b"".join(map(_hash, forms)), "<u4").reshape(-1, SIGNATURE)


def _hash(form: str) -> bytes:
    if form in _MARKERS:
        return _NOTHING
    return hashlib.blake2b(form.encode(), digest_size=4 * SIGNATURE).digest()
