"""Tables: CSV and TSV, an article a row; the first row names the fields.

Quotes as in RFC 4180. The delimiter is the one that gives the first row the most cells. A row that
cannot be read costs itself alone, even one that opens a quote and never closes it.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain
from typing import TypeAlias

from indexer.ingest.field_names import SYNONYMS
from indexer.ingest.html.fields import plain
from indexer.ingest.records import LIMIT, Fields, Items, Record, Rejection, Source, too_long
from indexer.ingest.text.decode import decode_text
from indexer.ingest.text.utf8_chunks import NUL, utf8
from schemas.errors import InputError

_DELIMITERS = ",;\t|"
_NAMED = "sep="
"""What Excel names the delimiter with, in a line of its own before the first row."""

_LABELS = frozenset(("regions", "topics", "keywords", "addresses", *SYNONYMS["keywords"]))
_SENTENCES = frozenset(("captions", "notices"))
_SHOWN = 1_000

# The module's own limit, 128 KiB, is less than an article may have.
csv.field_size_limit(LIMIT)


def read(source: Source) -> Items:
    """The records of a table, row by row, in memory bounded by LIMIT. Empty rows are skipped."""
    lines = _Lines(source)
    try:
        header, delimiter = _header(lines)
    except InputError as error:
        yield Rejection(error)
        return
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.begin()
        try:
            row = next(rows, None)
            if row is None:
                return
            if any(row):
                yield Record(lines.place, _fields(header, row, lines.place))
        except InputError as error:
            yield lines.reject(error)
        except csv.Error as error:
            hint = "double the quotes inside a quoted cell, and close it"
            yield lines.reject(
                InputError(f"not a row: {error}", place=lines.place, hint=hint, code="bad-row")
            )


_VALUE = re.compile(r"^\d+$|://|^\d{4}-\d\d-\d\d|^\d\d?\.\d\d?\.\d{4}")
"""A number, an address or a date, as no column is called."""

_WORDS_OF_A_SENTENCE = 6
"""No name of a column has so many words, unless columns beside it are known."""

_KNOWN = frozenset((*SYNONYMS, *chain(*SYNONYMS.values()), "id", "text"))

_Header: TypeAlias = tuple[list[str], str]


def _header(lines: _Lines) -> _Header:
    """The names of the columns, and the delimiter."""
    line = next((line.strip("\r\n") for line in lines if line.strip()), "")
    named = line.lower().startswith(_NAMED) and len(line) == len(_NAMED) + 1
    delimiters = line[-1] if named else _DELIMITERS
    if named:
        line = next(lines, "").strip("\r\n")
    rows = [(next(csv.reader([line], delimiter=one), []), one) for one in delimiters]
    cells, delimiter = max(rows, key=lambda row: len(row[0]))
    names = [name.strip() or f"column_{number}" for number, name in enumerate(cells, 1)]
    if not line.strip():
        raise InputError(
            "the file is empty", place=lines.place, hint="fetch it again", code="bad-row"
        )
    is_unknown = _KNOWN.isdisjoint(names)
    longest = max(len(name.split()) for name in names)
    if any(map(_VALUE.search, names)) or (is_unknown and longest >= _WORDS_OF_A_SENTENCE):
        raise InputError(
            "its first row names no fields",
            place=lines.place,
            hint="put a row with the names of the columns before it, such as title, body, date",
            code="bad-row",
        )
    if twice := next((name for name in names if names.count(name) > 1), None):
        hint = "give each column a name of its own"
        raise InputError(
            f"two columns are called {twice[:40]}", place=lines.place, hint=hint, code="bad-row"
        )
    return names, delimiter


def _fields(header: list[str], row: list[str], place: str) -> Fields:
    if len(row) != len(header):
        raise InputError(
            f"{len(row)} cells, but the first row has {len(header)}",
            place=place,
            hint="put cells that contain the delimiter or a line break in quotes",
            code="bad-row",
        )
    cells = zip(header, row, strict=True)
    return plain({name: _value(name, cell) for name, cell in cells if cell})


def _value(name: str, cell: str) -> str | list[str]:
    """A cell; of a field that is a list, its members."""
    if name in _SENTENCES or (name in _LABELS and "|" in cell):
        return [one.strip() for one in cell.split("|")]
    return [one.strip() for one in cell.split(";")] if name in _LABELS else cell


class _Lines:
    """The lines of a table, as long as each row is shorter than LIMIT."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._lines = _split(utf8(source))
        self._again: deque[bytes] = deque()
        """Lines to be read once more."""
        self._row: list[bytes] = []
        self._number = 0
        self._spare = LIMIT
        """Bytes that may be read once more: a file of nothing but quotes must come to its end."""
        self.begin()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self._number += 1
        self._row.append(line)
        self._size += len(line)
        if self._size > LIMIT:
            raise too_long(self.place)
        if NUL in line:
            raise InputError("a NUL byte", place=self.place, hint="remove it", code="nul")
        return decode_text(line, self.place, "utf-8")

    @property
    def place(self) -> str:
        """Where the row begins."""
        return f"{self._name}:{self._first}"

    def begin(self) -> None:
        """A row begins with the next line."""
        self._row.clear()
        self._first = self._number + 1
        self._size = 0

    def reject(self, error: InputError) -> Rejection:
        """A rejection of the row, of which all lines but the first shall be read once more.

        A quote that is never closed makes one row of all that follows.
        """
        rest = self._size - len(self._row[0])
        shown = self._row
        if 0 < rest <= self._spare:
            self._spare -= rest
            self._again.extendleft(reversed(self._row[1:]))
            self._number = self._first
            shown = self._row[:1]
        text = b"".join(shown)[:_SHOWN].decode("utf-8", "backslashreplace")
        return Rejection(error, text.rstrip("\r\n"))


def _split(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Lines with their ends; what is longer than LIMIT comes in parts."""
    line: list[bytes] = []
    size = 0
    for piece in pieces:
        for part in piece.splitlines(keepends=True):
            line.append(part)
            size += len(part)
            if part.endswith((b"\n", b"\r")) or size > LIMIT:
                yield b"".join(line)
                line, size = [], 0
    if line:
        yield b"".join(line)
