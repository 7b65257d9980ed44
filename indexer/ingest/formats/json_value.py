"""One value of JSON in whatever encoding, and what is kept of one that cannot be read."""

from __future__ import annotations

import re

from pydantic_core import from_json

from indexer.ingest.records import Journal
from indexer.ingest.text.decode import decode_text
from schemas.errors import InputError

BOM = b"\xef\xbb\xbf"
_WHERE = re.compile(r" at line 1 column (\d+)$")


def parsed(text: bytes, place: str, encoding: str, journal: Journal | None = None) -> object:
    """The value that ``text`` is. Raises InputError when it is none, or has NUL characters."""
    if encoding != "utf-8":
        text = decode_text(text, place, encoding).encode()
    try:
        found: object = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        decoded = decode_text(text, place, "utf-8", journal).encode()  # raises if that is the fault
        if decoded != text:
            return parsed(decoded, place, "utf-8")
        fault = _WHERE.sub(r" at column \1", str(error))
        raise InputError(
            f"not JSON: {fault}",
            place=place,
            hint="write one JSON object per line",
            code="not-json",
        ) from None
    # An unescaped NUL is no JSON; an escaped one is, and no text may have it.
    if b"\\u0000" in text and _has_nul(found):
        raise InputError(
            "a NUL character in the text", place=place, hint="remove the \\u0000", code="nul"
        )
    return found


def text_member(value: object) -> str:
    """A member that is text, or a number where a text is meant; "" of any other."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def kept(text: bytes, encoding: str) -> str | None:
    """A text that can be corrected where it is set aside; None if only its file can be."""
    try:
        return text.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError:
        return None


def _has_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(map(_has_nul, value)) or any(map(_has_nul, value.values()))
    if isinstance(value, list):
        return any(map(_has_nul, value))
    return isinstance(value, str) and "\0" in value
