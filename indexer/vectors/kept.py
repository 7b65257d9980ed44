"""The vectors of an archive in a folder: read by all, changed by one process at a time.

The manifest is replaced when all that it names is on the disk, so that a process which is killed
leaves what there was. Parts are written once; small ones are merged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import filelock

from indexer.durable import PARTIAL
from indexer.vectors.manifest import FILE, Manifest, OtherVersionError, read_manifest
from indexer.vectors.part import AGAIN, SUFFIX, Part, open_part
from indexer.vectors.parts import Changes
from indexer.vectors.rows import Entry, Rows, rows_of
from indexer.vectors.table import Table
from schemas.errors import EngineError, LockedError

WAIT = 60.0
"""Seconds that a change waits for another process to end its own."""

Ids: TypeAlias = Sequence[str]
Held: TypeAlias = Callable[[Ids], Ids]

_ATTEMPTS = 5
"""Times that a folder which changes is read anew."""


class KeptVectors:
    """The folder ``vectors/`` of a home. Reading is safe between threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: tuple[tuple[int, int, int], Table] | None = None

    def exists(self) -> bool:
        """Whether vectors were ever made."""
        return self.state() is not None

    def state(self) -> tuple[int, int, int] | None:
        """Changes whenever ``table`` does; None if no vectors were ever made."""
        try:
            found = (self.folder / FILE).stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def table(self) -> Table | None:
        """What there is now; None where nothing was made, or it cannot be read.

        Opened anew when it has changed.
        """
        try:
            return self.read()
        except EngineError:
            return None

    def read(self) -> Table | None:
        """The same. Raises EngineError when it is damaged or of another version."""
        state = self.state()
        if state is None:
            return None
        opened = self._opened
        if opened is None or opened[0] != state:
            table = self._read(opened[1] if opened else None)
            if table is None:
                return None
            self._opened = opened = state, table
        return opened[1]

    def manifest(self) -> Manifest | None:
        """What is said of the parts. Raises EngineError when it is damaged."""
        return read_manifest(self.folder)

    def figures(self) -> dict[str, int]:
        """For the operator: articles that have vectors, bytes; {} where there are none."""
        table = self.table()
        return {"articles": len(table), "bytes": table.manifest.bytes} if table else {}

    def damage(self) -> Iterator[EngineError]:
        """An error for the manifest, or for each part, that is not as it was written."""
        try:
            manifest = self.manifest()
        except EngineError as error:
            yield error
            return
        for part in manifest.parts if manifest else ():
            try:
                open_part(self.folder, part)
            except EngineError as error:
                yield error

    def mend(self, model: str) -> tuple[Manifest, bool]:
        """What is left when all is taken away that is damaged, or of another encoder or version.

        Also whether anything was damaged. Raises as ``add`` does.
        """
        with self._changing():
            try:
                manifest = self.manifest()
            except OtherVersionError:
                return self._write(Manifest(model)), False
            except EngineError:
                return self._write(Manifest(model)), True
            if manifest is None or manifest.model != model:
                return self._write(Manifest(model)), False
            sound = tuple(part for part in manifest.parts if self._is_sound(part))
            if sound == manifest.parts:
                return manifest, False
            return self._write(replace(manifest, parts=sound, checkpoint=0)), True

    def add(self, entries: Sequence[Entry], checkpoint: int, held: Held, gone: Ids = ()) -> None:
        """Keep vectors, in the place of those of the same articles; forget those ``gone``.

        ``checkpoint``: of the store, up to which all is here then. ``held``: which of some ids the
        store still has: what was deleted since it was read is not kept. Raises EngineError when
        the disk refuses or what is there is damaged, LockedError when another process does not
        end.
        """
        with self._changing():
            before = self._present()
            still = set(held([entry.id for entry in entries]))
            kept = [entry for entry in entries if entry.id in still]
            made = Changes(self.folder, before)
            made.erase(gone)
            made.replace([entry.id for entry in kept])
            if kept:
                made.append(rows_of(kept))
            self._write(made.made(checkpoint))

    def remove(self, ids: Ids) -> None:
        """Forget articles: nothing of them stays on the disk. Raises as ``add`` does."""
        if not self.exists():
            return
        with self._changing():
            try:
                before = self._present()
            except EngineError:  # nothing says what is of whom
                self._write(Manifest(""))
                return
            made = Changes(self.folder, before)
            made.erase(ids)
            if made.made() != before:
                self._write(made.made())

    @contextmanager
    def building(self) -> Iterator[None]:
        """Be the one that makes vectors, for as long as it takes; others read, delete and sync.

        Raises LockedError when another process does.
        """
        with self._locked("building", 0.0, "another process makes vectors of this archive"):
            yield

    @contextmanager
    def at_rest(self) -> Iterator[list[Path]]:
        """The files that count, which nobody changes meanwhile; [] where none can be read.

        Raises LockedError when another process does not end.
        """
        if self.table() is None:
            yield []
            return
        with self._changing():
            found = self.manifest()
            names = [FILE, *(part.name for part in found.parts)] if found else []
            yield [self.folder / name for name in names]

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Be the one that changes the folder, for a moment."""
        with self._locked("lock", WAIT, "another process changes the vectors of this archive"):
            try:
                yield
            except OSError as error:
                raise EngineError(
                    f"vectors cannot be kept: {error}",
                    place=str(self.folder),
                    hint="check the disk, then repeat the command",
                ) from error

    @contextmanager
    def _locked(self, name: str, seconds: float, message: str) -> Iterator[None]:
        try:
            self.folder.mkdir(exist_ok=True)
            with filelock.FileLock(self.folder / name, timeout=seconds):
                yield
        except filelock.Timeout:
            hint = "wait until it has finished, then repeat the command"
            raise LockedError(message, place=str(self.folder), hint=hint) from None

    def _present(self) -> Manifest:
        found = self.manifest()
        if found is None:
            raise EngineError("there are no vectors", place=str(self.folder), hint=AGAIN)
        return found

    def _write(self, manifest: Manifest) -> Manifest:
        """Make ``manifest`` the one that counts, and delete the files that it does not name."""
        made = replace(manifest, edition=manifest.edition + 1)
        made.write(self.folder)
        named = {part.name for part in made.parts}
        for path in (*self.folder.glob(f"*{SUFFIX}"), *self.folder.glob(f"*{PARTIAL}")):
            if path.name not in named:
                with suppress(OSError):
                    path.unlink()
        return made

    def _is_sound(self, part: Part) -> bool:
        try:
            open_part(self.folder, part)
        except EngineError:
            return False
        return True

    def _read(self, before: Table | None) -> Table | None:
        """What the manifest names, opened, but for the parts that ``before`` has open."""
        known: dict[str, Rows] = {}
        if before is not None:
            names = (part.name for part in before.manifest.parts)
            known = dict(zip(names, before.parts, strict=True))
        for attempt in range(_ATTEMPTS):
            manifest = self.manifest()
            if manifest is None:
                return None
            try:
                opened = [
                    known.get(part.name) or open_part(self.folder, part) for part in manifest.parts
                ]
            except EngineError:
                # its files may have been replaced since it was read
                if attempt == _ATTEMPTS - 1 or self.manifest() == manifest:
                    raise
            else:
                return Table.of(manifest, opened)
        raise AssertionError
