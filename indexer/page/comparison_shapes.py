"""Results compared as plain data: a search with what it was, two queries as sets."""

from __future__ import annotations

from typing_extensions import TypedDict

from indexer.page.json_shapes import HitJson, hit_json
from schemas.query_sets import QuerySets
from schemas.results import Page
from schemas.seen import Since


class SinceJson(TypedDict):
    """What became of a search since it was seen; the members are those of Seen and Since."""

    at: int
    day: str
    then: int
    now: int
    came: int
    gone: int
    stored: list[str]
    entered: list[str]
    changed: list[str]
    left: list[str]
    withdrawn: int
    unexplained: int
    deleted: int
    same_reading: bool
    compared: bool
    unchanged: bool


def since_json(since: Since) -> SinceJson:
    """What became of a search, for scripts: then + came - gone = now."""
    return {
        "at": since.seen.sequence,
        "day": since.seen.day.isoformat(),
        "then": since.seen.total,
        "now": since.total,
        "came": since.came,
        "gone": since.gone,
        "stored": list(since.stored),
        "entered": list(since.entered),
        "changed": list(since.changed),
        "left": list(since.left),
        "withdrawn": since.withdrawn,
        "unexplained": since.unexplained,
        "deleted": since.deleted,
        "same_reading": since.same_reading,
        "compared": since.compared,
        "unchanged": since.unchanged,
    }


class SetJson(TypedDict):
    """A set of articles: the query that finds it, how many there are, the newest of them."""

    query: str
    total: int
    hits: list[HitJson]


class WholeJson(TypedDict):
    """One of two queries and the articles that it finds."""

    query: str
    total: int


class SetsJson(TypedDict):
    """The sets that two queries make: only_a + both = a, only_b + both = b."""

    a: WholeJson
    b: WholeJson
    only_a: SetJson
    both: SetJson
    only_b: SetJson


def sets_json(found: QuerySets) -> SetsJson:
    """The sets that two queries make, for scripts."""
    return {
        "a": {"query": found.a, "total": found.total_a},
        "b": {"query": found.b, "total": found.total_b},
        "only_a": _set(found.only_a),
        "both": _set(found.both),
        "only_b": _set(found.only_b),
    }


def _set(page: Page) -> SetJson:
    hits = [hit_json(hit) for hit in page.hits]
    return {"query": page.query.text, "total": page.total, "hits": hits}
