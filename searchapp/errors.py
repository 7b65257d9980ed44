"""Every error as a page in the reader's language or, for programs, as one JSON shape.

The JSON is that of openapi.FailureJson. ``code`` is the kind of error, for programs, and never
changes; ``hint`` says what to do. ``parameter``, ``hint`` and ``id`` are "" when there is nothing
to name.
Internal errors are logged, never shown: page and log have the same random id, which a reader can
report. Of an unforeseen one, only its type and traceback are logged, because its message may quote
the query.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
from searchapp.address import ParameterError
from searchapp.in_words import in_words
from searchapp.links import Links
from searchapp.logs import tell, trace
from searchapp.messages import Messages, messages
from searchapp.params import LANGUAGES, printable
from searchapp.permalinks import PARAMETERS
from searchapp.visit import visit
from searchapp.wrong import REPEATED, WrongAddress, label_of

TOLD = {400, 404, 405, 429, 500, 503}
"""Statuses that have messages of their own."""

CODES = {
    400: "bad-request",
    404: "not-found",
    405: "method-not-allowed",
    429: "too-many-requests",
    500: "internal",
    503: "unavailable",
}
CUT = "cut-short"
"""The code of a search that would have taken too long."""

PARAMETER_CODES = {
    "name": "unknown-parameter",
    "taxonomy": "unknown-value",
    "likely": "unknown-value",
    "named": "unknown-value",
    "choice": "unknown-value",
    "number": "bad-number",
    "date": "bad-date",
    "order": "bad-period",
    "undated": "bad-period",
    "cursor": "bad-cursor",
    "needed": "missing-value",
    "search": "bad-address",
    "dated": "bad-period",
    "day": "bad-date",
    "count": "bad-number",
    "later": "bad-permalink",
    "issued": "bad-permalink",
    "at-most": "too-many",
    "once": "too-many",
    "some": "missing-value",
    "long": "too-long",
    "values": "too-many",
    "long-values": "too-long",
    "address": "too-long",
    "empty": "missing-value",
    "structure": "not-comparable",
    "filters": "not-comparable",
    "joined": "not-comparable",
}
"""The code of an error, by its status and by what a parameter takes. None is ever changed."""

OF_PERIODS = {"date", "order", "undated"}
"""What is wrong with the days of a search."""

BOUNDS = {"values", "long-values", "address"}
"""What is wrong with an address as a whole, which no form can show again."""

SEARCH = {"/", "/search"}
"""Where there is a form that can be filled in again."""

OURS = (ChangedError, EngineError, LockedError, StoreError)
"""Errors whose messages speak of the archive, and never of what was searched for."""

REINDEX = "podshivka reindex"
"""What opens an archive whose index cannot be used; where it lies is for the log alone."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error in the reader's words. ``retry``: address without the faulty parameter.

    ``led``: what the link to ``retry`` says, "" for the usual words. ``label``: what the forms
    call that parameter, ``value``: what was typed; ``kept``: the other parameters of the address.
    ``id``: of what was logged, "" when nothing was.
    """

    status: int
    code: str
    title: str
    message: str
    parameter: str = ""
    hint: str = ""
    retry: str = ""
    led: str = ""
    label: str = ""
    value: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    id: str = ""


def register(app: Flask) -> None:
    """Let ``app`` answer errors this way."""
    app.register_error_handler(PodshivkaError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unforeseen)


def _ours(error: PodshivkaError) -> Response:
    if isinstance(error, ParameterError):
        if error.expected in BOUNDS:
            return _answer(_of_bound(error))
        return _form(error) if request.path in SEARCH else _answer(_of_parameter(error))
    if isinstance(error, CursorError):
        return _answer(_of_cursor(error))
    if isinstance(error, UsageError):
        problem = _plain(error.http_status)
        return _answer(replace(problem, message=error.message, hint=error.hint))
    if isinstance(error, CutShortError):
        return _answer(_of_time())
    problem = replace(_plain(error.http_status), id=_logged(error))
    if isinstance(error, EngineError):
        problem = replace(problem, hint=visit().say("error.reindex", command=REINDEX))
    return _answer(problem)


def of_permalink(error: ParameterError, search: str) -> Response:
    """The answer to a wrong permalink, which nobody has typed. ``search``: address of its search.

    Programs are told the parameter; a page says what is wrong as a whole and leads to the search.
    """
    problem = replace(_of_parameter(error), retry=search)
    if not _for_programs() and error.place in PARAMETERS:
        say = visit().say
        why = "later" if error.expected == "later" else "issued"
        problem = replace(
            problem,
            title=say("seen.wrong"),
            message=say(f"error.expected.{why}"),
            hint="",
            label="",
            led=say("seen.now.link"),
        )
    return _answer(problem)


def _http(error: HTTPException) -> Response:
    response = _answer(_plain(error.code or 500))
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def _unforeseen(error: Exception) -> Response:
    return _answer(replace(_plain(500), id=_logged(error)))


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
    if _for_programs():
        response = _answer(_of_refusal(status, now.say))
    else:
        page = _page_of_refusal(status, now.say.language, now.links)
        response = Response(page, status=status, mimetype="text/html")
    response.headers["Retry-After"] = str(seconds)
    return response


def _of_refusal(status: int, say: Messages) -> ErrorView:
    if status != HTTPStatus.SERVICE_UNAVAILABLE:
        return _plain(status)
    told = say("error.overloaded.title"), say("error.overloaded.text")
    return ErrorView(status, "overloaded", *told)


@lru_cache(maxsize=64)
def _page_of_refusal(status: int, language: Language, links: Links) -> str:
    problem = _of_refusal(status, messages(language))
    homes = {each: replace(links, interface=each).home() for each in LANGUAGES}
    return render_template(
        "error.html", problem=problem, switched=homes.__getitem__, path=links.home()
    )


def _of_parameter(error: ParameterError) -> ErrorView:
    say, pairs = visit().say, visit().pairs
    sent = [(name, printable(value)) for name, value in pairs if value]
    # the error has only the beginning of the value; of several values the others stay
    typed = [pair for pair in sent if pair[0] == error.place and pair[1].startswith(error.value)]
    kept = [
        pair
        for pair in sent
        if pair[0] != error.place or (error.place in REPEATED and pair not in typed)
    ]
    label = label_of(error.place, say)
    # a page speaks of a period as its fields do, and the API as its parameters do
    hint = "wrong" if error.expected in OF_PERIODS and not _for_programs() else "error.expected"
    key = "unknown" if error.expected == "name" else "parameter" if _for_programs() else "field"
    return ErrorView(
        status=error.http_status,
        code=PARAMETER_CODES[error.expected],
        title=say("error.400.title"),
        message=say(
            f"error.{key}",
            parameter=error.place if _for_programs() else label,
            value=error.value,
        ),
        parameter=error.place,
        hint=say(f"{hint}.{error.expected}", value=error.value, choices=error.choices),
        retry=visit().links.here(request.path, kept),
        label=label,
        value=typed[-1][1] if typed else "",
        kept=tuple(kept),
    )


def _of_bound(error: ParameterError) -> ErrorView:
    """What repeats nothing of an address that is too large."""
    say = visit().say
    return ErrorView(
        status=error.http_status,
        code=PARAMETER_CODES[error.expected],
        title=say("error.400.title"),
        message=say("error.bound", parameter=error.place),
        parameter=error.place,
        hint=say(f"error.expected.{error.expected}", choices=say.number(int(error.choices))),
    )


def _of_cursor(error: CursorError) -> ErrorView:
    say = visit().say
    return ErrorView(
        status=error.http_status,
        code=error.code,
        title=say("error.400.title"),
        message=say(f"error.cursor.{error.code}"),
        parameter=error.place,
        hint=say(f"error.cursor.{error.code}.hint"),
    )


def _of_time() -> ErrorView:
    """A search that was cut short where a part of its result would not do."""
    say = visit().say
    status = CutShortError.http_status
    return ErrorView(status, CUT, say("cut.title.503"), say("cut.whole"), hint=say("cut.advice"))


def _form(error: ParameterError) -> Response:
    """The search form with what was typed, and what is wrong beside its field."""
    now = visit()
    wrong = WrongAddress(error, now.pairs, now.links, now.say, in_words().label)
    page = render_template("wrong.html", wrong=wrong)
    return Response(page, status=error.http_status, mimetype="text/html")


def _plain(status: int) -> ErrorView:
    say = visit().say
    key = f"error.{status if status in TOLD else 'other'}"
    code = CODES.get(status, "failed")
    return ErrorView(status, code, say(f"{key}.title"), say(f"{key}.text"))


def _answer(problem: ErrorView) -> Response:
    if _for_programs():
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
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE and problem.code != CUT:
        response.headers["Retry-After"] = "60"
    return response


def _home_in(language: Language) -> str:
    return replace(visit().links, interface=language).home()


def _for_programs() -> bool:
    """Whether the answer is JSON, which names parameters as addresses do."""
    paths = ("/api/", "/health", "/ready", "/feed.json", "/oembed", "/opensearch/")
    return request.path.startswith(paths)
