"""The loops over postings and columns: compiled where the extension was built, else in numpy.

Both give the same answers; ``native`` is None without the extension, and tests set it so.
The compiled functions (native/*.c) give bytes, which become read-only arrays here.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.engine import ALIKE, SIGNATURE, SPAN, WEIGHTS
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


def _u32(raw: bytes) -> NDArray[np.uint32]:
    return np.frombuffer(raw, np.uint32)


def _u64(raw: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(raw, np.uint64)


def union(segment: Segment, forms: Forms, table: NDArray[np.uint32]) -> Postings:
    """Live documents of any of ``forms`` and their summed frequencies.

    ``table``: the weighted frequency of each code; where all are 0 the document is left out.
    """
    if native is None:
        return Postings(*pure.union(segment, forms, table))
    numbers = np.asarray(forms, np.uint32)
    found = native.union(segment.postings, numbers, table, segment.live, segment.size)
    return Postings(_u32(found[0]), _u32(found[1]))


def within(segment: Segment, forms: Forms, table: NDArray[np.uint32], among: Docs) -> Postings:
    """``union`` among some live documents alone: what is far from them is not read."""
    if native is None:
        return Postings(*pure.within(segment, forms, table, among))
    numbers = np.asarray(forms, np.uint32)
    found = native.within(segment.postings, numbers, table, among, segment.size)
    return Postings(_u32(found[0]), _u32(found[1]))


def frequency(segment: Segment, forms: Forms, table: NDArray[np.uint32] | None) -> int:
    """Number of documents in ``union``. ``table`` None: all postings count."""
    if native is None:
        return pure.frequency(segment, forms, table)
    numbers = np.asarray(forms, np.uint32)
    return int(native.frequency(segment.postings, numbers, table, segment.live, segment.size))


def occurrences(segment: Segment, forms: Forms, field: int | None, among: Docs) -> Keys:
    """Keys of the occurrences of ``forms`` in ``field`` (None: anywhere) in documents ``among``.

    Distinct and ascending.
    """
    if native is None:
        return pure.occurrences(segment, forms, field, among)
    return _u64(
        native.occurrences(
            segment.postings,
            segment.sums,
            segment.blocks,
            segment.positions,
            segment.starts,
            np.asarray(forms, np.uint32),
            among,
            -1 if field is None else field,
            BLOCK,
            len(segment.positions),
        )
    )


def phrase(first: Keys, following: Keys, shift: int) -> Keys:
    """The keys of ``first`` that ``following`` has ``shift`` positions later."""
    if native is None:
        return pure.phrase(first, following, shift)
    return _u64(native.phrase(first, following, shift))


def weigh(segment: Segment, keys: Keys) -> Postings:
    """Occurrences as postings: every key adds the weight of the field that it lies in."""
    weights = np.array(WEIGHTS, np.uint32)
    if native is None:
        return Postings(*pure.weigh(segment, keys, weights))
    docs, counts = native.weigh(keys, segment.starts, weights)
    return Postings(_u32(docs), _u32(counts))


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


def accumulate(scores: Array, docs: Docs, leaf: Postings, lengths: Array, formula: Formula) -> None:
    """Add a pseudo-term's scores to those of ``docs`` (float64) that have it."""
    if native is None:
        pure.accumulate(scores, docs, leaf, lengths, np.array(formula))
    else:
        native.accumulate(scores, docs, leaf.docs, leaf.counts, lengths, *formula)


def best(
    leaf: Postings, lengths: Array, formula: Formula, k: int
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Indices and scores of the k best documents of one pseudo-term.

    Best first, ties in order of document. A document too long to beat the k-th best for its
    frequency is passed over without scoring it.
    """
    if native is None:
        return pure.top(pure.bm25(leaf.counts, lengths[leaf.docs], *formula), k)
    at, scores = native.best(leaf.docs, leaf.counts, lengths, *formula, k)
    return _u32(at), np.frombuffer(scores, np.float32)


def best_of_any(
    leaves: Sequence[tuple[Postings, Formula]], lengths: Array, size: int, k: int
) -> tuple[Docs, NDArray[np.float32]]:
    """Documents and scores of the k best documents that have any of ``leaves``."""
    if native is None:
        docs = pure.merge([leaf.docs for leaf, _ in leaves])
        scores = np.zeros(len(docs))
        for leaf, formula in leaves:
            pure.accumulate(scores, docs, leaf, lengths, np.array(formula))
    else:
        _, base, slope = leaves[0][1]
        given = tuple((leaf.docs, leaf.counts, formula.weight) for leaf, formula in leaves)
        found = native.any(given, lengths, base, slope, size)
        docs, scores = _u32(found[0]), np.frombuffer(found[1], np.float64)
    at, rounded = top(scores, k)
    return docs[at], rounded


def top(scores: Array, k: int) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """Indices of the k highest scores once rounded to float32, and those; ties in order."""
    if native is None:
        return pure.top(scores, k)
    at, rounded = native.top(scores, k)
    return _u32(at), np.frombuffer(rounded, np.float32)


def places(leaves: Sequence[tuple[Keys, float]], docs: Docs) -> NDArray[np.float64]:
    """For each document the sum of the weights of ``leaves`` at the best place in it.

    ``leaves``: the occurrences in ``docs`` and the weight of each; see indexer.engine.
    """
    if native is None:
        return pure.places(leaves, docs)
    return np.frombuffer(native.places(tuple(leaves), SPAN, docs), np.float64)


def arrange(
    scores: NDArray[np.float32], ties: NDArray[Any], signatures: NDArray[np.uint8]
) -> NDArray[np.uint32]:
    """The order of articles by score, then tie; those nearly the same as one before come last."""
    if native is None:
        return pure.arrange(scores, ties, signatures)
    return _u32(native.arrange(scores, ties.astype(np.int64), signatures, SIGNATURE, ALIKE))


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


def count(docs: Docs, facet: Facet, size: int) -> NDArray[np.uint32]:
    """How many of ``docs`` have each value of a facet."""
    if native is None:
        return pure.count(docs, facet)
    names = len(facet.names)
    return _u32(native.count(docs, facet.column, facet.ends, facet.values, names, size))


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

    ``codes``: numbers into ``frequencies``, which are title << 42 | lede << 21 | body.
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


class Piece(NamedTuple):
    """Postings to merge: keys (form << 32 | document), codes, tokens of each, all positions."""

    keys: NDArray[np.uint64]
    codes: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    positions: Array
