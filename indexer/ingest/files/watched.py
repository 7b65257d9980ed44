"""Folders that are watched: which files have come, have changed, and have stopped growing.

A file is ready when two looks at it, with a pause between them, found the same size and time of
change. It is known by both: when either differs later, it is read again. The time is the one that
the system keeps of every change (ctime): a copy that brings its date along cannot set it. What was
read is remembered in a file, so that a restart does not read everything again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from indexer.durable import REFUSED
from indexer.ingest.files.found import find_files
from indexer.ingest.records import Rejection
from schemas.errors import InputError, StoreError, UsageError

AT_ONCE = 10_000
"""New files that one look finds at most; the others are found by the next."""


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file as a look found it: size in bytes, time of change in nanoseconds."""

    path: Path
    size: int
    changed: int


class Watched:
    """``folders`` with all below them, but for ``home``. ``memory``: the file to remember in."""

    def __init__(self, folders: Sequence[Path], home: Path, memory: Path) -> None:
        """Raises UsageError for a path that is not a folder, StoreError if the memory fails."""
        self._folders = folders
        self._own = [one for folder in folders for one in _within(folder, home)]
        self._growing: dict[Path, WatchedFile] = {}
        self.faults: list[InputError] = []
        """What of the folders could not be read at the last look."""
        self._path = memory
        self.remade = False
        """Whether the memory was damaged: it is empty now, and every file is read again."""
        with self._errors():
            self._memory = self._opened()

    def _opened(self) -> sqlite3.Connection:
        try:
            return _connected(self._path)
        except sqlite3.OperationalError:
            raise  # locked, full, not to be written
        except sqlite3.DatabaseError:
            self.remade = True
            self._path.unlink()
            return _connected(self._path)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            damaged = not isinstance(error, sqlite3.OperationalError | OSError)
            hint = "remove it; all files will be read again, which changes no article"
            hint = hint if damaged else REFUSED
            raise StoreError(str(error), place=str(self._path), hint=hint) from error

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()

    def look(self) -> list[WatchedFile]:
        """The files that are ready: new or changed, and as the last look found them.

        Raises StoreError if the memory fails.
        """
        with self._errors():
            found = {one.path: one for one in islice(self._unread(), AT_ONCE)}
        ready = [one for path, one in found.items() if self._growing.get(path) == one]
        self._growing = found
        return ready

    def remember(self, files: Iterable[WatchedFile]) -> None:
        """These have been read, whatever came of it. Raises StoreError if the memory fails."""
        # Bytes: the name of a file need not be UTF-8.
        rows = [(bytes(one.path), one.size, one.changed) for one in files]
        with self._errors(), self._memory:
            self._memory.execute("BEGIN")
            self._memory.executemany("INSERT OR REPLACE INTO seen VALUES (?, ?, ?)", rows)

    def _unread(self) -> Iterator[WatchedFile]:
        self.faults = []
        for found in find_files(self._folders):
            if isinstance(found, Rejection):
                self.faults.append(found.error)
            elif one := self._seen(found):
                known = self._memory.execute(
                    "SELECT size, changed FROM seen WHERE path = ?", (bytes(one.path),)
                ).fetchone()
                if known != (one.size, one.changed):
                    yield one

    def _seen(self, path: Path) -> WatchedFile | None:
        """A file as it is now; None when it is gone, or is the archive's own."""
        try:
            status = path.stat()
        except OSError:
            return None
        if any(path.is_relative_to(own) for own in self._own):
            return None
        return WatchedFile(path, status.st_size, status.st_ctime_ns)


def _connected(memory: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(memory, isolation_level=None)
    try:
        connection.execute(
            "CREATE TABLE IF NOT EXISTS seen (path BLOB PRIMARY KEY, size INT, changed INT)"
            " WITHOUT ROWID"
        )
        (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        connection.execute("SELECT path, size, changed FROM seen LIMIT 1")
    except BaseException:
        connection.close()
        raise
    if said != "ok":
        connection.close()
        raise sqlite3.DatabaseError(said)
    return connection


def check_folders(folders: Sequence[Path], home: Path) -> None:
    """Raise UsageError for a path that is not a folder, or is the archive's own."""
    for folder in folders:
        _within(folder, home)


def _within(folder: Path, home: Path) -> list[Path]:
    """The path of ``home`` below ``folder``, if it lies there.

    Raises UsageError when ``folder`` is none, or is the home itself.
    """
    if not folder.is_dir():
        raise UsageError("there is no such folder", place=str(folder), hint="correct the path")
    top, home = folder.resolve(), home.resolve()
    if home == top:
        hint = "put the files into a folder of their own"
        raise UsageError("this is the folder of the archive itself", place=str(folder), hint=hint)
    return [folder / home.relative_to(top)] if home.is_relative_to(top) else []
