"""One file, many arrays: the container that a segment lives in.

::

    magic 8 | version u32 | zero u32 | arrays, each at a multiple of 64 | directory (JSON)
    | offset of the directory u64 | its length u32 | its CRC-32 u32 | magic 8

The directory stands at the end, so that arrays can be written as they come; a truncated file has
no end mark. It gives each array's dtype, length, offset and CRC-32, and ``meta``: plain values.
Opening checks marks, version, size and the directory's checksum; ``verify`` reads every byte.
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
import struct
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from schemas.errors import EngineError, ForeignIndexError, OutdatedIndexError, UnavailableError

MAGIC = b"PODSHIV\x1a"
VERSION = 5
READABLE = (4, VERSION)
"""Formats that can be read; files are written in the last one."""
UNFIT = (ArithmeticError, LookupError, MemoryError, ValueError)
"""Errors that arrays which do not fit each other lead to, among other causes."""
State = tuple[Path, int, int, int]
"""What a file is known by: its path, inode, size and time of change."""
_HEAD = struct.Struct("<8sII")
_TAIL = struct.Struct("<QII8s")
_ALIGN = 64
_SPOOL = 1 << 20
"""Bytes of one growing array that stay in memory before they go to a temporary file."""


class Stream:
    """An array that grows at its end."""

    def __init__(self, dtype: DTypeLike, folder: Path) -> None:
        self.dtype = np.dtype(dtype)
        self.length = 0
        self.crc = 0
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL, dir=str(folder))  # noqa: SIM115

    def append(self, values: NDArray[Any]) -> None:
        """Add values, shape (n,), at the end, converted to the stream's dtype."""
        raw = np.ascontiguousarray(values, dtype=self.dtype).view(np.uint8).data
        self.length += len(values)
        self.crc = zlib.crc32(raw, self.crc)
        self.file.write(raw)


class ContainerWriter:
    """Writes a container. Nothing is at ``path`` until ``finish``; the caller makes it durable."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._streams: dict[str, Stream] = {}

    def stream(self, name: str, dtype: DTypeLike) -> Stream:
        """A new array that will be appended to."""
        self._streams[name] = Stream(dtype, self._path.parent)
        return self._streams[name]

    def add(self, name: str, values: NDArray[Any]) -> None:
        """A whole array at once."""
        self.stream(name, values.dtype).append(values)

    def finish(self, meta: Mapping[str, Any]) -> int:
        """Write the file and give its size in bytes. Raises OSError when the disk refuses."""
        partial = self._path.with_suffix(".partial")
        arrays: dict[str, Any] = {}
        with partial.open("wb") as out:
            out.write(_HEAD.pack(MAGIC, VERSION, 0))
            for name, stream in self._streams.items():
                out.write(bytes(-out.tell() % _ALIGN))
                arrays[name] = [stream.dtype.str, stream.length, out.tell(), stream.crc]
                stream.file.seek(0)
                shutil.copyfileobj(stream.file, out, 1 << 20)
                stream.file.close()
            directory = json.dumps({"arrays": arrays, "meta": meta}, ensure_ascii=False).encode()
            offset = out.tell()
            out.write(directory)
            out.write(_TAIL.pack(offset, len(directory), zlib.crc32(directory), MAGIC))
            size = out.tell()
        partial.rename(self._path)
        return size


class Container:
    """A container opened for reading, memory-mapped. Usable after its file has been unlinked."""

    def __init__(self, path: Path, size: int | None = None) -> None:
        """Open and check. ``size``: bytes that the file must have.

        Raises ForeignIndexError for a missing, truncated or foreign file, OutdatedIndexError for
        one that a newer version wrote and UnavailableError for one that the system refuses.
        """
        self.path = path
        try:
            with path.open("rb") as file:
                found = os.fstat(file.fileno())
                self.state: State = path, found.st_ino, found.st_size, found.st_mtime_ns
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
            raise unread_file(path, error) from error
        self.bytes = len(self._map)
        self._arrays, self.meta = self._directory(size)

    def _directory(self, size: int | None) -> tuple[dict[str, Any], dict[str, Any]]:
        if self.bytes < _HEAD.size + _TAIL.size:
            raise damaged_file(self.path, "is too short")
        magic, version, _ = _HEAD.unpack_from(self._map, 0)
        if magic != MAGIC:
            raise damaged_file(self.path, "is not a podshivka segment")
        if version not in READABLE:
            raise outdated_file(self.path, version)
        offset, length, crc, end = _TAIL.unpack_from(self._map, self.bytes - _TAIL.size)
        if end != MAGIC or (size is not None and size != self.bytes):
            raise damaged_file(self.path, "is truncated or has grown")
        raw = self._map[offset : offset + length]
        if offset + length + _TAIL.size != self.bytes or zlib.crc32(raw) != crc:
            raise damaged_file(self.path, "has a damaged directory")
        found = json.loads(raw)
        return found["arrays"], found["meta"]

    def has(self, name: str) -> bool:
        """Whether the file has an array of this name."""
        return name in self._arrays

    def array(self, name: str) -> NDArray[Any]:
        """A read-only view of an array, shape (length,); it keeps the map alive.

        Raises ForeignIndexError when the file has no such array.
        """
        try:
            dtype, length, offset, _ = self._arrays[name]
        except KeyError:
            raise damaged_file(self.path, f"lacks the array {name}") from None
        return np.frombuffer(self._map, np.dtype(dtype), length, offset)

    def verify(self) -> None:
        """Compare every array with its checksum. Raises ForeignIndexError."""
        for name, (_, _, _, crc) in self._arrays.items():
            if zlib.crc32(self.array(name).view(np.uint8).data) != crc:
                raise damaged_file(self.path, f"array {name} does not match its checksum")


def damaged_file(path: Path, what: str) -> ForeignIndexError:
    """The error for a file that is not as we wrote it."""
    return ForeignIndexError(
        what, place=str(path), hint="podshivka reindex rebuilds it from the store"
    )


_MISSING = (FileNotFoundError, IsADirectoryError, NotADirectoryError)


def unread_file(path: Path, error: Exception) -> EngineError:
    """The error for a file that cannot be read. One that the system refuses may be sound."""
    message = f"cannot be read: {error}"
    if not isinstance(error, OSError) or isinstance(error, _MISSING):
        return damaged_file(path, message)
    hint = "check its owner, its rights and the disk"
    return UnavailableError(message, place=str(path), hint=hint)


def outdated_file(path: Path, version: int) -> OutdatedIndexError:
    """The error for a file in another version's format."""
    age = "a newer" if version > VERSION else "an older"
    read = " and ".join(map(str, READABLE))
    return OutdatedIndexError(
        f"was written by {age} version (format {version}; this one reads {read})",
        place=str(path),
        hint="rebuild it with podshivka reindex, or use the version that wrote it",
    )
