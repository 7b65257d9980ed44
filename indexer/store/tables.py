"""The tables of the store, and how those of an older version become the present ones.

``change``: one row an article, under its latest sequence. ``digest``: of the record that gave its
text. ``version``: what an article said before. ``copy``: digests of records that were found to be
copies of it, so that they are known when they come again. ``address``: canonical addresses of
articles (indexer.addresses), those that were given up too. ``said``: the sequence under which an
article came to read as it does, NULL where it is that of its row; ``recorded``: when that was, in
seconds since 1970. ``archive``: one row, what tells this archive from all others. ``former``: the
facets of articles in states that have ended, NULL where one was deleted (indexer.store.states).
``seal``: one row, the archive's secret, and the sequence after which all states are kept.
``checksum``: of a row's id and text, or of a former state (indexer.store.checksums).
"""

from __future__ import annotations

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

from indexer.addresses import canonical
from indexer.durable import sync_file
from schemas.article import Article

APPLICATION_ID = 0x506F6473  # "Pods"
VERSION = 6

_SECOND = """
CREATE TABLE IF NOT EXISTS version (
    id TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    recorded INTEGER,
    data TEXT NOT NULL,
    checksum INTEGER,
    PRIMARY KEY (id, sequence)
);
CREATE TABLE IF NOT EXISTS copy (id TEXT, digest BLOB, PRIMARY KEY (id, digest)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS address (address TEXT, id TEXT, PRIMARY KEY (address, id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS addressed ON address (id);
"""
_THIRD = """
CREATE INDEX IF NOT EXISTS newest ON change (recorded, id) WHERE data IS NOT NULL;
CREATE TABLE IF NOT EXISTS archive (identity BLOB NOT NULL);
INSERT INTO archive SELECT randomblob(16) WHERE NOT EXISTS (SELECT 1 FROM archive);
"""
_FOURTH = """
CREATE TABLE IF NOT EXISTS former (
    id TEXT, sequence INTEGER, facets TEXT, checksum INTEGER, PRIMARY KEY (id, sequence)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS seal (key BLOB NOT NULL, since INTEGER NOT NULL);
INSERT INTO seal SELECT randomblob(16), (SELECT coalesce(max(sequence), 0) FROM change)
    WHERE NOT EXISTS (SELECT 1 FROM seal);
"""
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    translation_of TEXT,
    digest BLOB,
    data TEXT,
    recorded INTEGER,
    said INTEGER,
    checksum INTEGER
);
CREATE INDEX IF NOT EXISTS translation ON change (translation_of) WHERE translation_of IS NOT NULL;
{_SECOND}{_THIRD}{_FOURTH}
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
"""

_OF_A_TEXT = "checksum(id, data)", "data NOT NULL AND json_valid(data)"
_CHECKSUMS = {
    "change": _OF_A_TEXT,
    "version": _OF_A_TEXT,
    "former": (
        "state_checksum(id, sequence, facets)",
        "facets IS NULL OR json_valid(facets)",
    ),
}
"""Of each table what a row is compared with, and which rows get that when a store is brought up.

What is no JSON was damaged before: it stays without.
"""

_COPY = "-version-"
_HELD = 500
"""Rows of a table that are read at a time."""


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return found


def checksum(id: str, data: str) -> int:
    """The CRC-32 of an article's id and text, as stored."""
    return zlib.crc32(data.encode(), zlib.crc32(id.encode()))


def state_checksum(id: str, sequence: int, facets: str | None) -> int:
    """The CRC-32 of a state that has ended."""
    return checksum(id, f"{sequence} {facets or 'deleted'}")


def upgrade(connection: sqlite3.Connection, path: Path) -> Path | None:
    """Bring the tables of an older version to the present one, all or nothing.

    Gives the copy of the file as it was, made before; None when nothing had to be done. Raises
    OSError and what SQLite raises.
    """
    if (before := version_of(connection)) == VERSION:
        return None
    copy = _copied(connection, path.with_name(f"{path.stem}{_COPY}{before}{path.suffix}"))
    _upgrade(connection)
    return copy


def copies(path: Path) -> list[Path]:
    """The copies of a store that were made before its upgrades."""
    return list(path.parent.glob(f"{path.stem}{_COPY}*"))


def _copied(connection: sqlite3.Connection, copy: Path) -> Path:
    """Copy a store, with what stands in its log; the copy is on the disk then."""
    partial = copy.with_name(f"{copy.name}.partial")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(partial)) as other:
        connection.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")  # one file
    sync_file(partial)
    partial.replace(copy)
    sync_file(copy.parent)
    return copy


def _upgrade(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = version_of(connection)  # another process may have done it meanwhile
        if version == 1:
            connection.execute("ALTER TABLE change ADD COLUMN recorded INTEGER")
            _run(connection, _SECOND)
            _note_all_addresses(connection)
        if version < 3:
            connection.execute("ALTER TABLE change ADD COLUMN said INTEGER")
            _run(connection, _THIRD)
        if version < 4:
            _run(connection, _FOURTH)
        if version < VERSION:
            _note_all_checksums(connection)
            connection.execute(f"PRAGMA user_version = {VERSION}")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def _run(connection: sqlite3.Connection, script: str) -> None:
    for statement in script.split(";"):  # executescript would commit what was begun
        connection.execute(statement)


def _note_all_checksums(connection: sqlite3.Connection) -> None:
    connection.create_function("checksum", 2, checksum, deterministic=True)
    connection.create_function("state_checksum", 3, state_checksum, deterministic=True)
    for table, (value, is_sound) in _CHECKSUMS.items():
        columns = {name for _, name, *_ in connection.execute(f"PRAGMA table_info({table})")}
        if "checksum" not in columns:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN checksum INTEGER")
            connection.execute(f"UPDATE {table} SET checksum = {value} WHERE {is_sound}")  # noqa: S608 - texts of ours


def _note_all_addresses(connection: sqlite3.Connection) -> None:
    last = 0
    while rows := connection.execute(
        "SELECT sequence, id, data FROM change WHERE sequence > ? AND data NOT NULL"
        " ORDER BY sequence LIMIT ?",
        (last, _HELD),
    ).fetchall():
        last = rows[-1][0]
        for _, id, data in rows:
            note_addresses(connection, id, Article.model_validate_json(data))


def note_addresses(connection: sqlite3.Connection, id: str, article: Article) -> None:
    """Let the addresses of an article lead to it."""
    known = filter(None, map(canonical, (article.url, *article.addresses)))
    connection.executemany("INSERT OR IGNORE INTO address VALUES (?, ?)", ((a, id) for a in known))
