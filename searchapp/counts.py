"""Numbers that all processes of the site add up in memory that they share.

Nothing is kept but numbers, and nothing is written to a disk: the memory ends with the site. Each
process has a row of its own, so that none waits for another, or for one that was killed. The row of
a process that has ended goes on being counted, and is taken over by one that starts.
"""

from __future__ import annotations

import mmap
import os
import threading
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the durations that are counted apart, in seconds; longer ones come last."""

CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
COUNTERS = ("cut_short", "faults")
GAUGES = ("generation", "articles", "checkpoint", "memory")
ROWS = 128
"""Processes that can be told apart: twice as many as ``podshivka serve`` starts at most."""

_PROCESS, _FIRST = 0, 1
_COUNTERS = _FIRST + len(GAUGES)
_ENDPOINTS = _COUNTERS + len(COUNTERS)
_SIZE = len(CLASSES) + len(BOUNDS) + 1 + 1


@dataclass(frozen=True, slots=True)
class Counted:
    """The requests of one endpoint. ``statuses``: by CLASSES, ``durations``: by BOUNDS and longer.

    ``seconds``: all durations added up. Answers from memory and refusals have none.
    """

    statuses: tuple[int, ...]
    durations: tuple[int, ...]
    seconds: float


class Counts:
    """The numbers. Made before processes are forked; safe to share between threads."""

    def __init__(self, endpoints: Sequence[str]) -> None:
        """``endpoints``: names under which requests are counted."""
        self.endpoints = tuple(endpoints)
        self._places = {name: number for number, name in enumerate(self.endpoints)}
        self._width = _ENDPOINTS + _SIZE * len(self.endpoints)
        self._numbers = memoryview(mmap.mmap(-1, 8 * self._width * ROWS)).cast("d")
        self._owner = 0
        self._row = 0
        self._lock = threading.Lock()

    def note(self, endpoint: str, status: int, seconds: float | None) -> None:
        """Count an answer. ``seconds``: how long it took to make, None when it was not made now."""
        start = _ENDPOINTS + _SIZE * self._places[endpoint]
        self._add(start + min(max(status // 100, 1), 5) - 1, 1)
        if seconds is not None:
            durations = start + len(CLASSES)
            self._add(durations + bisect_left(BOUNDS, seconds), 1)
            self._add(durations + len(BOUNDS) + 1, seconds)

    def add(self, counter: str) -> None:
        """Count one of COUNTERS."""
        self._add(_COUNTERS + COUNTERS.index(counter), 1)

    def set(self, gauge: str, value: float) -> None:
        """What one of GAUGES is now in this process."""
        own = self._own()
        self._numbers[own + _FIRST + GAUGES.index(gauge)] = value

    def counters(self) -> dict[str, int]:
        """The COUNTERS of all processes together."""
        rows, named = self._used(), enumerate(COUNTERS, _COUNTERS)
        return {name: int(self._total(rows, place)) for place, name in named}

    def counted(self) -> dict[str, Counted]:
        """The requests of all processes together, by endpoint; those without any are left out."""
        found, rows = {}, self._used()
        for number, name in enumerate(self.endpoints):
            start = _ENDPOINTS + _SIZE * number
            totals = [self._total(rows, start + place) for place in range(_SIZE)]
            whole = tuple(int(total) for total in totals[:-1])
            if any(whole):
                classes = len(CLASSES)
                found[name] = Counted(whole[:classes], whole[classes:], totals[-1])
        return found

    def gauges(self) -> dict[int, dict[str, float]]:
        """The GAUGES of each process that lives, by the number of its row."""
        self._own()
        return {
            row: {
                name: self._numbers[row * self._width + _FIRST + number]
                for number, name in enumerate(GAUGES)
            }
            for row in range(ROWS)
            if _lives(int(self._numbers[row * self._width + _PROCESS]))
        }

    def _used(self) -> list[int]:
        """Where the rows begin that any process ever had."""
        starts = range(0, ROWS * self._width, self._width)
        return [start for start in starts if self._numbers[start + _PROCESS]]

    def _total(self, rows: Sequence[int], place: int) -> float:
        return sum(self._numbers[start + place] for start in rows)

    def _add(self, place: int, amount: float) -> None:
        own = self._own()
        with self._lock:
            self._numbers[own + place] += amount

    def _own(self) -> int:
        """The place of this process's row."""
        process = os.getpid()
        # two that start at once may take the same row: the first of them sees it here, and leaves
        if self._owner != process or self._numbers[self._row * self._width] != process:
            self._lock = threading.Lock()  # a thread that was not forked may have held the other
            self._row = self._free(process)
            start = self._row * self._width
            self._numbers[start + _PROCESS] = process
            for gauge in range(len(GAUGES)):  # of the process that had the row before
                self._numbers[start + _FIRST + gauge] = 0
            self._owner = process
        return self._row * self._width

    def _free(self, process: int) -> int:
        """A row of nobody. Begun at a place of its own, no two processes take the same one."""
        for step in range(ROWS):
            row = (process + step) % ROWS
            if not _lives(int(self._numbers[row * self._width + _PROCESS])):
                return row
        return process % ROWS


def _lives(process: int) -> bool:
    if not process:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
