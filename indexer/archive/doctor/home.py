"""The folder of the archive: whose it is, who may read it, whether there is room."""

from __future__ import annotations

import os
import shlex
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from indexer.archive import Archive
from indexer.archive.doctor.finding import Finding
from indexer.archive.rights import excess, owner_of
from indexer.durable import RESTORING
from indexer.settings import Settings
from schemas.errors import PodshivkaError

AREA = "home"
LITTLE = 200 << 20
"""Bytes without which the next command may fail."""

_CLOSE = {"private": "chmod -R go-rwx", "group": "chmod -R g-w,o-rwx"}


def rights(settings: Settings) -> Iterator[Finding]:
    """Owner, mode, whether this user may write."""
    home = settings.home
    if not home.is_dir():
        hint = "choose another --home; podshivka ingest makes one"
        yield Finding(AREA, "error", f"there is no folder {home}", hint)
        return
    status = home.stat()
    owner = owner_of(home)
    if os.geteuid() not in {status.st_uid, 0}:
        hint = f"give commands that write as {owner}: sudo -u {owner} podshivka …"
        yield Finding(AREA, "warning", f"{home} belongs to {owner}, not to you", hint)
    if excess(stat.S_IMODE(status.st_mode), settings.home_rights):
        mode = f"{stat.S_IMODE(status.st_mode):o}"
        hint = f"{_CLOSE[settings.home_rights]} {shlex.quote(str(home))}"
        yield Finding(AREA, "warning", f"others can look into {home} (mode {mode})", hint)
    else:
        yield Finding(AREA, "ok", f"{home} belongs to {owner}, and others cannot look into it")
    if not os.access(home, os.W_OK):
        hint = "correct its rights if commands have to write"
        yield Finding(AREA, "warning", "this user cannot write there, only read", hint)


def disk(archive: Archive) -> Iterator[Finding]:
    """Room for the next command, and for a reindex, which builds an index beside that in use."""
    free, needed = shutil.disk_usage(archive.home).free, 0
    name = archive.engine.published()
    with suppress(PodshivkaError):  # an index that cannot be read is told as that
        needed = archive.engine.status(name)["bytes"] if name else 0
    text = f"{free >> 20:,} MiB are free on the disk"
    if free < LITTLE:
        yield Finding(AREA, "error", text, "free some space before the next command")
    elif free < needed:
        text = f"{text}, and a reindex needs about {(needed >> 20) + 1:,}"
        yield Finding(AREA, "warning", text, "free some space before the next reindex")
    else:
        yield Finding(AREA, "ok", text)


def leftovers(home: Path) -> Iterator[Finding]:
    """What commands left that nothing needs."""
    for path in sorted(home.glob("replaced-*")):
        text = f"{path.name} is an archive that restore moved aside"
        hint = f"when you need it no more: rm -r {shlex.quote(str(path))}"
        yield Finding(AREA, "warning", text, hint)
    if (home / RESTORING).exists():
        there = (home / "store.sqlite").exists()
        hint = "podshivka sync removes what it left" if there else "give the same command again"
        yield Finding(AREA, "error", "a restore was killed", hint)
