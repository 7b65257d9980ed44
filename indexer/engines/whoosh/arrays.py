"""Array work on postings: unions, occurrences and set operations, in numpy alone.

Documents are ascending uint32 arrays. An occurrence is a key: document << 32 | position.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.strings import ragged

Docs = NDArray[np.uint32]
Keys = NDArray[np.uint64]
POSITION_BITS = np.uint64(32)


def union(
    segment: Segment, forms: Sequence[int], table: NDArray[np.uint32]
) -> tuple[Docs, NDArray[np.uint32]]:
    """Documents of any of ``forms`` and their summed frequencies, weighted by ``table``.

    Documents whose frequency is 0 (the forms occur in other fields) are left out, dead ones not.
    """
    ranges = [segment.posting_range(form) for form in forms]
    if not ranges:
        return np.empty(0, np.uint32), np.empty(0, np.uint32)
    docs = np.concatenate([segment.docs(*r) for r in ranges])
    counts = np.concatenate([table[segment.codes[slice(*r)]] for r in ranges])
    if len(ranges) > 1:
        sums = np.bincount(docs, counts, segment.size)
        docs = np.flatnonzero(sums).astype(np.uint32)
        return docs, sums[docs].astype(np.uint32)
    kept = counts > 0
    return (docs, counts) if kept.all() else (docs[kept], counts[kept])


def occurrences(segment: Segment, forms: Sequence[int], field: int | None, among: Docs) -> Keys:
    """Keys of the occurrences of ``forms`` in ``field`` (None: anywhere) in documents ``among``.

    Distinct and ascending.
    """
    inside = np.zeros(segment.size, np.bool_)
    inside[among] = True
    found = [_occurrences(segment, form, inside) for form in forms]
    keys = np.unique(np.concatenate([np.empty(0, np.uint64), *found]))
    return keys if field is None else keys[fields_of(segment, keys) == field]


def _occurrences(segment: Segment, form: int, inside: NDArray[np.bool_]) -> Keys:
    begin, end = segment.posting_range(form)
    docs = segment.docs(begin, end)
    chosen = inside[docs]
    counts = segment.triples.sum(1, dtype=np.int64)[segment.codes[begin:end]]
    starts = segment.tokens_before(begin) + np.cumsum(counts) - counts
    counts = counts[chosen]
    positions = segment.positions[ragged(starts[chosen], counts)].astype(np.uint64)
    return np.repeat(docs[chosen].astype(np.uint64) << POSITION_BITS, counts) | positions


def fields_of(segment: Segment, keys: Keys) -> NDArray[np.uint8]:
    """The field (0, 1, 2) that each key lies in."""
    starts = segment.starts[docs_of(keys)]
    return (keys.astype(np.uint32)[:, None] >= starts).sum(1).astype(np.uint8)


def docs_of(keys: Keys) -> Docs:
    """The document of each key."""
    return (keys >> POSITION_BITS).astype(np.uint32)


def member(values: NDArray[Any], table: NDArray[Any]) -> NDArray[np.bool_]:
    """Which ``values`` are in ``table``; both ascending."""
    if not len(table):
        return np.zeros(len(values), np.bool_)
    at = np.searchsorted(table, values)
    at[at == len(table)] = 0
    return np.asarray(table[at] == values)


def intersect(sets: Sequence[Docs]) -> Docs:
    """Documents that are in all of ``sets`` (at least one)."""
    first, *others = sorted(sets, key=len)
    for other in others:
        first = first[member(first, other)]
    return first


def phrase(parts: Sequence[Keys]) -> Keys:
    """Keys at which parts[0] occurs, followed by parts[1] one position later, and so on."""
    keys = parts[0]
    for shift, part in enumerate(parts[1:], 1):
        keys = keys[member(keys + np.uint64(shift), part)]
    return keys


def near(parts: Sequence[Keys], distance: int) -> Docs:
    """Documents in which one occurrence of each part lies within ``distance`` positions."""
    first = np.unique(np.concatenate(parts))
    for part in parts:
        nearest = np.append(part, np.uint64(2**64 - 1))[np.searchsorted(part, first)]
        first = first[nearest - first <= np.uint64(distance)]
    return np.unique(docs_of(first))


def together(parts: Sequence[Keys], marks: Keys) -> Docs:
    """Documents in which each part occurs between the same two of ``marks``."""
    places = [_places(part, marks) for part in parts]
    return np.unique(docs_of(intersect(places)))


def _places(keys: Keys, marks: Keys) -> Keys:
    ranks = np.searchsorted(marks, keys, "right").astype(np.uint64)
    return np.unique(keys >> POSITION_BITS << POSITION_BITS | ranks)
