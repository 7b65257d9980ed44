"""Compressed files: what they hold, as a stream, with bounds on how much may come out of them."""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, BinaryIO, cast

from schemas.errors import InputError

RATIO = 200
"""Bytes that may come out of one byte on the disk; text that people wrote gives less than 20."""

GRACE = 64 * 1024 * 1024
"""Bytes that may come out of any file, however small it is."""

_PIECE = 64 * 1024
OPENERS: Mapping[str, Callable[[BinaryIO], Any]] = MappingProxyType(
    {
        ".gz": lambda stream: gzip.GzipFile(fileobj=stream),
        ".bz2": bz2.BZ2File,
        ".xz": lzma.LZMAFile,
    }
)
"""What unpacks a compressed file, by its suffix."""

_MARKS = MappingProxyType(
    {
        ".gz": re.compile(rb"\x1f\x8b\x08"),
        ".bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),  # a text may begin with BZh
        ".xz": re.compile(rb"\xfd7zXZ\0"),
    }
)
"""The first bytes of what is compressed, by its suffix."""

_ZIP = b"PK\3\4"
_TAR = slice(257, 262), b"ustar"
_SAMPLE = 512
_BINARY = re.compile(rb"[\0-\x08\x0e-\x1f]")
"""Bytes that are in no text."""

_ASCII = 4
"""First bytes that are ASCII in tags, objects and names of columns, but in no compressed file."""

_SHORT = MappingProxyType({".tgz": ".tar.gz", ".tbz2": ".tar.bz2", ".txz": ".tar.xz"})


class DamagedError(Exception):
    """The rest of a stream cannot be read. ``layer``: the name of the damaged file itself."""

    def __init__(self, layer: str, error: Exception) -> None:
        super().__init__(str(error) or type(error).__name__)
        self.layer = layer


class TooMuchError(Exception):
    """More came out of a file than RATIO and GRACE allow."""


@contextmanager
def reading(name: str, *others: type[Exception]) -> Iterator[None]:
    """What a library raises while it reads the file ``name`` becomes a DamagedError of it.

    Whatever that is: of damaged files the libraries raise ValueError, IndexError, struct.error
    and others as well as their own errors. ``others``: errors that mean something else, and pass.
    """
    kept: tuple[type[Exception], ...] = (DamagedError, TooMuchError, ImportError, *others)
    try:
        yield
    except kept:
        raise  # a missing package does not mean that the file is damaged
    except Exception as error:  # noqa: BLE001 - see above
        raise DamagedError(name, error) from None


def damage(place: str, error: Exception) -> InputError:
    """The error of a stream that ends, or becomes senseless, after ``place``."""
    return InputError(
        f"the file is damaged after this place: {str(error) or type(error).__name__}",
        place=place,
        hint="fetch the file again; everything before this place was read",
        code="damaged",
    )


class Budget:
    """Bytes that may still come out of one file of ``size`` bytes, counted at each level of it."""

    def __init__(self, size: int) -> None:
        self._left = GRACE + RATIO * size

    def spend(self, count: int) -> None:
        """Count what came out. Raises TooMuchError."""
        self._left -= count
        if self._left < 0:
            raise TooMuchError


class _Layer(io.RawIOBase):
    """A stream whose faults bear the name of what is damaged, and whose bytes are counted."""

    def __init__(self, stream: Any, layer: str, budget: Budget) -> None:
        self._read = getattr(stream, "read1", stream.read)  # read loses what came before damage
        self._layer = layer
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        with reading(self._layer):
            data = self._read(len(buffer))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


class UntilDamage:
    """A stream that ends where it is damaged, for libraries that lose what came before an error.

    ``fault``: what ended it, None while nothing has.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._take = getattr(stream, "read1", stream.read)
        self.fault: DamagedError | None = None

    def read(self, size: int) -> bytes:
        """Up to ``size`` bytes; b"" at the end, and at damage."""
        try:
            return b"" if self.fault else cast(bytes, self._take(size))
        except DamagedError as error:
            self.fault = error
            return b""


def layer(stream: Any, name: str, budget: Budget) -> BinaryIO:
    """``stream``, buffered; its faults become DamagedError of ``name``, its bytes are counted."""
    return cast(BinaryIO, io.BufferedReader(_Layer(stream, name, budget), _PIECE))


def peeled(name: str) -> tuple[str, str]:
    """The name of what is in a compressed file, and its suffix; (``name``, "") for another file."""
    name = name.lower()
    for short, long in _SHORT.items():
        name = name.removesuffix(short) + long if name.endswith(short) else name
    suffix = next((suffix for suffix in OPENERS if name.endswith(suffix)), "")
    return name.removesuffix(suffix), suffix


def packing(stream: BinaryIO, suffix: str) -> str:
    """The suffix for how a file is packed, by its first bytes; ``suffix``: that of its name.

    Under the name that a file had on its server, browsers save it unpacked, and other programs as
    the server packed it. What is neither packed nor a text may be damaged: then its name counts.
    """
    first = _first(stream)
    if found := next((name for name, mark in _MARKS.items() if mark.match(first)), ""):
        return found
    return "" if suffix and (_is_text(first) or first[_TAR[0]] == _TAR[1]) else suffix


def is_zip(stream: BinaryIO) -> bool:
    """Whether a file begins as a zip file does."""
    return _first(stream).startswith(_ZIP)


def _first(stream: BinaryIO) -> bytes:
    """The first bytes, which are read again later; b"" of a stream that cannot do that."""
    return stream.peek(_SAMPLE)[:_SAMPLE] if isinstance(stream, io.BufferedReader) else b""


def _is_text(data: bytes) -> bool:
    """Whether bytes may be a text: in UTF-8, or in windows-1251 or the like behind some ASCII."""
    if not data or _BINARY.search(data):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return data[:_ASCII].isascii()
    return True


def unpacked(stream: BinaryIO, suffix: str, name: str, budget: Budget) -> BinaryIO:
    """The content of a compressed file of this suffix, as ``layer`` gives it."""
    return layer(OPENERS[suffix](stream), name, budget)
