"""Where a backup is made before it takes its name, and what becomes of one that was killed.

The folder is held as long as its maker lives: one that nobody holds is a remainder. It may be of
another name than the next backup's, since names have the date in them.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import LockedError

_END = ".podshivka-partial"


@contextmanager
def draft(target: Path) -> Iterator[Path]:
    """An empty folder beside ``target``, for its owner alone, which is gone afterwards.

    Raises LockedError when another process makes something of that name, OSError.
    """
    path = target.with_name(f".{target.name}{_END}")
    path.mkdir(mode=0o700, exist_ok=True)
    handle = _held(path)
    if handle is None:
        hint = "wait until it has finished, or choose another name"
        raise LockedError("another process makes this backup", place=str(target), hint=hint)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        os.close(handle)


def clear(folder: Path) -> None:
    """Delete what killed backups left in a folder; what the disk refuses to delete stays."""
    for path in folder.glob(f".*{_END}"):
        handle = _held(path)
        if handle is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(handle)


def _held(path: Path) -> int | None:
    """Hold a folder as long as the number that is returned is open; None when others hold it."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle
