"""The loops over postings and columns: compiled where the extension was built, else in numpy.

Both give the same answers; ``native`` is None without the extension, and tests set it so.
The compiled functions (native/*.c) give bytes, which become read-only arrays here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from indexer.engine import ALIKE, NEARNESS, SIGNATURE, SPAN, WEIGHTS
from indexer.engines.whoosh import pure
from indexer.engines.whoosh.pure import Array, Docs, Forms, Keys

if TYPE_CHECKING:
    from indexer.engines.whoosh.segment import Facet, Segment

native: ModuleType | None
try:
    from indexer.engines.whoosh import _kernels as native  # type: ignore[attr-defined,no-redef]
except ImportError:  # installed without a compiler
    native = None

_K = TypeVar("_K")
BLOCK = 128
"""Postings between two entries of a segment's ``blocks``."""


class Postings(NamedTuple):
    """Live documents of a pseudo-term and its weighted frequency in each."""

    docs: Docs
    counts: NDArray[np.uint32]


class Formula(NamedTuple):
    """BM25 of one pseudo-term: weight * tf / (tf + (base + slope * length)).

    ``weight`` = idf ** 1.5 * (k1 + 1), ``base`` = k1 * (1 - b),
    ``slope`` = k1 * b / average length.
    """

    weight: float
    base: float
    slope: float


class Place(NamedTuple):
    """A word or wildcard: its forms, the field it is bound to (-1: none), and its place.

    ``shift``: positions from the start of the phrase that it is a part of.
    """

    forms: NDArray[np.uint32]
    field: int = -1
    shift: int = 0


Places = tuple[Place, ...]
"""What stands together: one place for a word, the rarest first for a phrase."""

_u32 = cast("Callable[[bytes], NDArray[np.uint32]]", partial(np.frombuffer, dtype=np.uint32))
_u64 = cast("Callable[[bytes], NDArray[np.uint64]]", partial(np.frombuffer, dtype=np.uint64))
_f32 = cast("Callable[[bytes], NDArray[np.float32]]", partial(np.frombuffer, dtype=np.float32))
_f64: Callable[[bytes], NDArray[np.float64]] = partial(np.frombuffer, dtype=np.float64)


def arrays(given: Sequence[Array | None], size: int) -> Any:
    """What the compiled functions take for a segment; None without the extension.

    ``given``: in the order of native/kernels.h.
    """
    return None if native is None else native.segment(tuple(given), size, BLOCK)


def forms(segment: Segment, terms: tuple[str, ...], without: tuple[str, ...]) -> Forms:
    """The forms that have one of ``terms`` and are none of ``without``: ascending, distinct."""
    if native is None:
        return pure.forms(segment, terms, without)
    return _u32(native.forms(segment.arrays, terms, without))


def common(segment: Segment, terms: Places, among: Docs | None = None) -> Array:
    """Live documents that have all of ``terms`` (at least one), and the frequencies of each.

    Rows of equal length, documents first. ``terms``: the rarest first; their shifts are nothing
    here. ``among``: live documents to look at, None for all; what is far from them is not read.
    """
    if native is None:
        return pure.common(segment, terms, among)
    return _u32(native.common(segment.arrays, terms, among)).reshape(len(terms) + 1, -1)


def union(segment: Segment, term: Place) -> Postings:
    """Live documents of any of a term's forms and their summed frequencies."""
    docs, counts = common(segment, (term,))
    return Postings(docs, counts)


def frequency(segment: Segment, term: Place) -> int:
    """Number of documents in ``union``."""
    if native is None:
        return len(pure.common(segment, (term,), None)[0])
    return int(native.frequency(segment.arrays, (term,)))


def occurrences(segment: Segment, places: Places, among: Docs) -> Keys:
    """Keys of where ``places`` begin in the documents ``among``: distinct, ascending."""
    if native is None:
        return pure.occurrences(segment, places, among)
    return _u64(native.occurrences(segment.arrays, places, among))


def phrase(segment: Segment, places: Places, among: Docs) -> Postings:
    """Occurrences as postings: each adds the weight of the field that it begins in."""
    weights = np.array(WEIGHTS, np.uint32)
    if native is None:
        return Postings(*pure.phrase(segment, places, among, weights))
    docs, counts = _u32(native.phrase(segment.arrays, places, among, weights)).reshape(2, -1)
    return Postings(docs, counts)


def keep(docs: Docs, others: Docs) -> Docs:
    """Documents in both."""
    if native is None:
        return docs[pure.member(docs, others)]
    return _u32(native.member(docs, others, True))  # noqa: FBT003


def drop(docs: Docs, others: Docs) -> Docs:
    """Documents that are not in ``others``."""
    if native is None:
        return docs[~pure.member(docs, others)]
    return _u32(native.member(docs, others, False))  # noqa: FBT003


def intersect(sets: Sequence[Docs]) -> Docs:
    """Documents that are in all of ``sets`` (at least one)."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = keep(first, other)
    return first


def merge(sets: Sequence[Docs], size: int) -> Docs:
    """Documents of any of ``sets``; ``size``: of the segment."""
    if native is None:
        return pure.merge(sets)
    return _u32(native.merge(tuple(sets), size))


def find(text: Any, ends: Any, key: bytes, *, exact: bool) -> int | None:
    """Index of the first of sorted strings that is >= ``key``; None without the extension.

    ``exact``: of the one that is equal, -1 when there is none.
    """
    return None if native is None else int(native.find(text, ends, key, exact))


def texts(text: Any, ends: Any, indices: NDArray[np.uint32]) -> list[str] | None:
    """Some of a table's strings; None without the extension."""
    if native is None:
        return None
    found: list[str] = native.texts(text, ends, indices)
    return found


