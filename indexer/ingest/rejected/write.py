"""Records that cannot be accepted, set aside with the reason so that they can be corrected."""

from __future__ import annotations

import fcntl
import filecmp
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

from indexer.durable import sync_file
from indexer.ingest.records import Rejection
from schemas.errors import StoreError

Options = Mapping[str, Any]
"""The options of the ingest, without those that were not given."""


class RejectedWriter:
    """A new file under ``folder``, made when there is something to put into it. JSON lines.

    Until ``close`` no retry may replace it; what is added later goes into another file. If an
    earlier file has the same lines, as when the same files are ingested every night, it stays and
    the new one goes: ``path`` is that of the file that is left.

    Each line has ``place``, ``code``, ``reason``, ``hint`` (what to do; ``mend`` repeats it under
    its older name), the ``options`` of the ingest if any were given, the ``address`` of a page
    whose address came from a sitemap, and ``record``: the record as it came, its text if it was
    not JSON, null if it could not be kept.
    """

    def __init__(self, folder: Path, options: Options | None = None) -> None:
        self._folder = folder
        self._options = options or {}
        self._file: TextIO | None = None
        self.path: Path | None = None

    def add(self, rejection: Rejection) -> None:
        """Write one line. Raises StoreError when the disk does not take it."""
        with refused(self._folder):
            if self._file is None:
                self._file = self._create()
            self._file.write(rejected_line(rejection, self._options))
            self._file.flush()

    def close(self) -> None:
        """Close the file, if there is one: its records are on the disk, and can be retried.

        Raises StoreError when the disk does not take them.
        """
        if self._file is not None:
            with refused(self._folder), self._file as file:
                self._file = None
                file.flush()
                # watch remembers the files as read after this: their records must not be lost.
                os.fsync(file.fileno())
                self._leave_one()
                sync_file(self._folder)  # the name of a new file

    def _leave_one(self) -> None:
        """Remove the new file if an earlier one is the same."""
        new = self.path
        if new is None:
            return
        for earlier in sorted(self._folder.glob("*.jsonl")):
            if earlier != new and _same(earlier, new):
                new.unlink()
                self.path = earlier
                return

    def _create(self) -> TextIO:
        self._folder.mkdir(parents=True, exist_ok=True)
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H%M%SZ")
        number = 1
        while True:
            self.path = self._folder / (f"{now}.jsonl" if number == 1 else f"{now}-{number}.jsonl")
            try:
                # The path in a place may hold bytes that are not UTF-8.
                file = self.path.open("x", encoding="utf-8", errors="backslashreplace")
            except FileExistsError:
                number += 1
                continue
            fcntl.flock(file, fcntl.LOCK_SH)
            # A retry may have taken the empty file for done, and removed it.
            if os.fstat(file.fileno()).st_nlink:
                return file
            file.close()


def _same(earlier: Path, new: Path) -> bool:
    """If a file has the same lines as a new one, and no command adds to it or retries it."""
    try:
        with earlier.open("rb") as file:
            if os.fstat(file.fileno()).st_size != new.stat().st_size:
                return False
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # A retry may have replaced or removed the file before the lock was there.
            there = earlier.stat().st_ino == os.fstat(file.fileno()).st_ino
            return there and filecmp.cmp(earlier, new, shallow=False)
    except OSError:
        return False


def rejected_line(rejection: Rejection, options: Options) -> str:
    """A record that was set aside, as one line."""
    error = rejection.error
    shape = {
        "place": error.place,
        "code": error.code,
        "reason": error.message,
        "hint": error.hint,
        "mend": error.hint,
        **({"options": dict(options)} if options else {}),
        **({"address": rejection.address} if rejection.address else {}),
        "record": rejection.record,
    }
    return json.dumps(shape, ensure_ascii=False) + "\n"


@contextmanager
def refused(folder: Path) -> Iterator[None]:
    """Raise StoreError, saying what to do, when the disk does not take rejected records."""
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"rejected records cannot be set aside: {error.strerror}",
            place=str(folder),
            hint="free some space and repeat the command",
        ) from error
