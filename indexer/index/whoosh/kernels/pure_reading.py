"""The loops of reading in numpy alone: same arguments, same answers as the compiled ones.

Shapes and dtypes are those that reading.py and types.py say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import ALIKE, NEARNESS, ROUNDER, SPAN
from indexer.index.formula import Formula
from indexer.index.whoosh.kernels.groups import begins, ragged
from indexer.index.whoosh.kernels.types import (
    BITS,
    Array,
    Counted,
    Docs,
    FacetColumn,
    Keys,
    Place,
    Places,
    PostingArrays,
    Postings,
)
from schemas.document import EXACT

_K = TypeVar("_K")
_A = TypeVar("_A", bound=Array)


def forms(segment: PostingArrays, terms: Iterable[str], without: Iterable[str]) -> Docs:
    """See reading.forms."""
    found: set[int] = set()
    for term in terms:
        if term.startswith(EXACT):
            found.add(segment.forms.find(term[len(EXACT) :].encode()))
        elif (at := segment.term_table.find(term.encode())) >= 0:
            begin = int(segment.term_forms_ends[at - 1]) if at else 0
            found.update(segment.term_forms[begin : int(segment.term_forms_ends[at])].tolist())
    found -= {-1, *(segment.forms.find(form.encode()) for form in without)}
    return np.array(sorted(found), np.uint32)


def common(segment: PostingArrays, terms: Places, among: Docs | None) -> Array:
    """See reading.common."""
    docs, *rows = _union(segment, terms[0])
    if among is not None:
        inside = member(docs, among)
        docs, rows = docs[inside], [rows[0][inside]]
    for term in terms[1:]:
        others, counts = _union(segment, term)
        both = member(docs, others)
        docs, rows = docs[both], [row[both] for row in rows]
        rows.append(counts[np.searchsorted(others, docs)])
    return np.stack([docs, *rows])


def _union(segment: PostingArrays, term: Place) -> tuple[Docs, Docs]:
    table = segment.tables[term.field + 1]
    docs, counts = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    for form in term.forms:
        begin, end = segment.posting_range(int(form))
        docs.append(segment.docs(begin, end))
        counts.append(table[segment.codes.of(begin, end)])
    sums = np.bincount(np.concatenate(docs), np.concatenate(counts), segment.size)
    if segment.live is not None:
        sums *= segment.live
    found = np.flatnonzero(sums).astype(np.uint32)
    return found, sums[found].astype(np.uint32)


def occurrences(segment: PostingArrays, places: Places, among: Docs) -> Keys:
    """See reading.occurrences."""
    found = [_starts(segment, place, among) for place in places]
    if not found:
        return np.empty(0, np.uint64)
    return reduce(lambda keys, others: keys[member(keys, others)], found)


def _starts(segment: PostingArrays, place: Place, among: Docs) -> Keys:
    inside = np.zeros(segment.size, np.bool_)
    inside[among] = True
    found = [_occurrences(segment, int(form), inside) for form in place.forms]
    keys = np.unique(np.concatenate([np.empty(0, np.uint64), *found]))
    if place.field >= 0:
        keys = keys[fields_of(segment, keys) == place.field]
    return keys[keys.astype(np.uint32) >= place.shift] - np.uint64(place.shift)


def _occurrences(segment: PostingArrays, form: int, inside: NDArray[np.bool_]) -> Keys:
    begin, end = segment.posting_range(form)
    docs = segment.docs(begin, end)
    chosen = inside[docs]
    counts = segment.sums[segment.codes.of(begin, end)].astype(np.int64)
    starts = segment.tokens_before(begin) + np.cumsum(counts) - counts
    counts = counts[chosen]
    positions = segment.positions[ragged(starts[chosen], counts)].astype(np.uint64)
    return np.repeat(docs[chosen].astype(np.uint64) << BITS, counts) | positions


def fields_of(segment: PostingArrays, keys: Keys) -> NDArray[np.int64]:
    """The field (0, 1, 2) that each key lies in: shape (keys,)."""
    starts = segment.starts[docs_of(keys)]
    return np.asarray((keys.astype(np.uint32)[:, None] >= starts).sum(1))


def docs_of(keys: Keys) -> Docs:
    """The document of each key: shape (keys,), uint32."""
    return (keys >> BITS).astype(np.uint32)


def near(segment: PostingArrays, parts: Sequence[Places], among: Docs, distance: int) -> Docs:
    """See reading.near.

    Every occurrence is tried as the first of the window: the next one of each part must be near.
    """
    found = [occurrences(segment, places, among) for places in parts]
    first = np.sort(np.concatenate([np.empty(0, np.uint64), *found]))
    # a key begins with its document: one in another document is farther than any distance
    for keys in found:
        following = np.append(keys, np.uint64(2**64 - 1))[np.searchsorted(keys, first)]
        first = first[following - first <= np.uint64(distance)]
    return distinct(docs_of(first))


def distinct(ascending: _A) -> _A:
    """Each value once. np.unique sorts or hashes what is in order already."""
    different = np.ones(len(ascending), np.bool_)
    np.not_equal(ascending[1:], ascending[:-1], out=different[1:])
    return cast("_A", ascending[different])


def phrase(
    segment: PostingArrays, places: Places, among: Docs, weights: Array
) -> tuple[Docs, Docs]:
    """See reading.phrase."""
    keys = occurrences(segment, places, among)
    docs, first = np.unique(docs_of(keys), return_index=True)
    each = weights[fields_of(segment, keys)]
    return docs, np.add.reduceat(each, first).astype(np.uint32) if len(docs) else each


def member(values: Array, table: Array) -> NDArray[np.bool_]:
    """Which ``values`` are in ``table``, both ascending and of one dtype: shape (values,)."""
    if not len(table):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(table, values)
    at[at == len(table)] = 0
    return np.asarray(table[at] == values)


def merge(sets: Sequence[Docs]) -> Docs:
    """See reading.merge."""
    return np.unique(np.concatenate([np.empty(0, np.uint32), *sets]))


def best(
    segment: PostingArrays, docs: Docs, leaves: Sequence[tuple[Postings, Formula]], k: int
) -> tuple[Docs, NDArray[np.float32]]:
    """See reading.best."""
    scores = np.zeros(len(docs))
    for leaf, formula in leaves:
        hit = member(docs, leaf.docs)
        counts = leaf.counts[np.searchsorted(leaf.docs, docs[hit])]
        scores[hit] += bm25(counts, segment.lengths[docs[hit]], *formula)
    at, rounded = top(scores, k)
    return docs[at], rounded


def bm25(counts: Docs, lengths: Array, weight: float, base: float, slope: float) -> Array:
    """The formula of index.contract for each document, float64; see types.Formula."""
    return np.asarray(weight * counts / (counts + (base + slope * lengths)) + ROUNDER - ROUNDER)


def top(scores: Array, k: int) -> tuple[Docs, NDArray[np.float32]]:
    """The indices of the k highest scores once rounded, and those; ties in order.

    Both of shape (min(k, n),). ``scores``: shape (n,), float64.
    """
    rounded = scores.astype(np.float32)
    if 0 < k < len(rounded):
        least = np.partition(rounded, -k)[-k]
        chosen = np.flatnonzero(rounded >= least)
    else:
        chosen = np.arange(len(rounded))
    order = chosen[np.argsort(-rounded[chosen], kind="stable")][:k].astype(np.uint32)
    return order, rounded[order]


def gains(
    segment: PostingArrays, leaves: Sequence[tuple[Places, float]], docs: Docs
) -> NDArray[np.float64]:
    """See reading.gains."""
    among = np.sort(docs)
    found = [(occurrences(segment, places, among), weight) for places, weight in leaves]
    every = np.sort(np.concatenate([keys for keys, _ in found])).astype(np.int64)
    sums = np.zeros(len(every))
    for keys, weight in found:
        padded = np.concatenate([[-(2**62)], keys.astype(np.int64), [2**62]])
        behind = np.searchsorted(padded, every)
        distance = np.minimum(padded[behind] - every, every - padded[behind - 1])
        sums += weight * np.maximum(0.0, 1.0 - distance / SPAN)
    best = np.zeros(len(docs))
    np.maximum.at(best, np.searchsorted(among, every >> np.int64(32)), sums)
    return NEARNESS * best[np.searchsorted(among, docs)]


def arrange(
    scores: NDArray[np.float32], gained: Array, ties: Array, signatures: NDArray[np.uint8]
) -> tuple[NDArray[np.uint32], NDArray[np.float32]]:
    """See reading.arrange."""
    sums = (scores + gained).astype(np.float32)
    order = np.lexsort((ties, -sums)).astype(np.uint32)
    ordered = signatures[order]
    equal = np.count_nonzero(ordered[:, None] == ordered, axis=2)
    repeated = np.tril(equal >= ALIKE, -1).any(axis=1)
    order = np.concatenate([order[~repeated], order[repeated]])
    return order, sums[order]


def page(
    segment: PostingArrays,
    docs: Docs,
    leaves: Sequence[tuple[Postings, Formula]],
    places: Sequence[tuple[Places, float]],
    bounds: tuple[int, int, int],
) -> tuple[list[str], list[float]]:
    """See reading.page."""
    window, offset, last = bounds
    found, scores = best(segment, docs, leaves, max(window, last))
    ahead = found[:window]
    gained = gains(segment, places, ahead) if places else np.zeros(len(ahead))
    order, sums = arrange(scores[:window], gained, ahead, segment.signatures[ahead])
    found, scores = np.append(ahead[order], found[window:]), np.append(sums, scores[window:])
    return segment.ids.some(found[offset:last]), scores[offset:last].tolist()


def failures(docs: Docs, filters: Sequence[tuple[Array, Array, int]]) -> NDArray[np.uint8]:
    """See reading.failures."""
    failed = np.zeros(len(docs), np.uint8)
    for column, allowed, bit in filters:
        failed |= np.where(allowed[column[docs]], 0, bit).astype(np.uint8)
    return failed


def passing(docs: Docs, failed: NDArray[np.uint8], pardoned: int) -> Docs:
    """See reading.passing."""
    return np.asarray(docs[failed & ~np.uint8(pardoned) == 0])


def between(docs: Docs, edges: Docs, names: Sequence[_K]) -> dict[_K, int]:
    """See reading.between."""
    return named(np.diff(np.searchsorted(docs, edges), append=len(docs)), names)


def named(counts: Array, names: Sequence[_K]) -> dict[_K, int]:
    """The counts, one for each of ``names``, that are not 0, by name."""
    at = counts.nonzero()[0]
    return {names[i]: n for i, n in zip(at.tolist(), counts[at].tolist(), strict=True)}


def count(docs: Docs, column: Any, ends: Any, values: Any, names: int) -> NDArray[np.uint32]:
    """See reading.count."""
    combinations = np.bincount(np.asarray(column)[docs], minlength=len(ends))
    weights = np.repeat(combinations, np.asarray(ends) - begins(np.asarray(ends)))
    return np.asarray(np.bincount(values, weights, names), np.uint32)


def tally(docs: Docs, columns: Iterable[Counted]) -> list[dict[str, int]]:
    """See reading.tally."""
    found = []
    for column, ends, values, names, totals in columns:
        counts = count(docs, column, ends, values, len(names))
        found.append(named(counts if totals is None else totals - counts, names))
    return found


def occurring(docs: Docs, facet: FacetColumn) -> Docs:
    """See reading.occurring."""
    counts = count(docs, *facet.views, len(facet.names))
    found = counts.nonzero()[0]
    return np.stack([found.astype(np.uint32), counts[found]])
