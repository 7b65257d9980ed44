"""Segments as the manifest names them, with their live masks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.container import damaged
from indexer.engines.whoosh.manifest import SegmentEntry
from indexer.engines.whoosh.segment import Segment


def open_segment(folder: Path, entry: SegmentEntry) -> Segment:
    """A segment of the manifest. Raises ForeignIndexError, OutdatedIndexError."""
    live = _read_live(folder / entry.live, entry.documents) if entry.live else None
    segment = Segment(folder / entry.file, entry.bytes, live)
    if segment.size != entry.documents or segment.live_count != entry.documents - entry.deleted:
        raise damaged(folder / entry.file, "does not fit the manifest")
    return segment


def _read_live(path: Path, documents: int) -> NDArray[np.bool_]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise damaged(path, f"cannot be read: {error}") from error
    if len(raw) != (documents + 7) // 8:
        raise damaged(path, "has the wrong size")
    return np.unpackbits(np.frombuffer(raw, np.uint8), count=documents).astype(np.bool_)
