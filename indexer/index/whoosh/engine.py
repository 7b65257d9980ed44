"""Generations of a Whoosh index in folders beside each other."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from zlib import crc32

from filelock import FileLock, Timeout

from indexer.durable import PARTIAL, replace_file, sync_file
from indexer.index.contract import Generation
from indexer.index.whoosh.files.codec import TOC_FOLDER, older_tocs, write_toc
from indexer.index.whoosh.files.container import UNFIT
from indexer.index.whoosh.files.manifest import Manifest
from indexer.index.whoosh.files.segment_files import (
    check_entry,
    check_open,
    open_segment,
    read_entries,
)
from indexer.index.whoosh.read.searcher import WhooshSearcher
from indexer.index.whoosh.write.writer import Writer
from schemas.document import Batch
from schemas.errors import EngineError, LockedError, NotFoundError, UsageError

PUBLISHED = "published"
BUILDING = "building"
"""A file in the folder of a generation until it is published."""
CACHE = 80 << 20
"""Bytes of postings that a searcher keeps by default: the words of a day at 500,000 articles."""
_NAME = re.compile(r"g\d{6,}")


class WhooshEngine:
    """The engine on Whoosh; see index.contract.Engine. ``folder`` is made when it is missing.

    ``cache``: bytes that a searcher may spend on postings of recent words; 0 for none.
    """

    def __init__(self, folder: Path, cache: int = CACHE) -> None:
        self._folder = folder
        self._cache = cache

    @property
    def prepare(self) -> None:
        """Nothing: what is written depends on all batches."""

    def create(self, fingerprint: str) -> Generation:
        """A new, empty, unpublished generation with checkpoint 0. Raises EngineError."""
        with _changing(self._folder):
            self._folder.mkdir(parents=True, exist_ok=True)
            # Not the published name either, should its folder be gone: it would be served at once.
            taken = [*self._names(), *filter(None, [self._named()])]
            name = f"g{1 + max((int(each[1:]) for each in taken), default=0):06d}"
            draft = _empty(self._folder / (name + PARTIAL))
            (draft / BUILDING).touch()
            manifest = Manifest(fingerprint)
            manifest.write(draft)
            write_toc(draft, manifest)
            draft.rename(self._folder / name)
            # The files are on the disk by now; the folder's own name is not yet.
            sync_file(self._folder)
        return self._generation(name)

    def apply(
        self, name: str, batches: Iterable[Batch], checkpoint: int, *, more: bool = False
    ) -> Generation:
        """Store the batches and the checkpoint in generation ``name``, durably, all or nothing.

        ``more``: others follow soon; segments are merged by the last of them.

        Memory: builder.RUN_TOKENS. Raises NotFoundError without it, LockedError when another
        process changes it, ForeignIndexError or OutdatedIndexError when it cannot be read,
        EngineError when the disk refuses.
        """
        folder = self._existing(name)
        with _changing(folder), _locked(folder):
            try:
                writer = Writer(folder)
                writer.add(batches)
                manifest = writer.commit(checkpoint, merging=not more)
            finally:
                # After a failure too: no manifest names what was written so far.
                _clean(folder)
        return self._describe(name, manifest)

    def publish(self, name: str) -> None:
        """Make it the generation that ``open`` gives by default, once every byte is checked.

        Raises NotFoundError without it, ForeignIndexError when it is damaged, EngineError when the
        disk refuses.
        """
        self.verify(name)
        folder = self._existing(name)
        with _changing(self._folder):
            # Whoosh pickles the names of our modules into it; those of an earlier version differ.
            write_toc(folder, Manifest.read(folder))
            replace_file(self._folder / PUBLISHED, _signed(name))
            (folder / BUILDING).unlink(missing_ok=True)

    def clean(self) -> None:
        """Delete what was left by changes that were interrupted; generations stay.

        What cannot be deleted stays, too.
        """
        for path in self._folder.glob(f"*{PARTIAL}"):
            _remove(path)
        for name in self._names():
            _clean(self._folder / name)
        if published := self.published():  # it was interrupted as soon as that was written
            _remove(self._folder / published / BUILDING)

    def generations(self) -> tuple[Generation, ...]:
        """All of them, oldest first. One that cannot be read has no fingerprint."""
        return tuple(self._listed(name) for name in self._names())

    def drop(self, name: str) -> None:
        """Delete a generation that is not published; open searchers of it stay usable.

        Raises NotFoundError without it, UsageError when it is published, EngineError when the disk
        refuses.
        """
        folder = self._existing(name)
        if name == self.published():
            raise UsageError(f"{name} is published", hint="publish another generation first")
        gone = folder.with_name(name + PARTIAL)
        with _changing(folder):
            if gone.exists():
                shutil.rmtree(gone)
            # At once, so that nobody finds a half of it.
            folder.rename(gone)
            # Open searchers go on: a mapped file lives as long as its map.
            shutil.rmtree(gone)

    def open(self, name: str | None = None, without: Sequence[str] = ()) -> WhooshSearcher:
        """A searcher of ``name`` or of the published one, as if ``without`` had been deleted.

        Raises NotFoundError when there is none, ForeignIndexError when a file of it is damaged,
        OutdatedIndexError when a newer version wrote it.
        """
        wanted = name or self.published()
        if wanted is None:
            hint = "podshivka sync builds one"
            raise NotFoundError("no generation is published", place=str(self._folder), hint=hint)
        folder = self._existing(wanted)
        manifest, segments = read_entries(
            folder, lambda entry: open_segment(folder, entry, without)
        )
        documents = sum(segment.live_count for segment in segments)
        generation = replace(self._describe(wanted, manifest), documents=documents)
        try:
            return WhooshSearcher(generation, segments, self._cache)
        except UNFIT:
            for segment in segments:  # if changed bytes are the cause, say so
                check_open(segment)
            raise

    def published(self, *, recent: bool = False) -> str | None:  # noqa: ARG002 - always cheap
        """The name of the published generation; None when there is none, or that is damaged."""
        name = self._named()
        return name if name and os.path.isdir(f"{self._folder}/{name}") else None  # noqa: PTH112

    def _named(self) -> str | None:
        """The name that was published, be its folder there or not."""
        # called several times for each page: reading by pathlib takes five times as long
        try:
            file = os.open(f"{self._folder}/{PUBLISHED}", os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        try:
            return _name_in(os.read(file, 100))
        finally:
            os.close(file)

    def status(self, name: str) -> Mapping[str, int]:
        """Figures for the operator: segments, documents, deleted, forms, tokens, bytes.

        Raises as ``open`` does.
        """
        folder = self._existing(name)
        manifest, segments = read_entries(folder, lambda entry: open_segment(folder, entry))
        entries = manifest.segments
        return {
            "segments": len(entries),
            "documents": sum(entry.documents - entry.deleted for entry in entries),
            "deleted": sum(entry.deleted for entry in entries),
            "forms": sum(len(segment.forms) for segment in segments),
            "tokens": sum(len(segment.positions) for segment in segments),
            "bytes": sum(file.stat().st_size for file in folder.iterdir()),
        }

    def verify(self, name: str) -> None:
        """Read every byte of a generation.

        Raises NotFoundError without it, ForeignIndexError when a byte has changed,
        OutdatedIndexError when another version wrote it, UnavailableError when the system refuses
        a file.
        """
        folder = self._existing(name)
        read_entries(folder, lambda entry: check_entry(folder, entry))

    def _names(self) -> list[str]:
        if not self._folder.is_dir():
            return []
        return sorted(
            (path.name for path in self._folder.iterdir() if _NAME.fullmatch(path.name)),
            key=lambda name: int(name[1:]),  # as text g1000000 would come before g999999
        )

    def _existing(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or not (self._folder / name).is_dir():
            raise NotFoundError(f"there is no generation {name}", place=str(self._folder))
        return self._folder / name

    def _generation(self, name: str) -> Generation:
        return self._describe(name, Manifest.read(self._folder / name))

    def _listed(self, name: str) -> Generation:
        try:
            return self._generation(name)
        except (EngineError, NotFoundError):
            # Listed all the same, so that it can be dropped.
            return Generation(name, 0, "", 0, published=name == self.published())

    def _describe(self, name: str, manifest: Manifest) -> Generation:
        return Generation(
            name=name,
            checkpoint=manifest.checkpoint,
            fingerprint=manifest.fingerprint,
            documents=sum(entry.documents - entry.deleted for entry in manifest.segments),
            published=name == self.published(),
            building=(self._folder / name / BUILDING).exists() and name != self.published(),
        )


@lru_cache(maxsize=8)
def _name_in(content: bytes) -> str | None:
    """The name that a file of this content publishes; None if it is damaged."""
    name = content.split(b" ")[0].decode(errors="replace")
    if content not in {_signed(name), name.encode()}:  # the latter from an earlier version
        return None
    return name if _NAME.fullmatch(name) else None


def _signed(name: str) -> bytes:
    """A name with its CRC-32: another digit would be another generation."""
    return f"{name} {crc32(name.encode()):08x}".encode()


@contextmanager
def _changing(folder: Path) -> Iterator[None]:
    """Say what is wrong when the disk is full, read-only or gone."""
    try:
        yield
    except OSError as error:
        raise EngineError(
            f"the index cannot be changed: {error}", place=str(folder), hint="check the disk"
        ) from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        # No waiting: the command that comes second shall end with its exit code at once.
        with FileLock(folder / "write.lock", timeout=0):
            yield
    except Timeout:
        message = "another process is changing this generation"
        raise LockedError(message, place=str(folder)) from None


def _clean(folder: Path) -> None:
    """Unlink files that the manifest does not name: replaced ones, remains of a crash."""
    # An error here must not hide how the commit ended; what stays goes after the next one.
    with suppress(OSError, EngineError, NotFoundError):
        for path in (*folder.glob(f"*{PARTIAL}"), *older_tocs(folder)):
            path.unlink(missing_ok=True)
        for path in folder.glob(f"{TOC_FOLDER}*"):
            shutil.rmtree(path)
        entries = Manifest.read(folder).segments
        named = {file for entry in entries for file in (entry.file, entry.live)}
        for path in folder.glob("MAIN_*"):
            if path.name not in named:
                path.unlink(missing_ok=True)


def _empty(folder: Path) -> Path:
    """``folder``, new and empty, whatever an interrupted change left there."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()
    return folder


def _remove(path: Path) -> None:
    """Delete a file or a folder if that is possible."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)
