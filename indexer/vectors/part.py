"""A part: rows in a file that is written once and mapped into memory.

::

    magic 8 | version u32 | rows u32 | bytes of ids u64 | the columns of Rows, each at a
    multiple of 64, in the order of DTYPES

Its size and CRC-32 stand in the manifest.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np

from indexer.durable import replace_file
from indexer.vectors.rows import DTYPES, Rows
from schemas.errors import EngineError

SUFFIX = ".part"
_MAGIC = b"PODVECT\x1a"
_VERSION = 2
_HEAD = struct.Struct("<8sIIQ")
_ALIGN = 64
AGAIN = "podshivka vectors makes anew what is missing"

_compared: set[tuple[Path, int, int, int]] = set()
"""Files that this process has compared with their checksums, by inode, size and time of change."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the manifest says of a file. ``dead``: rows that other parts have replaced."""

    name: str
    rows: int
    bytes: int
    crc: int
    dead: tuple[int, ...] = ()

    @property
    def live(self) -> int:
        """How many rows count."""
        return self.rows - len(self.dead)


def write_part(folder: Path, name: str, rows: Rows) -> Part:
    """Write ``rows`` to a new file in ``folder``. Raises OSError when the disk refuses."""
    content = bytearray(_HEAD.pack(_MAGIC, _VERSION, len(rows), len(rows.ids)))
    for column, (dtype, _) in DTYPES.items():
        content += bytes(-len(content) % _ALIGN)
        content += np.ascontiguousarray(getattr(rows, column), dtype=dtype).tobytes()
    replace_file(folder / name, memoryview(content))
    return Part(name, len(rows), len(content), crc32(content))


def open_part(folder: Path, part: Part) -> Rows:
    """The rows of a part, mapped into memory. The file may be unlinked afterwards.

    Raises EngineError when it is not what was written.
    """
    path = folder / part.name
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        state = path.stat()
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise _damaged(path, f"cannot be read: {error}") from error
    if len(mapped) != part.bytes:
        raise _damaged(path, f"has {len(mapped):,} bytes instead of {part.bytes:,}")
    seen = path, state.st_ino, state.st_size, state.st_mtime_ns
    if seen not in _compared:
        if crc32(mapped) != part.crc:
            raise _damaged(path, "does not match its checksum")
        _compared.add(seen)
    magic, version, count, text = _HEAD.unpack_from(mapped)
    if (magic, version, count) != (_MAGIC, _VERSION, part.rows):
        raise _damaged(path, "is of another kind or version")
    return Rows(**dict(_columns(mapped, count, text)))


def _columns(mapped: mmap.mmap, count: int, text: int) -> Iterator[tuple[str, np.ndarray]]:
    at = _HEAD.size
    for column, (dtype, shape) in DTYPES.items():
        at += -at % _ALIGN
        size = text if column == "ids" else count
        values = size * int(np.prod(shape, dtype=np.int64))
        yield column, np.frombuffer(mapped, dtype, values, at).reshape(size, *shape)
        at += values * np.dtype(dtype).itemsize


def _damaged(path: Path, what: str) -> EngineError:
    return EngineError(f"vectors are damaged: it {what}", place=str(path), hint=AGAIN)
