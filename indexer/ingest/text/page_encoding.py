"""The encoding of a page, whatever it declares: every page leaves here as UTF-8.

A declaration is a claim. Multi-byte UTF-8 that decodes is UTF-8 (other text hardly ever does); a
declared Cyrillic encoding holds if it gives words in lower case (windows-1251 read as koi8-r, or
the other way round, gives capitals); one of another script if it gives letters of it; otherwise
letters judge, as they do in every other format.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from indexer.ingest.text.decode import is_utf8
from indexer.ingest.text.letter_statistics import CYRILLIC, has_common_words, likely
from schemas.errors import InputError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4_096
"""Bytes within which a page declares its encoding; HTML asks for the first 1,024."""

_PLAIN = rb"a\n<+-"
"""What unicode_escape, UTF-7 and all encodings of wider units read as something else."""

_PIECE_SIZE = 16 * 1024
_SAMPLE = 20_000
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{2,30})""", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]*>")
_PIECE = re.compile(rb"([<>\r\n]+)")
_ASCII = bytes(range(0x80))
_RUSSIAN_UTF8 = re.compile(rb"(?:[\xd0\xd1][\x80-\xbf]){3}")
_LATIN = {"latin_1": "cp1252", "iso8859-1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}
"""What calls itself Latin-1 is read as its superset windows-1252, as browsers do."""

_LETTERS = 0.7
"""Share of letters in what is not ASCII from which a claim of another script holds."""

_STRAY = 3
"""Bytes of a page of UTF-8 that are not, from which on it is damaged. Each costs a character."""

_FOR_EACH_STRAY = 60
"""Bytes outside of ASCII that a page of UTF-8 must have for each stray one."""

_EUROPEAN = frozenset((*(codecs.lookup(name).name for name in CYRILLIC), "cp1252"))
"""Encodings of Cyrillic and Latin letters: what they make of a text can be told from a text."""

_NULS = 1_000
"""Bytes that a page must have for each NUL byte that is left out of it, as in browsers: with more,
it is damaged or no page.
"""

_SWITCHED = (
    (re.compile(rb"\x1b(?:\$[@B]|\([BJI])"), "iso2022_jp_ext"),
    (re.compile(rb"\x1b\$\)C"), "iso2022_kr"),
)
"""Marks by which encodings that use ASCII bytes alone switch to their letters, and their names."""

_SHORTEST = 8
"""Bytes outside of ASCII from which a part of a page shows its encoding."""

_DENSE = 0.2
"""Share of bytes outside of ASCII, tags aside, from which a text is not written in Latin."""


def as_utf8(data: bytes, place: str, given: str = "utf-8") -> bytes:
    """``data`` in UTF-8 without a byte order mark. ``given``: the operator's word, "utf-8" if none.

    A few NUL bytes are left out. Raises InputError, with the offset, for many of them and for what
    no encoding explains.
    """
    data = unmarked(data)
    if (offset := data.find(0)) >= 0:
        if data.count(0) * _NULS <= len(data):
            return as_utf8(data.replace(b"\0", b""), place, given)
        raise InputError(
            f"a NUL byte at byte {offset}",
            place=place,
            hint="the file is damaged or not a page: save it again",
            code="nul",
        )
    valid = _valid(data)
    if valid == len(data):
        return data
    if _is_cut(data[valid:]):
        return data[:valid]  # the file ends within a character
    return _mixed(data, place, valid, given) or _single(data, place, valid, given)


def _valid(data: bytes) -> int:
    """How many bytes are UTF-8. In pieces: the text of a whole page would have to be allocated."""
    at = 0
    while at < len(data):
        try:
            _, read = codecs.utf_8_decode(data[at : at + _PIECE_SIZE], "strict", False)  # noqa: FBT003 - as it is defined
        except UnicodeDecodeError as error:
            return at + error.start
        if not read:
            break
        at += read
    return at


def _is_cut(rest: bytes) -> bool:
    """Whether bytes that are not UTF-8 are only the beginning of a character."""
    try:
        rest.decode()
    except UnicodeDecodeError as error:
        return len(rest) < 4 and error.reason == "unexpected end of data"
    return False


def unmarked(data: bytes) -> bytes:
    """``data`` without its byte order mark, as UTF-8 when that or its first byte says UTF-16."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            return body if encoding == "utf-8" else _recoded(body, encoding)
    # No mark, but a page begins with "<".
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return _recoded(data, encoding)
    found = switched(data)
    return _recoded(data, found) if found else data


def switched(data: bytes) -> str | None:
    """The one of _SWITCHED that ``data``, or a beginning of it, is in; None if in none."""
    for mark, encoding in _SWITCHED:
        if mark.search(data):
            try:
                codecs.getincrementaldecoder(encoding)().decode(data)
            except UnicodeDecodeError:
                continue
            return encoding
    return None


def _recoded(data: bytes, encoding: str) -> bytes:
    return data.decode(encoding, "replace").encode()


def _single(data: bytes, place: str, offset: int, given: str) -> bytes:
    """``data`` out of the one 8-bit encoding that it is in."""
    claims = [name for name in (_known(given), *_claims(data)) if name not in (None, "utf-8")]
    judged = _judged(data)
    for name in dict.fromkeys(claims):
        # words that are Russian beyond doubt tell more than the claim of another script
        if name and _holds(data, name) and (name in _EUROPEAN or not _is_russian(data, judged)):
            return _recoded(data, name)
    if judged:
        return _recoded(data, judged)
    said = f"it declares {', '.join(filter(None, claims))}" if claims else "it declares no other"
    raise InputError(
        f"byte 0x{data[offset]:02x} at byte {offset} is not UTF-8; {said}",
        place=place,
        hint="name its encoding with --encoding, or save it as UTF-8",
        code="not-utf8",
    )


def _mixed(data: bytes, place: str, offset: int, given: str) -> bytes | None:
    """``data`` of which parts are UTF-8 and parts are not; None when none is UTF-8."""
    pieces = _PIECE.split(data)
    foreign = [number for number, piece in enumerate(pieces) if not is_utf8(piece)]
    rest = b" ".join(pieces[number] for number in foreign)
    # Russian letters in UTF-8 within a part that is not UTF-8: damage, not another encoding.
    high, damaged = _high(rest), _RUSSIAN_UTF8.search(rest)
    if len(_high(data)) == len(high) and not damaged:
        return None
    stray = rest.decode("utf-8", "replace").count("\ufffd")
    if stray <= min(_STRAY, len(_high(data)) // _FOR_EACH_STRAY):
        return data.decode("utf-8", "replace").encode()
    claims = (_known(given), *_claims(data), "cp1251")
    name = next((claim for claim in claims if claim and _holds(rest, claim)), _judged(rest))
    if name is None or len(high) < _SHORTEST or damaged:
        raise InputError(
            f"byte 0x{data[offset]:02x} at byte {offset} is not UTF-8, but other parts are",
            place=place,
            hint="the file is damaged or mixes encodings: save the page again",
            code="not-utf8",
        )
    for number in foreign:
        pieces[number] = _recoded(pieces[number], name)
    return b"".join(pieces)


def declared(data: bytes) -> str | None:
    """The encoding that a page names in its head, as Python knows it; None if it knows none."""
    return next(_claims(data), None)


def _claims(data: bytes) -> Iterator[str | None]:
    """All encodings that a page names in its head: a web archive puts its own before the page's."""
    for found in _DECLARED.finditer(data, 0, _HEAD):
        yield _known(found[1].decode("latin-1"))


def _known(name: str) -> str | None:
    """An encoding in which ASCII is ASCII, as Python calls it; None for anything else.

    That "hex" or "idna" is none Python tells in many ways; in UTF-16 no name could have been read.
    """
    try:
        known = codecs.lookup(name).name
        fits = _PLAIN.decode(known) == _PLAIN.decode("ascii")
    except (LookupError, ValueError):
        return None
    return _LATIN.get(known, known) if fits else None


def _holds(data: bytes, encoding: str) -> bool:
    """Whether a claim fits: it decodes, to letters of a kind that it has besides those of ASCII."""
    if encoding == "utf-8":
        return False
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(_TAG.sub(b"", data)[:_SAMPLE])
    except (ValueError, LookupError):
        return False
    high = [letter for letter in text if letter > "\x7f"]
    letters = sum(map(str.isalpha, high))
    cyrillic = sum("а" <= letter.lower() <= "ё" for letter in high)
    latin = sum(letter.isalpha() and letter < "\u0250" for letter in high)
    if encoding == "cp1252" or (cyrillic == 0 and latin >= letters - latin):
        return len(high) < _DENSE * len(text)
    if cyrillic == 0:
        return letters >= _LETTERS * len(high)
    # windows-1251 read as koi8-r, or the other way round, turns small letters into capitals.
    small = sum(map(str.islower, high))
    return cyrillic >= 0.9 * letters and 2 * small > cyrillic


def _judged(data: bytes) -> str | None:
    """The encoding that the letters of a text show beyond doubt."""
    text = _TAG.sub(b" ", data)
    start = next((at for at, byte in enumerate(text) if byte > 0x7F), 0)
    found = likely(text[max(0, start - 200) : start + _SAMPLE])
    return found and codecs.lookup(found).name


def _is_russian(data: bytes, judged: str | None) -> bool:
    return judged is not None and has_common_words(_TAG.sub(b" ", data), judged)


def _high(data: bytes) -> bytes:
    return data.translate(None, _ASCII)
