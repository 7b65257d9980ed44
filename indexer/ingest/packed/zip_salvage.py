"""The members of a zip file that lost its end, and with it the directory of what it holds.

Each member begins with a header of its own (APPNOTE.TXT of PKWARE, 4.3.7), so what came before the
damage can be read one after the other.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from indexer.ingest.packed.zip_member import NAMES, UTF8

_HEADER = struct.Struct("<4s2xHH8xLLHH")
_SIGNATURE = b"PK\3\4"
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _SIZE_FOLLOWS = 0x1, 0x8
_UNKNOWN = 0xFFFF_FFFF
"""Stands for a size that only the extra field of ZIP64 holds."""
_CHUNK = 64 * 1024
_DESCRIPTOR = 24
"""Bytes of the longest record that may follow the data of a member: a signature, a checksum, two
sizes of ZIP64."""


def salvaged(stream: BinaryIO) -> Iterator[tuple[str, io.RawIOBase]]:
    """Name and content of each member, until one cannot be followed. ``stream`` must be seekable.

    The caller must read each content to its end before asking for the next. Reading a content that
    is cut off raises EOFError.
    """
    stream.seek(0)
    while len(head := stream.read(_HEADER.size)) == _HEADER.size:
        signature, flags, method, size, _, name, extra = _HEADER.unpack(head)
        if signature != _SIGNATURE or flags & _ENCRYPTED:
            return
        path = stream.read(name).decode("utf-8" if flags & UTF8 else NAMES, "replace")
        stream.seek(extra, io.SEEK_CUR)
        content: io.RawIOBase
        if method == _DEFLATED:
            content = _Inflated(stream)
        elif method == _STORED and not flags & _SIZE_FOLLOWS and size != _UNKNOWN:
            content = Stored(stream, size)
        else:  # where the content ends cannot be told
            return
        yield path, content
        _find_next(stream)


def _find_next(stream: BinaryIO) -> None:
    """Pass over the record of sizes that may follow the data of a member."""
    start = stream.tell()
    found = stream.read(_DESCRIPTOR + len(_SIGNATURE)).find(_SIGNATURE)
    stream.seek(start + max(found, 0))


class _Inflated(io.RawIOBase):
    """A deflated content: the data themselves say where they end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        found = b""
        while not found and not self._inflate.eof:
            given = self._inflate.unconsumed_tail or self._stream.read(_CHUNK)
            if not given:
                raise EOFError("the file ends within this member")
            found = self._inflate.decompress(given, len(buffer))
            if self._inflate.eof:
                # A chunk may reach into the next member.
                self._stream.seek(-len(self._inflate.unused_data), io.SEEK_CUR)
        buffer[: len(found)] = found
        return len(found)


class Stored(io.RawIOBase):
    """A content as it is, of ``size`` bytes. Raises EOFError if the stream ends sooner."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Some bytes of the content."""
        found = self._stream.read(min(len(buffer), self._left))
        if self._left and not found:
            raise EOFError("the file ends within this member")
        self._left -= len(found)
        buffer[: len(found)] = found
        return len(found)
