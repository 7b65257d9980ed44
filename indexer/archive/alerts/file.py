"""The operator's file of alerts: one ``[[alert]]`` for each, in TOML."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from indexer.wrong_values import first_fault, in_words
from schemas.article import Language
from schemas.errors import NotFoundError, UsageError
from schemas.query import Query

FILE = "alerts.toml"

_EXAMPLE = '[[alert]]\nname = "courts"\nquery = "суд region:Дагестан"'
_HEADER = re.compile(r"^\s*\[\[\s*alert\s*\]\]", re.MULTILINE)

Asked = Callable[[date], Query]
"""The query of an alert, seen from a day."""
ReadAddress = Callable[[str], Asked]
"""What the address of a search asks for. Raises UsageError when it makes no sense."""


@dataclass(frozen=True, slots=True)
class Alert:
    """What to look for, and whom to tell. ``post``: "" for standard output.

    ``place``: where it stands in the file. ``address``: of the search, "" when it was given in
    words.
    """

    name: str
    place: str
    asked: Asked
    address: str
    post: str
    format: Literal["json", "text"]
    language: Language


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=200)]
    query: str = ""
    address: str = ""
    post: str = ""
    format: Literal["json", "text"] = "json"
    language: Language = "en"

    @field_validator("post")
    @classmethod
    def _address_to_post_to(cls, text: str) -> str:
        if text:
            parts = urlsplit(text)
            _ = parts.port  # raises ValueError for what is no port
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError("write an address that begins with https:// or http://")
            if re.search(r"[\s\x00-\x1f\x7f]", text) or not text.isascii():
                raise ValueError("write it in ASCII, without spaces: %20 for a space")
        return text


def read_alerts(path: Path, read_address: ReadAddress) -> tuple[Alert, ...]:
    """The alerts of a file, in its order.

    Raises NotFoundError when there is no file, UsageError naming the line or the alert at fault.
    """
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except FileNotFoundError:
        raise NotFoundError(
            "there is no file of alerts", place=str(path), hint=f"write one: {_EXAMPLE!r}"
        ) from None
    except OSError as error:
        raise UsageError(error.strerror or str(error), place=str(path)) from None
    except UnicodeDecodeError:
        raise UsageError(
            "the file is not UTF-8", place=str(path), hint="save it as UTF-8"
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"not valid TOML: {error}", place=str(path), hint="correct it") from None
    entries = data.get("alert")
    if set(data) - {"alert"} or not isinstance(entries, list) or not entries:
        raise UsageError(
            "the file has to consist of [[alert]] entries", place=str(path), hint=_EXAMPLE
        )
    alerts = [
        _alert(entry, place, read_address)
        for entry, place in zip(entries, _places(path, text, entries), strict=True)
    ]
    _check_names(alerts)
    return tuple(alerts)


def _places(path: Path, text: str, entries: Sequence[object]) -> list[str]:
    """Where each entry stands: its line, or its number where the file has another form."""
    lines = [text.count("\n", 0, found.end()) + 1 for found in _HEADER.finditer(text)]
    if len(lines) == len(entries):
        return [f"{path}:{line}" for line in lines]
    return [f"{path}, alert {number}" for number in range(1, len(entries) + 1)]


def _alert(data: object, place: str, read_address: ReadAddress) -> Alert:
    try:
        entry = _Entry.model_validate(data)
    except ValidationError as error:
        raise _fault(error, place) from None
    if bool(entry.query) == bool(entry.address):
        hint = 'write either query = "words" or address = "https://…/search?q=words"'
        raise UsageError(f"alert {entry.name!r} needs one query", place=place, hint=hint)
    asked = _words(entry.query)
    if entry.address:
        try:
            asked = read_address(entry.address)
        except UsageError as error:
            message = f"alert {entry.name!r}, address: {error.message}"
            raise UsageError(message, place=place, hint=error.hint) from None
    return Alert(entry.name, place, asked, entry.address, entry.post, entry.format, entry.language)


def _words(text: str) -> Asked:
    return lambda _: Query(text, sort="newest")


def _fault(error: ValidationError, place: str) -> UsageError:
    first = first_fault(error)
    name = ".".join(map(str, first["loc"]))
    known = ", ".join(_Entry.model_fields)
    if first["type"] == "extra_forbidden":
        return UsageError(f"an alert has no {name!r}", place=place, hint=f"use {known}")
    return UsageError(f"{name or 'alert'}: {in_words(first)}", place=place, hint="correct it")


def _check_names(alerts: Sequence[Alert]) -> None:
    first: dict[str, Alert] = {}
    for alert in alerts:
        if alert.name in first:
            message = f"two alerts are called {alert.name!r}"
            hint = f"call it otherwise than the one at {first[alert.name].place}"
            raise UsageError(message, place=alert.place, hint=hint)
        first[alert.name] = alert
