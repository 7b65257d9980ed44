"""A whole result, or one article, as a file: ``/export.csv``, ``/articles/<id>/cite.ris``."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from errno import ECONNRESET
from functools import partial
from http import HTTPStatus
from logging import ERROR
from urllib.parse import quote

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.http import dump_options_header

from indexer.export import CITED, FORMATS, About, Format, exported
from indexer.export.names import file_name, in_ascii
from indexer.page.whole import WholeResult
from schemas.query import Query
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.logs import tell, trace
from searchapp.params import printable
from searchapp.visit import visit

exports = Blueprint("exports", __name__)

AT_ONCE = 2
"""Downloads that a worker serves at a time: each holds the list of all its articles."""

RETRY = 60
"""Seconds after which a client that got no turn should ask again."""


class Streamed(Response):
    """An answer that is never collected in memory, neither for its length nor for its tag."""

    automatically_set_content_length = False
    implicit_sequence_conversion = False


class Turns:
    """How many downloads there may be at a time. Safe to share between threads."""

    def __init__(self, most: int) -> None:
        self._free = threading.BoundedSemaphore(most)

    def take(self) -> Turn | None:
        """A turn, None when all are taken."""
        return Turn(self._free) if self._free.acquire(blocking=False) else None


class Turn:
    """One of the downloads."""

    def __init__(self, taken: threading.BoundedSemaphore) -> None:
        self._taken: threading.BoundedSemaphore | None = taken

    def end(self) -> None:
        """Give it back; once is enough."""
        taken, self._taken = self._taken, None
        if taken:
            taken.release()


turns = Turns(AT_ONCE)


@exports.get("/export.<format>")
def whole(format: str) -> Response:
    """Everything that a search finds."""
    if format not in FORMATS:
        return _no_format(format, list(FORMATS))
    query = query_of(asked(), today())
    with indexed():
        result = served().whole(query)
    turn = turns.take() if request.method == "GET" else None
    if request.method == "GET" and turn is None:
        return _busy()
    about = _about(result)
    chunks = _sent(exported(result, FORMATS[format], about), turn)
    response = _download(FORMATS[format], file_name(about, format), chunks)
    if turn:
        response.call_on_close(turn.end)
    response.headers["X-Total-Count"] = str(result.total)
    response.headers["X-Generation"] = result.generation
    return response


@exports.get("/articles/<id>/cite.<format>")
def one(id: str, format: str) -> Response:
    """One article, for a program that manages references."""
    if format not in CITED:
        return _no_format(format, CITED)
    archive = served()
    if archive.get(id) is None:
        abort(HTTPStatus.NOT_FOUND)
    result = WholeResult(Query(), "", 0, [id], archive.store)
    file = b"".join(exported(result, FORMATS[format], _about(result)))
    return _download(FORMATS[format], f"podshivka-{id}.{format}", [file])


def _sent(chunks: Iterable[bytes], turn: Turn | None) -> Iterator[bytes]:
    """The chunks. When they fail, the connection is broken off, so that no file looks complete."""
    try:
        yield from chunks
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        tell("export-broken-off", ERROR, trace=trace(error))
        raise ConnectionResetError(ECONNRESET, "an export was broken off") from None
    finally:
        if turn:
            turn.end()


def _about(result: WholeResult) -> About:
    archive = served()
    label = partial(archive.label, language=visit().say.language)
    return About.of(result, today(), archive.settings.public_url, archive.sites, label)


def _download(format: Format, name: str, chunks: Iterable[bytes]) -> Response:
    response = Streamed(chunks, mimetype=format.media_type)
    # RFC 6266: who does not know the second name reads the first
    names = {"filename": in_ascii(name), "filename*": f"UTF-8''{quote(name, safe='')}"}
    response.headers["Content-Disposition"] = dump_options_header("attachment", names)
    return response


def _no_format(format: str, known: Sequence[str]) -> Response:
    say = visit().say
    return _refused(
        HTTPStatus.NOT_FOUND,
        say("error.404.title"),
        say("take.unknown", format=printable(format)[:80]),
        say("error.expected.choice", choices=", ".join(known)),
    )


def _busy() -> Response:
    say = visit().say
    response = _refused(HTTPStatus.SERVICE_UNAVAILABLE, say("take.busy"), say("take.busy.text"), "")
    response.headers["Retry-After"] = str(RETRY)
    return response


def _refused(status: HTTPStatus, title: str, message: str, hint: str) -> Response:
    problem = {"status": int(status), "title": title, "message": message, "hint": hint}
    page = render_template("error.html", problem=problem)
    return Response(page, status=status, mimetype="text/html")
