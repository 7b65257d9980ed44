"""The nearest rows to a question: compiled where the extension was built, else in numpy.

Both give the same answers to the last bit: all sums are of whole numbers.

Of many rows first the signs alone are compared with the question in rough numbers, which reads an
eighth of the bytes; then the vectors of those that may be the nearest (decision 20).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.packed import DIMENSIONS, KINDS, WHOLE, Whole, numbers_of, signs_of
from indexer.vectors.rows import LANGUAGES, Rows

native: ModuleType | None
try:
    from indexer.vectors import _nearest as native  # type: ignore[attr-defined,no-redef]
except ImportError:  # installed without a compiler
    native = None

Numbers: TypeAlias = NDArray[np.int64]
Scores: TypeAlias = NDArray[np.float64]
Own: TypeAlias = NDArray[np.uint8]

FEW = 40_000
"""Rows of a language up to which all vectors are compared."""

SHORTLIST = 25_000
"""Rows of a language whose vectors are compared when it has more; there are more if some tie."""

PLANES = 3
"""Bits of a rough number, which is from -4 to 3."""

MOST = KINDS * DIMENSIONS << (PLANES - 1)
"""The largest estimate; the least is below 0 by as much."""

STEPS = 1.5
"""Rough numbers to the root mean square of a question's own."""

NONE = MOST + 1
"""An estimate that no row reaches."""

PIECE_BITS, PIECE_STEPS = 5, 5.0
"""The same of the numbers that are compared with pieces."""

LIKE = float(np.sqrt(np.pi / 2 / DIMENSIONS))
"""Times the product with the signs of a vector: about the product with that vector of length 1."""

_CHUNK = 2_048
"""Rows compared at a time, which bounds memory."""


def cosines(rows: Rows, question: Whole, chosen: Numbers | None = None) -> Scores:
    """How near each row, or each of ``chosen``, is to ``question``, -1 to 1.

    ``question``: one vector, which is compared with that of the whole and, roughly, with the
    nearest piece; or those of an article, each of which is compared with that of its kind. The mean
    of both comparisons counts.
    """
    asked, both = _of_kinds(question)
    lengths = 1 / np.sqrt((asked.astype(np.float64) ** 2).sum(axis=1))
    rough = _rough(asked[WHOLE], PIECE_BITS, PIECE_STEPS).astype(np.int64)
    like = LIKE / float(np.sqrt((rough**2).sum()))
    if native is None:
        return _cosines(rows, asked, lengths, chosen, None if both else (rough, like))
    planes = _planes(rough, PIECE_BITS)
    raw = native.cosines(
        rows.vectors, rows.inverses, asked, lengths, chosen, planes, int(rough.sum()), like, both
    )
    return np.frombuffer(raw, np.float64)


def likely(parts: Sequence[tuple[Rows, Own]], question: Whole) -> list[Numbers]:
    """Of each part the rows that may be the nearest of their language, ascending.

    ``parts``: with the languages of their rows, 0 where a row is none of interest.
    """
    rough = [estimates(rows.signs, own, question) for rows, own in parts]
    counts = sum((tally for _, tally in rough), np.zeros((len(LANGUAGES), 2 * MOST + 1), np.uint32))
    least = np.array([NONE, *map(_least, counts[1:])], np.int32)
    return [_passing(found, own, least) for (found, _), (_, own) in zip(rough, parts, strict=True)]


