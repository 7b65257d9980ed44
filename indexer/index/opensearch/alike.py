"""Articles that are nearly the same, by the signatures that the cluster keeps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import nsmallest
from typing import Any

import numpy as np

from indexer.index.contract import ALIKE, RELATED, SIGNATURE
from indexer.index.near_duplicate_pairs import pairs
from indexer.index.opensearch.asking import AT_ONCE, PointInTime
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import any_of, with_ids
from indexer.index.opensearch.spelling import signature_words
from indexer.index.signatures import NONE

Signature = frozenset[str]
_FIELDS = ("id", "signature")
_NO_FORMS: Signature = frozenset(signature_words([NONE] * SIGNATURE))


class Alike:
    """Near-duplicates in one generation. ``among``: a query for its articles."""

    def __init__(self, point: PointInTime, among: Query) -> None:
        self._point = point
        self._among = among

    def near_duplicates(self, ids: Sequence[str], limit: int) -> tuple[tuple[str, ...], ...]:
        """See index.contract.Searcher.near_duplicates."""
        known = self._signatures(with_ids(ids)) if ids else {}
        asked = {id: signature for id, signature in known.items() if signature != _NO_FORMS}
        if not asked:
            return ((),) * len(ids)
        others = self._signatures(any_of([_related(each) for each in {*asked.values()}]))
        return tuple(_nearest(id, asked[id], others, limit) if id in asked else () for id in ids)

    def repeats(self, ids: Sequence[str]) -> tuple[bool, ...]:
        """See index.contract.Searcher.repeats."""
        known = self._signatures(with_ids(ids)) if ids else {}
        there = [known.get(id) for id in ids]
        return tuple(
            one is not None
            and any(each is not None and len(one & each) >= ALIKE for each in there[:at])
            for at, one in enumerate(there)
        )

    def pairs(self) -> Iterator[tuple[str, str]]:
        """See index.contract.Searcher.near_duplicate_pairs."""
        every = [*self._signatures(self._among).items()]
        if not every:
            return
        signatures = np.empty((len(every), SIGNATURE), np.uint8)
        for row, (_, signature) in enumerate(every):
            for each in signature:
                at, byte = each.split(":")
                signatures[row, int(at)] = int(byte)
        for one, other in pairs(signatures).tolist():
            yield every[one][0], every[other][0]

    def _signatures(self, query: Query) -> dict[str, Signature]:
        both = {"bool": {"filter": [self._among, query]}}
        return {
            hit["fields"]["id"][0]: frozenset(hit["fields"]["signature"])
            for hit in self._point.scan(both, _FIELDS, at_once=AT_ONCE)
        }


def _related(signature: Signature) -> dict[str, Any]:
    each = [{"term": {"signature": word}} for word in sorted(signature)]
    return {"bool": {"should": each, "minimum_should_match": RELATED}}


def _nearest(
    id: str, signature: Signature, others: dict[str, Signature], limit: int
) -> tuple[str, ...]:
    shared = ((-len(signature & each), other) for other, each in others.items() if other != id)
    return tuple(
        other for _, other in nsmallest(limit, (one for one in shared if -one[0] >= RELATED))
    )
