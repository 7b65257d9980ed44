"""The operator's file of names: which are one's, and which stay apart.

::

    [[person]]
    name = "Владимир Зеленский"
    en = "Volodymyr Zelensky"
    also = ["Зеленский", "Zelenskyi"]

    [[organisation]]
    name = "Хезболла"
    also = ["Хизбалла"]

    [apart]
    person = ["Кадыров"]

``name`` is shown, ``en`` on English pages; each of ``also`` is the same, always. A name that is
listed under ``apart`` stays as its article has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from indexer.archive.names.keys import plain
from indexer.toml_file import read_toml
from indexer.wrong_values import first_fault, in_words
from schemas.article import DisplayName
from schemas.errors import UsageError

FILE = "names.toml"
KINDS: Mapping[str, str] = {"person": "people", "organisation": "organisations"}
HINT = "see “One person, one value” in docs/tagging.md"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A person or an organisation. ``kind``: a field of articles; ``english``: "" if left out."""

    kind: str
    name: str
    english: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FileNames:
    """What a file says. ``apart``: field and name; ``text``: all of the file."""

    entries: tuple[FileEntry, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    text: str = ""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: DisplayName
    en: DisplayName | None = None
    also: tuple[DisplayName, ...] = ()


class _Apart(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    person: tuple[DisplayName, ...] = ()
    organisation: tuple[DisplayName, ...] = ()


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    person: tuple[_Entry, ...] = ()
    organisation: tuple[_Entry, ...] = ()
    apart: _Apart = _Apart()


def read_names(path: Path, *, asked: bool) -> FileNames:
    """What ``path`` says; nothing if it is not there, unless it was ``asked`` for by name.

    Raises UsageError, which names the file, the line and what to do.
    """
    read = read_toml(path, _File, _fault, setting="names" if asked else "", hint=HINT)
    if read is None:
        return FileNames()
    parsed, text = read
    entries = tuple(
        FileEntry(field, entry.name, entry.en or "", entry.also)
        for kind, field in KINDS.items()
        for entry in getattr(parsed, kind)
    )
    apart = tuple((KINDS[kind], name) for kind in KINDS for name in getattr(parsed.apart, kind))
    _check(path, text, entries, apart)
    return FileNames(entries, apart, text)


def _check(
    path: Path, text: str, entries: tuple[FileEntry, ...], apart: tuple[tuple[str, str], ...]
) -> None:
    """Raise UsageError when a name is said to be two people's, or one's and apart."""
    owners: dict[tuple[str, str], str] = {}
    for entry in entries:
        for name in dict.fromkeys((entry.name, *entry.also)):
            owner = owners.setdefault((entry.kind, plain(name)), entry.name)
            if owner != entry.name:
                raise UsageError(
                    f"{name!r} is a name of {owner!r} and of {entry.name!r}",
                    place=f"{path}, line {_line(text, name, last=True)}",
                    hint="remove it from one of them",
                )
    for kind, name in apart:
        if (kind, plain(name)) in owners:
            raise UsageError(
                f"{name!r} is to stay apart, and a name of {owners[kind, plain(name)]!r}",
                place=f"{path}, line {_line(text, name, last=True)}",
                hint="remove one of the two",
            )


def _fault(path: Path, text: str, error: ValidationError) -> UsageError:
    first = first_fault(error)
    where = [part for part in first["loc"] if part != "apart"]
    last = next((str(part) for part in reversed(where) if isinstance(part, str)), "")
    number = next((part for part in where if isinstance(part, int)), 0)
    line = next(_lines(text, where, last, number), 1)
    if first["type"] == "extra_forbidden":
        message = f"there is no {last!r} here"
        hint = "use person, organisation or apart, and in them name, en and also"
    else:
        message, hint = f"{last}: {in_words(first)}", HINT
    return UsageError(message, place=f"{path}, line {line}", hint=hint)


def _lines(text: str, where: list[Any], key: str, number: int) -> Iterator[int]:
    """The line of a key in the table of that number; that of the table; the first one."""
    lines = text.splitlines()
    head = re.compile(rf"\s*\[\[?\s*{re.escape(str(where[0]))}\b") if where else re.compile("$^")
    tables = [at for at, line in enumerate(lines, 1) if head.match(line)]
    start = tables[min(number, len(tables) - 1)] if tables else 1
    for at in range(start, len(lines) + 1):
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[at - 1]):
            yield at
    yield start


def _line(text: str, name: str, *, last: bool) -> int:
    found = [at for at, line in enumerate(text.splitlines(), 1) if name in line]
    return found[-1 if last else 0] if found else 1
