"""The operator's file of twins: which articles are versions of one story, and which are not.

::

    [[twins]]
    articles = ["ru-181301", "en-26767"]

    [[apart]]
    articles = ["ru-181302", "en-26768"]

Of more than two, ``twins`` ties the first to each of the others; ``apart`` keeps each from each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from indexer.toml_file import read_toml
from indexer.wrong_values import first_fault, in_words
from schemas.article import Identifier
from schemas.errors import UsageError

FILE = "twins.toml"
HINT = "see “The operator's file” in docs/twins.md"


@dataclass(frozen=True, slots=True)
class Said:
    """What a file says, in pairs of ids. ``text``: all of the file."""

    together: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    text: str = ""


class _Some(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    articles: Annotated[tuple[Identifier, ...], Field(min_length=2)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    twins: tuple[_Some, ...] = ()
    apart: tuple[_Some, ...] = ()


def read_said(path: Path, *, asked: bool) -> Said:
    """What ``path`` says; nothing if it is not there, unless it was ``asked`` for by name.

    Raises UsageError, which names the file, the line and what to do.
    """
    read = read_toml(path, _File, _fault, setting="twins" if asked else "", hint=HINT)
    if read is None:
        return Said()
    parsed, text = read
    together = [
        (each.articles[0], other)
        for each in parsed.twins
        for other in dict.fromkeys(each.articles[1:])
    ]
    apart = [
        pair for each in parsed.apart for pair in combinations(dict.fromkeys(each.articles), 2)
    ]
    _check(path, text, together, apart)
    return Said(tuple(together), tuple(apart), text)


def _check(
    path: Path, text: str, together: list[tuple[str, str]], apart: list[tuple[str, str]]
) -> None:
    """Raise UsageError when an article is its own twin, or a pair both tied and kept apart."""
    for one, other in together:
        place = f"{path}, line {_line(text, other)}"
        if one == other:
            raise UsageError(f"{one!r} is its own twin", place=place, hint="name two articles")
        if (one, other) in apart or (other, one) in apart:
            raise UsageError(
                f"{one!r} and {other!r} are said to be twins and to be kept apart",
                place=place,
                hint="remove one of the two",
            )


def _fault(path: Path, text: str, error: ValidationError) -> UsageError:
    first = first_fault(error)
    names = [part for part in first["loc"] if isinstance(part, str)]
    number = next((part for part in first["loc"] if isinstance(part, int)), 0)
    place = f"{path}, line {next(_places(text, names, number), 1)}"
    if first["type"] == "extra_forbidden":
        hint = "use [[twins]] and [[apart]], and in them articles"
        return UsageError(f"there is no {names[-1]!r} here", place=place, hint=hint)
    return UsageError(f"{'.'.join(names)}: {in_words(first)}", place=place, hint=HINT)


def _places(text: str, names: list[str], number: int) -> Iterator[int]:
    """The line of a key in the table of that number; that of the table; that of the key."""
    lines = list(enumerate(text.splitlines(), 1))
    heads = [at for at, line in lines if re.match(rf"\s*\[\[?\s*{re.escape(names[0])}\b", line)]
    start = heads[min(number, len(heads) - 1)] if heads else 1
    for at, line in lines:
        if at >= start and re.match(rf"\s*{re.escape(names[-1])}\s*=", line):
            yield at
    yield start


def _line(text: str, id: str) -> int:
    found = [at for at, line in enumerate(text.splitlines(), 1) if f'"{id}"' in line]
    return found[-1] if found else 1
