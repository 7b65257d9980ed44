"""The engines, each behind the same few calls."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Protocol

from benchmarks.corpus import Corpus
from benchmarks.count import Answer
from benchmarks.queries import Definition


class Contestant(Protocol):
    """An engine with an open index.

    ``run`` alone is timed: from a prepared query to total, ids and counts in the engine's own
    form. ``prepare`` (words to a query object) and ``answer`` (its form to ours) are not.
    """

    name: ClassVar[str]
    how: ClassVar[str]
    """The way of asking that was chosen, for the report."""

    def __init__(self, folder: Path, corpus: Corpus) -> None:
        """Open the index in ``folder``."""

    @staticmethod
    def build(folder: Path, corpus: Corpus, processes: int) -> float:
        """Index the corpus; seconds from the first line read to an index that can be opened."""

    def prepare(self, definition: Definition) -> Any:
        """The query in the engine's own terms."""

    def run(self, prepared: Any) -> Any:
        """Ask it."""

    def answer(self, raw: Any, definition: Definition) -> Answer:
        """The engine's answer in the form that is compared."""


def contestants() -> dict[str, Callable[[], type[Contestant]]]:
    """By name; imported only when asked for."""
    return {
        "ours": _ours,
        "ours-cached": _ours_cached,
        "tantivy": _tantivy,
        "tantivy-sets": _tantivy_sets,
        "fts5": _fts5,
        "whoosh": _whoosh,
    }


def _ours() -> type[Contestant]:
    from benchmarks.adapters.ours import Ours  # noqa: PLC0415

    return Ours


def _ours_cached() -> type[Contestant]:
    from benchmarks.adapters.ours import OursCached  # noqa: PLC0415

    return OursCached


def _tantivy() -> type[Contestant]:
    from benchmarks.adapters.tantivy import Tantivy  # noqa: PLC0415

    return Tantivy


def _tantivy_sets() -> type[Contestant]:
    from benchmarks.adapters.tantivy import TantivySets  # noqa: PLC0415

    return TantivySets


def _fts5() -> type[Contestant]:
    from benchmarks.adapters.fts5 import Fts5  # noqa: PLC0415

    return Fts5


def _whoosh() -> type[Contestant]:
    from benchmarks.adapters.stock import StockWhoosh  # noqa: PLC0415

    return StockWhoosh
