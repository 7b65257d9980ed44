"""The lexicon of each generation, kept in a folder that processes map into memory and share."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from indexer.index.contract import Generation, Searcher
from indexer.query.help import lexicon
from indexer.query.help.lexicon import Lexicon
from indexer.store import Store
from schemas.errors import EngineError

UNREADABLE = (OSError, TypeError, ValueError)
"""What opening a damaged lexicon raises."""

DRIFT = 0.02
"""Share of articles by which a generation may grow or shrink before its lexicon is made anew.

Counts shown to readers come from the index; the lexicon only orders what is offered.
"""


@dataclass(frozen=True, slots=True, order=True)
class _Kept:
    """A lexicon in a folder. ``documents``: articles of the generation when it was made.

    ``edition``: it replaces those of the same generation with a lower one.
    """

    edition: int
    documents: int
    path: Path


class Lexicons:
    """Lexicons in ``folder``, named GENERATION-ARTICLES-EDITION; edition 0 is left out."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, generation: Generation) -> Lexicon | None:
        """The lexicon of ``generation``; None when there is none that can be read."""
        known = self._of(generation.name)
        if not known:
            return None
        try:
            return Lexicon.open(max(known).path)
        except UNREADABLE:
            return None

    def refresh(self, searcher: Searcher, store: Store) -> bool:
        """Make the lexicon of the searcher's generation if there is none or it has drifted.

        Also if it is damaged; whether it was. Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        known = self._of(generation.name)
        damaged = bool(known) and self.open(generation) is None
        if damaged or not known or not _near(max(known).documents, generation.documents):
            made = lexicon.build(searcher.vocabulary(), store.titles())
            self._replace(generation.name, generation.documents, made)
        return damaged

    def damage(self) -> Iterator[EngineError]:
        """An error for each lexicon that counts and cannot be read."""
        for path in sorted(max(self._of(name)).path for name in self._names()):
            try:
                Lexicon.open(path)
            except UNREADABLE as error:
                yield EngineError(
                    f"what is known of words is damaged: {error}",
                    place=str(path),
                    hint="podshivka sync makes that of the index in use anew",
                )

    def forget(self, searcher: Searcher) -> None:
        """Take the words that no article of ``searcher`` has from its generation's lexicon.

        Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        known = self.open(generation)
        if known is None:
            self.drop(generation.name)
        else:
            documents = max(self._of(generation.name)).documents
            self._replace(generation.name, documents, known.fitted(searcher.vocabulary()))

    def drop(self, name: str) -> None:
        """Delete the lexicons of a generation."""
        for each in self._of(name):
            with suppress(OSError):
                self._remove(each.path)

    def clean(self, names: set[str]) -> None:
        """Delete lexicons of generations that are not among ``names``, replaced or begun ones."""
        kept = {max(self._of(name)).path for name in self._names() & names}
        for path in self._folder.glob("*-*"):
            if path not in kept:
                with suppress(OSError):
                    self._remove(path)

    def _remove(self, path: Path) -> None:
        # renamed first: an interruption leaves no half of a lexicon under its name
        draft = path
        if not path.name.startswith(lexicon.DRAFT):
            draft = path.rename(path.with_name(f"{lexicon.DRAFT}{path.name}"))
        shutil.rmtree(draft)

    def _replace(self, name: str, documents: int, made: Lexicon) -> None:
        known = self._of(name)
        edition = max(known).edition + 1 if known else 0
        try:
            # the newest counts: those before it may stay when this is interrupted
            made.save(self._folder / (f"{name}-{documents}" + f"-{edition}" * bool(edition)))
            for each in known:
                self._remove(each.path)
        except OSError as error:
            raise EngineError(
                f"what is known of words cannot be kept: {error}",
                place=str(self._folder),
                hint="check the disk, then repeat the command",
            ) from error

    def _names(self) -> set[str]:
        """The generations that have lexicons."""
        found = {path.name.partition("-")[0] for path in self._folder.glob("*-*")}
        return found - {lexicon.DRAFT.partition("-")[0]}

    def _of(self, name: str) -> list[_Kept]:
        return [_kept(path) for path in self._folder.glob(f"{name}-*")]


def _kept(path: Path) -> _Kept:
    _, documents, *edition = path.name.split("-")
    return _Kept(int(edition[0]) if edition else 0, int(documents), path)


def _near(count: int, documents: int) -> bool:
    return abs(count - documents) <= DRIFT * documents
