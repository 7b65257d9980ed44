"""Bytes → text, with an error that tells where it fails and what to do."""

from __future__ import annotations

import codecs

from charset_normalizer import from_bytes

from schemas.errors import InputError, UsageError

_BYTES = bytes(range(1, 256))
_SAMPLE = 20_000
_LIKELY = ["cp1251", "koi8_r", "cp866", "utf_16", "utf_16_le", "utf_16_be", "cp1252"]
_COMMON = {"cp1251": "windows-1251", "koi8_r": "koi8-r", "cp1252": "windows-1252"}


def check_encoding(name: str) -> str:
    """``name`` as Python knows it: UTF-8 or an alphabet of single bytes over ASCII.

    Raises UsageError for any other.
    """
    try:
        known = codecs.lookup(name).name
        single = known == "utf-8" or len(_BYTES.decode(known, "replace")) == len(_BYTES)
        fits = single and _BYTES[:127].decode(known) == _BYTES[:127].decode("ascii")
    except (LookupError, ValueError):
        fits = False
    if not fits:
        raise UsageError(
            f"{name[:40]!r} is no encoding that is read here",
            mend="use utf-8, windows-1251, koi8-r or the like; turn others into UTF-8 with iconv",
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
