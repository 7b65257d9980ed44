"""JSON lines: one article a line. Also what was set aside earlier, mended or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pydantic_core import from_json

from indexer.ingest.records import LIMIT, Fields, Item, Items, Record, Rejection, Source, too_long
from indexer.ingest.text import decode
from schemas.errors import InputError

SET_ASIDE = frozenset({"place", "reason", "mend", "record"})
"""The members of a line in a file of rejected records; the article is in ``record``."""

_SKIP = 1024 * 1024
_SHOWN = 200
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
    """The records of a file, line by line, in memory bounded by LIMIT. Empty lines are skipped."""
    for number, (line, whole) in enumerate(_lines(source.stream), 1):
        place = f"{source.name}:{number}"
        if not whole:
            yield Rejection(too_long(place), line[:_SHOWN].decode("utf-8", "backslashreplace"))
        elif line and not line.isspace():
            yield _item(line, place, source.encoding)


def _lines(stream: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Each line and whether it is whole; of one longer than LIMIT only the start is held."""
    while line := stream.readline(LIMIT + 1):
        if len(line) <= LIMIT or line.endswith(b"\n"):
            yield line, True
            continue
        line = line[:_SHOWN]
        while (more := stream.readline(_SKIP)) and not more.endswith(b"\n"):
            pass
        yield line, False


def _item(line: bytes, place: str, encoding: str) -> Item:
    try:
        fields = _parsed(line.removeprefix(_BOM).strip(), place, encoding)
        return Record(place, _unwrapped(fields, place))
    except InputError as error:
        return Rejection(error, line.decode(encoding, "backslashreplace").rstrip("\r\n"))


def _parsed(line: bytes, place: str, encoding: str) -> object:
    if encoding != "utf-8":
        line = decode(line, place, encoding).encode()
    try:
        found: object = from_json(line, allow_inf_nan=False)
    except ValueError as error:
        decode(line, place, "utf-8")  # if that is the fault, say so
        fault = _WHERE.sub(r" at column \1", str(error))
        raise InputError(
            f"no JSON: {fault}", place=place, mend="write one JSON object a line"
        ) from None
    if b"\\u0000" in line and _has_nul(found):
        raise InputError("a NUL character in the text", place=place, mend="remove the \\u0000")
    return found


def _has_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_nul, value)) or any(map(_has_nul, value.values()))
    if isinstance(value, list):
        return any(map(_has_nul, value))
    return isinstance(value, str) and "\0" in value


def _unwrapped(found: object, place: str) -> Fields:
    """The article's fields, out of the envelope when the record was set aside earlier."""
    if isinstance(found, dict) and found.keys() == SET_ASIDE:
        found = found["record"]
        if isinstance(found, str):
            found = _parsed(found.encode(), place, "utf-8")
        if found is None:
            raise InputError(
                "the record itself was not kept",
                place=place,
                mend="delete this line and ingest the mended file itself",
            )
    if not isinstance(found, dict):
        raise InputError(
            f"it holds {_KINDS[type(found)]}, not an object",
            place=place,
            mend="write one JSON object a line; a list becomes lines with jq -c '.[]'",
        )
    return found
