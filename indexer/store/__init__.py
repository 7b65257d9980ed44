"""The store: every article as it came, in one SQLite file. The source of truth.

Each put or delete takes the next ``sequence``; an article has one row, under its latest. A deleted
article leaves a tombstone (a row without data), so that an index learns of it. What an article
said before is kept, and all of its addresses lead to it, until it is deleted. A store of an older
version can be read as it is; the first write brings it up to date.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from indexer.store import states
from indexer.store.joins import Join, latest
from indexer.store.recency import Recency
from indexer.store.store_pass import Outcome, StorePass
from indexer.store.tables import APPLICATION_ID, SCHEMA, VERSION, upgrade, version_of
from schemas.article import Article
from schemas.errors import LockedError, StoreError

__all__ = ["BATCH", "VERSION", "Outcome", "Store", "Version", "read"]

BATCH = 500
"""Articles in one transaction: what a crash can undo."""


_VERSION_OF = """
SELECT id, translation_of, json_extract(data, '$.language'), json_extract(data, '$.title')
FROM change WHERE data NOT NULL AND"""
_ONE = "SELECT sequence, NULL, data FROM change WHERE id = :id AND data NOT NULL"
_HISTORY = """
SELECT sequence, recorded, data FROM version WHERE id = :id UNION ALL
SELECT sequence, recorded, data FROM change WHERE id = :id AND data NOT NULL ORDER BY sequence
"""


@dataclass(frozen=True, slots=True)
class Version:
    """What an article said from ``recorded`` on (UTC; None: not known), under ``sequence``."""

    sequence: int
    recorded: datetime | None
    article: Article


@dataclass(frozen=True, slots=True)
class StoryVersion:
    """An article that is translated or a translation; ``translation_of``: of which id."""

    id: str
    translation_of: str | None
    language: str
    title: str


class Store:
    """One SQLite file, safe to share between threads; a connection a thread.

    Every method raises LockedError when another process has held the file for five seconds, and
    StoreError when SQLite or the disk refuses.
    """

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the store, or make it when ``create``.

        Raises StoreError when there is none, when it is not ours or a newer version wrote it.
        """
        self._path = path
        self._local = threading.local()
        if not create and not path.exists():
            raise StoreError(
                "there is no archive here",
                place=str(path.parent),
                hint="podshivka ingest creates one",
            )
        with _errors(path, hint="choose another --home"):
            if create:
                path.parent.mkdir(parents=True, exist_ok=True)
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
        if application != APPLICATION_ID:
            raise StoreError(
                "this SQLite file is not a store of podshivka",
                place=str(self._path),
                hint="choose another --home",
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
        if connection is None:
            connection = sqlite3.connect(self._path, timeout=5, isolation_level=None)
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

    def put(self, articles: Iterable[Article], join: Join = latest) -> Outcome:
        """Store articles, BATCH in a transaction; what is stored already costs nothing.

        ``join``: what is kept when one comes whose id is stored, with other content. Raises
        StoreError, for instance on a full disk; the batches before it stay.
        """
        with _errors(self._path):
            upgrade(self._connection)
            intake = StorePass(self._connection, join)
        try:
            source = iter(articles)
            while batch := list(islice(source, BATCH)):
                with _errors(self._path), self._transaction():
                    intake.take(batch)
        finally:
            intake.close()
        return intake.outcome

    def rewrite(self, articles: Iterable[Article]) -> int:
        """Store stored articles with other values of facets; how many.

        Each takes the next sequence; its record and its history stay what they are.
        """
        rewritten = 0
        with _errors(self._path):
            upgrade(self._connection)
            source = iter(articles)
            while batch := list(islice(source, BATCH)):
                with self._transaction() as connection:
                    rewritten += sum(self._rewrite(connection, article) for article in batch)
        return rewritten

    @staticmethod
    def _rewrite(connection: sqlite3.Connection, article: Article) -> int:
        states.note_state(connection, article.id)
        return connection.execute(
            "REPLACE INTO change (id, translation_of, digest, data, recorded, said)"
            " SELECT id, translation_of, digest, ?, recorded, coalesce(said, sequence) FROM change"
            " WHERE id = ? AND data NOT NULL",
            (article.model_dump_json(exclude_defaults=True), article.id),
        ).rowcount

    def delete(self, ids: Iterable[str]) -> int:
        """Leave a tombstone for each id that is stored; the number of articles deleted.

        Their text, earlier versions included, is overwritten in the file; their addresses and
        former facets go.
        """
        with _errors(self._path):
            upgrade(self._connection)
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._transaction() as connection:
                count = sum(self._delete(connection, id) for id in ids)
            # the write-ahead log still has what was overwritten in the file
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return count

    @staticmethod
    def _delete(connection: sqlite3.Connection, id: str) -> int:
        for table in ("version", "copy", "address", "former"):
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608
        return connection.execute(
            "REPLACE INTO change (id) SELECT id FROM change WHERE id = ? AND data NOT NULL", (id,)
        ).rowcount

    def history(self, id: str) -> list[Version]:
        """What an article said, oldest first; the last is what it says now. [] without it."""
        with _errors(self._path):
            old = version_of(self._connection) == 1
            rows = self._connection.execute(_ONE if old else _HISTORY, {"id": id}).fetchall()
        return [
            Version(sequence, at and datetime.fromtimestamp(at, UTC), article_of(data))
            for sequence, at, data in rows
        ]

    def versions(self, id: str) -> int:
        """How many entries ``history`` has."""
        with _errors(self._path):
            old = version_of(self._connection) == 1
            query = f"SELECT count(*) FROM ({_ONE if old else _HISTORY})"  # noqa: S608
            count: int = self._connection.execute(query, {"id": id}).fetchone()[0]
            return count

    def at(self, addresses: Sequence[str], language: str | None = None) -> list[str]:
        """Ids of the articles with one of these canonical addresses, in order of sequence.

        ``language``: of the articles, None for any.
        """
        with _errors(self._path):
            if not addresses or version_of(self._connection) == 1:
                return []
            marks = ",".join("?" * len(addresses))
            # "" as the language is that of every article
            rows = self._connection.execute(
                "SELECT DISTINCT id FROM address JOIN change USING (id)"  # noqa: S608
                f" WHERE address IN ({marks}) AND ? IN (json_extract(data, '$.language'), '')"
                " ORDER BY sequence",
                [*addresses, language or ""],
            )
            return [id for (id,) in rows]

    def changes(self, after: int, upto: int) -> Iterator[tuple[str, str | None]]:
        """(id, data or None for a tombstone) of the sequences in (after, upto], in order."""
        with _errors(self._path):
            yield from self._connection.execute(
                "SELECT id, data FROM change WHERE sequence > ? AND sequence <= ?"
                " ORDER BY sequence",
                (after, upto),
            )

    @property
    def news(self) -> Recency:
        """When articles came to read as they do. Its methods raise as those of the store do."""
        return Recency(self._connection, partial(_errors, self._path))

    def deleted(self, after: int) -> list[str]:
        """The ids of the articles whose deletion has a later sequence, in order of sequence."""
        with _errors(self._path):
            rows = self._connection.execute(
                "SELECT id FROM change WHERE sequence > ? AND data IS NULL ORDER BY sequence",
                (after,),
            )
            return [id for (id,) in rows]

    def changed_between(self, one: int, other: int) -> Iterator[states.Changed]:
        """The articles in other states at two sequences, and those deleted after ``one``.

        Both at least ``seal().since``: before, states were not kept.
        """
        with _errors(self._path):
            yield from states.changed_between(self._connection, one, other)

    def seal(self) -> states.Seal | None:
        """The secret of this archive; None until a store of an older version is written to."""
        with _errors(self._path):
            return states.seal(self._connection) if version_of(self._connection) > 3 else None

    def pending(self, after: int) -> int:
        """How many changes there are after this sequence."""
        return self._number("SELECT count(*) FROM change WHERE sequence > ?", after)

    @property
    def sequence(self) -> int:
        """The latest sequence, 0 when nothing was ever put."""
        return self._number("SELECT coalesce(max(sequence), 0) FROM change")

    def __len__(self) -> int:
        return self._number("SELECT count(*) FROM change WHERE data NOT NULL")

    def _number(self, query: str, *values: int) -> int:
        with _errors(self._path):
            number: int = self._connection.execute(query, values).fetchone()[0]
            return number

    def ids(self) -> Iterator[str]:
        """The ids of all articles that are not deleted, in order of sequence."""
        with _errors(self._path):
            for (id,) in self._connection.execute(
                "SELECT id FROM change WHERE data NOT NULL ORDER BY sequence"
            ):
                yield id

    def listed(self, after: int, upto: int) -> Iterator[tuple[str, datetime | None]]:
        """(id, when it came to say what it says, in UTC) of the articles of (after, upto].

        None where that is not known. In order of sequence.
        """
        with _errors(self._path):
            recorded = "NULL" if version_of(self._connection) == 1 else "recorded"
            for id, at in self._connection.execute(
                f"SELECT id, {recorded} FROM change"  # noqa: S608
                " WHERE sequence > ? AND sequence <= ? AND data NOT NULL ORDER BY sequence",
                (after, upto),
            ):
                yield id, datetime.fromtimestamp(at, UTC) if at else None

    def titles(self) -> Iterator[str]:
        """The titles of all articles that are not deleted, in order of sequence."""
        with _errors(self._path):
            for (title,) in self._connection.execute(
                "SELECT json_extract(data, '$.title') FROM change"
                " WHERE data NOT NULL ORDER BY sequence"
            ):
                yield title

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of these ids; those not stored are left out."""
        found: dict[str, Article] = {}
        with _errors(self._path):
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                rows = self._connection.execute(
                    f"SELECT id, data FROM change WHERE data NOT NULL AND id IN ({','.join('?' * len(some))})",  # noqa: S608, E501
                    list(some),
                )
                found.update((id, article_of(data)) for id, data in rows)
        return found

    def translations(self, id: str) -> list[Article]:
        """The articles that name ``id`` as the one they translate, in order of id."""
        with _errors(self._path):
            rows = self._connection.execute(
                "SELECT data FROM change WHERE translation_of = ? AND data NOT NULL ORDER BY id",
                (id,),
            )
            return [article_of(data) for (data,) in rows]

    def versions_of(self, ids: Iterable[str]) -> list[StoryVersion]:
        """What there is of these ids and of what translates them, in order of id.

        Only stories that have a translation: an article without one is left out.
        """
        some = list(ids)
        found: dict[str, StoryVersion] = {}
        with _errors(self._path):
            for start in range(0, len(some), BATCH):
                batch = some[start : start + BATCH]
                marks = ",".join("?" * len(batch))
                translations = self._connection.execute(
                    f"{_VERSION_OF} translation_of IN ({marks})",
                    batch,
                ).fetchall()
                originals = sorted({original for _, original, _, _ in translations})
                marks = ",".join("?" * len(originals))
                rows = self._connection.execute(f"{_VERSION_OF} id IN ({marks})", originals)
                found |= {row[0]: StoryVersion(*row) for row in (*translations, *rows)}
        return [found[id] for id in sorted(found)]

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


def article_of(data: str) -> Article:
    """An article from the store's text."""
    return Article.model_validate_json(data)


def fields_of(data: str) -> dict[str, Any]:
    """The fields of an article from the store's text, those with default values left out.

    Not validated again: only ``Store.put`` has written it. Moments are text.
    """
    found: dict[str, Any] = json.loads(data)
    return found


_HINTS = {
    "full": "free some space and repeat the command",
    "unable to open": "choose another --home, or make that folder writable",
    "readonly": "choose another --home, or make that file writable",
}


@contextmanager
def _errors(path: Path, *, hint: str = "") -> Iterator[None]:
    """Turn what SQLite and the file system say into errors of ours. ``hint``: of the latter."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
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
    except OSError as error:
        raise StoreError(error.strerror or str(error), place=str(path), hint=hint) from error
