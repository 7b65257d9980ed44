"""One commit: batches become segments, segments are merged, the manifest is replaced."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from indexer.durable import replace_file, sync_file
from indexer.index.whoosh.files.codec import write_toc
from indexer.index.whoosh.files.manifest import Manifest, SegmentEntry
from indexer.index.whoosh.files.segment import Segment, hash_ids
from indexer.index.whoosh.files.segment_files import check_file, live_file, open_segment
from indexer.index.whoosh.write.builder import Builder
from indexer.index.whoosh.write.merge import merge
from schemas.document import Batch

SMALL = 4_096
"""Documents below which segments are merged whenever there are two of them."""
RATIO = 3
"""A segment less than so many times as large as all smaller ones together is merged with them. So
segments stay few, and a small change rewrites small segments only."""
DEAD_SHARE = 0.25
"""Share of dead documents above which a segment is rewritten."""


class Writer:
    """Changes one generation. Nothing is visible before ``commit``.

    Raises NotFoundError, ForeignIndexError or OutdatedIndexError when it cannot be opened.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._manifest = Manifest.read(folder)
        self._open = {e.file: open_segment(folder, e) for e in self._manifest.segments}
        self._changed: set[str] = set()

    def add(self, batches: Iterable[Batch]) -> None:
        """Take batches in; memory stays bounded. Raises OSError when the disk refuses."""
        builder = Builder(self._folder)
        for batch in batches:
            builder.add(batch)
            if builder.full:
                self._flush(builder)
                builder = Builder(self._folder)
        self._flush(builder)

    def commit(self, checkpoint: int, *, merging: bool = True) -> Manifest:
        """Merge what should be merged, unless told not to; make everything durable at once.

        Raises OSError when the disk refuses, ForeignIndexError when a file is damaged.
        """
        # Segments of long articles apart: their positions are twice as wide.
        for wide in (False, True) if merging else ():
            while group := self._to_merge(wide=wide):
                self._merge(group)
        serial = self._manifest.serial + 1
        manifest = Manifest(
            self._manifest.fingerprint,
            checkpoint,
            serial,
            tuple(self._entry(file, segment, serial) for file, segment in self._open.items()),
        )
        # All that the manifest names must be on the disk before it: it is the commit.
        for file in self._open.keys() - {entry.file for entry in self._manifest.segments}:
            sync_file(self._folder / file)
            check_file(self._folder / file, self._open[file].container.bytes)
        sync_file(self._folder)
        manifest.write(self._folder)
        # A crash before this leaves Whoosh the state before; we read the manifest alone.
        write_toc(self._folder, manifest)
        return manifest

    def _flush(self, builder: Builder) -> None:
        ids = list(builder.touched) if self._open else []
        hashes = hash_ids(ids)
        for file, segment in self._open.items():
            dead = list(segment.docs_of(ids, hashes))
            if dead:
                live = np.ones(segment.size, np.bool_) if segment.live is None else segment.live
                live = live.copy()
                live[dead] = False
                segment.live = live
                segment.live_count = int(np.count_nonzero(live))
                self._changed.add(file)
        for path, size in builder.write(self._new_path):
            self._open[path.name] = Segment(path, size)

    def _new_path(self) -> Path:
        return self._folder / f"MAIN_{secrets.token_hex(8)}.arrays"

    def _to_merge(self, *, wide: bool) -> list[str]:
        sizes = sorted(
            (segment.live_count, file)
            for file, segment in self._open.items()
            if segment.wide == wide
        )
        smaller, chosen = 0, 0
        for at, (size, _) in enumerate(sizes):
            if at and (size < SMALL or size < RATIO * smaller):
                chosen = at + 1
            smaller += size
        group = [file for _, file in sizes[:chosen]]
        if group:
            return [file for file in self._open if file in group]
        for file, segment in self._open.items():
            if segment.wide == wide and segment.live_count < (1 - DEAD_SHARE) * segment.size:
                return [file]
        return []

    def _merge(self, files: list[str]) -> None:
        segments = [self._open.pop(file) for file in files]
        for segment in segments:  # what is damaged must not get new checksums
            check_file(segment.container.path, segment.container.bytes)
        if not any(segment.live_count for segment in segments):
            return
        path = self._new_path()
        size = merge(segments, path)
        self._open[path.name] = Segment(path, size)

    def _entry(self, file: str, segment: Segment, serial: int) -> SegmentEntry:
        known = {entry.file: entry for entry in self._manifest.segments}.get(file)
        if known and file not in self._changed:
            return known
        entry = SegmentEntry(
            file,
            segment.container.bytes,
            segment.size,
            segment.size - segment.live_count,
            segment.wide,
        )
        if segment.live is None:
            return entry
        # A name of its own: until the commit the mask before is the one that counts.
        name = f"{file.removesuffix('.arrays')}.{serial}.live"
        replace_file(self._folder / name, live_file(segment.live))
        return replace(entry, live=name)
