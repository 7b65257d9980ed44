"""How articles come into the tables: new, changed, known already, or joined with a stored one."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.store.checksums import article_of
from indexer.store.joins import Join
from indexer.store.states import note_state
from indexer.store.tables import checksum, note_addresses
from schemas.article import Article

READ_BY_PEOPLE = (
    "title",
    "lede",
    "body",
    "captions",
    "notices",
    "author",
    "source",
    "published",
    "updated",
    "translation_of",
)
"""What a reader reads of an article: a version is kept when one of these becomes other."""


@dataclass(slots=True)
class Outcome:
    """What became of the articles put; of several with one id the first is counted.

    ``unchanged``: nothing but perhaps an address was new. ``moved``: so often it was.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    moved: int = 0


SANE = 4_102_444_800
"""The year 2100, in seconds: a later time is damage."""


class StorePass:
    """One pass of articles into the store, several transactions long."""

    def __init__(self, connection: sqlite3.Connection, join: Join, path: Path) -> None:
        self.outcome = Outcome()
        self._path = path
        self._connection = connection
        self._join = join
        # a clock that was set back must not hide what comes under what came before
        (latest,) = connection.execute(
            "SELECT max(recorded) FROM change WHERE data IS NOT NULL AND recorded < ?", (SANE,)
        ).fetchone()
        self._now = max(int(time.time()), latest or 0)
        (self._start,) = connection.execute(
            "SELECT coalesce(max(sequence), 0) FROM change"
        ).fetchone()
        # a table, not a set: memory does not grow with what comes
        connection.execute("DROP TABLE IF EXISTS temp.came")
        connection.execute("CREATE TEMP TABLE came (id TEXT PRIMARY KEY) WITHOUT ROWID")

    def close(self) -> None:
        """Forget which ids came."""
        self._connection.execute("DROP TABLE IF EXISTS temp.came")

    def take(self, batch: Sequence[Article]) -> None:
        """Store some articles, within the transaction that is open."""
        ids = list({article.id for article in batch})
        marks = ",".join("?" * len(ids))
        known = dict(
            self._connection.execute(f"SELECT id, digest FROM change WHERE id IN ({marks})", ids)  # noqa: S608
        )
        for article in batch:
            came = self._connection.execute(
                "INSERT OR IGNORE INTO temp.came VALUES (?)", (article.id,)
            )
            again = not came.rowcount
            data = article.model_dump_json(exclude_defaults=True)
            digest = hashlib.blake2b(data.encode(), digest_size=16).digest()
            before = known.get(article.id)
            if before is None:
                note_state(self._connection, article.id)  # that it was deleted, if it was
                self._replace(article, data, digest)
                self.outcome.new += not again
                known[article.id] = digest
            elif self._is_known(article.id, before, digest):
                self.outcome.unchanged += not again
            else:
                known[article.id] = self._merge(article, before, digest, again=again)

    def _is_known(self, id: str, before: bytes, digest: bytes) -> bool:
        return before == digest or bool(
            self._connection.execute(
                "SELECT 1 FROM copy WHERE id = ? AND digest = ?", (id, digest)
            ).fetchone()
        )

    def _merge(self, article: Article, before: bytes, digest: bytes, *, again: bool) -> bytes:
        """Join an article with the stored one; the digest of the record whose text is kept."""
        id = article.id
        sequence, data, said, recorded, known = self._connection.execute(
            "SELECT sequence, data, coalesce(said, sequence), recorded, checksum"
            " FROM change WHERE id = ?",
            (id,),
        ).fetchone()
        stored = article_of(id, data, known, self._path)
        joined = self._join(stored, article, again)
        kept = joined.article
        if joined.copy:  # the record that loses is known when it comes again, in whatever order
            loser = before if joined.taken else digest
            self._connection.execute("INSERT OR IGNORE INTO copy VALUES (?, ?)", (id, loser))
        chosen = digest if joined.taken else before
        written = kept.model_dump_json(exclude_defaults=True)
        if _said(kept) == _said(stored):  # no new sequence: there is nothing to index
            self._connection.execute(
                "UPDATE change SET digest = ?, data = ?, checksum = ? WHERE id = ?",
                (chosen, written, checksum(id, written), id),
            )
            note_addresses(self._connection, id, kept)
            self.outcome.unchanged += not again
            self.outcome.moved += written != data
        else:
            rewritten = _is_rewritten(stored, kept)
            # nobody has seen what came earlier in this pass
            if sequence <= self._start:
                note_state(self._connection, id)
            if said <= self._start and rewritten:
                self._connection.execute(
                    "INSERT INTO version (id, sequence, recorded, data, checksum)"
                    " SELECT id, ?, recorded, data, checksum FROM change WHERE id = ?",
                    (said, id),
                )
            self._replace(kept, written, chosen)
            if not rewritten:  # other tags: it reads as it did, and is no news
                self._connection.execute(
                    "UPDATE change SET said = ?, recorded = ? WHERE id = ?", (said, recorded, id)
                )
            self.outcome.changed += not again
        return chosen

    def _replace(self, article: Article, data: str, digest: bytes) -> None:
        self._connection.execute(
            "REPLACE INTO change (id, translation_of, digest, data, recorded, checksum)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (
                *(article.id, article.translation_of, digest, data, self._now),
                checksum(article.id, data),
            ),
        )
        note_addresses(self._connection, article.id, article)


def _said(article: Article) -> str:
    """All that an article says but where it stands."""
    return article.model_dump_json(exclude_defaults=True, exclude={"url", "addresses"})


def _is_rewritten(before: Article, now: Article) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in READ_BY_PEOPLE)
