"""The lexicon of each generation, kept in a folder that processes map into memory and share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from indexer.archive.editions import Editions
from indexer.index.contract import Generation, Searcher
from indexer.query.help import lexicon
from indexer.query.help.lexicon import Lexicon
from indexer.store import Store
from schemas.errors import EngineError


class Lexicons:
    """Lexicons in ``folder``. One that has drifted still orders what is offered well.

    Counts shown to readers come from the index.
    """

    def __init__(self, folder: Path) -> None:
        self._editions = Editions(folder, "what is known of words", lexicon.DRAFT, Lexicon.open)

    def open(self, generation: Generation) -> Lexicon | None:
        """The lexicon of ``generation``; None when there is none that can be read."""
        return self._editions.open(generation.name)

    def refresh(self, searcher: Searcher, store: Store) -> bool:
        """Make the lexicon of the searcher's generation if there is none or it has drifted.

        Also if it is damaged; whether it was. Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        known = self._editions.latest(generation.name)
        damaged = known is not None and self.open(generation) is None
        if damaged or known is None or not known.fits(generation.documents):
            made = lexicon.build(searcher.vocabulary(), store.titles())
            self._editions.replace(generation.name, generation.documents, made.save)
        return damaged

    def damage(self) -> Iterator[EngineError]:
        """An error for each lexicon that counts and cannot be read."""
        return self._editions.damage()

    def forget(self, searcher: Searcher) -> None:
        """Take the words that no article of ``searcher`` has from its generation's lexicon.

        Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        kept, known = self._editions.latest(generation.name), self.open(generation)
        if kept is None or known is None:
            self.drop(generation.name)
        else:
            fitted = known.fitted(searcher.vocabulary())
            self._editions.replace(generation.name, kept.documents, fitted.save)

    def drop(self, name: str) -> None:
        """Delete the lexicons of a generation."""
        self._editions.drop(name)

    def clean(self, names: set[str]) -> None:
        """Delete lexicons of generations that are not among ``names``, replaced or begun ones."""
        self._editions.clean(names)
