"""How the vectors of an article are kept: numbers of four bits, and the signs of each piece.

The BYTES of a row: for each kind DIMENSIONS numbers in half as many bytes, their first half in the
low bits, the second in the high ones; then for each of MOST pieces the signs, a bit each, 1 for
numbers above 0.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.pieces import MOST

DIMENSIONS = 192
"""Numbers of a vector that are kept (decision 20)."""

KINDS = 2
"""Vectors of an article: of its head, and of all that was encoded."""

WHOLE = 1
"""The kind of all that was encoded."""

LARGEST = 15
"""Numbers of four bits are odd, from -15 to 15, so that each has a sign."""

NUMBERS = KINDS * DIMENSIONS // 2
BYTES = NUMBERS + MOST * DIMENSIONS // 8

Floats: TypeAlias = NDArray[np.float32]
Whole: TypeAlias = NDArray[np.int8]
Packed: TypeAlias = NDArray[np.uint8]


def packed(kinds: Floats, pieces: Floats) -> Packed:
    """One row. ``kinds``: (KINDS, DIMENSIONS), none of them zero; ``pieces``: (n, DIMENSIONS).

    If there are fewer than MOST pieces they are repeated, which does not change the nearest one.
    """
    largest = np.abs(kinds).max(axis=1, keepdims=True)
    steps = np.floor(kinds / largest * ((LARGEST + 1) / 2)) + (LARGEST + 1) // 2
    numbers = np.clip(steps, 0, LARGEST).astype(np.uint8)
    low, high = np.split(numbers, 2, axis=1)
    signs = np.packbits(pieces > 0, axis=1, bitorder="little")
    every = np.resize(signs, (MOST, DIMENSIONS // 8))
    return np.concatenate([(low | high << 4).ravel(), every.ravel()])


def numbers_of(rows: Packed) -> Whole:
    """The vectors of rows, (…, KINDS, DIMENSIONS)."""
    own = rows[..., :NUMBERS].reshape(*rows.shape[:-1], KINDS, DIMENSIONS // 2)
    steps = np.concatenate([own & 15, own >> 4], axis=-1).astype(np.int8)
    return 2 * steps - LARGEST


def signs_of(rows: Packed) -> Packed:
    """The signs of the pieces of rows, (…, MOST, DIMENSIONS / 8)."""
    return rows[..., NUMBERS:].reshape(*rows.shape[:-1], MOST, DIMENSIONS // 8)
