"""How near articles are to one question: schemas.likeness over the vectors of an archive."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from indexer.vectors.encoder import Whole
from indexer.vectors.table import Table


@dataclass(frozen=True, slots=True)
class VectorLikeness:
    """``question``: the vector of what is asked. Safe to share between threads."""

    table: Table
    question: Whole

    def closest(self, limit: int) -> tuple[str, ...]:
        """See schemas.likeness."""
        return tuple(id for id, _ in self.table.closest(self.question, limit))

    def of(self, ids: Sequence[str]) -> tuple[float, ...]:
        """See schemas.likeness."""
        return tuple(self.table.cosines(self.question, ids).tolist())
