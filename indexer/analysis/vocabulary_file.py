"""A vocabulary kept in a file between runs; processes map it and share its pages.

::

    magic 8 | length of the directory u32 | its CRC-32 u32 | directory (JSON) | columns

The directory gives the analyzer's fingerprint, and the type, size and room of each column. A file
of another fingerprint, or one that is damaged in any way, is not used: words are learnt anew.
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from indexer.analysis.string_table import Column
from indexer.analysis.vocabulary import KINDS
from indexer.durable import replace_file

MAGIC = b"PODWORD\x01"
_HEAD = struct.Struct("<8sII")
_ALIGN = 8
SLACK = 8
"""A column gets room for one more item in SLACK, so that a process that learns need not copy it."""


def save_columns(path: Path, fingerprint: str, columns: Mapping[str, Column]) -> None:
    """Put the columns in the place of what the file held, at once. Raises OSError."""
    parts, listed, crc = [], {}, 0
    for name, column in columns.items():
        room = column.size + column.size // SLACK + _ALIGN
        room += -room % _ALIGN
        data = np.zeros(room, column.data.dtype)
        data[: column.size] = column.data[: column.size]
        crc = zlib.crc32(data.view(np.uint8).data, crc)
        listed[name] = [column.size, room]
        parts.append(data)
    body = {"fingerprint": fingerprint, "crc": crc, "columns": listed}
    directory = json.dumps(body).encode()
    directory += b" " * (-len(directory) % _ALIGN)
    head = _HEAD.pack(MAGIC, len(directory), zlib.crc32(directory))
    replace_file(path, head, directory, *(data.data for data in parts))


def load_columns(path: Path, fingerprint: str) -> Mapping[str, Column] | None:
    """The columns of a file that ``save_columns`` wrote; None when it is not to be used.

    Changes to them stay in this process.
    """
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        magic, length, crc = _HEAD.unpack_from(mapped)
        start = _HEAD.size + length
        raw = mapped[_HEAD.size : start]
        if magic != MAGIC or zlib.crc32(raw) != crc:
            return None
        body = json.loads(raw)
        with memoryview(mapped) as view, view[start:] as rest:
            if body["fingerprint"] != fingerprint or zlib.crc32(rest) != body["crc"]:
                return None
    except (OSError, ValueError, struct.error):
        return None
    columns = {}
    for name, (size, room) in body["columns"].items():
        data = np.frombuffer(mapped, KINDS[name], room, start)
        columns[name] = Column(data, size)
        start += data.nbytes
    return columns
