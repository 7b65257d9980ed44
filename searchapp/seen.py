"""Permalinks of searches: the page that tells what became of one, and the line to quote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from flask import Blueprint, Response, jsonify, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.page.comparison_shapes import SinceJson, since_json
from schemas.article import Article
from schemas.errors import UsageError
from schemas.query import Query
from schemas.seen import Seen, Since
from searchapp import openapi
from searchapp.address import Address, ParameterError
from searchapp.asked import indexed, query_of, served, today
from searchapp.errors import of_permalink
from searchapp.in_words import in_words
from searchapp.params import NAMES, printable, read_address
from searchapp.permalinks import permalink_pairs, read_seen
from searchapp.results import ResultsView
from searchapp.visit import visit

seen = Blueprint("seen", __name__)

SEEN = (
    *(one for one in openapi.SEARCH if one.name not in {"sort", "page", "size", "forms"}),
    openapi.Parameter(
        "at", "Change that the index had reached.", {"type": "integer"}, required=True
    ),
    openapi.Parameter("total", "Articles that it found.", {"type": "integer"}, required=True),
    openapi.Parameter("day", "Day.", {"type": "string", "format": "date"}, required=True),
    openapi.Parameter("check", "Check sum of a permalink.", {"type": "string"}, required=True),
)

LISTED = 20
"""Articles of a kind that the page names; JSON has the ids of all."""


@dataclass(frozen=True, slots=True)
class Quotable:
    """A line to quote: what it says before the address, and the address in the world."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Articles of one kind. ``articles``: the first LISTED."""

    kind: str
    count: int
    articles: tuple[Article, ...]


@seen.get("/seen")
def page() -> str:
    """What became of a search since it was seen."""
    address, query, said = _asked()
    since = _since(query, said)
    now = served().permalinks.now(query)
    kinds = (("stored", since.stored), ("entered", since.entered), ("left", since.left))
    return render_template(
        "seen.html",
        since=since,
        said=said,
        search=_described(query),
        listed=[_listed(*each) for each in (*kinds, ("changed", since.changed)) if each[1]],
        line=_quotable(query, said),
        plain=visit().links.search(replace(address, filters=now.filters, without=now.without)),
        json=visit().links.here("/api/v1/seen", visit().pairs),
    )


@seen.get("/api/v1/seen")
@openapi.described(SinceJson, SEEN)
def seen_as_json() -> Response:
    """The same for programs, with the ids of all articles."""
    _, query, said = _asked()
    return jsonify(since_json(_since(query, said)))


@seen.errorhandler(ParameterError)
def wrong(error: ParameterError) -> AnyResponse:
    """Say what is wrong with the address, and lead to the search itself."""
    rest = [
        (name, printable(value))
        for name, value in visit().pairs
        if name in NAMES and name != error.place and value
    ]
    return of_permalink(error, visit().links.here("/search", rest))


@seen.app_template_global("permalink_of")
def permalink_of(view: ResultsView) -> str | None:
    """The permalink of a page of results, which leads to the line to quote; None without one."""
    if not view.page.complete:
        return None  # what there was no time to count cannot be quoted
    taken = served().permalinks.of(view.page, today())
    pairs = permalink_pairs(*taken) if taken else None
    if pairs is None:
        return None
    links = visit().links
    return links.here("/seen", [*pairs, *([("ui", links.interface)] if links.interface else [])])


def _asked() -> tuple[Address, Query, Seen]:
    address = read_address(visit().pairs)
    said = read_seen(visit().pairs)
    # its days are fixed: today does not matter
    return address, query_of(address, date.max), said


def _since(query: Query, said: Seen) -> Since:
    try:
        with indexed():
            return served().permalinks.since(query, said)
    except UsageError as error:
        value = str(said.sequence) if error.place == "at" else f"{said.reading}{said.seal}"
        expected = "later" if error.place == "at" else "issued"
        raise ParameterError(error.place, value, expected) from None


def _listed(kind: str, ids: Sequence[str]) -> Listed:
    shown = ids[:LISTED]
    articles = served().store.get_many(shown)
    return Listed(kind, len(ids), tuple(articles[id] for id in shown if id in articles))


def _quotable(query: Query, said: Seen) -> Quotable | None:
    pairs = permalink_pairs(query, said)
    if pairs is None:
        return None
    say, links = visit().say, visit().links.lasting()
    text = say(
        "seen.quote",
        count=said.total,
        site=say("site.name"),
        search=_described(query),
        day=say.day(said.day),
    )
    return Quotable(text, links.absolute(links.here("/seen", pairs)))


def _described(query: Query) -> str:
    return in_words()(Address.of(query))
