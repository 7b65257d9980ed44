"""A request as one search: its hits, their order, and a page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from indexer.index.contract import WINDOW
from indexer.index.formula import Formula
from indexer.index.opensearch import facets
from indexer.index.opensearch.asking import PointInTime
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import Leaf
from indexer.index.opensearch.reading import Reading, Understood
from indexer.index.opensearch.scoring import Scoring
from indexer.index.opensearch.window import Found, Proximity, arranged
from schemas.deadline import Deadline
from schemas.expression import scoring
from schemas.query import Request
from schemas.results import Match

ID = {"id": "asc"}
NEWEST = {"published": {"order": "desc", "missing": "_last"}}
OLDEST = {"published": {"order": "asc", "missing": "_last"}}
SCORE = {"_score": "desc"}


class Answer(NamedTuple):
    """The answer to a search: ``told``, the cluster's own, and the page."""

    told: Any
    page: tuple[Match, ...]


class Asked:
    """A request with the forms of its words. ``among``: filters for the generation's articles."""

    def __init__(
        self, point: PointInTime, reading: Reading, among: Sequence[Query], request: Request
    ) -> None:
        self._point = point
        self._request = request
        self._among = among
        self._deadline: Deadline = request.deadline
        self.understood: Understood = reading.understood(request.expression, request.deadline)
        self.chosen = facets.selections(request)
        self.leaves: tuple[Leaf, ...] = ()
        self._formula: Callable[[Leaf], Formula] | None = None
        if request.sort == "relevance" and (leaves := scoring(request.expression)):
            self.leaves = leaves
            matching = self.understood.matching
            self._formula = reading.formulas(leaves, matching, request.deadline)

    @property
    def narrowing(self) -> list[Query]:
        """Filters on all of it: the articles of the generation, and those in the query itself."""
        return [*self._among, *facets.bounded(self._request)]

    @cached_property
    def found(self) -> Query:
        """The query without the chosen filters, scored if the order needs it."""
        matching = self.understood.matching
        expression = self._request.expression
        if self._formula:
            scored = Scoring(matching, self._formula).query(expression)
            return {"bool": {"must": [scored], "filter": self.narrowing}}
        filters = [matching.query(expression), *self.narrowing]
        return {"bool": {"filter": filters, "should": self._ahead}}

    @property
    def matching(self) -> Query:
        """The query with the chosen filters, without scores."""
        matched = self.understood.matching.query(self._request.expression)
        return {"bool": {"filter": [matched, *self.narrowing, *self.chosen.values()]}}

    @property
    def _ahead(self) -> list[Query]:
        """Scores that put undated articles last, and before them those from the future."""
        future = self._request.future
        if future is None or self._request.sort == "oldest":
            return []
        begun = {"range": {"published": {"lt": future}}}
        later = {"range": {"published": {"gte": future}}}
        return [
            {"constant_score": {"filter": begun, "boost": 2}},
            {"constant_score": {"filter": later, "boost": 1}},
        ]

    @property
    def order(self) -> list[Any]:
        """The sort order."""
        if self._request.sort == "oldest":
            return [OLDEST, ID]
        scored = self._formula is not None or self._ahead
        return [SCORE, NEWEST, ID] if scored else [NEWEST, ID]

    def answer(self) -> Answer:
        """The requested page, and the counts."""
        request = self._request
        more: dict[str, Any] = {"track_total_hits": True}
        if request.facets:
            more["aggs"] = facets.aggregations(request, self.chosen)
        last = request.offset + request.limit
        if not self._formula or request.offset >= WINDOW or not request.limit:
            told = self._ask({**self._listed, **more, **_slice(request.offset, request.limit)})
            return Answer(told, self._matches(told))
        told, ahead = self._window(self._formula, more)
        page = tuple(Match(id, score) for id, score in ahead[request.offset : last])
        if last > WINDOW and told["hits"]["total"]["value"] > WINDOW:
            rest = self._ask({**self._listed, **_slice(WINDOW, last - WINDOW)})
            page += self._matches(rest)
        return Answer(told, page)

    def first(self) -> list[tuple[str, float]]:
        """Ids and scores of the window, in order, for a scored request."""
        assert self._formula is not None  # noqa: S101 - its callers have looked
        return self._window(self._formula, {"track_total_hits": False})[1]

    @property
    def _listed(self) -> dict[str, Any]:
        """What is found with what was chosen, in order."""
        chosen = {"bool": {"filter": list(self.chosen.values())}}
        return {"query": self.found, "sort": self.order, "post_filter": chosen}

    def _window(
        self, formula: Callable[[Leaf], Formula], more: Mapping[str, Any]
    ) -> tuple[Any, list[tuple[str, float]]]:
        """What the cluster says with ``more``, and the window's ids and scores in order."""
        near = Proximity(self.leaves, formula, self.understood.forms)
        told = self._ask({**self._listed, **more, **_slice(0, WINDOW), **kept(near)})
        return told, arranged([article(hit) for hit in told["hits"]["hits"]], near)

    def full_score(self, query: Query) -> float | None:
        """Score and proximity of the article that ``query`` names; None if it is not found."""
        if self._formula is None:
            body = {"query": {"bool": {"filter": [self.found, query]}}, **_slice(0, 1)}
            return 0.0 if self._ask(body)["hits"]["hits"] else None
        near = Proximity(self.leaves, self._formula, self.understood.forms)
        scored = {"bool": {"must": [self.found], "filter": [query]}}
        body = {"query": scored, "sort": self.order, **_slice(0, 1), **kept(near)}
        hits = self._ask(body)["hits"]["hits"]
        return arranged([article(hits[0])], near)[0][1] if hits else None

    def _ask(self, body: Mapping[str, Any]) -> Any:
        return self._point.ask(body, self._deadline)

    def _matches(self, told: Any) -> tuple[Match, ...]:
        hits = told["hits"]["hits"]
        scored = self._formula is not None
        return tuple(
            Match(hit["fields"]["id"][0], score_of(hit) if scored else 0.0) for hit in hits
        )


def _slice(offset: int, limit: int) -> dict[str, Any]:
    return {"from": offset, "size": limit, "_source": False, "docvalue_fields": ["id"]}


def kept(near: Proximity) -> dict[str, Any]:
    """The fields of an article that the order of the window needs."""
    fields = ["id", {"field": "published", "format": "epoch_second"}, "signature"]
    return {"_source": bool(near), "docvalue_fields": fields}


def score_of(hit: Mapping[str, Any]) -> float:
    """The score of a hit sorted by score: JSON has just enough digits to tell float32 apart."""
    return float(np.float32(hit["sort"][0]))


def article(hit: Mapping[str, Any]) -> Found:
    """A hit with what ``kept`` asks for."""
    fields = hit["fields"]
    published = fields.get("published")
    return Found(
        fields["id"][0],
        score_of(hit),
        int(published[0]) if published else None,
        frozenset(fields["signature"]),
        hit.get("_source", {}),
    )
