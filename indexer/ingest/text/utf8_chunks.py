"""A stream of text in whatever encoding → pieces in UTF-8, in bounded memory.

Each piece is judged like a page (page_encoding.py), so that a file may change its encoding half
way and a declaration may lie. What no encoding explains is passed on as it is: the reader rejects
the record in which it stands, not the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from indexer.ingest.records import Source
from indexer.ingest.text.page_encoding import as_utf8, declared, switched
from schemas.errors import InputError

CHUNK = 64 * 1024
"""Bytes read at once."""

NUL = b"\x01"
"""What stands for a NUL byte. All other control characters are left out: it means nothing else."""

_HIGH = bytes(range(0x80, 0x100))
_CONTROLS = bytes(sorted({*range(0x20), 0x7F} - {0, 9, 10, 13}))
_NUL_SHOWN = bytes.maketrans(b"\0", NUL)
_WIDE = (
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_GUESSES = ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic", "cp1252")


def utf8(source: Source) -> Iterator[bytes]:
    """The text of ``source`` in pieces that end where a tag, a word or a line ends.

    Control characters and a byte order mark are left out, NUL bytes marked.
    """
    pieces: Iterator[bytes] = _pieces(source.stream)
    first = next(pieces, b"")
    wide = next((name for mark, name in _WIDE if first.startswith(mark)), None) or switched(first)
    if wide:
        pieces = filter(None, _recoded(chain((first,), pieces), wide))
        first = next(pieces, b"")
    first = first.removeprefix(codecs.BOM_UTF8)
    known = source.encoding if source.encoding != "utf-8" else declared(first) or "utf-8"
    while first:
        clean = first.translate(_NUL_SHOWN, _CONTROLS)
        found, known = _converted(clean, known)
        if found != clean and source.encoding == "utf-8":
            source.journal.remark(source.name, "not UTF-8: encoding judged by its letters")
        yield found
        first = next(pieces, b"")


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The stream, cut only where no character and no entity is cut."""
    rest = b""
    read = getattr(stream, "read1", stream.read)  # read loses what came before damage
    while data := read(CHUNK):
        data = rest + data
        end = max(data.rfind(b">"), data.rfind(b"\n"), data.rfind(b" ")) + 1
        end = end or len(data.rstrip(_HIGH)) or len(data)
        rest = data[end:]
        yield data[:end]
    if rest:
        yield rest


def _recoded(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """Pieces of UTF-16, or of an encoding that uses ASCII bytes alone, in UTF-8.

    In the latter case, a piece with other bytes is in another encoding: it stays as it is.
    """
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    ascii_alone = not encoding.startswith("utf-16")
    rest = ""
    for piece in pieces:
        if ascii_alone and not piece.isascii():
            yield rest.encode() + piece
            rest = ""
            decoder.reset()
            continue
        text = rest + decoder.decode(piece)
        end = max(text.rfind(mark) for mark in ">\n ") + 1 or len(text)
        rest = text[end:]
        yield text[:end].encode()
    yield rest.encode()


def _converted(piece: bytes, known: str) -> tuple[bytes, str]:
    """A piece in UTF-8, and the encoding that the next one is probably in."""
    try:
        # The space: no letters at the start of a piece are taken for a byte order mark.
        found = as_utf8(b" " + piece, "", known)[1:]
    except InputError:
        return piece, known
    if found != piece and known == "utf-8":
        known = next((one for one in _GUESSES if _is(piece, one, found)), known)
    return found, known


def _is(piece: bytes, encoding: str, text: bytes) -> bool:
    return piece.decode(encoding, "replace").encode() == text
