"""A backup, taken while commands write and the site serves.

What was copied first may be older than what was copied last, so the order is one in which nothing
is lost: what says that something was done (files read, alerts told, records set aside) comes before
the store that has what was done. At worst something is done again, which changes nothing.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from indexer.archive import Archive
from indexer.archive.backup.copying import copy_database, copy_file, copy_lines
from indexer.archive.backup.draft import clear, draft
from indexer.archive.backup.manifest import FILE, STORE, TAXONOMIES, Manifest, noted
from indexer.archive.translations import WORD_VECTORS
from indexer.durable import sync_file
from indexer.settings import Settings
from indexer.store import Store
from schemas.errors import NotFoundError, StoreError, UsageError

MODES = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz"}
"""Ends of the names of backups that are one file, and how tarfile writes them."""

DATABASES = ("watched.sqlite",)
PLAIN = ("alerts.state", "*.toml")
"""Files of the home besides the store: the operator's own, and what commands remember."""


def backup(archive: Archive, target: Path, *, index: bool = False) -> Manifest:
    """Copy the store and what belongs to it to a new folder, or file (.tar, .tar.gz) ``target``.

    ``index``: with the index in use, for which nothing else may write meanwhile; it can always be
    built anew. Nobody but the owner can read what is made. Raises UsageError when there is
    something at ``target`` or it lies in the home, StoreError when the disk refuses or the store
    is damaged, NotFoundError when there is no index to copy, LockedError when another process makes
    a backup of that name, or writes and ``index`` is asked for.
    """
    _check(archive, target)
    with _refused(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        clear(target.parent)
        with draft(target) as part:
            files = part / "files"
            files.mkdir(mode=0o700)
            with archive.writing() if index else nullcontext():
                manifest = _gather(archive, files, index=index)
            if mode := _mode(target):
                _pack(files, part / "packed", mode).rename(target)
            else:
                files.rename(target)
            sync_file(target.parent)
    return manifest


def _check(archive: Archive, target: Path) -> None:
    if target.exists() or target.is_symlink():
        hint = "choose a name that is free, for example one with the date"
        raise UsageError("there is something with this name", place=str(target), hint=hint)
    if target.resolve().is_relative_to(archive.home.resolve()):
        hint = "choose another folder, best on another disk"
        raise UsageError("a backup in the home is lost with it", place=str(target), hint=hint)


def _mode(target: Path) -> str:
    return next((mode for end, mode in MODES.items() if target.name.endswith(end)), "")


def _gather(archive: Archive, part: Path, *, index: bool) -> Manifest:
    home = archive.home
    for name in DATABASES:
        if (home / name).exists():
            copy_database(home / name, part / name)
    for pattern in PLAIN:
        for path in sorted(home.glob(pattern)):
            copy_file(path, part / path.name)
    for path in sorted((home / "rejected").glob("*.jsonl")):
        copy_lines(path, part / "rejected" / path.name)
    for name, path in outside(archive.settings).items():
        if path.is_file():
            copy_file(path, part / name)
    generation = _copy_index(archive, part) if index else ""
    copy_database(home / STORE, part / STORE)
    store = Store(part / STORE)
    try:
        sequence, articles = store.sequence, len(store)
    finally:
        store.close()
    files = sorted(path for path in part.rglob("*") if path.is_file())
    manifest = Manifest(
        program=version("podshivka"),
        taken=datetime.now(UTC),
        sequence=sequence,
        articles=articles,
        index=generation,
        files={path.relative_to(part).as_posix(): noted(path) for path in files},
    )
    (part / FILE).write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return manifest


def outside(settings: Settings) -> dict[str, Path]:
    """The operator's files that the settings name outside of the home; where a backup has them."""
    named = {name: getattr(settings, name) for name in ("regions", "topics", "names", "twins")}
    home = settings.home.resolve()
    return {
        f"{TAXONOMIES}/{name}{path.suffix}": path
        for name, path in named.items()
        if path and not path.resolve().is_relative_to(home)
    }


def _copy_index(archive: Archive, part: Path) -> str:
    name = archive.engine.published()
    if name is None:
        raise NotFoundError("there is no index to copy", place=str(archive.home))
    home = archive.home
    made = (
        *(home / "lexicons").glob(f"{name}-*/*"),
        *(home / "translations").glob(f"{name}-*/*"),
        *(home / WORD_VECTORS).glob("[0-9]*/*"),
    )
    learnt = [home / "vocabulary"] if (home / "vocabulary").exists() else []
    for path in (home / "index" / "published", *(home / "index" / name).iterdir()):
        copy_file(path, part / path.relative_to(home))
    for path in (*made, *learnt):
        copy_file(path, part / path.relative_to(home))
    for table in ("names.sqlite", "twins.sqlite", "twins-facts.sqlite"):
        if (home / table).exists():
            copy_database(home / table, part / table)
    with archive.vectors.at_rest() as files:
        for path in files:
            copy_file(path, part / path.relative_to(home))
    return name


def _pack(folder: Path, whole: Path, mode: str) -> Path:
    whole.touch(mode=0o600)
    with tarfile.open(whole, mode) as packed:  # type: ignore[call-overload] # MODES' own
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                packed.add(path, path.relative_to(folder).as_posix(), recursive=False)
    sync_file(whole)
    return whole


@contextmanager
def _refused(target: Path) -> Iterator[None]:
    """Raise StoreError, saying what to do, when the disk does not take or give what is copied."""
    try:
        yield
    except OSError as error:
        place = str(error.filename or target)
        hint = "check the disk and the rights, then repeat the command"
        message = error.strerror or str(error)
        raise StoreError(f"no backup was made: {message}", place=place, hint=hint) from error
