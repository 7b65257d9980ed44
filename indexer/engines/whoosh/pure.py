"""The kernels in numpy alone: same arguments, same answers as the compiled ones in native/.

Documents are ascending uint32 arrays. An occurrence is a key: document << 32 | position.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from indexer.engine import ALIKE, SPAN
from indexer.engines.whoosh.groups import begins, ragged

if TYPE_CHECKING:
    from indexer.engines.whoosh.segment import Facet, Segment

Array = NDArray[Any]
Docs = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Forms = Sequence[int] | NDArray[np.uint32]
BITS = np.uint64(32)


def union(segment: Segment, forms: Forms, table: Array) -> tuple[Docs, Docs]:
    """See kernels.union."""
    docs, counts = [np.empty(0, np.uint32)], [np.empty(0, np.uint32)]
    for form in forms:
        begin, end = segment.posting_range(form)
        docs.append(segment.docs(begin, end))
        counts.append(table[segment.codes[begin:end]])
    sums = np.bincount(np.concatenate(docs), np.concatenate(counts), segment.size)
    if segment.live is not None:
        sums *= segment.live
    found = np.flatnonzero(sums).astype(np.uint32)
    return found, sums[found].astype(np.uint32)


def within(segment: Segment, forms: Forms, table: Array, among: Docs) -> tuple[Docs, Docs]:
    """See kernels.within."""
    docs, counts = union(segment, forms, table)
    chosen = member(docs, among)
    return docs[chosen], counts[chosen]


def frequency(segment: Segment, forms: Forms, table: Array | None) -> int:
    """See kernels.frequency."""
    return len(union(segment, forms, segment.tables[None] if table is None else table)[0])


def occurrences(segment: Segment, forms: Forms, field: int | None, among: Docs) -> Keys:
    """See kernels.occurrences."""
    inside = np.zeros(segment.size, np.bool_)
    inside[among] = True
    found = [_occurrences(segment, form, inside) for form in forms]
    keys = np.unique(np.concatenate([np.empty(0, np.uint64), *found]))
    return keys if field is None else keys[fields_of(segment, keys) == field]


def _occurrences(segment: Segment, form: int, inside: NDArray[np.bool_]) -> Keys:
    begin, end = segment.posting_range(form)
    docs = segment.docs(begin, end)
    chosen = inside[docs]
    counts = segment.sums[segment.codes[begin:end]].astype(np.int64)
    starts = segment.tokens_before(begin) + np.cumsum(counts) - counts
    counts = counts[chosen]
    positions = segment.positions[ragged(starts[chosen], counts)].astype(np.uint64)
    return np.repeat(docs[chosen].astype(np.uint64) << BITS, counts) | positions


def fields_of(segment: Segment, keys: Keys) -> NDArray[np.int64]:
    """The field (0, 1, 2) that each key lies in."""
    starts = segment.starts[docs_of(keys)]
    return np.asarray((keys.astype(np.uint32)[:, None] >= starts).sum(1))


def docs_of(keys: Keys) -> Docs:
    """The document of each key."""
    return (keys >> BITS).astype(np.uint32)


def weigh(segment: Segment, keys: Keys, weights: Docs) -> tuple[Docs, Docs]:
    """See kernels.weigh."""
    docs, first = np.unique(docs_of(keys), return_index=True)
    each = weights[fields_of(segment, keys)]
    return docs, np.add.reduceat(each, first).astype(np.uint32) if len(docs) else each


def member(values: Array, table: Array) -> NDArray[np.bool_]:
    """Which ``values`` are in ``table``; both ascending."""
    if not len(table):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(table, values)
    at[at == len(table)] = 0
    return np.asarray(table[at] == values)


def phrase(first: Keys, following: Keys, shift: int) -> Keys:
    """See kernels.phrase."""
    return first[member(first + np.uint64(shift), following)]


def merge(sets: Sequence[Docs]) -> Docs:
    """See kernels.merge."""
    return np.unique(np.concatenate([np.empty(0, np.uint32), *sets]))


def accumulate(
    scores: Array, docs: Docs, leaf: tuple[Docs, Docs], lengths: Array, formula: Array
) -> None:
    """See kernels.accumulate."""
    hit = member(docs, leaf[0])
    counts = leaf[1][np.searchsorted(leaf[0], docs[hit])]
    scores[hit] += bm25(counts, lengths[docs[hit]], *formula)


def bm25(counts: Docs, lengths: Array, weight: float, base: float, slope: float) -> Array:
    """The formula of indexer.engine; see kernels.Formula."""
    return np.asarray(weight * counts / (counts + (base + slope * lengths)))


def top(scores: Array, k: int) -> tuple[Docs, NDArray[np.float32]]:
    """See kernels.top."""
    rounded = scores.astype(np.float32)
    if 0 < k < len(rounded):
        least = np.partition(rounded, -k)[-k]
        chosen = np.flatnonzero(rounded >= least)
    else:
        chosen = np.arange(len(rounded))
    order = chosen[np.argsort(-rounded[chosen], kind="stable")][:k].astype(np.uint32)
    return order, rounded[order]


def places(leaves: Sequence[tuple[Keys, float]], docs: Docs) -> NDArray[np.float64]:
    """See kernels.places."""
    every = np.sort(np.concatenate([keys for keys, _ in leaves])).astype(np.int64)
    sums = np.zeros(len(every))
    for keys, weight in leaves:
        padded = np.concatenate([[-(2**62)], keys.astype(np.int64), [2**62]])
        behind = np.searchsorted(padded, every)
        distance = np.minimum(padded[behind] - every, every - padded[behind - 1])
        sums += weight * np.maximum(0.0, 1.0 - distance / SPAN)
    best = np.zeros(len(docs))
    np.maximum.at(best, np.searchsorted(docs, every >> np.int64(32)), sums)
    return best


def arrange(
    scores: NDArray[np.float32], ties: NDArray[Any], signatures: NDArray[np.uint8]
) -> NDArray[np.uint32]:
    """See kernels.arrange."""
    order = np.lexsort((ties, -scores)).astype(np.uint32)
    ordered = signatures[order]
    equal = np.count_nonzero(ordered[:, None] == ordered, axis=2)
    repeated = np.tril(equal >= ALIKE, -1).any(axis=1)
    return np.concatenate([order[~repeated], order[repeated]])


def failures(docs: Docs, filters: Sequence[tuple[Array, Array, int]]) -> NDArray[np.uint8]:
    """See kernels.failures."""
    failed = np.zeros(len(docs), np.uint8)
    for column, allowed, bit in filters:
        failed |= np.where(allowed[column[docs]], 0, bit).astype(np.uint8)
    return failed


def passing(docs: Docs, failed: NDArray[np.uint8], pardoned: int) -> Docs:
    """See kernels.passing."""
    return np.asarray(docs[failed & ~np.uint8(pardoned) == 0])


def count(docs: Docs, facet: Facet) -> NDArray[np.uint32]:
    """See kernels.count."""
    combinations = np.bincount(facet.column[docs], minlength=len(facet.ends))
    weights = np.repeat(combinations, facet.ends - begins(facet.ends))
    counts = np.bincount(facet.values, weights, len(facet.names))
    return np.asarray(counts, np.uint32)


def invert(rows: Array, columns: dict[str, Array], rank: Array) -> tuple[Array, Array, Array]:
    """See kernels.invert."""
    counts = columns["counts"][rows]
    chosen = ragged(columns["ends"][rows] - counts, counts)
    docs = np.repeat(np.arange(len(rows), dtype=np.uint32), counts)
    forms = rank[columns["tokens"][chosen]]
    order = np.argsort(forms, kind="stable")
    totals = np.bincount(forms, minlength=len(rank)).astype(np.uint64)
    return docs[order], columns["positions"][chosen][order], totals


def collapse(
    docs: Array, positions: Array, tokens: Array, starts: Array
) -> tuple[Array, Array, Array, Array]:
    """See kernels.collapse."""
    forms = np.repeat(np.arange(len(tokens)), tokens.astype(np.int64))
    fields = (positions[:, None] >= starts[docs]).sum(1)
    changes = np.ones(len(forms), np.bool_)
    changes[1:] = (forms[1:] != forms[:-1]) | (docs[1:] != docs[:-1])
    first = np.flatnonzero(changes)
    each = np.uint64(1) << (42 - 21 * fields).astype(np.uint64)
    distinct, codes = np.unique(
        np.add.reduceat(each, first) if len(first) else each, return_inverse=True
    )
    counts = np.bincount(forms[first], minlength=len(tokens)).astype(np.uint64)
    return docs[first], codes.astype(np.uint32), counts, distinct


def interleave(pieces: Sequence[Sequence[Array]]) -> tuple[Array, Array, Array, Array]:
    """See kernels.interleave."""
    keys, codes, counts, positions = (np.concatenate(part) for part in zip(*pieces, strict=True))
    order = np.argsort(keys, kind="stable")
    starts = np.cumsum(counts, dtype=np.int64) - counts
    chosen = ragged(starts[order], counts[order])
    return keys[order], codes[order], counts[order], positions[chosen]