def best(
    segment: Segment, docs: Docs, leaves: Sequence[tuple[Postings, Formula]], k: int
) -> tuple[Docs, NDArray[np.float32]]:
    """The k of ``docs`` with the highest sums of the scores of ``leaves``, and those sums.

    Best first, ties in order of document; sums are rounded to float32 before they are compared.
    """
    if native is None:
        return pure.best(segment, docs, leaves, k)
    found, scores = native.best(segment.arrays, docs, tuple(leaves), k)
    return _u32(found), _f32(scores)


def gains(
    segment: Segment, leaves: Sequence[tuple[Places, float]], docs: Docs
) -> NDArray[np.float64]:
    """What proximity adds to the scores of ``docs``, few and in any order; see indexer.engine.

    ``leaves``: where each stands, and its weight.
    """
    if native is None:
        return pure.gains(segment, leaves, docs)
    return _f64(native.gains(segment.arrays, tuple(leaves), SPAN, NEARNESS, docs))


def arrange(
    scores: NDArray[np.float32], gained: Array, ties: Array, signatures: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """The order of articles by score and gain, then tie, and the sums of both in that order.

    Those nearly the same as one before come last. ``ties``: int64 or uint32.
    """
    if native is None:
        return pure.arrange(scores, gained, ties, signatures)
    order, sums = native.arrange(scores, gained, ties, signatures, SIGNATURE, ALIKE)
    return _u32(order), _f32(sums)


def failures(
    docs: Docs, filters: Sequence[tuple[Array, Array, int]], size: int
) -> NDArray[np.uint8]:
    """For each document the bits of the filters that it fails.

    ``filters``: (column, allowed combinations, bit); ``size``: of the segment.
    """
    if native is None:
        return pure.failures(docs, filters)
    return np.frombuffer(native.failures(docs, tuple(filters), size), np.uint8)


def passing(docs: Docs, failed: NDArray[np.uint8], pardoned: int) -> Docs:
    """Documents that fail no filter but those whose bits are in ``pardoned``."""
    if native is None:
        return pure.passing(docs, failed, pardoned)
    return _u32(native.passing(docs, failed, pardoned))


def between(docs: Docs, edges: Docs) -> NDArray[np.uint32]:
    """How many ``docs`` lie from each edge to before the next, and last those from the last on."""
    if native is None:
        return pure.between(docs, edges)
    return _u32(native.between(docs, edges))


def count(docs: Docs, facet: Facet, size: int) -> NDArray[np.uint32]:
    """How many of ``docs`` have each value of a facet."""
    if native is None:
        return pure.count(docs, facet)
    return _u32(native.count(docs, *facet.views, len(facet.names), size))


def named(counts: NDArray[np.uint32], names: Sequence[_K]) -> dict[_K, int]:
    """The counts that are not 0 by name."""
    if native is None:
        at = counts.nonzero()[0]
        return {names[i]: n for i, n in zip(at.tolist(), counts[at].tolist(), strict=True)}
    found: dict[_K, int] = native.named(counts, names)
    return found


def invert(rows: Array, columns: dict[str, Array], rank: Array) -> tuple[Array, Array, Array]:
    """Tokens in order of form, document, position: their documents and positions; tokens a form.

    ``rows[d]`` becomes document d; ``rank``: the new number of each form.
    """
    if native is None:
        return pure.invert(rows, columns, rank)
    given = (columns[name] for name in ("ends", "tokens"))
    docs, positions, totals = native.invert(rows, *given, rank, columns["positions"], len(rank))
    return _u32(docs), _u32(positions), _u64(totals)


class Collapsed(NamedTuple):
    """Postings in order of form, document: ``counts`` says how many each form has.

    ``codes``: numbers into ``frequencies``, which are title << 52 | lede << 26 | body.
    """

    docs: Docs
    codes: NDArray[np.uint32]
    counts: NDArray[np.uint64]
    frequencies: NDArray[np.uint64]


def collapse(docs: Array, positions: Array, tokens: Array, starts: Array) -> Collapsed:
    """Inverted tokens as postings. ``tokens``: how many each form has."""
    if native is None:
        return Collapsed(*pure.collapse(docs, positions, tokens, starts))
    kept, codes, counts, distinct = native.collapse(docs, positions, tokens, starts)
    return Collapsed(_u32(kept), _u32(codes), _u64(counts), _u64(distinct))


def interleave(pieces: Sequence[Piece]) -> Piece:
    """Pieces with ascending keys as one; every key stands in one piece only."""
    if native is None:
        return Piece(*pure.interleave(pieces))
    joined = [np.concatenate(parts) for parts in zip(*pieces, strict=True)]
    ends = np.cumsum([len(piece.keys) for piece in pieces], dtype=np.int64)
    width = joined[3].itemsize
    keys, codes, counts, positions = native.interleave(*joined, ends, width)
    return Piece(_u64(keys), _u32(codes), _u32(counts), np.frombuffer(positions, joined[3].dtype))


def sign(hashes: NDArray[np.uint32], tokens: Array, ends: Array) -> NDArray[np.uint8]:
    """Signatures, SIGNATURE bytes an article, by SIGNATURE hashes of every form.

    ``tokens``: forms, article after article; ``ends``: where those of each end.
    """
    if native is None:
        return pure.sign(hashes, tokens, ends)
    found = native.sign(hashes, tokens, ends)
    return np.frombuffer(found, np.uint8).reshape(len(ends), SIGNATURE)


class Piece(NamedTuple):
    """Postings to merge: keys (form << 32 | document), codes, tokens of each, all positions."""

    keys: NDArray[np.uint64]
    codes: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    positions: Array
