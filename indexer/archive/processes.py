"""Which processes have files of a home open, as far as this user can see (Linux's /proc)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROCESSES = Path("/proc")


@dataclass(frozen=True, slots=True)
class Process:
    """``id``: its number. ``kind``: "site" for gunicorn with the site, else "command"."""

    id: int
    kind: str


def using(home: Path) -> list[Process]:
    """The other processes that have the store of ``home`` open, by number.

    Those of other users are not seen, but by root. [] where there is no /proc.
    """
    store = os.path.realpath(home / "store.sqlite")
    return [
        Process(number, _kind(number))
        for number in sorted(_numbers())
        if number != os.getpid() and _has_open(number, store)
    ]


def is_held(lock: Path) -> bool:
    """Whether a process holds a lock, found out without taking it; False if that is not known."""
    try:
        inode = f":{lock.stat().st_ino}"
        lines = (PROCESSES / "locks").read_text("ascii").splitlines()
    except OSError:
        return False
    return any("FLOCK" in line and line.split()[5].endswith(inode) for line in lines)


def _numbers() -> Iterator[int]:
    try:
        names = [path.name for path in PROCESSES.iterdir()]
    except OSError:
        return
    yield from (int(name) for name in names if name.isdigit())


def _has_open(number: int, path: str) -> bool:
    folder = PROCESSES / str(number) / "fd"
    try:
        return any(_target(link) == path for link in folder.iterdir())
    except OSError:  # of another user, or gone
        return False


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""


def _kind(number: int) -> str:
    try:
        line = (PROCESSES / str(number) / "cmdline").read_bytes()
    except OSError:
        return "command"
    return "site" if b"searchapp" in line or b"gunicorn" in line else "command"
