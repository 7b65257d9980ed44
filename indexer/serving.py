"""What a process serves: the published generation, opened, until another is published."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from indexer.engine import Engine, Searcher
from indexer.forgive.suggestions import Suggester
from indexer.pages import Pages
from schemas.errors import EngineError, NotFoundError, OutdatedIndexError


@dataclass(frozen=True, slots=True)
class Served:
    """An opened generation and what answers from it. ``suggester`` None: it has no lexicon."""

    searcher: Searcher
    pages: Pages
    suggester: Suggester | None


class Serving:
    """Follows publications and updates. Safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        mark: Path,
        fingerprint: Callable[[], str],
        prepare: Callable[[Searcher], Served],
    ) -> None:
        """``mark``: the file that a writer touches when there is something new.

        ``fingerprint``: that an index must have to be understood. ``prepare``: makes what is
        served of a searcher.
        """
        self._engine = engine
        self._mark = mark
        self._fingerprint = fingerprint
        self._prepare = prepare
        self._opening = threading.Lock()
        self._served: tuple[tuple[str | None, int], Served] | None = None

    def changed(self) -> None:
        """Tell all processes to look again."""
        self._mark.touch()

    def current(self) -> Served:
        """What is served now; a newly published generation is taken up by itself.

        Raises NotFoundError when nothing was indexed yet, OutdatedIndexError when other settings
        built the index, EngineError when it is damaged. Who has a generation open keeps it
        rather than fail.
        """
        state, served = self._state(), self._served
        if served is not None and served[0] == state:
            return served[1]
        with self._opening:
            served = self._served
            if served is None or served[0] != state:
                served = state, self._reopened(served)
                self._served = served
            return served[1]

    def _reopened(self, before: tuple[object, Served] | None) -> Served:
        try:
            searcher = self._engine.open()
            if searcher.generation.fingerprint != self._fingerprint():
                raise outdated(searcher.generation.name)
            return self._prepare(searcher)
        except (NotFoundError, EngineError):
            if before is None:
                raise
            return before[1]

    def _state(self) -> tuple[str | None, int]:
        try:
            changed = self._mark.stat().st_mtime_ns
        except FileNotFoundError:
            changed = 0
        return self._engine.published(), changed


def outdated(name: str) -> OutdatedIndexError:
    """The error of a generation that other settings built."""
    return OutdatedIndexError(
        f"generation {name} was built by other analysis settings or taxonomies",
        mend="podshivka reindex builds a new one while the site stays up",
    )
