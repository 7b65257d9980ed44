"""A backup put in the place of an archive: checked as a whole before anything is changed."""

from __future__ import annotations

import os
import shlex
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import filelock

from indexer.archive.backup.copying import copy_file
from indexer.archive.backup.manifest import STORE, Manifest
from indexer.archive.backup.take import outside
from indexer.archive.processes import using
from indexer.archive.rights import folder_mode
from indexer.durable import RESTORING, sync_file
from indexer.settings import load_settings
from indexer.store import Store
from schemas.errors import LockedError, StoreError, UsageError

LOCK, ASIDE = "lock", "replaced-"


@dataclass(frozen=True, slots=True)
class Restored:
    """``manifest``: what was restored. ``replaced``: the folder with what was there before.

    ``missing``: files that the settings name and that are not on this machine, and where their
    copies lie.
    """

    manifest: Manifest
    replaced: Path | None
    missing: tuple[tuple[Path, Path], ...]


def restore(source: Path, home: Path, *, replace: bool = False) -> Restored:
    """Make ``home`` the archive that the backup ``source`` holds; ``sync`` or ``rebuild`` it then.

    ``replace``: if there is one, it is moved into a folder of the home, ``replaced-…``. Raises
    UsageError when there is one and that was not asked for, LockedError while a process writes to
    it or serves it, StoreError when the backup is damaged, of a newer version, or the disk refuses.
    """
    with _refused(home):
        _check(home, replace=replace)
        made = not home.exists()
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = home / RESTORING
        try:
            with _alone(home):
                manifest = _unpack(source, draft)
                replaced = _exchange(draft, home, manifest)
        except BaseException:
            shutil.rmtree(home if made else draft, ignore_errors=True)
            raise
        settings = load_settings(home)
        if made:
            home.chmod(folder_mode(settings.home_rights))
    missing = tuple(
        (path, home / name)
        for name, path in outside(settings).items()
        if name in manifest.files and not path.exists()
    )
    return Restored(manifest, replaced, missing)


def _check(home: Path, *, replace: bool) -> None:
    killed = (home / RESTORING).exists() and not (home / STORE).exists()
    if replace or killed or not _there(home):
        return
    hint = "choose another --home, or give --replace: what is there is moved aside"
    if (home / STORE).exists() and not (home / "index" / "published").exists():
        # perhaps by this very command, killed while it built the index
        hint = f"podshivka reindex makes the archive that is there searchable; or {hint}"
    raise UsageError("there is something in this folder already", place=str(home), hint=hint)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Hold the home. Raises LockedError when others use it."""
    if others := using(home):
        numbers = ", ".join(str(other.id) for other in others)
        raise LockedError(
            f"this archive is in use by the processes {numbers}",
            place=str(home),
            hint="stop the site and all commands, then repeat",
        )
    try:
        with filelock.FileLock(home / LOCK, timeout=0):
            yield
    except filelock.Timeout:
        hint = "wait until it has finished, then repeat"
        message = "another process writes to this archive"
        raise LockedError(message, place=str(home), hint=hint) from None


def _unpack(source: Path, draft: Path) -> Manifest:
    """Bring the files of a backup to ``draft`` and check them, before anything is moved."""
    shutil.rmtree(draft, ignore_errors=True)  # of one that was killed
    draft.mkdir(mode=0o700)
    if source.is_dir():
        manifest = Manifest.read(source)
        for name in manifest.files:
            if (source / name).is_file():
                copy_file(source / name, draft / name)
    else:
        manifest = _unpack_file(source, draft)
    manifest.check(draft)
    Store(draft / STORE).close()  # raises StoreError when a newer version wrote it
    for name in (f"{STORE}-wal", f"{STORE}-shm"):
        (draft / name).unlink(missing_ok=True)
    return manifest


def _unpack_file(source: Path, draft: Path) -> Manifest:
    try:
        with tarfile.open(source) as packed:
            for member in packed:
                if member.isreg():
                    packed.extract(member, draft, filter="data", set_attrs=False)
    except (tarfile.TarError, EOFError, OSError) as error:
        if isinstance(error, OSError) and error.filename is not None:
            raise
        hint = "name a folder or file that podshivka backup made"
        raise StoreError(f"not a backup: {error}", place=str(source), hint=hint) from error
    return Manifest.read(draft)


def _there(home: Path) -> list[Path]:
    """What lies in the home, without what restoring itself leaves there."""
    if not home.is_dir():
        return []
    own = {RESTORING, LOCK}
    return [p for p in home.iterdir() if p.name not in own and not p.name.startswith(ASIDE)]


def _exchange(draft: Path, home: Path, manifest: Manifest) -> Path | None:
    """Move what is there aside, and what was unpacked in; all of it back when the disk refuses."""
    there = _there(home)
    replaced = home / f"{ASIDE}{datetime.now(UTC):%Y-%m-%dT%H%M%S.%fZ}"
    # the store first: killed here, the home has no archive, and the same command goes on
    moves = [(path, replaced / path.name) for path in sorted(there, key=_is_store, reverse=True)]
    tops = {Path(name).parts[0] for name in manifest.files}
    # the store last: with it the archive is there, and whole
    moves += [(draft / top, home / top) for top in sorted(tops, key=lambda top: top == STORE)]
    done: list[tuple[Path, Path]] = []
    try:
        if there:
            replaced.mkdir(mode=0o700)
        for old, new in moves:
            os.replace(old, new)  # noqa: PTH105 - the errors name both paths
            done.append((old, new))
        sync_file(home)
    except BaseException:
        for old, new in reversed(done):
            new.rename(old)
        if replaced.exists():
            replaced.rmdir()
        raise
    shutil.rmtree(draft, ignore_errors=True)
    return replaced if there else None


def _is_store(path: Path) -> bool:
    return path.name.startswith(STORE)


@contextmanager
def _refused(home: Path) -> Iterator[None]:
    """Raise StoreError, saying what to do, when the disk refuses."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or home)
        hint = f"check the disk, then repeat: podshivka restore … --home {shlex.quote(str(home))}"
        raise StoreError(error.strerror or str(error), place=place, hint=hint) from error
