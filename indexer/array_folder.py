"""Folders of arrays that are there whole or not at all, and that processes map and share."""

from __future__ import annotations

import json
import mmap
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.durable import replace_file, sync_file

SUMS = "checksums.json"
"""The file of the checksums of the others."""

DRAFT = ".draft-"
"""Prefix of the folders in which arrays are written before they take their place."""

UNREADABLE = (OSError, TypeError, ValueError, KeyError)
"""What opening a damaged folder raises."""

_compared: set[tuple[Path, int, int, int]] = set()
"""Files that this process has compared with their checksums, by inode, size and time of change."""


def save(folder: Path, arrays: Mapping[str, NDArray[Any]], draft: str = DRAFT) -> None:
    """Write ``arrays`` to a new ``folder``, durably, all or nothing. Raises OSError.

    ``draft``: the prefix of the folder's name while it is written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    begun = Path(tempfile.mkdtemp(prefix=draft, dir=folder.parent))
    sums: dict[str, int] = {}
    try:
        # mkdtemp lets nobody else in, and this folder stays
        begun.chmod(stat.S_IMODE(folder.parent.stat().st_mode))
        for name, array in arrays.items():
            path = begun / f"{name}.npy"
            np.save(path, array)
            sync_file(path)
            sums[name] = crc32(path.read_bytes())
        replace_file(begun / SUMS, json.dumps(sums, sort_keys=True).encode())
        os.rename(begun, folder)  # noqa: PTH104 - unlike Path.rename's, its errors are the same everywhere
        sync_file(folder.parent)
    except BaseException:
        shutil.rmtree(begun, ignore_errors=True)
        raise


def checksums(folder: Path) -> dict[str, int]:
    """The checksum of each array by its name. Raises OSError or ValueError."""
    return dict(json.loads((folder / SUMS).read_bytes()))


def mapped(folder: Path, name: str, sums: Mapping[str, int] | None) -> NDArray[Any]:
    """Map an array. Raises OSError or ValueError when it is not there or damaged.

    Every byte is compared, once a process: a millisecond for 1.6 MB. ``sums``: None when there
    are no checksums.
    """
    path = folder / f"{name}.npy"
    if sums is not None:
        found = path.stat()
        state = path, found.st_ino, found.st_size, found.st_mtime_ns
        if state not in _compared:
            with (
                path.open("rb") as file,
                mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as raw,
            ):
                if crc32(raw) != sums.get(name):
                    raise ValueError(f"{path} does not match its checksum")
            _compared.add(state)
    try:
        return np.asarray(np.load(path, mmap_mode="r"))
    except EOFError as error:
        raise ValueError(str(error)) from error
