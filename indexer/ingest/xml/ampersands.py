"""Ampersands as XML wants them: hand-made feeds have entities of HTML, and bare ones."""

from __future__ import annotations

import re
from html.entities import html5

_ODD = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)(#?\w+;)?")


def mended(data: bytes) -> bytes:
    """``data`` with HTML entities as numbers; any other "&" is text, as in "AT&T".

    References to characters that XML forbids are left out. The ends of ``data`` must not cut an
    entity.
    """
    return _ODD.sub(_mended, data)


def _mended(match: re.Match[bytes]) -> bytes:
    name = (match[1] or b"").decode()
    if name[:1] == "#":
        return match[0] if _is_character(name[1:-1]) else b""
    if name in html5:
        return b"".join(b"&#%d;" % ord(character) for character in html5[name])
    return b"&amp;" + name.encode()


def _is_character(digits: str) -> bool:
    """Whether a reference, "10" or "xA", stands for a character that XML can have."""
    try:
        code = int(digits[1:], 16) if digits[:1] == "x" else int(digits)
    except ValueError:
        return False
    below_surrogates = code in (9, 10, 13) or 0x20 <= code < 0xD800
    return below_surrogates or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
