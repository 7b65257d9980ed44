"""The lexicon of each generation, kept in a folder that processes map into memory and share."""

from __future__ import annotations

import shutil
from pathlib import Path

from indexer.index.contract import Generation, Searcher
from indexer.query.help import lexicon
from indexer.query.help.lexicon import Lexicon
from indexer.store import Store
from schemas.errors import EngineError

DRIFT = 0.02
"""Share of articles by which a generation may grow or shrink before its lexicon is made anew.

Counts shown to readers come from the index; the lexicon only orders what is offered.
"""


class Lexicons:
    """Lexicons in ``folder``, named after the generation and its number of articles."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, generation: Generation) -> Lexicon | None:
        """The lexicon of ``generation``; None when there is none that can be read."""
        known = self._of(generation.name)
        if not known:
            return None
        try:
            return Lexicon.open(known[max(known)])
        except (OSError, ValueError):
            return None

    def refresh(self, searcher: Searcher, store: Store) -> None:
        """Make the lexicon of the searcher's generation if there is none or it has drifted.

        Raises EngineError when the disk refuses.
        """
        generation = searcher.generation
        known = self._of(generation.name)
        if any(_near(count, generation.documents) for count in known):
            return
        made = lexicon.build(searcher.vocabulary(), store.titles())
        try:
            made.save(self._folder / f"{generation.name}-{generation.documents}")
            for count, path in known.items():
                if count != generation.documents:
                    shutil.rmtree(path)
        except OSError as error:
            raise EngineError(
                f"what is known of words cannot be kept: {error}",
                place=str(self._folder),
                hint="check the disk, then repeat the command",
            ) from error

    def clean(self, names: set[str]) -> None:
        """Delete the lexicons of generations that are not among ``names``."""
        for path in self._folder.glob("*-*"):
            if path.name.rpartition("-")[0] not in names:
                shutil.rmtree(path, ignore_errors=True)

    def _of(self, name: str) -> dict[int, Path]:
        found = self._folder.glob(f"{name}-*")
        return {int(path.name.rpartition("-")[2]): path for path in found}


def _near(count: int, documents: int) -> bool:
    return abs(count - documents) <= DRIFT * documents
