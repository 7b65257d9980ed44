"""The near-duplicates of some articles among all of an index, found by bands of signatures.

Of two signatures that share RELATED bytes, at most SIGNATURE - RELATED differ. Cut into one more
band than that, they have a band in common: only articles with an equal band are compared, and none
is missed. A band is two bytes. Some bytes are often the same, because a frequent form has a low
hash: each of these is joined with one that seldom is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import ALIKE, RELATED, SIGNATURE
from indexer.index.signatures import NONE, Signatures
from indexer.index.whoosh.files.segment import Segment, hash_ids
from indexer.index.whoosh.kernels.groups import ragged
from indexer.index.whoosh.kernels.types import Docs

_AT_ONCE = 1 << 18
"""Comparisons of signatures that are made together, some 30 bytes each: bounds memory."""

BANDS = SIGNATURE - RELATED + 1
"""Of two bytes each: 2 * BANDS <= SIGNATURE."""


class Bands:
    """The documents of a segment in order of each band of their signatures.

    Memory: 6 * BANDS bytes a document.
    """

    def __init__(self, signatures: Signatures) -> None:
        self._signatures = signatures
        self._pairs = _pairs(signatures)
        orders, values = [], []
        for band in self._cut(signatures):
            order = np.argsort(band, kind="stable").astype(np.uint32)
            orders.append(order)
            values.append(band[order])
        self._orders, self._values = np.concatenate(orders), values

    def near(self, asked: Signatures) -> tuple[NDArray[np.int64], Docs, NDArray[np.int64]]:
        """Which of ``asked`` shares RELATED bytes or more with which document, and how many.

        Three arrays of shape (found,), in order of the first two.
        """
        begins, counts = [], []
        for number, (keys, values) in enumerate(zip(self._cut(asked), self._values, strict=True)):
            begin = values.searchsorted(keys)
            counts.append(values.searchsorted(keys, "right") - begin)
            begins.append(begin + number * len(values))
        found = np.concatenate(counts)
        if len(asked) > 1 and found.sum() > _AT_ONCE:
            half = len(asked) // 2
            first, second = self.near(asked[:half]), self.near(asked[half:])
            rows = np.append(first[0], second[0] + half)
            return rows, np.append(first[1], second[1]), np.append(first[2], second[2])
        docs = self._orders[ragged(np.concatenate(begins), found)]
        rows = np.repeat(np.tile(np.arange(len(asked)), BANDS), found)
        shared = _shared(self._signatures.take(docs, 0), asked.take(rows, 0))
        enough = shared >= RELATED
        # those that have several bands in common have been met several times
        met = rows[enough] << 32 | docs[enough]
        each, first = np.unique(met, return_index=True)
        return each >> 32, each.astype(np.uint32), shared[enough][first]

    def _cut(self, signatures: Signatures) -> list[NDArray[np.uint16]]:
        # of two bytes each; in which order does not matter
        return [
            np.ascontiguousarray(signatures[:, columns]).view(np.uint16)[:, 0]
            for columns in self._pairs
        ]


def _shared(some: Signatures, others: Signatures) -> NDArray[np.int64]:
    """How many bytes each has in common with the other one: shape (signatures,)."""
    # eight at a time: a product with ones has the sum of all bytes in its highest byte
    equal = (some == others).view(np.uint64) * np.uint64(0x0101010101010101) >> np.uint64(56)
    return np.asarray(equal.sum(1), np.int64)


def _pairs(signatures: Signatures) -> list[list[int]]:
    """Two columns of each band: that which is most often the same with that which is least."""
    counts = [np.bincount(column, minlength=256) for column in signatures.T]
    order = np.argsort([float((count.astype(float) ** 2).sum()) for count in counts]).tolist()
    return [[order[at], order[SIGNATURE - 1 - at]] for at in range(BANDS)]


class NearDuplicates:
    """Of the articles of some segments; the bands are made when they are first asked for."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    @cached_property
    def _bands(self) -> list[Bands]:
        return [Bands(segment.signatures) for segment in self._segments]

    def of(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        """See index.contract.Searcher.near_duplicates."""
        places = {id: one for id, one in self._signatures(ids).items() if (one != NONE).any()}
        known = [at for at, id in enumerate(ids) if id in places]
        found: list[list[tuple[int, str]]] = [[] for _ in ids]
        if known:
            asked = np.stack([places[ids[at]] for at in known])
            for segment, bands in zip(self._segments, self._bands, strict=True):
                rows, docs, shared = bands.near(asked)
                if segment.live is not None:
                    live = segment.live[docs]
                    rows, docs, shared = rows[live], docs[live], shared[live]
                others = zip(rows.tolist(), shared.tolist(), segment.ids.some(docs), strict=True)
                for row, count, other in others:
                    at = known[row]
                    if other != ids[at]:
                        found[at].append((-count, other))
        return tuple(tuple(id for _, id in nsmallest(limit, each)) for each in found)

    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """See index.contract.Searcher.repeats."""
        places = self._signatures(ids)
        known = [id for id in ids if id in places]
        if not known:
            return (False,) * len(ids)
        asked = np.stack([places[id] for id in known])
        equal = np.count_nonzero(asked[:, None] == asked, axis=2)
        repeated = iter(np.tril(equal >= ALIKE, -1).any(axis=1).tolist())
        return tuple(id in places and next(repeated) for id in ids)

    def _signatures(self, ids: Sequence[str]) -> dict[str, Signatures]:
        """Those of the articles that are there, by id."""
        hashes = hash_ids(ids)
        found: dict[str, Signatures] = {}
        for segment in self._segments:
            for doc in segment.docs_of(ids, hashes):
                if segment.live is None or segment.live[doc]:
                    found[segment.ids[doc]] = segment.signatures[doc]
        return found
