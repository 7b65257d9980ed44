"""Errors in the reader's words, for pages and for JSON.

``code`` is the kind of error, for programs, and never changes; ``hint`` says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from http import HTTPStatus

from flask import request

from indexer.page.cursor import CursorError
from schemas.errors import CutShortError
from searchapp.address import ParameterError
from searchapp.messages import Messages
from searchapp.params import printable
from searchapp.permalinks import PARAMETERS
from searchapp.visit import visit
from searchapp.wrong import REPEATED, label_of

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
"""Faults in the days of a search."""

BOUNDS = {"values", "long-values", "address"}
"""Faults of an address as a whole, which no form can show again."""


@dataclass(frozen=True, slots=True)
class ErrorView:
    """An error in the reader's words. ``retry``: address without the faulty parameter.

    ``led``: the text of the link to ``retry``, "" for the usual one. ``label``: what the forms call
    that parameter; ``value``: what was typed; ``kept``: the other parameters of the address.
    ``id``: that of the entry in the log, "" if there is none.
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


def of_parameter(error: ParameterError) -> ErrorView:
    """A wrong value of a parameter, or a parameter that does not exist."""
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
    key = "unknown" if error.expected == "name" else "parameter" if for_programs() else "field"
    return ErrorView(
        status=error.http_status,
        code=PARAMETER_CODES[error.expected],
        title=say("error.400.title"),
        message=say(
            f"error.{key}",
            parameter=error.place if for_programs() else label,
            value=error.value,
        ),
        parameter=error.place,
        hint=hint_of(error, say),
        retry=visit().links.here(request.path, kept),
        label=label,
        value=typed[-1][1] if typed else "",
        kept=tuple(kept),
    )


def hint_of(error: ParameterError, say: Messages) -> str:
    """What a parameter takes. Pages speak of a period as its fields do, not as addresses do."""
    fields = error.expected in OF_PERIODS and not for_programs()
    key = f"wrong.{error.expected}" if fields else f"error.expected.{error.expected}"
    return say(key, value=error.value, choices=error.choices)


def of_bound(error: ParameterError) -> ErrorView:
    """An address that is too large; nothing of it is repeated."""
    say = visit().say
    return ErrorView(
        status=error.http_status,
        code=PARAMETER_CODES[error.expected],
        title=say("error.400.title"),
        message=say("error.bound", parameter=error.place),
        parameter=error.place,
        hint=say(f"error.expected.{error.expected}", choices=say.number(int(error.choices))),
    )


def of_cursor(error: CursorError) -> ErrorView:
    """A cursor that does not lead to a page of this search, or no longer."""
    say = visit().say
    return ErrorView(
        status=error.http_status,
        code=error.code,
        title=say("error.400.title"),
        message=say(f"error.cursor.{error.code}"),
        parameter=error.place,
        hint=say(f"error.cursor.{error.code}.hint"),
    )


def of_time() -> ErrorView:
    """A search that was cut short where a part of its result is not enough."""
    say = visit().say
    status = CutShortError.http_status
    return ErrorView(status, CUT, say("cut.title.503"), say("cut.whole"), hint=say("cut.advice"))


def of_permalink(error: ParameterError, search: str) -> ErrorView:
    """A wrong permalink, which nobody types by hand. ``search``: address of its search.

    Programs are told the parameter; a page says what is wrong as a whole and leads to the search.
    """
    problem = replace(of_parameter(error), retry=search)
    if for_programs() or error.place not in PARAMETERS:
        return problem
    say = visit().say
    why = "later" if error.expected == "later" else "issued"
    return replace(
        problem,
        title=say("seen.wrong"),
        message=say(f"error.expected.{why}"),
        hint="",
        label="",
        led=say("seen.now.link"),
    )


def of_refusal(status: int, say: Messages) -> ErrorView:
    """What clients are told when there is no time for them now."""
    if status != HTTPStatus.SERVICE_UNAVAILABLE:
        return plain(status)
    told = say("error.overloaded.title"), say("error.overloaded.text")
    return ErrorView(status, "overloaded", *told)


def plain(status: int) -> ErrorView:
    """What the status of an answer says, and no more."""
    say = visit().say
    key = f"error.{status if status in TOLD else 'other'}"
    code = CODES.get(status, "failed")
    return ErrorView(status, code, say(f"{key}.title"), say(f"{key}.text"))


def for_programs() -> bool:
    """Whether the answer is JSON, which names parameters as addresses do."""
    paths = ("/api/", "/health", "/ready", "/feed.json", "/oembed", "/opensearch/")
    return request.path.startswith(paths)
