"""What changed between two versions of an article, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Any, Literal

from indexer.store.store_pass import READ_BY_PEOPLE
from schemas.article import Article

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
WORK = 4_000_000
"""Pairs of lines and of words that are compared for one page: a second at worst, usually none."""

Kind = Literal["same", "out", "in"]
Opcode = tuple[str, int, int, int, int]
"""kind, [a, b) of the old, [c, d) of the new: see difflib.SequenceMatcher.get_opcodes."""


@dataclass(frozen=True, slots=True)
class DiffPart:
    """A run of text that stayed, was taken out, or was put in."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field: its changed passages, those that stayed left out."""

    field: str
    passages: tuple[tuple[DiffPart, ...], ...]


class Comparison:
    """Compares versions for one page. Beyond WORK, what differs is shown as replaced whole."""

    def __init__(self) -> None:
        self._left = WORK

    def changes(self, before: Article, now: Article) -> tuple[Change, ...]:
        """The fields that a reader reads and that differ, in order."""
        pairs = ((name, getattr(before, name), getattr(now, name)) for name in READ_BY_PEOPLE)
        return tuple(
            Change(name, tuple(self._passages(_lines(old), _lines(new))))
            for name, old, new in pairs
            if old != new
        )

    def _passages(self, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[DiffPart, ...]]:
        for kind, a, b, c, d in self._compared(old, new):
            if kind != "equal":
                yield tuple(self._pieces("\n".join(old[a:b]), "\n".join(new[c:d])))

    def _pieces(self, old: str, new: str) -> Iterator[DiffPart]:
        before, now = _TOKEN.findall(old), _TOKEN.findall(new)
        for kind, a, b, c, d in self._compared(before, now):
            if kind == "equal":
                yield DiffPart("same", "".join(before[a:b]))
            else:
                yield from _replaced("".join(before[a:b]), "".join(now[c:d]))

    def _compared(self, old: Sequence[str], new: Sequence[str]) -> Iterator[Opcode]:
        """How ``old`` became ``new``, as difflib says it; what both begin and end with is free."""
        start, end = _common(old, new)
        a, b = len(old) - end, len(new) - end
        if start:
            yield "equal", 0, start, 0, start
        work = (a - start) * (b - start)
        # where items repeat, difflib looks at every pair: 2,000 words of one letter took 37 s
        if work > self._left:
            yield "replace", start, a, start, b
        elif a > start or b > start:
            self._left -= work
            matcher = SequenceMatcher(None, old[start:a], new[start:b])
            for kind, i, j, k, m in matcher.get_opcodes():
                yield kind, i + start, j + start, k + start, m + start
        if end:
            yield "equal", a, len(old), b, len(new)


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items both begin with and, of the rest, end with."""
    most = min(len(old), len(new))
    start = next((at for at in range(most) if old[at] != new[at]), most)
    most -= start
    end = next((at for at in range(most) if old[-1 - at] != new[-1 - at]), most)
    return start, end


def changed(before: Article | None, now: Article) -> list[str]:
    """The names of the fields that a reader reads and that differ; none for a first version."""
    return [
        name for name in READ_BY_PEOPLE if before and getattr(before, name) != getattr(now, name)
    ]


def _lines(value: Any) -> list[str]:
    """A field as paragraphs."""
    if value is None:
        return []
    if isinstance(value, datetime | date):
        return [value.isoformat()]
    lines = value.splitlines() if isinstance(value, str) else value
    return [line for line in lines if line.strip()]


def _replaced(old: str, new: str) -> Iterator[DiffPart]:
    if old:
        yield DiffPart("out", old)
    if new:
        yield DiffPart("in", new)
