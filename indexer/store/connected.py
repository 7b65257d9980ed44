"""The file of the store: a connection a thread, and what SQLite says turned into our errors."""

from __future__ import annotations

import errno
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from indexer.durable import REFUSED
from indexer.store.tables import APPLICATION_ID, SCHEMA, VERSION, version_of
from schemas.errors import LockedError, StoreError


class Connected:
    """What reading and writing the file have in common."""

    def __init__(self, path: Path, *, create: bool = False, mode: int = 0o700) -> None:
        """Open the store, or make it when ``create``. ``mode``: of its folder, if it is made.

        Raises StoreError when there is none, when it is not ours or a newer version wrote it.
        """
        self._path = path
        self._local = threading.local()
        # not a question for each connection: who opened it to write is told when that fails
        self._may_write = create or (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
        if not create and not path.exists():
            raise no_archive(path)
        with errors(path, hint="choose another --home"):
            if create and not path.parent.is_dir():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.parent.chmod(mode)
            self._check(create=create)

    def _check(self, *, create: bool) -> None:
        connection = self._connection
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = version_of(connection)
        tables = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if create and not tables and not application:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.executescript(f"BEGIN IMMEDIATE; {SCHEMA} COMMIT;")  # another may, too
            return
        if not tables and not application:  # the disk was full when it was to be made
            raise no_archive(self._path)
        if application != APPLICATION_ID:
            raise StoreError(
                "this SQLite file is not a store of podshivka",
                place=str(self._path),
                hint="choose another --home, or restore the file from a backup",
            )
        if version > VERSION:
            raise StoreError(
                f"a newer podshivka wrote this store (version {version}, known: {VERSION})",
                place=str(self._path),
                hint="upgrade podshivka",
            )

    @property
    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        state = None if self._may_write else _state(self._path)
        if connection is not None and state != self._local.state:
            connection.close()  # it would not see what has changed
            connection = None
        if connection is None:
            connection = _connect(self._path, state)
            self._local.state, self._local.seal, self._local.summed = state, None, False
            # a damaged text shall come to where it is compared with its checksum
            connection.text_factory = partial(bytes.decode, errors="replace")
            # what was accepted is on disk before the index, which is synced too, holds it
            connection.execute("PRAGMA synchronous = FULL")
            self._local.connection = connection
        return connection

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    def rest(self) -> None:
        """Move into the file what its log holds: at rest there is nothing to be lost with a log.

        Where others are reading, or this process may not write, it is left to the next time.
        """
        with suppress(sqlite3.Error):
            self._connection.execute("PRAGMA busy_timeout = 1000")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._connection.execute("PRAGMA busy_timeout = 5000")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            if connection.in_transaction:  # a full disk has rolled it back already
                connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def _number(self, query: str, *values: int) -> int:
        with errors(self._path):
            number: int = self._connection.execute(query, values).fetchone()[0]
            return number


def no_archive(path: Path) -> StoreError:
    """The error for a home without a store."""
    hint = "podshivka ingest creates one"
    return StoreError("there is no archive here", place=str(path.parent), hint=hint)


VERIFY = "podshivka verify names what is damaged and says what to do"
_State = tuple[int, int, bool]


def _state(path: Path) -> _State:
    """When the file was changed last, its size, and whether a log has what is not in it."""
    found = path.stat()
    log = path.with_name(f"{path.name}-wal")
    return found.st_mtime_ns, found.st_size, log.exists() and log.stat().st_size > 0


def _connect(path: Path, state: _State | None) -> sqlite3.Connection:
    """A connection that may write; to read only if ``state`` is given.

    SQLite reads a log only beside a file of locks, which others have when they write. A command
    that has ended leaves nothing in the log: then the file is read as it is, until it is another.
    """
    if state is None:
        return sqlite3.connect(path, timeout=5, isolation_level=None)
    still = "" if state[2] else "&immutable=1"
    address = f"{path.resolve().as_uri()}?mode=ro{still}"
    return sqlite3.connect(address, uri=True, timeout=5, isolation_level=None)


_HINTS = {
    "full": "free some space and repeat the command",
    "disk I/O": REFUSED,
    "unable to open": f"choose another --home, make that folder writable, or {REFUSED}",
    "readonly": "choose another --home, or make that file writable",
}


@contextmanager
def errors(path: Path, *, hint: str = "") -> Iterator[None]:
    """Turn what SQLite and the file system say into errors of ours. ``hint``: of the latter."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if text == "malformed JSON":
            raise StoreError("an article is damaged", place=str(path), hint=VERIFY) from error
        if "locked" in text or "busy" in text:
            raise LockedError("another process is writing to the store", place=str(path)) from error
        known = next((hint for sign, hint in _HINTS.items() if sign in text), "")
        raise StoreError(text, place=str(path), hint=known) from error
    except sqlite3.DatabaseError as error:
        raise StoreError(
            f"this is not a readable SQLite file: {error}",
            place=str(path),
            hint="choose another --home, or restore the file from a backup",
        ) from error
    except (OverflowError, ValueError) as error:  # of what was read: no check lets it be written
        raise StoreError(f"a value is damaged: {error}", place=str(path), hint=VERIFY) from error
    except OSError as error:
        if error.errno == errno.EOVERFLOW:  # of a moment
            raise StoreError("a value is damaged", place=str(path), hint=VERIFY) from error
        raise StoreError(error.strerror or str(error), place=str(path), hint=hint) from error
