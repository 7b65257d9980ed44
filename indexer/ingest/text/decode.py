"""Bytes → text, with an error that says where it fails and what to do."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

from indexer.ingest.records import Journal
from indexer.ingest.text.letter_statistics import likely, may_be_russian
from schemas.errors import InputError, UsageError

_BYTES = bytes(range(1, 256))
_SAMPLE = 20_000
_RUSSIAN = ("cp1251", "koi8_r", "cp866")
_LIKELY = [*_RUSSIAN, "utf_16", "utf_16_le", "utf_16_be", "cp1252"]
_COMMON = {"cp1251": "windows-1251", "koi8_r": "koi8-r", "cp1252": "windows-1252"}
"""Names that people know, for those of Python."""

_SAVE = "or convert it to UTF-8, for example with iconv, and ingest it again"


_INVISIBLE = re.compile(r"[\xad\ufeff\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
"""Soft hyphens, spaces of no width, byte order marks, the controls of writing direction."""


def visible(text: str) -> str:
    """``text`` without invisible characters: some turn the direction of those around them."""
    return text if text.isascii() or text.isprintable() else _INVISIBLE.sub("", text)


_CONTROLS = "".join(map(chr, range(0x80, 0xA0)))
_CONTROL = re.compile(f"[{_CONTROLS}]")


def without_controls(text: str) -> str:
    """``text`` with the quotes and dashes of windows-1252 where it has control characters.

    Programs that write &#146; or take windows-1252 for Latin-1 mean these characters; no text
    means the controls.
    """
    # looking for each of them is many times quicker than a regular expression
    if text.isascii() or not any(map(text.__contains__, _CONTROLS)):
        return text
    return _CONTROL.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "ignore"), text)


def check_encoding(name: str) -> str:
    """``name`` as Python knows it: UTF-8 or an alphabet of single bytes over ASCII.

    Raises UsageError for any other.
    """
    # Files are cut into lines as bytes, so bytes of ASCII must mean ASCII.
    try:
        known = codecs.lookup(name).name
        single = known == "utf-8" or len(_BYTES.decode(known, "replace")) == len(_BYTES)
        fits = single and _BYTES[:127].decode(known) == _BYTES[:127].decode("ascii")
    except (LookupError, ValueError):
        fits = False
    if not fits:
        raise UsageError(
            f"{name[:40]!r} is not a supported encoding",
            hint="use utf-8, windows-1251, koi8-r or the like; convert others to UTF-8 with iconv",
        )
    return known


def decode_text(data: bytes, place: str, encoding: str, journal: Journal | None = None) -> str:
    """The text of ``data``. Raises InputError naming the offset and the likely encoding.

    With a ``journal`` lines that should be UTF-8 and are not are read in another encoding when
    their letters show it beyond doubt; the journal gets a remark.
    """
    if (offset := data.find(0)) >= 0:
        raise InputError(
            f"a NUL byte at byte {offset}",
            place=place,
            hint="if it is UTF-16, convert it with iconv -f utf-16 -t utf-8; else it is not text",
            code="nul",
        )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        recovered = _recovered(data) if journal and encoding == "utf-8" else None
        if journal is None or recovered is None:
            raise _undecodable(data, error.start, place, encoding) from None
        text, found = recovered
        name = _COMMON.get(found, found)
        journal.remark(place, f"not UTF-8: read as {name}, judging by its letters")
    return text.removeprefix("\ufeff")


def _recovered(data: bytes) -> tuple[str, str] | None:
    """The text of lines of which some are in one encoding other than UTF-8, and that encoding."""
    lines = data.splitlines(keepends=True)
    foreign = {number for number, line in enumerate(lines) if not is_utf8(line)}
    found = likely(b"".join(lines[number] for number in foreign))
    if found is None:
        return None
    try:
        pieces = (
            line.decode(found if number in foreign else "utf-8")
            for number, line in enumerate(lines)
        )
        return "".join(pieces), found
    except UnicodeDecodeError:
        return None


def is_utf8(data: bytes) -> bool:
    """Whether ``data`` can be read as UTF-8."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_borne_out(data: bytes, encoding: str) -> bool:
    """Whether a text bears a guess out: one in Russian has Russian letters and words."""
    return encoding not in _RUSSIAN or may_be_russian(data, encoding.replace("_", "-"))


def _undecodable(data: bytes, offset: int, place: str, encoding: str) -> InputError:
    message = f"byte 0x{data[offset]:02x} at byte {offset} is not {encoding.upper()}"
    start = max(0, offset - _SAMPLE // 2)
    sample = data[start : start + _SAMPLE]
    best = from_bytes(sample, cp_isolation=_LIKELY).best()
    if best is None or not _is_borne_out(sample, best.encoding):
        hint = f"ingest the file with its --encoding, {_SAVE}"
        return InputError(message, place=place, hint=hint, code="not-utf8")
    guess = _COMMON.get(best.encoding, best.encoding)
    return InputError(
        f"{message}; it looks like {guess}",
        place=place,
        hint=f"ingest the file with --encoding {guess}, {_SAVE}",
        code="not-utf8",
    )
