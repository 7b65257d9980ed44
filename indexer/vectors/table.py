"""The vectors of all articles, opened: which are the nearest, how near some are."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.manifest import Manifest
from indexer.vectors.nearest import Scores, cosines, likely
from indexer.vectors.packed import Whole
from indexer.vectors.rows import LANGUAGES, UNDATED, Entry, Rows, day_number, keys
from schemas.article import Language
from schemas.query import ALWAYS, Period


@dataclass(frozen=True)
class Table:
    """Parts, opened. ``dead``: of each part, which rows another one has replaced."""

    manifest: Manifest
    parts: tuple[Rows, ...]
    dead: tuple[NDArray[np.int64], ...] = field(repr=False)

    @classmethod
    def of(cls, manifest: Manifest, parts: Sequence[Rows]) -> Self:
        """The table of a manifest and its opened parts."""
        dead = tuple(np.array(part.dead, np.int64) for part in manifest.parts)
        return cls(manifest, tuple(parts), dead)

    def __len__(self) -> int:
        return self.manifest.articles

    @cached_property
    def _languages(self) -> tuple[NDArray[np.uint8], ...]:
        """The languages of each part's rows, 0 where a row does not count."""
        found = []
        for rows, dead in zip(self.parts, self.dead, strict=True):
            languages = rows.languages.copy()
            languages[dead] = 0
            found.append(languages)
        return tuple(found)

    def ids(self) -> Iterator[str]:
        """The ids of all articles that have vectors."""
        for rows, dead in zip(self.parts, self.dead, strict=True):
            gone = set(dead.tolist())
            yield from (rows.id(row) for row in range(len(rows)) if row not in gone)

    def places(self, ids: Sequence[str]) -> Iterator[tuple[Rows, NDArray[np.int64]]]:
        """Each part with the row of each id, -1 where it has none that counts."""
        wanted = keys(ids)
        for rows, dead in zip(self.parts, self.dead, strict=True):
            found = rows.find(ids, wanted)
            if len(dead):
                found[np.isin(found, dead)] = -1
            yield rows, found

    def entries(self, ids: Sequence[str]) -> list[Entry | None]:
        """What is kept of each article, None of those without vectors."""
        found: list[Entry | None] = [None] * len(ids)
        for rows, at in self.places(ids):
            for index in np.flatnonzero(at >= 0).tolist():
                found[index] = rows.entry(int(at[index]))
        return found

    def cosines(
        self, question: Whole, ids: Sequence[str], language: Language | None = None
    ) -> Scores:
        """How near each article is, nan where it has no vectors, or is not in ``language``."""
        found = np.full(len(ids), np.nan)
        for rows, at in self.places(ids):
            held = np.flatnonzero(at >= 0)
            if language:
                held = held[rows.languages[at[held]] == LANGUAGES.index(language)]
            if len(held):
                found[held] = cosines(rows, question, at[held])
        return found

    def closest(
        self, question: Whole, limit: int, period: Period = ALWAYS
    ) -> list[tuple[str, float]]:
        """The nearest ``limit`` articles of each language, the nearest first, then by id."""
        parts = list(zip(self.parts, self._languages, strict=True))
        if period == ALWAYS:
            chosen = likely(parts, question)
        else:
            chosen = [np.flatnonzero((own > 0) & _within(rows, period)) for rows, own in parts]
        scores = [cosines(rows, question, at) for (rows, _), at in zip(parts, chosen, strict=True)]
        spoken = [own[at] for (_, own), at in zip(parts, chosen, strict=True)]
        near: list[tuple[float, str]] = []
        for language in range(1, len(LANGUAGES)):
            own = [some[said == language] for some, said in zip(scores, spoken, strict=True)]
            least = _least(np.concatenate([*own, np.empty(0)]), limit)
            found: list[tuple[float, str]] = []
            for rows, at, some, said in zip(self.parts, chosen, scores, spoken, strict=True):
                kept = (some >= least) & (said == language)
                ids = map(rows.id, at[kept].tolist())
                found += zip((-some[kept]).tolist(), ids, strict=True)
            near += sorted(found)[:limit]
        return [(id, -score) for score, id in sorted(near)]


def _within(rows: Rows, period: Period) -> NDArray[np.bool_]:
    """Which rows are of a period; none that is undated."""
    first, last = day_number(period.first), day_number(period.last)
    return (rows.days >= max(first, UNDATED + 1)) & ((rows.days <= last) | (last == UNDATED))


def _least(scores: Scores, limit: int) -> float:
    """The score of the last of the best ``limit``; others may be as near."""
    if not limit:
        return math.inf
    return -math.inf if len(scores) <= limit else float(np.partition(scores, -limit)[-limit])
