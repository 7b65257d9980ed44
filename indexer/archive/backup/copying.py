"""Copies of single files, on the disk when a function returns."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from indexer.durable import REFUSED, sync_file
from schemas.errors import StoreError


def copy_file(source: Path, target: Path) -> None:
    """Copy a file, with its time, not its rights. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as own, target.open("xb") as copy:
        shutil.copyfileobj(own, copy)
        copy.flush()
        os.fsync(copy.fileno())
    status = source.stat()
    os.utime(target, ns=(status.st_atime_ns, status.st_mtime_ns))


def copy_lines(source: Path, target: Path) -> None:
    """Copy the whole lines of a file to which others are being added. Raises OSError."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as own, target.open("xb") as copy:
        for line in own:
            if line.endswith(b"\n"):
                copy.write(line)
        copy.flush()
        os.fsync(copy.fileno())


def copy_database(source: Path, target: Path) -> None:
    """Copy an SQLite file as it is at one moment, whoever reads or writes it meanwhile.

    Raises StoreError when SQLite refuses, or finds that the copy is damaged.
    """
    try:
        address = f"file:{quote(str(source.absolute()))}?mode=ro"
        with (
            closing(sqlite3.connect(address, uri=True, timeout=60)) as own,
            closing(sqlite3.connect(target)) as copy,
        ):
            own.backup(copy)  # in one step: one snapshot, for which no writer has to wait
        with closing(sqlite3.connect(target)) as copy:
            found = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    except sqlite3.Error as error:
        damaged = not isinstance(error, sqlite3.OperationalError)
        hint = "podshivka doctor tells what is wrong with it" if damaged else REFUSED
        raise StoreError(f"it cannot be copied: {error}", place=str(source), hint=hint) from error
    if found != "ok":
        hint = "restore it from an earlier backup, or repair it with SQLite's own .recover"
        raise StoreError(f"it is damaged: {found}", place=str(source), hint=hint)
    sync_file(target)
