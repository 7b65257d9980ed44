"""What passes between a reader of files and the pipeline: records and rejections."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from schemas.errors import InputError

Fields = dict[str, Any]
"""A record by the names of its fields, as JSON would have it."""


HINT = "language_hint"
"""The field of a record for the language that its page declares, which is often that of its
software: it counts where the text does not tell."""

UNSCOPED = "unscoped_id"
"""The field of a record for the id that its file gives, where that may be another's in another file
and so is not its id: archives may have the article under it."""


@dataclass(frozen=True, slots=True)
class Record:
    """A candidate for an article: its fields as they came and where they stand ("file:line")."""

    place: str
    fields: Fields


@dataclass(frozen=True, slots=True)
class Rejection:
    """What cannot be accepted. ``record``: what came, None when it is not worth keeping.

    ``address``: where a page that was not kept came from, "" when that is not known.
    """

    error: InputError
    record: object = None
    address: str = ""


MOST_UNLISTED = 10_000
"""Values without an entry that are counted: a file may have a new one in each record."""


@dataclass(slots=True)
class Journal:
    """What is neither an article nor a fault, but is to be reported when all has been read.

    ``skipped``: members of containers that no reader reads. ``remarks``: how something was read;
    for each text the first place and the number of places. ``unlisted``: how many articles came
    with each value, and its facet, that no taxonomy has; of more than MOST_UNLISTED the first.
    """

    skipped: int = 0
    remarks: dict[str, tuple[str, int]] = field(default_factory=dict)
    unlisted: Counter[tuple[str, str]] = field(default_factory=Counter)

    def remark(self, place: str, text: str) -> None:
        """Note how ``place`` was read. ``text``: one of few, so that places can be counted."""
        self._count(place, text, 1)

    def unknown(self, facet: str, value: str, articles: int = 1) -> None:
        """Note that articles came with a value that the taxonomy of ``facet`` does not have."""
        if (facet, value) in self.unlisted or len(self.unlisted) < MOST_UNLISTED:
            self.unlisted[facet, value] += articles

    def add(self, other: Journal) -> None:
        """Add what another journal noted."""
        self.skipped += other.skipped
        for (facet, value), articles in other.unlisted.items():
            self.unknown(facet, value, articles)
        for text, (place, count) in other.remarks.items():
            self._count(place, text, count)

    def _count(self, place: str, text: str, more: int) -> None:
        first, count = self.remarks.get(text, (place, 0))
        self.remarks[text] = (first, count + more)


@dataclass(frozen=True, slots=True)
class Source:
    """One open file, unpacked. ``name``: for messages. ``encoding``: of its text.

    ``path``: where it lies on the disk, if it is not from a container or a pipe. ``called``: what
    a list of feeds calls the feed that it is, "" if none does.
    """

    name: str
    stream: BinaryIO
    encoding: str = "utf-8"
    journal: Journal = field(default_factory=Journal)
    path: Path | None = None
    called: str = ""


Item: TypeAlias = Record | Rejection
Items: TypeAlias = Iterator[Item]
Reader: TypeAlias = Callable[[Source], Items]

LIMIT = 32 * 1024 * 1024
"""Bytes of the longest line or page that is read: more than any article has."""


def as_text(name: str | Path) -> str:
    r"""The name of a file as text: its bytes that are not UTF-8 as \xNN.

    To the system a name is bytes, which Python writes as lone surrogates; no text may have those.
    """
    return os.fspath(name).encode(errors="surrogateescape").decode(errors="backslashreplace")


class Places:
    """Where the records of a file are: "file:line", then "file:line#2" for the second there."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._line = self._nth = 0

    def of(self, line: int) -> str:
        """The place of the next record, which begins on ``line``."""
        self._nth = self._nth + 1 if line == self._line else 1
        self._line = line
        return f"{self._name}:{line}" + (f"#{self._nth}" if self._nth > 1 else "")


def numbered(place: str, number: int) -> str:
    """Where one of several texts in one record is: "file:line", then "file:line.2"."""
    return place if number == 1 else f"{place}.{number}"


def unreadable(place: str, error: OSError) -> InputError:
    """The error of a file that the system does not let us read."""
    message = f"it cannot be read: {error.strerror or error}"
    return InputError(message, place=place, hint="check that it exists and is readable")


def too_long(place: str) -> InputError:
    """The error of a line or page longer than LIMIT."""
    return InputError(
        f"it is longer than {LIMIT // 2**20} MiB",
        place=place,
        hint="no article is that long: look for a missing line break, or split the file",
        code="too-long",
    )
