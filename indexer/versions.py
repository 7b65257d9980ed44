"""What changed between two versions of an article, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from indexer.storing import READ
from schemas.article import Article

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_LONGEST = 4_000
"""Tokens of a passage, old and new, that is compared word by word: the work is their product."""

Kind = Literal["same", "out", "in"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, was taken out, or was put in."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field: its changed passages, those that stayed left out."""

    field: str
    passages: tuple[tuple[Piece, ...], ...]


def changes(before: Article, now: Article) -> tuple[Change, ...]:
    """The fields that a reader reads and that differ, in order."""
    pairs = ((name, getattr(before, name), getattr(now, name)) for name in READ)
    return tuple(
        Change(name, tuple(_passages(_lines(old), _lines(new))))
        for name, old, new in pairs
        if old != new
    )


def changed(before: Article | None, now: Article) -> list[str]:
    """The names of those fields; none for a first version."""
    return [name for name in READ if before and getattr(before, name) != getattr(now, name)]


def _lines(value: Any) -> list[str]:
    """A field as paragraphs."""
    if value is None:
        return []
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    lines = value.splitlines() if isinstance(value, str) else value
    return [line for line in lines if line.strip()]


def _passages(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Piece, ...]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield tuple(_pieces("\n".join(old[a:b]), "\n".join(new[c:d])))


def _pieces(old: str, new: str) -> Iterator[Piece]:
    before, now = _TOKEN.findall(old), _TOKEN.findall(new)
    if not before or not now or len(before) + len(now) > _LONGEST:
        yield from _replaced(old, new)
        return
    for kind, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(before[a:b]))
        else:
            yield from _replaced("".join(before[a:b]), "".join(now[c:d]))


def _replaced(old: str, new: str) -> Iterator[Piece]:
    if old:
        yield Piece("out", old)
    if new:
        yield Piece("in", new)
