"""What passes between a reader of files and the pipeline: records, and what is no record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO, TypeAlias

from schemas.errors import InputError

Fields = dict[str, Any]
"""A record by the names of its fields, as JSON would have it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A candidate for an article: its fields as they came and where they stand ("file:line")."""

    place: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Rejection:
    """What cannot be accepted. ``record``: what came, None when it is not worth keeping."""

    error: InputError
    record: object = None


@dataclass(frozen=True, slots=True)
class Source:
    """One open file, unpacked. ``name``: for messages. ``encoding``: of its text."""

    name: str
    stream: BinaryIO
    encoding: str = "utf-8"


Item: TypeAlias = Record | Rejection
Items: TypeAlias = Iterator[Item]

LIMIT = 32 * 1024 * 1024
"""Bytes of the longest line, and of the longest page, that is read: more than any article."""


def too_long(place: str) -> InputError:
    """The error of a line or page longer than LIMIT."""
    return InputError(
        f"it is longer than {LIMIT // 2**20} MiB",
        place=place,
        mend="no article is: look for a missing line break, or split it",
    )
