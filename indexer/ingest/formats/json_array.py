"""JSON that is not written in lines: one array of objects, or objects printed on many lines.

Objects are told apart by their braces alone, so that a damaged one does not harm the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from indexer.ingest.records import LIMIT

SHOWN = 200
"""Bytes that are kept of what is longer than LIMIT."""

_OUTSIDE = re.compile(rb'["\[\]{},]')
_INSIDE = re.compile(rb'["\\\n]')
_BLANK = b" \t\r\n"


def begins(line: bytes) -> bool:
    """Whether a file with this first line holds an array, or an object on many lines."""
    line = line.strip(_BLANK)
    return line.startswith(b"[") or line == b"{"


def elements(lines: Iterable[bytes], first: int = 1) -> Iterator[tuple[int, bytes, bool]]:
    """Of each element its line, its text, and whether that is whole (else it is the start only).

    ``first``: the number of the first line. A very long line may come in pieces.
    """
    splitter = _Splitter(first)
    for piece in lines:
        yield from splitter.feed(piece)
    yield from splitter.take()


class _Splitter:
    """Where we are in a text that comes in lines.

    A line that ends within a string lacks a closing quote. After it braces mean nothing until a
    line begins with one.
    """

    def __init__(self, line: int) -> None:
        self._text = bytearray()
        self._lost = False
        self._line = line
        self._lines_lost = 0
        self._in_array = self._in_string = self._escaped = self._broken = False
        self._depth = 0

    def feed(self, piece: bytes) -> Iterator[tuple[int, bytes, bool]]:
        """The elements that end in this piece."""
        if self._broken and piece.lstrip(_BLANK + b",").startswith(b"{"):
            yield from self.take()
            self._depth, self._broken = 0, False
        start = at = 0
        while (found := self._next(piece, at)) is not None:
            at, sign = found.end(), found[0]
            if self._in_string:
                self._in_string = self._escaped = sign == b"\\"
                self._broken |= sign == b"\n"
            elif sign == b'"':
                self._in_string = True
            elif self._ends(sign):
                self._keep(piece[start : at if sign == b"}" else at - 1])
                yield from self.take()
                start = at
            elif sign in b"[{":
                self._depth += 1
            elif sign in b"]}":
                self._depth = max(0, self._depth - 1)
        self._keep(piece[start:])

    def take(self) -> Iterator[tuple[int, bytes, bool]]:
        """What was kept, unless it is blank."""
        text = bytes(self._text)
        body = text.strip(_BLANK)
        if body or self._lost:
            blank = text[: len(text) - len(text.lstrip(_BLANK))]
            yield self._line + blank.count(b"\n"), body, not self._lost
        self._line += text.count(b"\n") + self._lines_lost
        self._text.clear()
        self._lost = False
        self._lines_lost = 0

    def _next(self, piece: bytes, at: int) -> re.Match[bytes] | None:
        if self._escaped and at < len(piece):
            self._escaped = False
            at += 1
        return (_INSIDE if self._in_string else _OUTSIDE).search(piece, at)

    def _ends(self, sign: bytes) -> bool:
        """Whether an element, or what stands between two, ends with this sign."""
        if self._broken:
            return False
        if self._depth == 0 and sign == (b"]" if self._in_array else b"["):
            self._in_array = not self._in_array
            return True
        if self._depth == 1 and sign == b"}" and not self._in_array:
            self._depth = 0
            return True
        return self._depth == 0 and sign == b","

    def _keep(self, text: bytes) -> None:
        self._text += text
        if self._lost or len(self._text) > LIMIT:
            self._lost = True
            self._lines_lost += self._text.count(b"\n", SHOWN)
            del self._text[SHOWN:]
