"""What the store is asked: articles, what they said before, what has changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from indexer.store import states
from indexer.store.checksums import TEXTS, UNKNOWN, article_of, column_of, damage, sound
from indexer.store.connected import Connected, errors
from indexer.store.recency import Recency
from indexer.store.tables import version_of
from schemas.article import Article
from schemas.errors import StoreError

BATCH = 500
"""Articles that are read, or written in one transaction, at a time."""

_VERSION_OF = """
SELECT id, translation_of, json_extract(data, '$.language'), json_extract(data, '$.title')
FROM change WHERE data NOT NULL AND"""
_ONE = "SELECT sequence, NULL, data, {} FROM change WHERE id = :id AND data NOT NULL"
_HISTORY = """
SELECT sequence, recorded, data, {0} FROM version WHERE id = :id UNION ALL
SELECT sequence, recorded, data, {0} FROM change WHERE id = :id AND data NOT NULL ORDER BY sequence
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


class Reading(Connected):
    """The questions. A store of an older version answers them as far as it can."""

    def history(self, id: str) -> list[Version]:
        """What an article said, oldest first; the last is what it says now. [] without it."""
        with errors(self._path):
            rows = self._connection.execute(self._history, {"id": id}).fetchall()
            return [
                Version(
                    sequence,
                    at and datetime.fromtimestamp(at, UTC),
                    article_of(id, data, stored, self._path),
                )
                for sequence, at, data, stored in rows
            ]

    @property
    def _history(self) -> str:
        asked = _ONE if version_of(self._connection) == 1 else _HISTORY
        return asked.format(column_of(self._connection))

    def versions(self, id: str) -> int:
        """How many entries ``history`` has."""
        with errors(self._path):
            query = f"SELECT count(*) FROM ({self._history})"  # noqa: S608
            count: int = self._connection.execute(query, {"id": id}).fetchone()[0]
            return count

    def at(self, addresses: Sequence[str], language: str | None = None) -> list[str]:
        """Ids of the articles with one of these canonical addresses, in order of sequence.

        ``language``: of the articles, None for any.
        """
        with errors(self._path):
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
        with errors(self._path):
            for id, data, stored in self._connection.execute(
                f"SELECT id, data, {column_of(self._connection)} FROM change"  # noqa: S608
                " WHERE sequence > ? AND sequence <= ? ORDER BY sequence",
                (after, upto),
            ):
                yield id, None if data is None else sound(id, data, stored, self._path)

    def milestones(self, after: int, upto: int, every: int) -> list[int]:
        """The sequence of each ``every``-th change of (after, upto], and last of all ``upto``."""
        with errors(self._path):
            rows = self._connection.execute(
                "SELECT sequence FROM (SELECT sequence, row_number() OVER (ORDER BY sequence) AS n"
                " FROM change WHERE sequence > ? AND sequence <= ?)"
                " WHERE n % ? = 0 AND sequence < ? ORDER BY sequence",
                (after, upto, every, upto),
            )
            return [*(sequence for (sequence,) in rows), upto]

    @property
    def news(self) -> Recency:
        """When articles came to read as they do. Its methods raise as those of the store do."""
        return Recency(self._connection, partial(errors, self._path))

    def deleted(self, after: int) -> list[str]:
        """The ids of the articles whose deletion has a later sequence, in order of sequence."""
        with errors(self._path):
            rows = self._connection.execute(
                "SELECT id FROM change WHERE sequence > ? AND data IS NULL ORDER BY sequence",
                (after,),
            )
            return [id for (id,) in rows]

    def changed_between(self, one: int, other: int) -> Iterator[states.Changed]:
        """The articles in other states at two sequences, and those deleted after ``one``.

        Both at least ``seal().since``: before, states were not kept.
        """
        with errors(self._path):
            yield from states.changed_between(self._connection, one, other, self._path)

    def seal(self) -> states.Seal | None:
        """The secret of this archive; None until a store of an older version is written to."""
        with errors(self._path):
            connection = self._connection
            if self._local.seal is None and version_of(connection) > 3:
                self._local.seal = states.seal(connection)  # it never changes
            seal: states.Seal | None = self._local.seal
            return seal

    @property
    def version(self) -> int:
        """The version of the tables; of an older one until the first write."""
        with errors(self._path):
            return version_of(self._connection)

    def pending(self, after: int) -> int:
        """How many changes there are after this sequence."""
        return self._number("SELECT count(*) FROM change WHERE sequence > ?", after)

    @property
    def sequence(self) -> int:
        """The latest sequence, 0 when nothing was ever put."""
        return self._number("SELECT coalesce(max(sequence), 0) FROM change")

    def __len__(self) -> int:
        return self._number("SELECT count(*) FROM change WHERE data NOT NULL")

    def ids(self) -> Iterator[str]:
        """The ids of all articles that are not deleted, in order of sequence."""
        with errors(self._path):
            for (id,) in self._connection.execute(
                "SELECT id FROM change WHERE data NOT NULL ORDER BY sequence"
            ):
                yield id

    def listed(self, after: int, upto: int) -> Iterator[tuple[str, datetime | None]]:
        """(id, when it came to say what it says, in UTC) of the articles of (after, upto].

        None where that is not known. In order of sequence.
        """
        with errors(self._path):
            recorded = "NULL" if version_of(self._connection) == 1 else "recorded"
            for id, at in self._connection.execute(
                f"SELECT id, {recorded} FROM change"  # noqa: S608
                " WHERE sequence > ? AND sequence <= ? AND data NOT NULL ORDER BY sequence",
                (after, upto),
            ):
                yield id, datetime.fromtimestamp(at, UTC) if at else None

    def titles(self) -> Iterator[str]:
        """The titles of all articles that are not deleted, in order of sequence."""
        with errors(self._path):
            for (title,) in self._connection.execute(
                "SELECT json_extract(data, '$.title') FROM change"
                " WHERE data NOT NULL ORDER BY sequence"
            ):
                yield title

    def get_many(self, ids: Sequence[str]) -> dict[str, Article]:
        """The articles of these ids; those not stored are left out."""
        found: dict[str, Article] = {}
        if not ids:
            return found
        with errors(self._path):
            column = self._column
            for start in range(0, len(ids), BATCH):
                some = ids[start : start + BATCH]
                marks = ",".join("?" * len(some))
                for id, data, stored in self._connection.execute(
                    f"SELECT id, data, {column} FROM change WHERE data NOT NULL AND id IN ({marks})",  # noqa: S608, E501
                    list(some),
                ):
                    found[id] = article_of(id, data, stored, self._path)
        return found

    @property
    def _column(self) -> str:
        """``column_of`` this thread's connection; once a store has the column, it keeps it."""
        connection = self._connection
        if not self._local.summed:
            self._local.summed = version_of(connection) >= TEXTS
        return "checksum" if self._local.summed else str(UNKNOWN)

    def held(self, ids: Sequence[str]) -> list[str]:
        """Those of these ids that are stored, in their order; their texts are not read."""
        with errors(self._path):
            query = "SELECT 1 FROM change WHERE id = ? AND data NOT NULL"
            return [id for id in ids if self._connection.execute(query, (id,)).fetchone()]

    def damage(self) -> list[StoreError]:
        """What is wrong with the file: all of it is read, and every text compared."""
        with errors(self._path):
            return list(damage(self._connection, self._path))

    def translations(self, id: str) -> list[Article]:
        """The articles that name ``id`` as the one they translate, in order of id."""
        with errors(self._path):
            rows = self._connection.execute(
                f"SELECT id, data, {column_of(self._connection)} FROM change"  # noqa: S608
                " WHERE translation_of = ? AND data NOT NULL ORDER BY id",
                (id,),
            )
            return [article_of(id, data, stored, self._path) for id, data, stored in rows]

    def translated(self) -> Iterator[tuple[str, str]]:
        """(id of what is translated, id of what translates it), of other languages, in order."""
        with errors(self._path):
            yield from self._connection.execute(
                "SELECT original.id, change.id FROM change"
                " JOIN change AS original ON original.id = change.translation_of"
                " WHERE change.translation_of NOT NULL AND change.data NOT NULL"
                " AND original.data NOT NULL AND json_extract(original.data, '$.language')"
                " != json_extract(change.data, '$.language') ORDER BY original.id, change.id"
            )

    def versions_of(self, ids: Iterable[str]) -> list[StoryVersion]:
        """What there is of these ids and of what translates them, in order of id.

        Only stories that have a translation: an article without one is left out.
        """
        some = list(ids)
        found: dict[str, StoryVersion] = {}
        with errors(self._path):
            for start in range(0, len(some), BATCH):
                batch = some[start : start + BATCH]
                marks = ",".join("?" * len(batch))
                translations = self._connection.execute(
                    f"{_VERSION_OF} translation_of IN ({marks})",
                    batch,
                ).fetchall()
                originals = sorted({original for _, original, _, _ in translations})
                if not originals:
                    continue
                marks = ",".join("?" * len(originals))
                rows = self._connection.execute(f"{_VERSION_OF} id IN ({marks})", originals)
                found |= {row[0]: StoryVersion(*row) for row in (*translations, *rows)}
        return [found[id] for id in sorted(found)]
