"""JSON objects that hold records deep within, of any length, walked in bounded memory.

A feed or an export is one object: some facts, and an array with thousands of records. Facts are
told as they come, each record is given whole. A record that is damaged costs itself alone where
the file is written on many lines: the next one begins on a line that is indented as the first was.
On one line it begins where an object of the array may, with the member that the first begins with.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from indexer.ingest.records import LIMIT

Path: TypeAlias = tuple[str, ...]
"""Names of members from the outermost object down; an array adds none."""

SHOWN = 200
"""Bytes that are kept of what is longer than LIMIT."""

_DEEPEST = 100
"""Levels around records; those within are bounded by the parser of values."""

_DEEPEST_FACT = 3
_LONGEST_FACT = 10_000

_STRING = rb'"[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"'
_TOKEN = re.compile(_STRING + rb'|[\[\]{},:"]|[^\s\[\]{},:"]++')
_FIRST = re.compile(rb"\{[ \t]*(" + _STRING + rb")[ \t]*:")
_MOST_AGAIN = 4 * 1024 * 1024
"""Bytes that are read again behind damaged records, from where the next on their line begins."""

_NESTING = re.compile(rb'(?:[^"\[\]{}]++|' + _STRING + rb')*+([\[\]{}"])')


@dataclass(frozen=True, slots=True)
class Fact:
    """A text, number, truth value or null outside of records, as it is written."""

    path: Path
    line: int
    text: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """An array begins."""

    path: Path


@dataclass(frozen=True, slots=True)
class Closed:
    """An array of records ends."""

    path: Path


@dataclass(frozen=True, slots=True)
class Element:
    """A record, and the line it begins on. Of one longer than LIMIT ``text`` is the start."""

    path: Path
    line: int
    text: bytes
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Fault:
    """Damage outside of records. ``last``: nothing that follows is read."""

    line: int
    message: str
    last: bool = True


Event: TypeAlias = Fact | Opened | Closed | Element | Fault


class Walk:
    """Where we are in one object. ``records``: the arrays whose elements are given whole.

    ``done``: the object is closed. ``ended``: nothing that follows is looked at.
    """

    def __init__(self, records: Collection[Path], first: int = 1) -> None:
        self._records = records
        self._line = first
        self._rest = b""
        self._open: list[tuple[bytes, Path]] = []
        self._key: bytes | None = None
        """The member whose value comes next."""
        self._string = b""
        self._indent: bytes | None = None
        """What stands before the first record on its line."""
        self._record: Path | None = None
        self._text = bytearray()
        self._began = first
        self._depth = 0
        self._lost = self._broken = self._searching = False
        self._first = b""
        """The name of the member with which the first record begins."""
        self._again = 0
        self.done = False
        self._at_start = True
        """Whether the next piece begins a line."""
        self.ended = False

    def feed(self, piece: bytes) -> Iterator[Event]:
        """What a piece brings: a line, or a part of one that is very long."""
        data, self._rest = self._rest + piece, b""
        if self._starts_anew(data):
            yield from self._resumed()
        at = 0
        while not (self.ended or self._searching or self.done) and at < len(data):
            read = self._outside if self._record is None else self._inside
            at, data, found = read(data, at)
            yield from found
        if self.done and data[at:].strip():
            self.ended = True
            yield Fault(self._line, "more follows the object that the file holds")
        self._at_start = piece.endswith(b"\n")
        self._line += self._at_start

    def close(self) -> Iterator[Event]:
        """What is wrong with the end of the file."""
        while self._record is not None:
            self._broken = True
            self._text += self._rest
            self._rest = b""
            behind = self._behind()
            self._keep(b"")
            yield self._taken()
            yield from self.feed(behind)
        if self._open and not self.ended:
            yield Fault(self._line, "the file ends within the object that it holds")

    def _starts_anew(self, data: bytes) -> bool:
        """Whether a line begins as records do, where no record can begin unless one is damaged."""
        if self._indent is None or not self._at_start:
            return False
        lost = self._broken or self._searching or (self._record is not None and self._indent)
        return bool(lost) and data.startswith(self._indent + b"{")

    def _resumed(self) -> Iterator[Event]:
        self._searching = False
        if self._record is not None:
            yield self._taken()

    def _inside(self, data: bytes, at: int) -> tuple[int, bytes, list[Event]]:
        """Read on in a record from ``at``: to its end, or as far as the data go."""
        start = at
        while not self._broken and (found := _NESTING.match(data, at)):
            at, sign = found.end(), found[1]
            if sign == b'"':
                data = self._cut(data, found.start(1))
                break
            if sign in b"[{":
                self._depth += 1
            elif sign in b"]}":
                self._depth -= 1
                if not self._depth and sign == b"]":  # it has a brace too few
                    self._broken = True
                elif not self._depth:
                    self._keep(data[start:at])
                    return at, data, [self._taken()]
        self._text += data[start:]
        if behind := self._behind():
            return 0, behind, [self._taken()]
        self._keep(b"")
        return len(data), data, []

    def _behind(self) -> bytes:
        """Cut a damaged or very long record where the next on its line begins: what follows it."""
        if self._lost or not (self._broken or len(self._text) > LIMIT):
            return b""
        first = self._first or _first_of(self._text)
        begins = rb"\}(?=[ \t]*,[ \t]*\{[ \t]*" + re.escape(first) + rb"[ \t]*:)"
        found = re.search(begins, self._text) if first else None
        if found is None or self._again > _MOST_AGAIN:
            return b""
        self._again += len(self._text) - found.end()
        behind, self._rest = bytes(self._text[found.end() :]) + self._rest, b""
        del self._text[found.end() :]
        return behind

    def _outside(self, data: bytes, at: int) -> tuple[int, bytes, list[Event]]:
        """Read the next sign outside of records."""
        found = _TOKEN.search(data, at)
        if found is None:
            return len(data), data, []
        at, sign = found.end(), found[0]
        if sign == b'"' or (at == len(data) and sign not in b'[]{},:"' and sign[-1:] != b'"'):
            data = self._cut(data, found.start())
            return len(data), data, self._fault("a quote is not closed") if self._broken else []
        if sign == b"{" and self._is_record():
            self._begin(data, found.start())
            return found.start(), data, []
        return at, data, self._sign(sign)

    def _cut(self, data: bytes, at: int) -> bytes:
        """``data`` up to ``at``: what follows needs more data, or a line ended within quotes."""
        if data.endswith(b"\n") or len(data) - at > LIMIT:
            self._broken = True
            return data
        self._rest = data[at:]
        return data[:at]

    def _is_record(self) -> bool:
        return bool(self._open) and self._open[-1][0] == b"[" and self._open[-1][1] in self._records

    def _begin(self, data: bytes, at: int) -> None:
        before = data[:at]
        if self._indent is None and not before.strip(b" \t"):
            self._indent = before
        self._record, self._began = self._open[-1][1], self._line
        self._depth, self._broken, self._lost = 0, False, False

    def _keep(self, text: bytes) -> None:
        self._text += text
        if self._lost or len(self._text) > LIMIT:
            self._lost = True
            del self._text[SHOWN:]

    def _taken(self) -> Element:
        """The record that was read, damaged or not."""
        path = self._record or ()
        self._first = self._first or _first_of(self._text)
        found = Element(path, self._began, bytes(self._text).strip(), not self._lost)
        self._text.clear()
        self._record = None
        self._broken = self._lost = False
        return found

    def _sign(self, sign: bytes) -> list[Event]:
        """What a bracket, comma, colon, text or literal outside of records means."""
        container = self._open[-1][0] if self._open else b""
        if sign == b":" and container == b"{" and self._string:
            self._key = self._string
        elif sign in (b"{", b"["):
            return self._enter(sign, container)
        elif sign in (b"}", b"]"):
            return self._leave(sign, container)
        elif sign not in (b":", b","):
            return self._value(sign, container)
        else:
            self._string = b""
        return []

    def _enter(self, sign: bytes, container: bytes) -> list[Event]:
        if len(self._open) >= _DEEPEST:
            self.ended = True
            return [Fault(self._line, f"it is nested more than {_DEEPEST} levels deep")]
        if (container == b"{") != (self._key is not None):
            return self._fault("damaged JSON")
        path = self._path()
        self._open.append((sign, path))
        self._key, self._string = None, b""
        return [Opened(path)] if sign == b"[" else []

    def _leave(self, sign: bytes, container: bytes) -> list[Event]:
        if container != (b"{" if sign == b"}" else b"["):
            return self._fault("damaged JSON")
        _, path = self._open.pop()
        self._key, self._string = None, b""
        self.done = not self._open
        return [Closed(path)] if sign == b"]" and path in self._records else []

    def _value(self, sign: bytes, container: bytes) -> list[Event]:
        if not container:
            return self._fault("damaged JSON")
        if container == b"{" and self._key is None:
            self._string = sign
            return []
        path, self._key, self._string = self._path(), None, b""
        if self._is_record():
            return [Element(path, self._line, sign[:SHOWN])]
        if len(path) > _DEEPEST_FACT or len(sign) > _LONGEST_FACT:
            return []
        return [Fact(path, self._line, sign)]

    def _path(self) -> Path:
        above = self._open[-1][1] if self._open else ()
        if self._key is None:
            return above
        return (*above, self._key[1:-1].decode(errors="replace"))

    def _fault(self, message: str) -> list[Event]:
        """Damage: what follows is passed over, up to the next record if there can be one."""
        at_records = any(path in self._records for _, path in self._open)
        self._searching = at_records and self._indent is not None
        self.ended = not self._searching
        while self._searching and self._open[-1][1] not in self._records:
            self._open.pop()
        self._key, self._string, self._broken = None, b"", False
        return [Fault(self._line, message, self.ended)]


def _first_of(record: bytes | bytearray) -> bytes:
    """The name of the first member, in quotes; b"" when it is damaged."""
    found = _FIRST.match(record)
    return found[1] if found else b""
