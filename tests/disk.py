"""What a power cut would leave of the files that a test writes: what was synced, as it was then."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from stat import S_ISDIR

import pytest


class Disk:
    """Keeps what os.fsync was asked to keep: the bytes of a file, the names in a folder."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._bytes: dict[int, bytes] = {}
        self._names: dict[int, dict[str, int]] = {}
        self._patch = patch
        patch.setattr(os, "fsync", self._sync)

    def _sync(self, handle: int) -> None:
        state = os.fstat(handle)
        path = Path(f"/proc/self/fd/{handle}").resolve()
        if S_ISDIR(state.st_mode):
            self._names[state.st_ino] = {each.name: each.stat().st_ino for each in path.iterdir()}
        else:
            self._bytes[state.st_ino] = path.read_bytes()

    def holds(self, path: Path) -> bool:
        """Whether the content of ``path`` would be there, under whatever name."""
        return self._bytes.get(path.stat().st_ino) == path.read_bytes()

    def names(self, path: Path) -> bool:
        """Whether ``path`` would be found under its name."""
        return self._names.get(path.parent.stat().st_ino, {}).get(path.name) == path.stat().st_ino

    def keeps(self, path: Path) -> bool:
        """Whether ``path`` would be found with its content."""
        return self.holds(path) and self.names(path)

    def before(self, name: str, look: Callable[[Path, Path], None]) -> None:
        """Call ``look(from, to)`` before a file takes the name ``name``."""
        for method in ("rename", "replace"):
            moved = getattr(Path, method)

            def move(path: Path, target: Path, moved: Callable[..., Path] = moved) -> Path:
                if Path(target).name == name:
                    look(path, Path(target))
                return moved(path, target)

            self._patch.setattr(Path, method, move)
