"""Files that are there whole or not at all, whatever happens."""

from __future__ import annotations

import os
from pathlib import Path

PARTIAL = ".partial"
"""Ends the name of whatever is not yet, or no longer, what it is called."""

REFUSED = "free some space, or find out why the disk refuses, and repeat the command"
"""The hint when SQLite fails: of a full disk it says no more than an I/O error, if that."""

RESTORING = ".restoring"
"""The folder of a home in which a backup is unpacked: a restore is under way, or was killed."""


def replace_file(path: Path, *content: bytes | memoryview) -> None:
    """Give ``path`` a new content: the old one or the new one is there, whatever happens.

    ``content``: the parts of it, in order.

    Raises OSError when the disk refuses.
    """
    partial = path.with_name(path.name + PARTIAL)
    with partial.open("wb") as file:
        for part in content:
            file.write(part)
        file.flush()
        # Before the name changes: a power cut must not leave the name on an empty file.
        os.fsync(file.fileno())
    partial.rename(path)
    sync_file(path.parent)  # the new name is in the folder


def sync_file(path: Path) -> None:
    """Make a file, or the names in a folder, durable. Raises OSError when the disk refuses."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
