"""Deleting articles from the store, from every generation, and from what is known of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer.archive.lexicons import Lexicons
from indexer.archive.served import CurrentGeneration
from indexer.archive.translations import KeptTranslations
from indexer.durable import PARTIAL
from indexer.index.columns import deletions
from indexer.index.contract import Engine, Generation
from indexer.store import Store
from schemas.errors import EngineError


@dataclass(frozen=True, slots=True)
class Deleting:
    """Deletes articles wherever they are. The caller holds the archive for writing."""

    home: Path
    store: Store
    engine: Engine
    lexicons: Lexicons
    translations: KeptTranslations
    serving: CurrentGeneration

    def delete(self, ids: Sequence[str]) -> int:
        """See Archive.delete, also for the errors raised.

        The words go first, then the articles in the store, then those in every generation. Wherever
        this is interrupted, nothing comes back: what the store has deleted is not served. Nobody
        knows which articles the words that analysis has learnt came from, so all of them go.
        """
        if not self.store.held(ids):
            return 0
        for generation in self.engine.generations():
            self._forget(generation, ids)
        for name in ("vocabulary", f"vocabulary{PARTIAL}"):
            (self.home / name).unlink(missing_ok=True)
        with self.serving.deleting():
            count = self.store.delete(ids)
            for generation in self.engine.generations():
                try:
                    self._remove(generation, ids)
                except EngineError:
                    if generation.published:
                        raise  # nobody rolls back to a damaged one
        return count

    def drop_strangers(self, generation: Generation) -> None:
        """Delete from a generation what the store no longer has; a sync brings the rest.

        Raises EngineError when the generation is damaged or the disk refuses.
        """
        searcher = self.engine.open(generation.name)
        strangers = sorted(set(searcher.ids()) - set(self.store.ids()))
        searcher.close()
        if strangers:
            self._forget(generation, strangers)
            self._remove(generation, strangers)

    def _forget(self, generation: Generation, ids: Sequence[str]) -> None:
        """Make the lexicon of a generation as if ``ids`` had been deleted."""
        try:
            searcher = self.engine.open(generation.name, ids)
        except EngineError:
            self.lexicons.drop(generation.name)
            self.translations.drop(generation.name)
            return
        if searcher.generation.documents < generation.documents:
            self.lexicons.forget(searcher)
            self.translations.forget(searcher)
            if generation.published:
                self.translations.forget_words(searcher)
        searcher.close()

    def _remove(self, generation: Generation, ids: Sequence[str]) -> None:
        """Delete ``ids`` from a generation, which stays where it is in the store's sequence."""
        self.engine.apply(generation.name, [deletions(ids)], generation.checkpoint)
