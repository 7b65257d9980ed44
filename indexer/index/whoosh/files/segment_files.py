"""Segments as the manifest names them, with their live masks, and what is known of their bytes.

A file that nobody has written to since the commit is taken as the writer checked it; one that is
newer than the manifest is compared with its checksums before anything in it is used.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.container import (
    UNFIT,
    Container,
    State,
    damaged_file,
    unread_file,
)
from indexer.index.whoosh.files.manifest import NAME, Manifest, SegmentEntry
from indexer.index.whoosh.files.segment import Segment, hash_ids
from schemas.errors import ForeignIndexError

_Found = TypeVar("_Found")

_outcomes: dict[State, str] = {}
"""What is wrong with each file that this process, or the one that it was forked from, has read
whole: "" when nothing is."""


def read_entries(
    folder: Path, read: Callable[[SegmentEntry], _Found]
) -> tuple[Manifest, list[_Found]]:
    """The manifest of a generation, and what is read of each of its segments.

    Raises as ``Manifest.read`` and ``read`` do.
    """
    manifest = Manifest.read(folder)
    while True:
        try:
            return manifest, [read(entry) for entry in manifest.segments]
        except ForeignIndexError:
            # A writer may have replaced the segments since the manifest was read.
            newer = Manifest.read(folder)
            if newer.serial == manifest.serial:
                raise
            manifest = newer


def check_file(path: Path, size: int, *, again: bool = False) -> None:
    """Compare a segment's file with its checksums. Raises as Container does.

    A file that has not changed since this process compared it is not read again unless ``again``.
    """
    state = _state(path)
    if again or state not in _outcomes:
        try:
            Container(path, size).verify()
        except ForeignIndexError as error:
            _outcomes[state] = error.message
        else:
            _outcomes[state] = ""
    if _outcomes[state]:
        raise damaged_file(path, _outcomes[state])


def check_open(segment: Segment) -> None:
    """Compare an open segment with its checksums, as it is read. Raises ForeignIndexError."""
    container = segment.container
    try:
        container.verify()
    except ForeignIndexError as error:
        _outcomes[container.state] = error.message
        raise
    _outcomes[container.state] = ""


def was_checked(segment: Segment) -> bool:
    """Whether an open segment was read whole and found sound."""
    return _outcomes.get(segment.container.state) == ""


def check_entry(folder: Path, entry: SegmentEntry) -> None:
    """Compare all files of a segment of the manifest with their checksums.

    Raises as Container does.
    """
    check_file(folder / entry.file, entry.bytes, again=True)
    if entry.live:
        _read_live(folder / entry.live, entry.documents)


def _state(path: Path) -> State:
    found = _stat(path)
    return path, found.st_ino, found.st_size, found.st_mtime_ns


def _stat(path: Path) -> os.stat_result:
    try:
        return path.stat()
    except OSError as error:
        raise unread_file(path, error) from error


def open_segment(folder: Path, entry: SegmentEntry, without: Sequence[str] = ()) -> Segment:
    """A segment of the manifest, in which the articles ``without`` are dead.

    Raises as Container does.
    """
    live = _read_live(folder / entry.live, entry.documents) if entry.live else None
    path = folder / entry.file
    if _state(path) in _outcomes or _stat(path).st_mtime_ns >= _stat(folder / NAME).st_mtime_ns:
        check_file(path, entry.bytes)
    try:
        segment = Segment(path, entry.bytes, live)
    except UNFIT:
        # If changed bytes are the cause, say so; an error of another cause goes on.
        check_file(path, entry.bytes, again=True)
        raise
    if segment.size != entry.documents or segment.live_count != entry.documents - entry.deleted:
        raise damaged_file(path, "does not match the manifest")
    dead = list(segment.docs_of(without, hash_ids(without)))
    if not dead:
        return segment
    live = np.ones(segment.size, np.bool_) if live is None else live
    live[dead] = False
    return Segment(path, entry.bytes, live)


def _read_live(path: Path, documents: int) -> NDArray[np.bool_]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise unread_file(path, error) from error
    size = (documents + 7) // 8
    bits, checksum = raw[:size], raw[size:]
    if len(bits) != size or len(checksum) not in {0, 4}:  # an earlier version wrote none
        raise damaged_file(path, "has the wrong size")
    if checksum and int.from_bytes(checksum, "little") != crc32(bits):
        raise damaged_file(path, "does not match its checksum")
    return np.unpackbits(np.frombuffer(bits, np.uint8), count=documents).astype(np.bool_)


def live_file(live: NDArray[np.bool_]) -> bytes:
    """The content of the file of a live mask, shape (documents,), with its CRC-32."""
    bits = np.packbits(live).tobytes()
    return bits + crc32(bits).to_bytes(4, "little")