def estimates(
    signs: NDArray[np.uint8], own: Own, question: Whole
) -> tuple[NDArray[np.int16], NDArray[np.uint32]]:
    """How near each row is by its signs: the sum of rough numbers with these signs.

    Also how many rows of each language have each estimate from -MOST to MOST.
    """
    numbers, both = _of_kinds(question)
    asked = np.stack([_rough(one, PLANES, STEPS) for one in numbers])
    if native is None:
        found = _estimates(signs, asked, both=both)
        tally = [
            np.bincount(found[own == language].astype(np.int64) + MOST, minlength=2 * MOST + 1)
            for language in range(len(LANGUAGES))
        ]
        return found, np.stack(tally).astype(np.uint32)
    planes = np.stack([_planes(one, PLANES) for one in asked])
    sums = asked.sum(axis=1, dtype=np.int32)
    raw, counts = native.estimates(signs, own, planes, sums, both)
    found = np.frombuffer(raw, np.int16)
    return found, np.frombuffer(counts, np.uint32).reshape(len(LANGUAGES), -1)


def _of_kinds(question: Whole) -> tuple[NDArray[np.int16], bool]:
    """A question for each kind of vector, and whether these are of its own kinds."""
    asked = np.broadcast_to(question, (KINDS, DIMENSIONS))
    return np.ascontiguousarray(asked, np.int16), question.ndim > 1


def _least(counts: NDArray[np.uint32]) -> int:
    """The least estimate of the rows of a language whose vectors are compared."""
    best = np.cumsum(counts[::-1])
    return -MOST if best[-1] <= FEW else MOST - int(np.searchsorted(best, SHORTLIST))


def _passing(found: NDArray[np.int16], own: Own, least: NDArray[np.int32]) -> Numbers:
    if native is None:
        return np.flatnonzero(found >= least[own])
    return np.frombuffer(native.passing(found, own, least), np.int64)


def _rough(question: NDArray[np.int16], bits: int, steps: float) -> Whole:
    """The question in whole numbers of so few bits."""
    numbers = question.astype(np.float64)
    # larger ones, of which there are few, are cut
    scaled = numbers * (steps / max(1.0, float(np.sqrt((numbers**2).mean()))))
    most = 1 << (bits - 1)
    return np.clip(np.rint(scaled), -most, most - 1).astype(np.int8)


def _planes(numbers: NDArray[np.signedinteger], bits: int) -> NDArray[np.uint8]:
    """Each bit of all numbers, in two's complement: bits × DIMENSIONS / 8."""
    return np.packbits([numbers >> bit & 1 for bit in range(bits)], axis=1, bitorder="little")


def _cosines(
    rows: Rows,
    asked: NDArray[np.int16],
    lengths: Scores,
    chosen: Numbers | None,
    pieces: tuple[Numbers, float] | None,
) -> Scores:
    """``pieces``: what they are compared with, and the factor of products; None for an article."""
    count = len(rows) if chosen is None else len(chosen)
    found = np.empty(count, np.float64)
    for start in range(0, count, _CHUNK):
        end = min(count, start + _CHUNK)
        at = slice(start, end) if chosen is None else chosen[start:end]
        # sums of products of small whole numbers are exact in doubles
        sums = np.einsum("nkd,kd->nk", numbers_of(rows.vectors[at]).astype(np.float64), asked)
        each = sums * rows.inverses[at].astype(np.float64) * lengths
        if pieces:
            rough, like = pieces
            bits = np.unpackbits(signs_of(rows.vectors[at]), axis=2, bitorder="little")
            products = 2 * (bits.astype(np.float64) @ rough) - rough.sum()
            each = np.stack([each[:, WHOLE], products.max(axis=1) * like], axis=1)
        found[start:end] = np.minimum(each.sum(axis=1) / 2, 1)
    return found


def _estimates(signs: NDArray[np.uint8], asked: Whole, *, both: bool) -> NDArray[np.int16]:
    weights = asked.astype(np.float64)
    found = np.empty(len(signs), np.int16)
    for start in range(0, len(signs), _CHUNK):
        bits = np.unpackbits(signs[start : start + _CHUNK], axis=2, bitorder="little")
        sums = 2 * np.einsum("nkd,kd->nk", bits.astype(np.float64), weights) - weights.sum(axis=1)
        found[start : start + _CHUNK] = sums.sum(axis=1) if both else sums.max(axis=1)
    return found
