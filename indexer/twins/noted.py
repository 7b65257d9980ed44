"""``twins-facts.sqlite``: what each article says that has no language, and what is to be compared.

Only a settling reads it. What it says of an article has a checksum, compared when it is read.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from indexer.twins.facts import Facts
from indexer.twins.table import transaction

_SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS state (signature TEXT, checkpoint INTEGER, said TEXT, meaning TEXT);
CREATE TABLE IF NOT EXISTS noted (
    id TEXT PRIMARY KEY, day INTEGER, language TEXT, facts BLOB, checksum INTEGER, vectors INTEGER,
    translated TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS days ON noted (day);
CREATE INDEX IF NOT EXISTS lacking ON noted (id) WHERE vectors = 0;
CREATE TABLE IF NOT EXISTS changed (day INTEGER PRIMARY KEY);
"""


@dataclass(frozen=True, slots=True)
class State:
    """What the table was made with: rules, changes of the store, the file, the vectors."""

    signature: str = ""
    checkpoint: int = 0
    said: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """An article of some day. ``translated``: what it says itself that it translates, an id."""

    id: str
    day: int
    language: str
    facts: Facts
    translated: str | None


class Notes:
    """An open table, within one transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def state(self) -> State:
        """What it was made with."""
        row = self._connection.execute(
            "SELECT signature, checkpoint, said, meaning FROM state"
        ).fetchone()
        return State(*row) if row else State()

    def mark(self, state: State) -> None:
        """Note what ``state`` is to give."""
        self._connection.execute("DELETE FROM state")
        values = (state.signature, state.checkpoint, state.said, state.meaning)
        self._connection.execute("INSERT INTO state VALUES (?, ?, ?, ?)", values)

    def clear(self) -> None:
        """Forget everything."""
        for table in ("state", "noted", "changed"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def note(self, id: str, day: int, language: str, facts: Facts, translated: str | None) -> None:
        """Keep what an article says. Its days have changed when it was another before.

        ``translated``: the id of what the article itself says that it translates.
        """
        data = _packed(facts)
        row = self._connection.execute(
            "SELECT day, language, facts, translated FROM noted WHERE id = ?", (id,)
        ).fetchone()
        if row == (day, language, data, translated):
            return
        self.forget([id])
        self._connection.execute(
            "INSERT INTO noted VALUES (?, ?, ?, ?, ?, 0, ?)",
            (id, day, language, data, _checksum(id, day, language, data, translated), translated),
        )
        self.touch([id])

    def forget(self, ids: Collection[str]) -> None:
        """Remove articles. Their days have changed."""
        for id in ids:
            self.touch([id])
            self._connection.execute("DELETE FROM noted WHERE id = ?", (id,))

    def touch(self, ids: Collection[str]) -> None:
        """Have the days of articles compared again, and those of what they say they translate."""
        for id in ids:
            self._connection.execute(
                "INSERT OR IGNORE INTO changed SELECT day FROM noted WHERE id = ? OR id ="
                " (SELECT translated FROM noted WHERE id = ?)",
                (id, id),
            )

    def changed(self) -> list[int]:
        """The days that are to be compared again, the earliest first."""
        rows = self._connection.execute("SELECT day FROM changed ORDER BY day")
        return [day for (day,) in rows]

    def compared(self, days: Collection[int]) -> None:
        """These days have been compared."""
        rows = [(day,) for day in days]
        self._connection.executemany("DELETE FROM changed WHERE day = ?", rows)

    def between(self, first: int, last: int, most: int) -> Iterator[Noted]:
        """The articles of some days, in order of day and id, ``most`` of a day and language."""
        rows = self._connection.execute(
            "SELECT id, day, language, facts, checksum, translated"
            " FROM (SELECT *, row_number() OVER (PARTITION BY day, language ORDER BY id) AS n"
            " FROM noted WHERE day BETWEEN ? AND ?)"
            " WHERE n <= ? ORDER BY day, id",
            (first, last, most),
        )
        yield from (_noted(*row) for row in rows)

    def find(self, id: str) -> Noted | None:
        """What is kept of one article."""
        row = self._connection.execute(
            "SELECT id, day, language, facts, checksum, translated FROM noted WHERE id = ?", (id,)
        ).fetchone()
        return None if row is None else _noted(*row)

    def lacking(self) -> list[str]:
        """The articles whose vectors were not there when they were compared."""
        rows = self._connection.execute("SELECT id FROM noted WHERE vectors = 0")
        return [id for (id,) in rows]

    def have_vectors(self, ids: Collection[str]) -> None:
        """These articles have vectors now; their days are to be compared again."""
        rows = [(id,) for id in ids]
        self._connection.executemany("UPDATE noted SET vectors = 1 WHERE id = ?", rows)
        self.touch(ids)

    def lose_vectors(self) -> None:
        """No article has the vectors that it had; all are to be compared again."""
        self._connection.execute("UPDATE noted SET vectors = 0")
        self._connection.execute("INSERT OR IGNORE INTO changed SELECT DISTINCT day FROM noted")


@contextmanager
def notes(path: Path, *, write: bool = True) -> Iterator[Notes]:
    """The table at ``path``, made if there is none; what was changed is kept if all goes well.

    ``write`` False: it is there, and is only read.
    """
    with transaction(path, _SCHEMA if write else "") as connection:
        yield Notes(connection)


def _noted(  # noqa: PLR0913, PLR0917 - the columns
    id: str, day: int, language: str, data: bytes, checksum: int, translated: str | None
) -> Noted:
    """A row. Raises ValueError when it is not as it was written."""
    if checksum != _checksum(id, day, language, data, translated):
        raise ValueError(f"{id!r} does not match its checksum")
    return Noted(id, day, language, _unpacked(data), translated)


def _checksum(id: str, day: int, language: str, data: bytes, translated: str | None) -> int:
    return zlib.crc32(repr((id, day, language, translated)).encode(), zlib.crc32(data))


def _packed(facts: Facts) -> bytes:
    names = [[word, *sorted(keys)] for word, keys in facts.names.items()]
    said = [names, sorted(facts.numbers), sorted(facts.marks), facts.words]
    return zlib.compress(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode())


def _unpacked(data: bytes) -> Facts:
    names, numbers, marks, words = json.loads(zlib.decompress(data))
    keys = {word: frozenset(own) for word, *own in names}
    return Facts(keys, frozenset(numbers), frozenset(marks), words)
