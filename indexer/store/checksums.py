"""Checksums of what is stored, so that a text in which a disk has changed a bit is not shown.

Each row with the text of an article has the CRC-32 of its id and text, each with the facets of a
former state that of its id, sequence and facets. What SQLite gives is compared with it whenever it
is read.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from indexer.store.tables import checksum, state_checksum, version_of
from schemas.article import Article
from schemas.errors import StoreError

TEXTS, STATES = 5, 6
"""The versions of the tables since which texts, and former states, have checksums."""

UNKNOWN = -1
"""The checksum of every row in a store of a version that had none."""


def column_of(connection: sqlite3.Connection, table: str = "", since: int = TEXTS) -> str:
    """What to select beside a text to compare it: the column, or UNKNOWN in an older store.

    ``since``: the version of the tables from which there is the column, TEXTS or STATES.
    """
    return f"{table}checksum" if version_of(connection) >= since else str(UNKNOWN)


def sound(id: Any, data: Any, stored: Any, path: Path) -> str:
    """``data`` if it is what was stored. Raises StoreError, naming the article, when it is not."""
    if isinstance(id, str) and isinstance(data, str) and stored in {UNKNOWN, checksum(id, data)}:
        return data
    raise damaged_article(id, path)


def check_state(id: Any, sequence: int, facets: Any, stored: Any, path: Path) -> None:
    """Raise StoreError when a former state is not what was stored."""
    readable = isinstance(id, str) and isinstance(facets, str | None)
    if not readable or stored not in {UNKNOWN, state_checksum(id, sequence, facets)}:
        raise damaged_article(id, path)


def damaged_article(id: Any, path: Path) -> StoreError:
    """The error of an article that is not as it was stored."""
    return StoreError(
        f"the article {id!r} is damaged: it does not match its checksum",
        place=str(path),
        hint=f"restore the store from a backup; or podshivka delete {id}, and ingest it again",
    )


def article_of(id: str, data: str, stored: int, path: Path) -> Article:
    """An article from the store's text. Raises StoreError when it is damaged."""
    return Article.model_validate_json(sound(id, data, stored, path))


def fields_of(data: str) -> dict[str, Any]:
    """The fields of an article from the store's text, those with default values left out.

    Not validated again: only ``Store.put`` has written it. Moments are text.
    """
    found: dict[str, Any] = json.loads(data)
    return found


def damage(connection: sqlite3.Connection, path: Path) -> Iterator[StoreError]:
    """What is wrong with a store: every page of the file and every text is read."""
    for (said,) in connection.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield StoreError(
                f"the file is damaged: {said}",
                place=str(path),
                hint="restore the store from a backup",
            )
    stored = column_of(connection)
    earlier = (
        ""
        if version_of(connection) == 1
        else (
            f" UNION ALL SELECT id, data, {stored} FROM version"  # noqa: S608 - a name of ours
        )
    )
    for id, data, known in connection.execute(
        f"SELECT id, data, {stored} FROM change WHERE data NOT NULL{earlier}"  # noqa: S608
    ):
        try:
            article_of(id, data, known, path)
        except StoreError as error:
            yield error
        except ValueError:
            yield damaged_article(id, path)
    if version_of(connection) > 3:
        yield from _damaged_states(connection, path)


def _damaged_states(connection: sqlite3.Connection, path: Path) -> Iterator[StoreError]:
    stored = column_of(connection, since=STATES)
    for id, sequence, facets, known in connection.execute(
        f"SELECT id, sequence, facets, {stored} FROM former"  # noqa: S608 - a name of ours
    ):
        try:
            check_state(id, sequence, facets, known, path)
        except StoreError as error:
            yield error
