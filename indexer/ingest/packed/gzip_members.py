"""The members of a gzip file one by one, as crawls are packed: mostly each record is one.

Damage costs one member: the next is looked for by the bytes with which members begin.
"""

from __future__ import annotations

import io
import zlib
from typing import Any, BinaryIO

from indexer.ingest.packed.streams import Budget, DamagedError

_START = b"\x1f\x8b\x08"
"""The first bytes of a member (RFC 1952); the third says deflate, which is all there is."""

_PIECE = 16 * 1024
_GZIP = zlib.MAX_WBITS + 16


class GzipMembers(io.RawIOBase):
    """What the members of a gzip file hold: at the end of each reading gives nothing more.

    Raises DamagedError of ``name`` for each that is damaged, and TooMuchError. ``advance`` begins
    the first member and the next.
    """

    def __init__(self, stream: BinaryIO, name: str, budget: Budget) -> None:
        self._take = getattr(stream, "read1", stream.read)  # read loses what came before damage
        self._name = name
        self._budget = budget
        self._inflate: Any = None
        self._packed = b""
        self._is_lost = False
        """Whether the present place is behind damage that was told."""

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Some bytes of the present member. Raises DamagedError and TooMuchError."""
        found = b""
        while not found and self._inflate is not None:
            given = self._inflate.unconsumed_tail or self._packed or self._take(_PIECE)
            self._packed = b""
            if not given:
                raise self._damaged("it ends within a compressed part")
            try:
                found = self._inflate.decompress(given, len(buffer))
            except zlib.error as error:
                self._packed = given[1:]
                raise self._damaged(str(error)) from None
            if self._inflate.eof:
                self._inflate, self._packed = None, self._inflate.unused_data
        self._budget.spend(len(found))
        buffer[: len(found)] = found
        return len(found)

    def advance(self) -> bool:
        """Whether there is another member; begins it, after passing over the rest of the present.

        After a DamagedError it may be called again. The zeros with which tapes are filled up, and
        what follows damage, are passed over.
        """
        while self.read(_PIECE):
            pass
        is_junk = False
        while (at := self._packed.find(_START)) < 0:
            more = self._take(_PIECE)
            kept = self._packed[-len(_START) + 1 :] if more else b""
            is_junk = is_junk or _is_junk(self._packed.removesuffix(kept))
            self._packed = kept + more
            if not more:
                break
        is_junk = is_junk or _is_junk(self._packed[: max(at, 0)])
        self._packed = self._packed[max(at, 0) :]
        if is_junk and not self._is_lost:
            raise self._damaged("no compressed data begin here")
        if at >= 0:
            self._inflate, self._is_lost = zlib.decompressobj(_GZIP), False
        return at >= 0

    def _damaged(self, message: str) -> DamagedError:
        self._inflate, self._is_lost = None, True
        return DamagedError(self._name, ValueError(message))


def _is_junk(data: bytes) -> bool:
    return bool(data.strip(b"\0"))
