"""Bytes → text, with an error that tells where it fails and what to do."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from schemas.errors import InputError, UsageError

_SAMPLE = 20_000
_LIKELY = ["cp1251", "koi8_r", "cp866", "utf_16", "utf_16_le", "utf_16_be", "cp1252"]
_COMMON = {"cp1251": "windows-1251", "koi8_r": "koi8-r", "cp1252": "windows-1252"}


def check_encoding(name: str) -> str:
    """``name`` as Python knows it; UsageError when it cannot be read line by line."""
    try:
        known = codecs.lookup(name).name
        ascii_inside = "\n{".encode(known) == b"\n{"
    except (LookupError, ValueError):
        ascii_inside = False
    if not ascii_inside:
        raise UsageError(
            f"{name[:40]!r} is no encoding that can be read line by line",
            mend="use utf-8, windows-1251 or koi8-r; turn UTF-16 into UTF-8 with iconv first",
        )
    return known


def decode(data: bytes, place: str, encoding: str) -> str:
    """The text of ``data``. Raises InputError naming the offset and the likely encoding."""
    if (offset := data.find(0)) >= 0:
        raise InputError(
            f"a NUL byte at byte {offset}",
            place=place,
            mend="is it text at all? UTF-16 becomes UTF-8 with iconv -f utf-16 -t utf-8",
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, error.start, place, encoding) from None
    return text.removeprefix("\ufeff")


def _undecodable(data: bytes, offset: int, place: str, encoding: str) -> InputError:
    message = f"byte 0x{data[offset]:02x} at byte {offset} is not {encoding.upper()}"
    start = max(0, offset - _SAMPLE // 2)
    best = from_bytes(data[start : start + _SAMPLE], cp_isolation=_LIKELY).best()
    if best is None:
        return InputError(message, place=place, mend="save it as UTF-8, or give its --encoding")
    guess = _COMMON.get(best.encoding, best.encoding)
    return InputError(
        f"{message}; it looks like {guess}",
        place=place,
        mend=f"add --encoding {guess}, or save it as UTF-8",
    )
