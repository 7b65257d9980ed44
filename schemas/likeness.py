"""How near articles are in meaning to what is asked, whatever their words and language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Likeness(Protocol):
    """The articles beside one question. Safe to share between threads."""

    def closest(self, limit: int) -> tuple[str, ...]:
        """The ids of the nearest ``limit`` articles of each language, the nearest first."""
        ...

    def of(self, ids: Sequence[str]) -> tuple[float, ...]:
        """How near each of ``ids`` is, at most 1, about a cosine; nan if nothing is known of it."""
        ...
