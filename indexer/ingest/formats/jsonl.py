"""JSON lines: one article per line. Also records set aside earlier, corrected or not."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, count
from typing import BinaryIO

from indexer.ingest.formats import json_exports, ninjs
from indexer.ingest.formats.json_array import SHOWN, begins, elements
from indexer.ingest.formats.json_value import BOM, kept, parsed
from indexer.ingest.html.fields import plain
from indexer.ingest.records import (
    LIMIT,
    Fields,
    Items,
    Places,
    Record,
    Rejection,
    Source,
    numbered,
    too_long,
)
from schemas.errors import InputError

SET_ASIDE = frozenset({"place", "reason", "record"})
"""The members that each line of a file of rejected records has; the article is in ``record``."""

_HINTS = frozenset({"hint", "mend"})
"""Such a line has one of these or both, with the same value; older files have ``mend`` only."""

_PERHAPS = frozenset({"code", "options", "address"})
"""Members that such a line may have as well."""

_BETWEEN = re.compile(rb'(?<=[^\[,:\s])\s*(?=\{\s*"(?:[^"\\]|\\.)*"\s*:)')
"""Where another object begins, as none within an object does: after no bracket, comma or colon."""

_SKIP = 1024 * 1024
_KINDS = {
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}


def read(source: Source) -> Items:
    """The records of a file, one by one, in memory bounded by LIMIT. Empty lines are skipped.

    A file that begins with an array, or with an object on many lines, is read by its braces; one
    that says that it is a feed or an export, as that. Of several records on one line the second
    is at "file:line#2".
    """
    line, start = source.stream.readline(LIMIT + 1).removeprefix(BOM), 1
    while line.isspace():
        line, start = source.stream.readline(LIMIT + 1), start + 1
    head = _Head(line, source.stream)
    is_object = line.lstrip().startswith(b"{")
    if is_object and (export := json_exports.recognised(head, source.encoding)):
        yield from json_exports.read(head.all(), start, source, export(source))
        return
    places = Places(source.name)
    for number, text, whole in _pieces(head, start):
        if not whole:
            error = too_long(places.of(number))
            yield Rejection(error, text[:SHOWN].decode("utf-8", "backslashreplace"))
        elif text and not text.isspace():
            yield from _items(text, places.of(number), partial(places.of, number), source)


class _Head:
    """The lines of a file: iterated over to see what it is, then read from the first on."""

    def __init__(self, line: bytes, stream: BinaryIO) -> None:
        self._lines = deque((line,))
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield self._lines[0]
        while line := self._stream.readline(LIMIT + 1):
            self._lines.append(line)
            yield line

    def readline(self, size: int) -> bytes:
        """The next line, or as much of it as ``size`` allows where it was not looked at."""
        return self._lines.popleft() if self._lines else self._stream.readline(size)

    def all(self) -> Iterator[bytes]:
        """All lines; very long ones in pieces."""
        return iter(partial(self.readline, _SKIP), b"")


def _pieces(head: _Head, start: int) -> Iterator[tuple[int, bytes, bool]]:
    """Line number and text of each record, and whether it is whole."""
    line = head.readline(LIMIT + 1)
    if begins(line):
        return elements(chain([line], head.all()), start)
    return _lines(line, head, start)


def _lines(line: bytes, stream: _Head, start: int) -> Iterator[tuple[int, bytes, bool]]:
    """The lines from ``line`` on; of one longer than LIMIT only the start is held."""
    for number in count(start):
        if not line:
            return
        whole = len(line) <= LIMIT or line.endswith(b"\n")
        if not whole:
            line = line[:SHOWN]
            while (more := stream.readline(_SKIP)) and not more.endswith(b"\n"):
                pass
        yield number, line, whole
        line = stream.readline(LIMIT + 1)


def _items(line: bytes, place: str, others: Callable[[], str], source: Source) -> Items:
    """What a record becomes: one item, or as many as a package of ninjs holds.

    What cannot be read may be several records on a line. ``others``: the place of the next one.
    """
    try:
        found = parsed(line.removeprefix(BOM).strip(), place, source.encoding, source.journal)
        if items := ninjs.items_in(found):
            yield from _news(items, place, source)
        else:
            yield Record(place, plain(_unwrapped(found, place)))
    except InputError as error:
        first, *more = _BETWEEN.split(line) if error.code == "not-json" else [line]
        if more:
            yield from _items(first, place, others, source)
        else:
            yield Rejection(error, kept(line, source.encoding))
        for one in more:
            yield from _items(one, others(), others, source)


def _news(items: list[object], place: str, source: Source) -> Items:
    """The articles of news items; of several in one place the second is at "file:line.2"."""
    number = 0
    for item in items:
        for one in ninjs.records_in(item, place, source.journal):
            number += 1
            here = numbered(place, number)
            if isinstance(one, InputError):
                yield Rejection(InputError(one.message, place=here, hint=one.hint, code=one.code))
            else:
                yield Record(here, one)


def _is_set_aside(found: Fields) -> bool:
    return found.keys() - _PERHAPS - _HINTS == SET_ASIDE and not _HINTS.isdisjoint(found)


def _unwrapped(found: object, place: str) -> Fields:
    """The article's fields, out of the envelope when the record was set aside earlier."""
    if isinstance(found, dict) and _is_set_aside(found):
        found = found["record"]
        if isinstance(found, str):
            found = parsed(found.encode(), place, "utf-8")
        if found is None:
            raise InputError(
                "the record itself was not kept",
                place=place,
                hint="delete this line, correct the source file and ingest it",
            )
    if not isinstance(found, dict):
        raise InputError(
            f"it holds {_KINDS[type(found)]}, not an object",
            place=place,
            hint="write one JSON object per line; jq -c '.[]' turns a list into lines",
            code="not-json",
        )
    return found
