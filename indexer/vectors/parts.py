"""Changes to the parts of a folder: rows erased, replaced, appended; small parts merged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.manifest import Manifest
from indexer.vectors.part import SUFFIX, Part, open_part, write_part
from indexer.vectors.rows import Rows, merged
from schemas.errors import EngineError

LARGEST = 50_000
"""Rows of a part: some 25 MB, which are written anew when one of them is deleted."""

FEW_DEAD = 0.1
"""Share of a part's rows that may have been replaced before it is written anew."""


@dataclass
class Changes:
    """Changes to what ``manifest`` names, which is to be replaced by ``made``.

    A part that is found to be damaged is left out, so that all changes of the store have to be
    looked at again.
    """

    folder: Path
    manifest: Manifest
    _parts: list[Part] = field(default_factory=list)
    _written: int = 0
    _lost: bool = False

    def __post_init__(self) -> None:
        self._parts = list(self.manifest.parts)

    def erase(self, ids: Sequence[str]) -> None:
        """Write every part anew that has one of ``ids``, even a row that was replaced."""
        for part, rows in self._opened() if ids else ():
            at = rows.find(ids)
            if (at >= 0).any():
                self._put(part, self._without(rows, part, at[at >= 0]))

    def replace(self, ids: Sequence[str]) -> None:
        """Let the rows of ``ids`` count no more."""
        for part, rows in self._opened() if ids else ():
            at = rows.find(ids)
            dead = np.union1d(np.array(part.dead, np.int64), at[at >= 0])
            if len(dead) > FEW_DEAD * part.rows:
                self._put(part, self._without(rows, part, dead))
            else:
                self._put(part, replace(part, dead=tuple(dead.tolist())))

    def append(self, rows: Rows) -> None:
        """A new part, merged with those before it that are not much larger."""
        while self._parts:
            before = self._parts[-1]
            if len(rows) * 2 < before.live or len(rows) + before.live > LARGEST:
                break
            rows = merged([_live(open_part(self.folder, before), before), rows])
            self._parts.pop()
        self._parts.append(self._write(rows))

    def made(self, checkpoint: int | None = None) -> Manifest:
        """The manifest of what there is now; ``checkpoint`` None: as before."""
        reached = self.manifest.checkpoint if checkpoint is None else checkpoint
        parts = tuple(self._parts)
        return replace(self.manifest, parts=parts, checkpoint=0 if self._lost else reached)

    def _opened(self) -> Iterator[tuple[Part, Rows]]:
        for part in tuple(self._parts):
            try:
                yield part, open_part(self.folder, part)
            except EngineError:
                self._put(part, None)
                self._lost = True

    def _put(self, part: Part, other: Part | None) -> None:
        at = self._parts.index(part)
        self._parts[at : at + 1] = [other] if other else []

    def _without(self, rows: Rows, part: Part, gone: NDArray[np.int64]) -> Part | None:
        dead = np.union1d(np.array(part.dead, np.int64), gone)
        left = np.setdiff1d(np.arange(len(rows)), dead)
        return self._write(rows.take(left)) if len(left) else None

    def _write(self, rows: Rows) -> Part:
        self._written += 1
        name = f"{self.manifest.edition + 1:08d}-{self._written}{SUFFIX}"
        return write_part(self.folder, name, rows)


def _live(rows: Rows, part: Part) -> Rows:
    return rows.take(np.setdiff1d(np.arange(len(rows)), np.array(part.dead, np.int64)))
