"""``twins.sqlite``: which articles are tied, and why. All of it can be made anew."""

from __future__ import annotations

import sqlite3
import threading
import zlib
from collections.abc import Collection, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.durable import REFUSED
from indexer.store import kept
from indexer.twins.tie import Tie, as_text, from_text
from schemas.errors import StoreError

_SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS tie (
    one TEXT, other TEXT, day INTEGER, score REAL, source TEXT, reasons TEXT,
    PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS back ON tie (other);
CREATE INDEX IF NOT EXISTS found ON tie (day) WHERE source = 'found';
CREATE TABLE IF NOT EXISTS apart (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
"""
_TIE = "SELECT one, other, score, source, reasons FROM tie"
_IN_ONE = 500
"""Values of one question to SQLite."""


class TieTable:
    """An open table, within one transaction. Raises StoreError when the disk refuses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def clear(self) -> None:
        """Forget everything."""
        for table in ("tie", "apart"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def of(self, ids: Collection[str]) -> list[Tie]:
        """The ties of some articles, in order of their ids."""
        found: dict[tuple[str, str], Tie] = {}
        some = sorted(ids)
        for start in range(0, len(some), _IN_ONE):
            batch = some[start : start + _IN_ONE]
            marks = ",".join("?" * len(batch))
            for side in ("one", "other"):
                asked = f"{_TIE} WHERE {side} IN ({marks})"
                found |= {tie.pair: tie for tie in self._ties(asked, batch)}
        return [found[pair] for pair in sorted(found)]

    def every(self) -> Iterator[Tie]:
        """All ties, in order of their ids."""
        return self._ties(f"{_TIE} ORDER BY one, other", ())

    def count(self) -> int:
        """How many ties there are."""
        row = self._connection.execute("SELECT count(*) FROM tie").fetchone()
        return int(row[0])

    def apart(self) -> set[tuple[str, str]]:
        """The pairs that the operator's file keeps apart, in both orders."""
        rows = self._connection.execute("SELECT one, other FROM apart").fetchall()
        return {pair for one, other in rows for pair in ((one, other), (other, one))}

    def replace_found(self, first: int, last: int, ties: Iterable[tuple[int, Tie]]) -> int:
        """Keep what was found of the Russian articles of some days; how many ties that changes.

        ``ties``: each after the day of its Russian article.
        """
        rows = self._connection.execute(
            "SELECT one, other, day, score, source, reasons FROM tie"
            " WHERE source = 'found' AND day BETWEEN ? AND ?",
            (first, last),
        )
        before = set(rows.fetchall())
        now = {(*tie.pair, day, tie.score, "found", as_text(tie.reasons)) for day, tie in ties}
        gone, new = before - now, now - before
        self._connection.executemany(
            "DELETE FROM tie WHERE one = ? AND other = ?", [row[:2] for row in sorted(gone)]
        )
        self._connection.executemany(
            "INSERT OR REPLACE INTO tie VALUES (?, ?, ?, ?, ?, ?)", sorted(new)
        )
        return len(gone | new)

    def replace_said(
        self, together: Iterable[tuple[str, str]], apart: Iterable[tuple[str, str]]
    ) -> None:
        """Keep what the operator's file says."""
        self._connection.execute("DELETE FROM tie WHERE source = 'file'")
        self._connection.execute("DELETE FROM apart")
        reasons = as_text(Tie("", "").reasons)
        for one, other in together:
            self._connection.execute("DELETE FROM tie WHERE one = ? AND other = ?", (other, one))
            self._connection.execute(
                "INSERT OR REPLACE INTO tie VALUES (?, ?, 0, 1.0, 'file', ?)",
                (one, other, reasons),
            )
        self._connection.executemany("INSERT OR REPLACE INTO apart VALUES (?, ?)", apart)

    def forget(self, ids: Collection[str]) -> int:
        """Remove what was found of articles; how many ties."""
        gone = [tie.pair for tie in self.of(ids) if tie.source == "found"]
        self._connection.executemany("DELETE FROM tie WHERE one = ? AND other = ?", gone)
        return len(gone)

    def _ties(self, question: str, values: Collection[str]) -> Iterator[Tie]:
        for one, other, score, source, reasons in self._connection.execute(question, (*values,)):
            yield Tie(one, other, score, source, from_text(reasons))


@contextmanager
def tie_table(path: Path) -> Iterator[TieTable]:
    """The table at ``path``, made if there is none; what was changed is kept if all goes well."""
    with transaction(path, _SCHEMA) as connection:
        yield TieTable(connection)


class ReadTies:
    """A table that is only read: each thread keeps its connection while the file is the same.

    Opening it anew took longer than all that a page of results asks of it. Threads can share this.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    @contextmanager
    def table(self) -> Iterator[TieTable | None]:
        """The table; None where there is none, or one that is not as it was kept.

        Raises StoreError when SQLite or the disk refuses.
        """
        state = kept.state(self._path)
        if state is None or not kept.is_sound(self._path):
            self._close()
            yield None
            return
        with own_errors(self._path):
            try:
                yield TieTable(self._begun(state))
                self._local.connection.execute("COMMIT")
            except BaseException:
                self._close()
                raise

    def _begun(self, state: kept.State) -> sqlite3.Connection:
        """This thread's connection to the file of this ``state``, in a transaction."""
        if getattr(self._local, "state", None) != state:
            self._close()
            self._local.connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
            self._local.state = state
        connection: sqlite3.Connection = self._local.connection
        connection.execute("BEGIN")
        return connection

    def _close(self) -> None:
        self._local.state = None
        connection: sqlite3.Connection | None = self._local.__dict__.pop("connection", None)
        if connection is not None:
            connection.close()


@contextmanager
def transaction(path: Path, schema: str) -> Iterator[sqlite3.Connection]:
    """A transaction of the file at ``path``. Raises StoreError when SQLite or the disk refuses."""
    with own_errors(path), closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as own:
        own.executescript(schema)
        own.execute("BEGIN")
        yield own
        own.execute("COMMIT")


class DamagedTableError(StoreError):
    """A table is not as it was written. It can be made anew."""


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say of a table into errors of ours."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise StoreError(
            f"what is known of twins cannot be kept: {error}",
            place=str(path),
            hint=REFUSED,
        ) from error
    except (sqlite3.DatabaseError, ValueError, KeyError, TypeError, zlib.error) as error:
        raise DamagedTableError(
            f"what is known of twins is damaged: {error}",
            place=str(path),
            hint="podshivka sync makes it anew",
        ) from error
