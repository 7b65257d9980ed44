"""How near articles are to one question: schemas.likeness over the vectors of an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.vectors.packed import Whole
from indexer.vectors.table import Table
from schemas.article import Language
from schemas.query import ALWAYS, Period


@dataclass(frozen=True, slots=True)
class VectorLikeness:
    """``question``: of a text or of an article, see nearest.cosines. Safe to share by threads."""

    table: Table
    question: Whole

    def closest(self, limit: int, period: Period = ALWAYS) -> tuple[str, ...]:
        """See schemas.likeness. ``period``: only of articles of these days."""
        return tuple(id for id, _ in self.near(limit, period))

    def near(self, limit: int, period: Period = ALWAYS) -> list[tuple[str, float]]:
        """The same, with the cosine of each."""
        return self.table.closest(self.question, limit, period)

    def of(self, ids: Sequence[str], language: Language | None = None) -> tuple[float, ...]:
        """See schemas.likeness. ``language``: nan for articles in any other."""
        return tuple(self.table.cosines(self.question, ids, language).tolist())
