"""The checksum beside a table that can be made anew: SQLite has none, and other letters are wrong.

It is removed before the table is changed and written afterwards: without it nothing is known.
"""

from __future__ import annotations

import os
from pathlib import Path
from zlib import crc32

from indexer.durable import replace_file

_SUFFIX = ".checksum"
State = tuple[str, int, int, int]
_known: dict[State, bool] = {}
"""Whether files that this process has read whole, by inode, size and time, were sound."""


def state(path: Path) -> State | None:
    """What tells one file from another: its name, inode, size and time; None without a file."""
    name = os.fspath(path)
    try:
        found = os.stat(name)  # noqa: PTH116 - called for each page; takes half as long
    except OSError:
        return None
    return name, found.st_ino, found.st_size, found.st_mtime_ns


def is_sound(path: Path) -> bool:
    """Whether the file is what was kept, as far as that is known."""
    seen = state(path)
    try:
        if seen is not None and seen not in _known:
            wanted = _beside(path).read_bytes()
            _known[seen] = wanted == _checksum(path)
    except OSError:
        return True  # one of them is not there
    return seen is None or _known[seen]


def forget(path: Path) -> None:
    """The file is about to change. Raises OSError."""
    _beside(path).unlink(missing_ok=True)


def keep(path: Path) -> None:
    """The file is as it should be. Raises OSError."""
    replace_file(_beside(path), _checksum(path))


def remove(path: Path) -> None:
    """Remove the file with what lies beside it. Raises OSError."""
    for each in (path, _beside(path), path.with_name(f"{path.name}-journal")):
        each.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}{_SUFFIX}")


def _checksum(path: Path) -> bytes:
    return b"%08x\n" % crc32(path.read_bytes())
