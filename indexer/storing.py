"""The tables of the store, and how articles come into them.

``change``: one row an article, under its latest sequence. ``digest``: of the record that gave its
text. ``version``: what an article said before. ``copy``: digests of records that were found to be
copies of it, so that they are known when they come again. ``address``: canonical addresses of
articles (indexer.addresses), those that were given up too.
"""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.addresses import canonical
from schemas.article import Article

APPLICATION_ID = 0x506F6473  # "Pods"
VERSION = 2

_SECOND = """
CREATE TABLE IF NOT EXISTS version (
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    recorded INTEGER,
    data TEXT NOT NULL,
    PRIMARY KEY (id, sequence)
);
CREATE TABLE IF NOT EXISTS copy (id TEXT, digest BLOB, PRIMARY KEY (id, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS address (address TEXT, id TEXT, PRIMARY KEY (address, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS addressed ON address (id);
"""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    translation_of TEXT,
    digest BLOB,
    data TEXT,
    recorded INTEGER
);
CREATE INDEX IF NOT EXISTS translation ON change (translation_of) WHERE translation_of IS NOT NULL;
{_SECOND}
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""

READ = (
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

_HELD = 500
"""Rows of a table that are read at a time."""


@dataclass(slots=True)
class Outcome:
    """What became of the articles put; of several with one id the first is counted.

    ``unchanged``: nothing but perhaps an address was new.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Joined:
    """What is kept of a stored article and one that came.

    ``copy``: the latter is another copy of the same text, not its newer state. ``taken``: its text
    is the one that is kept.
    """

    article: Article
    copy: bool = False
    taken: bool = True


Join = Callable[[Article, Article, bool], Joined]
"""The stored article, the one that came, and whether it came in this pass before."""


def latest(before: Article, now: Article, again: bool) -> Joined:  # noqa: ARG001, FBT001 - a Join
    """What came last counts."""
    return Joined(now)


def retagged(before: Article, now: Article, again: bool) -> Joined:  # noqa: ARG001, FBT001 - a Join
    """What was found in the stored text is written beside it; its record stays the one known."""
    return Joined(now, taken=False)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def upgrade(connection: sqlite3.Connection) -> None:
    """Bring the tables of an older version to the present one, all or nothing."""
    if version_of(connection) == VERSION:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) == 1:  # no other process has done it meanwhile
            connection.execute("ALTER TABLE change ADD COLUMN recorded INTEGER")
            for statement in _SECOND.split(";"):
                connection.execute(statement)
            _note_all_addresses(connection)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _note_all_addresses(connection: sqlite3.Connection) -> None:
    last = 0
    while rows := connection.execute(
        "SELECT sequence, id, data FROM change WHERE sequence > ? AND data NOT NULL"
        " ORDER BY sequence LIMIT ?",
        (last, _HELD),
    ).fetchall():
        last = rows[-1][0]
        for _, id, data in rows:
            _note_addresses(connection, id, Article.model_validate_json(data))


def _note_addresses(connection: sqlite3.Connection, id: str, article: Article) -> None:
    known = filter(None, map(canonical, (article.url, *article.addresses)))
    connection.executemany("INSERT OR IGNORE INTO address VALUES (?, ?)", ((a, id) for a in known))


class Intake:
    """One pass of articles into the store, several transactions long."""

    def __init__(self, connection: sqlite3.Connection, join: Join) -> None:
        self.outcome = Outcome()
        self._connection = connection
        self._join = join
        self._now = int(time.time())
        (self._start,) = connection.execute(
            "SELECT coalesce(max(sequence), 0) FROM change"
        ).fetchone()
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
        sequence, data = self._connection.execute(
            "SELECT sequence, data FROM change WHERE id = ?", (id,)
        ).fetchone()
        stored = Article.model_validate_json(data)
        joined = self._join(stored, article, again)
        kept = joined.article
        if joined.copy:
            loser = before if joined.taken else digest
            self._connection.execute("INSERT OR IGNORE INTO copy VALUES (?, ?)", (id, loser))
        chosen = digest if joined.taken else before
        written = kept.model_dump_json(exclude_defaults=True)
        if _said(kept) == _said(stored):
            self._connection.execute(
                "UPDATE change SET digest = ?, data = ? WHERE id = ?", (chosen, written, id)
            )
            _note_addresses(self._connection, id, kept)
            self.outcome.unchanged += not again
        else:
            if sequence <= self._start and _is_rewritten(stored, kept):
                self._connection.execute(
                    "INSERT INTO version SELECT id, sequence, recorded, data FROM change"
                    " WHERE id = ?",
                    (id,),
                )
            self._replace(kept, written, chosen)
            self.outcome.changed += not again
        return chosen

    def _replace(self, article: Article, data: str, digest: bytes) -> None:
        self._connection.execute(
            "REPLACE INTO change (id, translation_of, digest, data, recorded)"
            " VALUES (?, ?, ?, ?, ?)",
            (article.id, article.translation_of, digest, data, self._now),
        )
        _note_addresses(self._connection, article.id, article)


def _said(article: Article) -> str:
    """All that an article says but where it stands."""
    return article.model_dump_json(exclude_defaults=True, exclude={"url", "addresses"})


def _is_rewritten(before: Article, now: Article) -> bool:
    return any(getattr(before, name) != getattr(now, name) for name in READ)
