"""The pages: search and help; the same for programs below /api/."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import chain

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
)
from werkzeug.wrappers import Response as AnyResponse

from indexer.archive import Archive
from indexer.page.json_shapes import page_json
from indexer.query.help.facet_values import UnknownNameError
from schemas.article import MOSCOW
from schemas.errors import EngineError, InputError, NotFoundError
from schemas.facets import OPEN
from schemas.results import Note, Page
from searchapp.params import (
    LONGEST_TEXT,
    Address,
    ParameterError,
    check_names,
    is_cut,
    read_address,
    read_text,
)
from searchapp.results import ResultsView
from searchapp.styles import STYLE, sheet
from searchapp.visit import visit

pages = Blueprint("pages", __name__)
"""A view raises what its archive and its address raise; errors.py turns that into answers."""

ROBOTS = """User-agent: *
Disallow: /search
Disallow: /api/
"""


@pages.get("/")
@pages.get("/search")
def search() -> str | AnyResponse:
    """Results, or the whole archive newest first when there are no words."""
    address = _address()
    # the form sends empty fields too: without them addresses stay short
    if any(not value for _, value in visit().pairs):
        return redirect(visit().links.search(address))
    today = _today()
    page = _found(address, today)
    view = ResultsView(
        page,
        address,
        visit().links,
        visit().say,
        _archive().taxonomies,
        today,
        count=lambda other: _archive().count(other.query(today)),
    )
    return render_template("search.html", view=view)


@pages.get("/api/search")
def search_json() -> Response:
    """The same results as JSON, as ``podshivka search --json`` prints them.

    A parameter that there is not is refused: a program that misspells one must learn of it.
    """
    check_names(visit().pairs)
    return jsonify(page_json(_found(_address(), _today())))


@pages.get("/api/suggest")
def suggest() -> Response:
    """Completions of what is being typed, the most frequent first. ``spoken``: how many."""
    text = read_text(visit().pairs)
    with _indexed():
        found = _archive().suggest(text)
    shown = [{"text": one.text, "kind": one.kind, "count": one.count} for one in found]
    spoken = visit().say("suggest.count", count=len(shown))
    return jsonify({"suggestions": shown, "spoken": spoken})


@pages.get("/help")
def help() -> str:
    """How to search."""
    return render_template("help.html")


@pages.get("/health")
def health() -> Response:
    """What this worker serves: 200 when it can answer, 503 when not."""
    with _indexed():
        return jsonify(_archive().health())


@pages.get("/favicon.ico")
def favicon() -> AnyResponse:
    """The icon, for what names none: JSON opened in a browser."""
    return redirect(visit().links.static("favicon.svg"))


@pages.get(f"/static/{STYLE}")
def style() -> Response:
    """The style sheet."""
    return Response(sheet(), mimetype="text/css")


@pages.get("/robots.txt")
def robots() -> Response:
    """Articles may be indexed by others, results may not."""
    return Response(ROBOTS, mimetype="text/plain")


def _archive() -> Archive:
    archive: Archive = current_app.extensions["archive"]
    return archive


def _today() -> date:
    return datetime.now(MOSCOW).date()


def _address() -> Address:
    """The address asked for, with the values that its regions, topics and names mean."""
    address = read_address(visit().pairs)
    address = replace(address, text=visit().links.shortened(address.text, request.host))
    filters = dict(address.filters)
    for name in (*_archive().taxonomies, *OPEN):
        if name in filters:
            meant = (_values(name, value) for value in filters[name])
            filters[name] = tuple(dict.fromkeys(chain.from_iterable(meant)))
    return replace(address, filters=filters)


def _values(name: str, value: str) -> tuple[str, ...]:
    try:
        with _indexed():
            return _archive().chosen(name, value)
    except UnknownNameError as error:
        expected = "likely" if error.offered else "named"
        raise ParameterError(name, value, expected, ", ".join(error.offered)) from None
    except InputError:
        raise ParameterError(name, value, "taxonomy") from None


def _found(address: Address, today: date) -> Page:
    with _indexed():
        page = _archive().search(address.query(today), visit().say.language)
    if is_cut(visit().pairs):
        return replace(page, notes=(Note("cut-length", position=LONGEST_TEXT), *page.notes))
    return page


@contextmanager
def _indexed() -> Iterator[None]:
    """An archive without an index is out of service (503), not a wrong address (404)."""
    try:
        yield
    except NotFoundError as error:
        raise EngineError(error.message, place=error.place, hint=error.hint) from None
