"""``names.sqlite``: which names the articles have, in which months, and what each is called.

Everything in it comes from the store and can be made anew.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from indexer.archive.names.resolution import EVERY, Resolved
from indexer.durable import REFUSED
from indexer.tagging.missing import Renamed
from schemas.article import Language
from schemas.errors import StoreError

_SCHEMA = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS state (signature TEXT, checkpoint INTEGER);
CREATE TABLE IF NOT EXISTS name (number INTEGER PRIMARY KEY, text TEXT UNIQUE, family TEXT);
CREATE INDEX IF NOT EXISTS family ON name (family);
CREATE TABLE IF NOT EXISTS used (
    id TEXT, number INTEGER, month INTEGER, PRIMARY KEY (id, number)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS use ON used (number, month);
CREATE TABLE IF NOT EXISTS called (
    number INTEGER, month INTEGER, value TEXT, source TEXT, PRIMARY KEY (number, month)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS label (
    family TEXT, value TEXT, language TEXT, text TEXT, PRIMARY KEY (family, value, language)
) WITHOUT ROWID;
"""

_IN_ONE = 500
"""Values of one question to SQLite."""


class NameTable:
    """An open table, within one transaction. Raises StoreError when the disk refuses."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    @property
    def state(self) -> tuple[str, int]:
        """What the table was made with, and the last change of the store that is in it."""
        row = self._connection.execute("SELECT signature, checkpoint FROM state").fetchone()
        return row or ("", 0)

    def mark(self, signature: str, checkpoint: int) -> None:
        """Note what ``state`` is to give."""
        self._connection.execute("DELETE FROM state")
        self._connection.execute("INSERT INTO state VALUES (?, ?)", (signature, checkpoint))

    def clear(self) -> None:
        """Forget everything."""
        for table in ("state", "name", "used", "called", "label"):
            self._connection.execute(f"DELETE FROM {table}")  # noqa: S608

    def note(self, id: str, month: int, families: Mapping[str, str]) -> set[str]:
        """Note the names of an article, none if it was deleted; the groups that this changes.

        ``families``: each name, with the group that it is compared in.
        """
        rows = self._connection.execute(
            "SELECT text, month, family FROM used JOIN name USING (number) WHERE id = ?", (id,)
        ).fetchall()
        now = {(name, month) for name in families}
        if {(text, at) for text, at, _ in rows} == now:
            return set()
        self._connection.execute("DELETE FROM used WHERE id = ?", (id,))
        for name, _ in sorted(now):
            self._connection.execute(
                "INSERT OR IGNORE INTO name (text, family) VALUES (?, ?)", (name, families[name])
            )
            self._connection.execute(
                "INSERT INTO used SELECT ?, number, ? FROM name WHERE text = ?", (id, month, name)
            )
        return {family for _, _, family in rows} | {families[name] for name, _ in now}

    def used(self, family: str) -> dict[str, dict[int, int]]:
        """Articles of each name of a group by month; names that no article has are forgotten."""
        found: dict[str, dict[int, int]] = defaultdict(dict)
        for text, month, count in self._connection.execute(
            "SELECT text, month, count(*) FROM name JOIN used USING (number)"
            " WHERE family = ? GROUP BY number, month",
            (family,),
        ):
            found[text][month] = count
        self._connection.execute(
            "DELETE FROM called WHERE number IN (SELECT number FROM name WHERE family = ?"
            " AND number NOT IN (SELECT number FROM used))",
            (family,),
        )
        self._connection.execute(
            "DELETE FROM name WHERE family = ? AND number NOT IN (SELECT number FROM used)",
            (family,),
        )
        return found

    def call(self, family: str, called: Resolved) -> set[str]:
        """Keep what the names of a group are called; the articles for which it is another name."""
        before = {
            (text, month): Renamed(value, source)
            for text, month, value, source in self._connection.execute(
                "SELECT text, month, value, source FROM called JOIN name USING (number)"
                " WHERE family = ?",
                (family,),
            )
        }
        other = {at for at in {*before, *called} if before.get(at) != called.get(at)}
        if not other:
            return set()
        ids: set[str] = set()
        for text, month in sorted(other):
            ids.update(
                id
                for (id,) in self._connection.execute(
                    "SELECT id FROM name JOIN used USING (number)"
                    " WHERE text = ? AND ? IN (month, ?)",
                    (text, month, EVERY),
                )
            )
            self._connection.execute(
                "DELETE FROM called WHERE month = ? AND number IN"
                " (SELECT number FROM name WHERE text = ?)",
                (month, text),
            )
            new = called.get((text, month))
            if new:
                self._connection.execute(
                    "INSERT INTO called SELECT number, ?, ?, ? FROM name WHERE text = ?",
                    (month, new.value, new.by, text),
                )
        return ids

    def is_called(self, id: str) -> bool:
        """Whether a name of an article is called otherwise."""
        row = self._connection.execute(
            "SELECT 1 FROM used JOIN called USING (number)"
            " WHERE id = ? AND called.month IN (used.month, ?) LIMIT 1",
            (id, EVERY),
        ).fetchone()
        return row is not None

    def label(self, family: str, labels: Iterable[tuple[str, Language, str]]) -> None:
        """Keep how the values of a group are spelt in each language."""
        self._connection.execute("DELETE FROM label WHERE family = ?", (family,))
        self._connection.executemany(
            "INSERT OR REPLACE INTO label VALUES (?, ?, ?, ?)", ((family, *one) for one in labels)
        )

    def labels(self) -> Iterator[tuple[str, Language, str]]:
        """Each value that is spelt otherwise in a language, the language and the spelling."""
        yield from self._connection.execute(
            "SELECT value, language, text FROM label WHERE value != text ORDER BY value, language"
        )

    def called(self, names: Iterable[str], month: int) -> dict[str, Renamed]:
        """What each of ``names`` is called in a month, if something else."""
        found: dict[str, Renamed] = {}
        for name in names:
            row = self._connection.execute(
                "SELECT value, source FROM called JOIN name USING (number)"
                " WHERE text = ? AND month IN (?, ?)",
                (name, month, EVERY),
            ).fetchone()
            if row:
                found[name] = Renamed(*row)
        return found

    def written(self, value: str) -> list[tuple[str, str, int]]:
        """The names of which articles one value is: each, what joined it, in how many articles.

        What joined it is "" where it is the value itself.
        """
        return self._connection.execute(
            "SELECT text, coalesce(source, ''), count(*) FROM name JOIN used USING (number)"
            " LEFT JOIN called ON called.number = name.number AND called.month IN (used.month, ?)"
            " WHERE coalesce(value, text) = ?"
            " AND name.number IN (SELECT number FROM called WHERE value = ?"
            " UNION SELECT number FROM name WHERE text = ?)"
            " GROUP BY text, source ORDER BY count(*) DESC, text, source",
            (EVERY, value, value, value),
        ).fetchall()

    def values_of(self, name: str) -> list[str]:
        """What a name is called instead, in one month or another, if something else."""
        rows = self._connection.execute(
            "SELECT DISTINCT value FROM called JOIN name USING (number)"
            " WHERE text = ? AND value != text ORDER BY value",
            (name,),
        )
        return [value for (value,) in rows]


@contextmanager
def name_table(path: Path, *, write: bool = True) -> Iterator[NameTable]:
    """The table at ``path``, made if there is none; what was changed is kept if all goes well.

    ``write`` False: it is there, and is only read.
    """
    with own_errors(path), closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as own:
        if write:
            own.executescript(_SCHEMA)
        own.execute("BEGIN")
        yield NameTable(own)
        own.execute("COMMIT")


def can_be_read(path: Path) -> bool:
    """Whether the table is not there yet, or is sound as SQLite sees it."""
    if not path.exists():
        return True
    try:
        with closing(sqlite3.connect(path, timeout=5, isolation_level=None)) as connection:
            connection.executescript(_SCHEMA)
            (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            return bool(said == "ok")
    except sqlite3.OperationalError as error:
        return any(sign in str(error) for sign in ("locked", "full", "readonly", "unable"))
    except sqlite3.DatabaseError:
        return False


@contextmanager
def own_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say of the table into errors of ours."""
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        damaged = not isinstance(error, sqlite3.OperationalError | OSError)
        raise StoreError(
            f"what is known of names cannot be kept: {error}",
            place=str(path),
            hint="podshivka sync makes this file anew" if damaged else REFUSED,
        ) from error
