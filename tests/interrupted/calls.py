"""The writing calls of a process: those of Python that make, replace or delete something."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from indexer.store.store_pass import StorePass
from schemas.article import Article

_CHANGING = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.utime"}
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def before_each(home: Path, call: Callable[[], None]) -> None:
    """Have ``call`` called before each writing call, for the rest of this process.

    Of the files that are opened those below ``home`` count. Also before and after articles are
    stored, which SQLite does.
    """

    def watch(event: str, given: tuple[object, ...]) -> None:
        if event == "open":
            path, _, flags = given
            if isinstance(path, str) and path.startswith(str(home)) and int(str(flags)) & _WRITES:
                call()
        elif event in _CHANGING:
            call()

    keep, take = os.fsync, StorePass.take

    def fsync(handle: int) -> None:
        call()  # before it everything is written, and nothing is safe
        keep(handle)

    def taking(self: StorePass, batch: Sequence[Article]) -> None:
        call()
        take(self, batch)
        call()

    os.fsync, StorePass.take = fsync, taking  # type: ignore[assignment, method-assign]
    sys.addaudithook(watch)
