"""Every error as a page in the reader's language or, for programs, as one JSON shape.

The JSON is that of openapi.FailureJson; ``parameter``, ``hint`` and ``id`` are "" when there is
nothing to name. problems.py words the errors; this module answers with them.

Internal errors are logged, never shown: page and log have the same random id, which a reader can
report. Of an unforeseen one, only its type and traceback are logged, because its message may quote
the query.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from http import HTTPStatus
from logging import ERROR
from secrets import token_hex

from flask import Flask, Response, current_app, jsonify, render_template, request
from werkzeug.exceptions import HTTPException

from indexer.page.cursor import CursorError
from schemas.article import Language
from schemas.errors import (
    ChangedError,
    CutShortError,
    EngineError,
    LockedError,
    PodshivkaError,
    StoreError,
    UsageError,
)
from searchapp import problems
from searchapp.address import ParameterError
from searchapp.in_words import in_words
from searchapp.links import Links
from searchapp.logs import tell, trace
from searchapp.messages import messages
from searchapp.params import LANGUAGES
from searchapp.problems import ErrorView
from searchapp.visit import visit
from searchapp.wrong import WrongAddress

SEARCH = {"/", "/search"}
"""Where there is a form that can be filled in again."""

OURS = (ChangedError, EngineError, LockedError, StoreError)
"""Errors whose messages speak of the archive, and never of what was searched for."""

REINDEX = "podshivka reindex"
"""What opens an archive whose index cannot be used; where it lies is for the log alone."""


def register(app: Flask) -> None:
    """Let ``app`` answer errors this way."""
    app.register_error_handler(PodshivkaError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _ours(error: PodshivkaError) -> Response:
    if isinstance(error, ParameterError):
        if error.expected in problems.BOUNDS:
            return _answer(problems.of_bound(error))
        return _form(error) if request.path in SEARCH else _answer(problems.of_parameter(error))
    if isinstance(error, CursorError):
        return _answer(problems.of_cursor(error))
    if isinstance(error, UsageError):
        problem = problems.plain(error.http_status)
        return _answer(replace(problem, message=error.message, hint=error.hint))
    if isinstance(error, CutShortError):
        return _answer(problems.of_time())
    problem = replace(problems.plain(error.http_status), id=_logged(error))
    if isinstance(error, EngineError):
        problem = replace(problem, hint=visit().say("error.reindex", command=REINDEX))
    return _answer(problem)


def of_permalink(error: ParameterError, search: str) -> Response:
    """The answer to a wrong permalink. ``search``: address of its search."""
    return _answer(problems.of_permalink(error, search))


def _http(error: HTTPException) -> Response:
    response = _answer(problems.plain(error.code or 500))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> Response:
    return _answer(replace(problems.plain(500), id=_logged(error)))


def _logged(error: Exception) -> str:
    """Log an error; gives the id under which it can be found there."""
    id = token_hex(4)
    current_app.extensions["counts"].add("faults")
    what = str(error) if isinstance(error, OURS) else ""
    known = {"message": what} if what else {}
    tell("fault", ERROR, id=id, endpoint=request.endpoint or "", **known, trace=trace(error))
    return id


def refused(status: int, seconds: int) -> Response:
    """The answer to one for whom there is no time now. ``seconds``: when to ask again.

    It takes hardly any time itself: its page is made once, and so knows nothing of the address.
    """
    now = visit()
    if problems.for_programs():
        response = _answer(problems.of_refusal(status, now.say))
    else:
        page = _page_of_refusal(status, now.say.language, now.links)
        response = Response(page, status=status, mimetype="text/html")
    response.headers["Retry-After"] = str(seconds)
    return response


@lru_cache(maxsize=64)
def _page_of_refusal(status: int, language: Language, links: Links) -> str:
    problem = problems.of_refusal(status, messages(language))
    homes = {each: replace(links, interface=each).home() for each in LANGUAGES}
    return render_template(
        "error.html", problem=problem, switched=homes.__getitem__, path=links.home()
    )


def _form(error: ParameterError) -> Response:
    """The search form with what was typed, and what is wrong beside its field."""
    now = visit()
    wrong = WrongAddress(error, now.pairs, now.links, now.say, in_words().label)
    page = render_template("wrong.html", wrong=wrong)
    return Response(page, status=error.http_status, mimetype="text/html")


def _answer(problem: ErrorView) -> Response:
    if problems.for_programs():
        response = jsonify(
            error={
                "status": problem.status,
                "code": problem.code,
                "message": problem.message,
                "parameter": problem.parameter,
                "hint": problem.hint,
                "id": problem.id,
            }
        )
    else:
        # a page about a fault may be shown to others: it has nothing of what was asked for
        away = {"switched": _home_in} if problem.id else {}
        page = render_template("error.html", problem=problem, **away)
        response = Response(page, mimetype="text/html")
    response.status_code = problem.status
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE and problem.code != problems.CUT:
        response.headers["Retry-After"] = "60"
    return response


def _home_in(language: Language) -> str:
    return replace(visit().links, interface=language).home()
