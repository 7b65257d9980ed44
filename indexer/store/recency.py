"""When articles came to read as they do: what is new, in the order in which it came.

Other tags do not make an article new, nor does an index that is built again. Every pass of articles
into the store has one moment, so that articles that came together are told apart by their dates.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID

from indexer.store.tables import version_of

_HELD = 500
"""Ids that are asked for at a time."""


@dataclass(frozen=True, slots=True)
class Recency:
    """Reads one connection. ``errors``: what turns those of SQLite into ours."""

    connection: sqlite3.Connection
    errors: Callable[[], AbstractContextManager[None]]

    @property
    def identity(self) -> UUID:
        """What tells this archive from all others, wherever it lies.

        A store that was not written to since it was of an older version has none of its own yet.
        """
        with self.errors():
            if version_of(self.connection) < 3:
                return NAMESPACE_URL
            (identity,) = self.connection.execute("SELECT identity FROM archive").fetchone()
        return UUID(bytes=identity, version=4)

    def latest(self, most: int) -> tuple[dict[str, datetime], datetime | None]:
        """The articles of the latest passes, ``most`` of them at most, every pass whole.

        Ids with their moments, the latest first; and the moment of the first pass that is too
        large, None when there is none. Articles of an unknown moment are left out.
        """
        with self.errors():
            if version_of(self.connection) == 1:
                return {}, None
            rows = self.connection.execute(
                "SELECT id, recorded FROM change WHERE data IS NOT NULL AND recorded IS NOT NULL"
                " ORDER BY recorded DESC LIMIT ?",
                (most + 1,),
            ).fetchall()
        cut = rows[-1][1] if len(rows) > most else None
        whole = {id: datetime.fromtimestamp(at, UTC) for id, at in rows if at != cut}
        return whole, None if cut is None else datetime.fromtimestamp(cut, UTC)

    def moments(self, ids: Sequence[str]) -> dict[str, datetime]:
        """The moments of these articles; those not stored, or of an unknown one, are left out."""
        found: dict[str, datetime] = {}
        with self.errors():
            if version_of(self.connection) == 1:
                return found
            for start in range(0, len(ids), _HELD):
                some = ids[start : start + _HELD]
                rows = self.connection.execute(
                    "SELECT id, recorded FROM change WHERE data IS NOT NULL"  # noqa: S608
                    f" AND recorded IS NOT NULL AND id IN ({','.join('?' * len(some))})",
                    list(some),
                )
                found.update((id, datetime.fromtimestamp(at, UTC)) for id, at in rows)
        return found

    def since(self, after: int, upto: int) -> dict[str, bool]:
        """The articles that came to read as they do under a sequence in (after, upto], in order.

        Ids; whether the article was known at ``after`` and said something else.
        """
        with self.errors():
            old = version_of(self.connection)
            said = "sequence" if old < 3 else "coalesce(said, sequence)"
            known = (
                "0"
                if old == 1
                else "EXISTS (SELECT 1 FROM version v WHERE v.id = c.id AND v.sequence <= :after)"
            )
            rows = self.connection.execute(
                f"SELECT id, {known} FROM change c WHERE sequence > :after AND data IS NOT NULL"  # noqa: S608
                f" AND {said} > :after AND {said} <= :upto ORDER BY {said}",
                {"after": after, "upto": upto},
            )
            return {id: bool(changed) for id, changed in rows}

    def first_after(self, sequence: int) -> datetime | None:
        """When the first article came of those that came to read as they do after a sequence."""
        with self.errors():
            if version_of(self.connection) < 3:
                return None
            (first,) = self.connection.execute(
                "SELECT min(recorded) FROM change WHERE sequence > ? AND said IS NULL",
                (sequence,),
            ).fetchone()
        return None if first is None else datetime.fromtimestamp(first, UTC)

    def before(self, moment: datetime) -> int:
        """The sequence after which all came that came at ``moment`` or later."""
        with self.errors():
            old = version_of(self.connection)
            if old == 1:
                return 0
            said = "sequence" if old < 3 else "coalesce(said, sequence)"
            (first,) = self.connection.execute(
                f"SELECT min({said}) FROM change WHERE data IS NOT NULL AND recorded >= ?",  # noqa: S608
                (moment.timestamp(),),
            ).fetchone()
            (last,) = self.connection.execute("SELECT max(sequence) FROM change").fetchone()
        return int(last or 0) if first is None else first - 1
