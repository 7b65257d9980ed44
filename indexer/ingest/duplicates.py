"""Articles that came before in the same ingest: repeated as they are, or differing under one id."""

from __future__ import annotations

import hashlib
import sqlite3

from schemas.article import Article
from schemas.errors import InputError


class Seen:
    """What an ingest has read so far; held by SQLite, which moves it to disk as it grows."""

    def __init__(self) -> None:
        self._known = sqlite3.connect("", isolation_level=None)
        self._known.executescript(
            "PRAGMA journal_mode = OFF;"
            "CREATE TABLE seen (id TEXT PRIMARY KEY, digest BLOB, place TEXT) WITHOUT ROWID;"
            "BEGIN"
        )

    def close(self) -> None:
        """Forget everything."""
        self._known.close()

    def is_new(self, article: Article, place: str) -> bool:
        """False when the very same article came before.

        Raises InputError when another one came with its id.
        """
        digest = hashlib.blake2b(article.model_dump_json().encode(), digest_size=16).digest()
        added = self._known.execute(
            "INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", (article.id, digest, place)
        )
        if added.rowcount:
            return True
        before, first = self._known.execute(
            "SELECT digest, place FROM seen WHERE id = ?", (article.id,)
        ).fetchone()
        if before == digest:
            return False
        raise InputError(
            f"the id {article.id!r} came before with other content, at {first}",
            place=place,
            mend="give one of them another id, or remove it",
        )
