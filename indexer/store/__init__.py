"""The store: every article as it came, in one SQLite file. The source of truth.

Each put or delete takes the next ``sequence``; an article has one row, under its latest. A deleted
article leaves a tombstone (a row without data), so that an index learns of it. What an article
said before is kept, and all of its addresses lead to it, until it is deleted. A store of an older
version can be read as it is; the first write brings it up to date.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from itertools import islice
from pathlib import Path

from indexer.store import states
from indexer.store.checksums import fields_of
from indexer.store.connected import errors
from indexer.store.joins import Join, latest
from indexer.store.reading import BATCH, Reading, Version
from indexer.store.store_pass import Outcome, StorePass
from indexer.store.tables import VERSION, checksum, copies, upgrade
from schemas.article import Article

__all__ = ["BATCH", "VERSION", "Outcome", "Store", "Version", "fields_of"]


class Store(Reading):
    """One SQLite file, safe to share between threads; a connection a thread.

    Every method raises LockedError when another process has held the file for five seconds, and
    StoreError when SQLite or the disk refuses. A crash can undo BATCH articles, one transaction.
    """

    kept: Path | None = None
    """The copy of the file as an older version had written it, if it was brought up to date."""

    def put(self, articles: Iterable[Article], join: Join = latest) -> Outcome:
        """Store articles, BATCH in a transaction; what is stored already costs nothing.

        ``join``: what is kept when one comes whose id is stored, with other content. Raises
        StoreError, for instance on a full disk; the batches before it stay.
        """
        with errors(self._path):
            self._upgrade()
            intake = StorePass(self._connection, join, self._path)
        try:
            source = iter(articles)
            while batch := list(islice(source, BATCH)):
                with errors(self._path), self._transaction():
                    intake.take(batch)
        finally:
            intake.close()
        return intake.outcome

    def rewrite(self, articles: Iterable[Article]) -> int:
        """Store stored articles with other values of facets; how many.

        Each takes the next sequence; its record and its history stay what they are.
        """
        rewritten = 0
        with errors(self._path):
            self._upgrade()
            source = iter(articles)
            while batch := list(islice(source, BATCH)):
                with self._transaction() as connection:
                    rewritten += sum(self._rewrite(connection, article) for article in batch)
        return rewritten

    def _upgrade(self) -> None:
        self.kept = upgrade(self._connection, self._path) or self.kept

    @staticmethod
    def _rewrite(connection: sqlite3.Connection, article: Article) -> int:
        states.note_state(connection, article.id)
        data = article.model_dump_json(exclude_defaults=True)
        return connection.execute(
            "REPLACE INTO change (id, translation_of, digest, data, recorded, said, checksum)"
            " SELECT id, translation_of, digest, ?, recorded, coalesce(said, sequence), ?"
            " FROM change WHERE id = ? AND data NOT NULL",
            (data, checksum(article.id, data), article.id),
        ).rowcount

    def delete(self, ids: Iterable[str]) -> int:
        """Leave a tombstone for each id that is stored; the number of articles deleted.

        Their text, earlier versions included, is overwritten in the file; their addresses and
        former facets go, and so do copies that were made before an upgrade.
        """
        with errors(self._path):
            self._upgrade()
            self._connection.execute("PRAGMA secure_delete = ON")
            with self._transaction() as connection:
                count = sum(self._delete(connection, id) for id in ids)
            # the write-ahead log still has what was overwritten in the file
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            for copy in copies(self._path):  # of before an upgrade: it has what was deleted
                copy.unlink()
            self.kept = None
            return count

    @staticmethod
    def _delete(connection: sqlite3.Connection, id: str) -> int:
        for table in ("version", "copy", "address", "former"):
            connection.execute(f"DELETE FROM {table} WHERE id = ?", (id,))  # noqa: S608
        return connection.execute(
            "REPLACE INTO change (id) SELECT id FROM change WHERE id = ? AND data NOT NULL", (id,)
        ).rowcount
