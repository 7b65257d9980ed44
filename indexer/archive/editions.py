"""What is made of each generation and kept in folders of arrays: the newest edition counts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from indexer.array_folder import UNREADABLE
from schemas.errors import EngineError

_T = TypeVar("_T")

DRIFT = 0.02
"""Share of articles by which a generation may grow or shrink before it is made anew."""


@dataclass(frozen=True, slots=True, order=True)
class Edition:
    """A folder. ``documents``: articles of the generation when it was made.

    ``number``: it replaces those of the same generation with a lower one.
    """

    number: int
    documents: int
    path: Path

    def fits(self, documents: int) -> bool:
        """Whether it is still good for so many articles."""
        return abs(self.documents - documents) <= DRIFT * documents


class Editions(Generic[_T]):
    """Folders in ``folder``, named GENERATION-ARTICLES-EDITION; edition 0 is left out."""

    def __init__(self, folder: Path, what: str, draft: str, read: Callable[[Path], _T]) -> None:
        """``what``: they hold, in words; ``draft``: the prefix of those that are being written.

        ``read``: opens one, and raises one of UNREADABLE when it is damaged.
        """
        self._folder = folder
        self._what = what
        self._draft = draft
        self._read = read

    def latest(self, name: str) -> Edition | None:
        """The one that counts of a generation."""
        return max(self._of(name), default=None)

    def open(self, name: str) -> _T | None:
        """What that of a generation holds; None when there is none that can be read."""
        known = self.latest(name)
        if known is None:
            return None
        try:
            return self._read(known.path)
        except UNREADABLE:
            return None

    def damage(self) -> Iterator[EngineError]:
        """An error for each that counts and cannot be read."""
        for path in sorted(max(self._of(name)).path for name in self._names()):
            try:
                self._read(path)
            except UNREADABLE as error:
                yield EngineError(
                    f"{self._what} is damaged: {error}",
                    place=str(path),
                    hint="podshivka sync makes that of the index in use anew",
                )

    def replace(self, name: str, documents: int, save: Callable[[Path], None]) -> None:
        """Have ``save`` write a new edition, and delete those before it.

        Raises EngineError when the disk refuses.
        """
        known = self._of(name)
        number = max(known).number + 1 if known else 0
        try:
            # the newest counts: those before it may stay when this is interrupted
            save(self._folder / (f"{name}-{documents}" + f"-{number}" * bool(number)))
            for each in known:
                self._remove(each.path)
        except OSError as error:
            raise EngineError(
                f"{self._what} cannot be kept: {error}",
                place=str(self._folder),
                hint="check the disk, then repeat the command",
            ) from error

    def drop(self, name: str) -> None:
        """Delete those of a generation."""
        for each in self._of(name):
            with suppress(OSError):
                self._remove(each.path)

    def clean(self, names: set[str]) -> None:
        """Delete those of generations that are not among ``names``, replaced or begun ones."""
        kept = {max(self._of(name)).path for name in self._names() & names}
        for path in self._folder.glob("*-*"):
            if path not in kept:
                with suppress(OSError):
                    self._remove(path)

    def _remove(self, path: Path) -> None:
        # renamed first: an interruption leaves no half of it under its name
        draft = path
        if not path.name.startswith(self._draft):
            draft = path.rename(path.with_name(f"{self._draft}{path.name}"))
        shutil.rmtree(draft)

    def _names(self) -> set[str]:
        """The generations that have any."""
        found = {path.name.partition("-")[0] for path in self._folder.glob("*-*")}
        return found - {self._draft.partition("-")[0]}

    def _of(self, name: str) -> list[Edition]:
        return [_edition(path) for path in self._folder.glob(f"{name}-*")]


def _edition(path: Path) -> Edition:
    _, documents, *number = path.name.split("-")
    return Edition(int(number[0]) if number else 0, int(documents), path)
