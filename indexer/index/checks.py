"""Every byte of what is served is compared with its checksum beside the searches.

When a generation was opened whose files this process, or the one it was forked from, never read
whole, they are read at once in a thread; all are read again every hour. A searcher that finds a
byte changed answers no more.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from schemas.errors import EngineError

if TYPE_CHECKING:  # a command that only prints its help shall not wait for numpy
    from indexer.index.contract import Searcher

EVERY = 3600.0
"""Seconds after which what is served is read again: a disk may change bytes at any time."""

_reading: set[threading.Thread] = set()
_damage: list[EngineError] = []


class ByteChecks:
    """Has the files of one searcher read, then those of the next. Safe to share between threads."""

    def __init__(self) -> None:
        self._searcher: Searcher | None = None
        self._due = 0.0

    def look(self, searcher: Searcher) -> None:
        """Have its files read if it is time: to be called whenever it is used."""
        now = time.monotonic()
        known = searcher is self._searcher
        if known and now < self._due:
            return
        self._searcher, self._due = searcher, now + EVERY
        if known or not searcher.verified:
            thread = threading.Thread(target=_read, args=(searcher,), daemon=True)
            _reading.add(thread)
            thread.start()


def _read(searcher: Searcher) -> None:
    try:
        searcher.verify()
    except EngineError as error:
        _damage.append(error)
    finally:
        _reading.discard(threading.current_thread())


def finish() -> None:
    """Wait until what was opened has been read. Raises ForeignIndexError when it is damaged.

    For a command: what it has printed is right, or its end says that it may not be.
    """
    for thread in tuple(_reading):
        thread.join()
    damage = _damage.copy()
    _damage.clear()
    for error in damage:
        raise error
