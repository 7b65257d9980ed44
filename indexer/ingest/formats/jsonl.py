"""JSON lines: one article per line. Also records set aside earlier, corrected or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from itertools import chain, count
from typing import BinaryIO

from pydantic_core import from_json

from indexer.ingest.formats.json_array import SHOWN, begins, elements
from indexer.ingest.html.fields import plain
from indexer.ingest.records import (
    LIMIT,
    Fields,
    Item,
    Items,
    Journal,
    Record,
    Rejection,
    Source,
    too_long,
)
from indexer.ingest.text.decode import decode_text
from schemas.errors import InputError

SET_ASIDE = frozenset({"place", "reason", "record"})
"""The members that each line of a file of rejected records has; the article is in ``record``."""

_HINTS = frozenset({"hint", "mend"})
"""Such a line has one of these or both, with the same value; older files have ``mend`` only."""

_PERHAPS = frozenset({"code", "options", "address"})
"""Members that such a line may have as well."""

_SKIP = 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_KINDS = {
    list: "a list",
    str: "a text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "null",
}
_WHERE = re.compile(r" at line 1 column (\d+)$")


def read(source: Source) -> Items:
    """The records of a file, one by one, in memory bounded by LIMIT. Empty lines are skipped.

    A file that begins with an array, or with an object on many lines, is read by its braces. Of
    several records on one line the second is at "file:line#2".
    """
    last = nth = 0
    for number, text, whole in _pieces(source.stream):
        last, nth = number, nth + 1 if number == last else 1
        place = f"{source.name}:{number}" + (f"#{nth}" if nth > 1 else "")
        if not whole:
            yield Rejection(too_long(place), text[:SHOWN].decode("utf-8", "backslashreplace"))
        elif text and not text.isspace():
            yield _item(text, place, source)


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Line number and text of each record, and whether it is whole."""
    line, start = stream.readline(LIMIT + 1).removeprefix(_BOM), 1
    while line.isspace():
        line, start = stream.readline(LIMIT + 1), start + 1
    if begins(line):
        return elements(chain([line], iter(partial(stream.readline, _SKIP), b"")), start)
    return _lines(line, stream, start)


def _lines(line: bytes, stream: BinaryIO, start: int) -> Iterator[tuple[int, bytes, bool]]:
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


def _item(line: bytes, place: str, source: Source) -> Item:
    try:
        fields = _parsed(line.removeprefix(_BOM).strip(), place, source.encoding, source.journal)
        return Record(place, plain(_unwrapped(fields, place)))
    except InputError as error:
        return Rejection(error, _kept(line, source.encoding))


def _kept(line: bytes, encoding: str) -> str | None:
    """A line that can be corrected where it is set aside; None if only its file can be."""
    try:
        return line.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        return None


def _parsed(line: bytes, place: str, encoding: str, journal: Journal | None = None) -> object:
    if encoding != "utf-8":
        line = decode_text(line, place, encoding).encode()
    try:
        found: object = from_json(line, allow_inf_nan=False)
    except ValueError as error:
        text = decode_text(line, place, "utf-8", journal).encode()  # raises if that is the fault
        if text != line:
            return _parsed(text, place, "utf-8")
        fault = _WHERE.sub(r" at column \1", str(error))
        raise InputError(
            f"not JSON: {fault}",
            place=place,
            hint="write one JSON object per line",
            code="not-json",
        ) from None
    # An unescaped NUL is no JSON; an escaped one is, and no text may have it.
    if b"\\u0000" in line and _has_nul(found):
        raise InputError(
            "a NUL character in the text", place=place, hint="remove the \\u0000", code="nul"
        )
    return found


def _has_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_nul, value)) or any(map(_has_nul, value.values()))
    if isinstance(value, list):
        return any(map(_has_nul, value))
    return isinstance(value, str) and "\0" in value


def _is_set_aside(found: Fields) -> bool:
    return found.keys() - _PERHAPS - _HINTS == SET_ASIDE and not _HINTS.isdisjoint(found)


def _unwrapped(found: object, place: str) -> Fields:
    """The article's fields, out of the envelope when the record was set aside earlier."""
    if isinstance(found, dict) and _is_set_aside(found):
        found = found["record"]
        if isinstance(found, str):
            found = _parsed(found.encode(), place, "utf-8")
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
