"""The ranks of some articles among all hits: what comes before each is counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from indexer.index.opensearch.asking import PointInTime
from indexer.index.opensearch.found import SCORE, Asked, score_of
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import with_ids
from schemas.deadline import Deadline
from schemas.query import Request
from schemas.results import Match

Found = tuple[int, Match]
"""A match and its rank, from 0."""

_DATED = {"exists": {"field": "published"}}


class Ranks:
    """Ranks of articles that a request finds."""

    def __init__(self, point: PointInTime, asked: Asked, request: Request) -> None:
        self._point = point
        self._asked = asked
        self._request = request
        self._deadline: Deadline = request.deadline

    def of(self, ids: Sequence[str]) -> Iterator[Found]:
        """Those of ``ids`` that are found."""
        wanted = set(ids)
        if self._asked.leaves:
            for rank, (id, score) in enumerate(self._asked.first()):
                if id in wanted:
                    wanted.remove(id)
                    yield rank, Match(id, score)
        if wanted:
            yield from self._others(sorted(wanted))

    def _others(self, ids: Sequence[str]) -> Iterator[Found]:
        query = {
            "bool": {
                "must": [self._asked.found],
                "filter": [with_ids(ids), *self._asked.chosen.values()],
            }
        }
        fields = ["id", {"field": "published", "format": "epoch_second"}]
        body = {
            "query": query,
            "size": len(ids),
            "sort": self._asked.order,
            "_source": False,
            "docvalue_fields": fields,
        }
        for hit in self._point.ask(body, self._deadline)["hits"]["hits"]:
            fields_of = hit["fields"]
            id, published = fields_of["id"][0], fields_of.get("published")
            before = _before(id, int(published[0]) if published else None, self._request)
            if self._asked.order[0] is SCORE:
                score = score_of(hit)
                rank = self._better(score, before)
                yield rank, Match(id, score if self._asked.leaves else 0.0)
            else:
                yield self._count([before]), Match(id, 0.0)

    def _better(self, score: float, before: Query) -> int:
        """How many have a higher score, or the same and come before."""
        higher = float(np.nextafter(np.float32(score), np.float32(np.inf)))
        at_least = self._count([before], score)
        return self._count([], higher) + at_least - self._count([before], higher)

    def _count(self, filters: Sequence[Query], least: float | None = None) -> int:
        filters = [*filters, *self._asked.chosen.values()]
        query = {"bool": {"must": [self._asked.found], "filter": filters}}
        body: dict[str, Any] = {"query": query, "size": 0, "track_total_hits": True}
        if least is not None:
            body["min_score"] = least
        count: int = self._point.ask(body, self._deadline)["hits"]["total"]["value"]
        return count


def _before(id: str, published: int | None, request: Request) -> Mapping[str, Any]:
    """What comes before an article of the same score."""
    earlier = {"range": {"id": {"lt": id}}}
    if published is None:
        alike = {"bool": {"must_not": [_DATED], "filter": [earlier]}}
        return {"bool": {"should": [_DATED, alike]}}
    step = "lt" if request.sort == "oldest" else "gt"
    ahead = {"range": {"published": {step: published}}}
    same = {"range": {"published": {"gte": published, "lte": published}}}
    return {"bool": {"should": [ahead, {"bool": {"filter": [same, earlier]}}]}}
