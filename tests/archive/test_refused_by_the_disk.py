"""What SQLite says of a disk that refuses: an error that names the file and says what to do."""

from __future__ import annotations

import sqlite3
from unittest.mock import patch

import pytest

from indexer.archive.backup.copying import copy_database
from indexer.archive.names.table import own_errors
from indexer.ingest.files.watched import Watched
from indexer.store.connected import errors
from schemas.errors import StoreError

# what SQLite says, whether that is of the disk
FAULTS = [
    (sqlite3.OperationalError("database or disk is full"), True),
    (sqlite3.OperationalError("disk I/O error"), True),
    (sqlite3.OperationalError("unable to open database file"), True),
    (sqlite3.DatabaseError("database disk image is malformed"), False),
]


def _store(path, fault):
    with errors(path):
        raise fault


def _names(path, fault):
    with own_errors(path):
        raise fault


def _watched(path, fault):
    watched = Watched([], path.parent / "home", path)
    watched.close()
    with watched._errors():
        raise fault


def _backup(path, fault):
    with patch("sqlite3.connect", side_effect=fault):
        copy_database(path, path.with_name("copy"))


@pytest.mark.parametrize(("fault", "disk"), FAULTS, ids=[str(fault) for fault, _ in FAULTS])
@pytest.mark.parametrize("ask", [_store, _names, _watched, _backup])
def test_the_disk_is_blamed_where_it_is_the_disk(tmp_path, ask, fault, disk):
    path = tmp_path / "file.sqlite"
    with pytest.raises(StoreError) as told:
        ask(path, fault)
    assert told.value.place == str(path)
    assert ("free some space" in told.value.hint) == disk
    assert told.value.hint
