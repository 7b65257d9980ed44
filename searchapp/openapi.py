"""The API's own description, OpenAPI 3.1, made of the views and of the types that they answer.

A JSON view is ``described``; ``document`` walks the routes below /api/ and joins what it finds, so
that no member of an answer is without its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any, TypeVar

from flask import Flask
from pydantic import TypeAdapter
from typing_extensions import TypedDict
from werkzeug.routing import Rule

from schemas.facets import FACETS, OPEN
from schemas.query import SORTS
from searchapp.address import EXCLUDED
from searchapp.messages import messages
from searchapp.params import LANGUAGES, LARGEST_PAGE, LARGEST_SIZE, LONGEST_TEXT, Pairs, check_names

View = TypeVar("View", bound=Callable[..., object])
Schema = dict[str, Any]

ROOT = "/api/"
REFERENCE = "#/components/schemas/{model}"


class ErrorJson(TypedDict):
    """What is wrong. ``code``: the kind of error, which never changes.

    ``message`` and ``hint``: in the language of the interface. ``parameter``: which one is at
    fault, "" when none is. ``id``: of a fault in the log of the site, "" when it is none of ours.
    """

    status: int
    code: str
    message: str
    parameter: str
    hint: str
    id: str


class FailureJson(TypedDict):
    """The body of every answer that is not a success."""

    error: ErrorJson


@dataclass(frozen=True, slots=True)
class Parameter:
    """What stands behind the question mark. ``schema``: JSON Schema of one value."""

    name: str
    description: str
    schema: Schema
    repeated: bool = False
    required: bool = False

    def told(self) -> Schema:
        """As OpenAPI has it."""
        schema = {"type": "array", "items": self.schema} if self.repeated else self.schema
        return {
            "name": self.name,
            "in": "query",
            "required": self.required,
            "description": self.description,
            "schema": schema,
        }


@dataclass(frozen=True, slots=True)
class Operation:
    """What a view does. ``answer``: the type of its JSON; None: it leads to another address.

    ``fails``: statuses of its errors, besides 400 for a wrong parameter, 500 and 503.
    """

    answer: Any
    parameters: tuple[Parameter, ...] = ()
    fails: tuple[int, ...] = ()


_TEXT = {"type": "string", "maxLength": LONGEST_TEXT}
_VALUE = {"type": "string", "minLength": 1}
_DAY = {"type": "string", "examples": ["2017", "2017-06", "2017-06-05", "05.06.2017", "30d"]}
_ON = {"type": "string", "enum": ["1"]}

PARTS = {
    "id": "The id of an article.",
    "name": "An id, or any of its names.",
    "year": "A year, as 2017.",
    "month": "A month, as 06.",
    "day": "A day of the month, as 05.",
}
"""What stands between the strokes of a path."""

WORDS = Parameter("q", "Words of the query, in the syntax of the search box.", _TEXT)
INTERFACE = Parameter(
    "ui",
    "Language of labels and messages; left out: what the header Accept-Language prefers.",
    {"type": "string", "enum": list(LANGUAGES)},
)
SEARCH = (
    WORDS,
    *(
        Parameter(
            facet.name,
            "A value of the facet"
            + (", or a name as the search box takes it" if facet.name in OPEN else "")
            + "; of several any.",
            _VALUE,
            repeated=True,
        )
        for facet in FACETS
    ),
    *(
        Parameter(name, f"A value of the facet {of} that is excluded.", _VALUE, repeated=True)
        for name, of in EXCLUDED.items()
    ),
    Parameter("from", "First day; a year or month begins with its first.", _DAY),
    Parameter("to", "Last day; a year or month ends with its last.", _DAY),
    Parameter("date", "Only articles without a date.", {"type": "string", "enum": ["unknown"]}),
    Parameter(
        "sort",
        "Order: by relevance where there are words, else newest first.",
        {"type": "string", "enum": list(SORTS)},
    ),
    Parameter("page", "Page, from 1.", {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE}),
    Parameter(
        "size", "Articles a page.", {"type": "integer", "minimum": 1, "maximum": LARGEST_SIZE}
    ),
    Parameter("literal", "No automatic help.", _ON),
    Parameter("any", "Articles with any of the words.", _ON),
    Parameter(
        "both", "Articles in the other language, too: words stand for their translations.", _ON
    ),
    Parameter(
        "not-as",
        "A translation that no word stands for, as the member replacement of a note has it.",
        _VALUE,
        repeated=True,
    ),
    Parameter("forms", "List the written forms found, too.", _ON),
    Parameter("all", "Do not look which articles are versions of one story.", _ON),
    INTERFACE,
)
"""The parameters of a search: those of ``params.NAMES``."""

CURSOR = Parameter(
    "cursor",
    "Where to go on: the member next of the page before. With sort=newest or oldest no article is "
    "repeated or left out, whatever is added and indexed meanwhile; by relevance a cursor expires "
    "when the archive changes. In place of page.",
    _VALUE,
)


def described(
    answer: Any,
    parameters: Sequence[Parameter] = (),
    fails: Sequence[int] = (),
) -> Callable[[View], View]:
    """Say what a JSON view answers; see Operation. What it does, its message says (api.of.NAME)."""

    def note(view: View) -> View:
        # errors are told in a language whatever the answer is
        told = (*parameters, *([] if INTERFACE in parameters else [INTERFACE]))
        view.operation = Operation(answer, told, tuple(fails))  # type: ignore[attr-defined]
        return view

    return note


def check(view: object, pairs: Pairs) -> None:
    """Raise ParameterError for a parameter that the description of a JSON view does not have.

    A program that misspells one must learn of it.
    """
    operation: Operation | None = getattr(view, "operation", None)
    if operation is not None:
        check_names(pairs, [one.name for one in operation.parameters])


def operations(app: Flask) -> Iterator[tuple[str, str, Operation]]:
    """The path, the name and the description of each route of the API, by path."""
    rules: Sequence[Rule] = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
    for rule in rules:
        if rule.rule.startswith(ROOT):
            found: Operation | None = getattr(app.view_functions[rule.endpoint], "operation", None)
            if found is not None:
                path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
                yield path, rule.endpoint.rpartition(".")[2], found


def parts(path: str) -> list[str]:
    """What a path leaves open: ["id"] of "/articles/{id}"."""
    return re.findall(r"{(\w+)}", path)


def document(app: Flask, server: str) -> Schema:
    """The description of the API of ``app``, found at ``server``."""
    return {**_document(app), "servers": [{"url": server or "/"}]}


@cache
def _document(app: Flask) -> Schema:
    # to make it of the types takes a tenth of a second, and it never changes
    known = list(operations(app))
    answers = [one.answer for *_, one in known if one.answer is not None]
    kinds = {id(kind): TypeAdapter(kind) for kind in (FailureJson, *answers)}
    schemas, shared = TypeAdapter.json_schemas(
        [(key, "serialization", kind) for key, kind in kinds.items()], ref_template=REFERENCE
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Podshivka",
            "version": version("podshivka"),
            "description": "A news archive in Russian and English: search, facets, articles.",
        },
        "paths": {path: {"get": _operation(path, name, one, schemas)} for path, name, one in known},
        "components": {"schemas": shared.get("$defs", {})},
    }


def _operation(path: str, name: str, one: Operation, schemas: dict[Any, Any]) -> Schema:
    summary = messages("en")(f"api.of.{name}")

    def answer(kind: Any) -> Schema:
        return {"application/json": {"schema": schemas[id(kind), "serialization"]}}

    found = (
        {"302": {"description": "The address of the article."}}
        if one.answer is None
        else {"200": {"description": summary, "content": answer(one.answer)}}
    )
    failures = {
        str(status): {"description": WRONG[status], "content": answer(FailureJson)}
        for status in sorted({400, *one.fails, 500, 503})
    }
    open_parts = [
        {
            "name": part,
            "in": "path",
            "required": True,
            "description": PARTS[part],
            "schema": {"type": "string", "minLength": 1},
        }
        for part in parts(path)
    ]
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*open_parts, *(parameter.told() for parameter in one.parameters)],
        "responses": found | failures,
    }


WRONG = {
    400: "A parameter is wrong; the error says which one.",
    404: "There is no such thing.",
    410: "The cursor has expired.",
    500: "Something broke.",
    503: "The archive cannot be searched for the moment.",
}
"""What the statuses mean."""
