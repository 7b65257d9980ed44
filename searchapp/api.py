"""The site for programs: search and suggestions as JSON, and the description of all of it."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, urlencode

from flask import Blueprint, Response, abort, current_app, jsonify, redirect, render_template
from typing_extensions import TypedDict
from werkzeug.wrappers import Response as AnyResponse

from indexer.page.cursor import next_cursor
from indexer.page.json_shapes import PageJson, page_json
from schemas.article import MOSCOW
from searchapp.address import ParameterError
from searchapp.asked import asked, cut_short, found, indexed, served, today
from searchapp.openapi import (
    CURSOR,
    INTERFACE,
    PARTS,
    SEARCH,
    WORDS,
    described,
    document,
    operations,
    parts,
)
from searchapp.params import printable, read_text
from searchapp.visit import visit

api = Blueprint("api", __name__)


class ResultJson(PageJson):
    """A page of results. ``next``: cursor of what lies behind it, null at the end."""

    next: str | None


class SuggestionJson(TypedDict):
    """A completion. ``kind``: word, person, region, ...; ``count``: the articles that it finds.

    ``url``: of the articles of a value of a facet, which need not have its words; null for others.
    """

    text: str
    kind: str
    count: int
    url: str | None


class SuggestionsJson(TypedDict):
    """``spoken``: how many there are, for a screen reader."""

    suggestions: list[SuggestionJson]
    spoken: str


@api.get("/api/v1/search")
@described(ResultJson, (*SEARCH, CURSOR), fails=(410,))
def search() -> Response:
    """The results of the search page as JSON, as ``podshivka search --json`` prints them."""
    pairs = [(name, value) for name, value in visit().pairs if name != "cursor"]
    cursors = [value for name, value in visit().pairs if name == "cursor" and value]
    address = asked(pairs)
    if cursors and any(name == "page" and value for name, value in pairs):
        raise ParameterError("page", str(address.page), "cursor")
    page = found(address, today(), cursors[-1] if cursors else "", drawn=False)
    return jsonify(page_json(page) | {"next": next_cursor(page, datetime.now(MOSCOW))})


@api.get("/api/v1/suggest")
@described(SuggestionsJson, (WORDS, INTERFACE))
def suggest() -> Response:
    """Completions of what is being typed, the most frequent first."""
    text = read_text(visit().pairs)
    with indexed():
        completions = served().suggest(text, visit().deadline)
    if visit().deadline.passed:
        cut_short()
    facet = visit().links.facet
    shown = [
        {
            "text": one.text,
            "kind": one.kind,
            "count": one.count,
            "url": facet(one.kind, one.value) if one.value else None,
        }
        for one in completions
    ]
    spoken = visit().say("suggest.count", count=len(shown))
    return jsonify({"suggestions": shown, "spoken": spoken})


@api.get("/api/v1/openapi.json")
def openapi() -> Response:
    """The description of the API."""
    links = visit().links
    return jsonify(document(current_app, links.public or links.root))


@api.get("/api")
def page() -> str:
    """What the API can do, each part with a form to try it."""
    return render_template(
        "api.html", operations=list(operations(current_app)), parts=parts, about=PARTS
    )


@api.get("/api/v1/try/<name>")
def attempt(name: str) -> AnyResponse:
    """Lead from a form to what it fills in: a form cannot put a word into a path."""
    path = next((path for path, known, _ in operations(current_app) if known == name), None)
    if path is None:
        abort(404)
    given = {key: value for key, raw in visit().pairs if (value := printable(raw))}
    for part in parts(path):
        if part not in given:
            raise ParameterError(part, "", "needed")
        path = path.replace(f"{{{part}}}", quote(given.pop(part), safe=""))
    rest = [(key, value) for key, value in visit().pairs if key in given and value]
    query = f"?{urlencode(rest)}" if rest else ""
    return redirect(visit().links.root + path + query)
