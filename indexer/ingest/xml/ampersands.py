"""Ampersands as XML wants them: hand-made feeds have entities of HTML, and bare ones."""

from __future__ import annotations

import re
from html.entities import html5

from indexer.ingest.text.decode import without_controls

_ODD = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(#?\w+;)?")


def mended(data: bytes) -> bytes:
    """``data``, in UTF-8, with HTML entities as numbers; any other "&" is text, as in "AT&T".

    References to controls are those of windows-1252, as in HTML. References to characters that
    XML forbids are left out. The ends of ``data`` must not cut an entity.
    """
    return _ODD.sub(_mended, data)


def _mended(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode()
    if name[:1] == "#":
        code = _code(name[1:-1])
        if 0x80 <= code < 0xA0:
            return without_controls(chr(code)).encode()
        return match[0] if _is_character(code) else b""
    if name in html5:
        return b"".join(b"&#%d;" % ord(character) for character in html5[name])
    return b"&amp;" + name.encode()


def _code(digits: str) -> int:
    """The number of a reference, "10" or "xA"; 0, which no character of XML has, if it has none."""
    try:
        return int(digits[1:], 16) if digits[:1] == "x" else int(digits)
    except ValueError:
        return 0


def _is_character(code: int) -> bool:
    """Whether XML can have the character of this number."""
    below_surrogates = code in (9, 10, 13) or 0x20 <= code < 0xD800
    return below_surrogates or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
