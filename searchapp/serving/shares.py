"""How much of the processors each client has used of late, known to all processes of a site.

Kept are 2 × 8,192 numbers in memory that the processes share: no addresses. Which of them are a
client's is told by a digest with a random key, which lives an hour, in that memory alone; with it
the numbers go, too. Nothing is written to a disk.
"""

from __future__ import annotations

import math
import mmap
import os
import time
from collections.abc import Callable
from hashlib import blake2b

MEMORY = 60.0
"""Seconds after which what a client used counts for 1/e: about the use of the last minute."""

ROTATION = 3_600.0
"""Seconds that a key lives."""

CONTENDED = 10.0
"""Seconds for which somebody who had to wait for another is remembered."""

CELLS = 8_192
_KEY = 16
_BORN, _CONTENDED, _FIRST = 2, 3, 4
"""Places in the memory, of 8 bytes each; before them the key."""

Client = tuple[int, int]
"""The two cells of a client. Another may share one of them; hardly any shares both."""


class Shares:
    """The accounts. Made before processes are forked.

    There is no lock, which a killed process would never give back: where two write at once, one
    of two small amounts may be lost.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock``: seconds, the same for all processes."""
        self._clock = clock
        self._bytes = mmap.mmap(-1, 8 * (_FIRST + 2 * 2 * CELLS))
        self._numbers = memoryview(self._bytes).cast("d")
        self._rotate()

    def client(self, address: bytes) -> Client:
        """The cells of a client. ``address``: whatever tells it from others."""
        if self._clock() - self._numbers[_BORN] > ROTATION:
            self._rotate()
        digest = blake2b(address, key=self._bytes[:_KEY], digest_size=8).digest()
        first, second = (int.from_bytes(half) % CELLS for half in (digest[:4], digest[4:]))
        return _FIRST + 2 * first, _FIRST + 2 * (CELLS + second)

    def used(self, client: Client) -> float:
        """Seconds of processor time that it used of late."""
        now = self._clock()
        return min(self._level(cell, now) for cell in client)

    def add(self, client: Client, seconds: float) -> None:
        """Count what it used."""
        now = self._clock()
        for cell in client:
            self._numbers[cell] = self._level(cell, now) + seconds
            self._numbers[cell + 1] = now

    def contend(self) -> None:
        """Note that somebody waits for another."""
        self._numbers[_CONTENDED] = self._clock()

    def contended(self) -> bool:
        """Whether somebody had to wait for another of late."""
        return self._clock() - self._numbers[_CONTENDED] < CONTENDED

    def _level(self, cell: int, now: float) -> float:
        level, at = self._numbers[cell], self._numbers[cell + 1]
        return level * math.exp(min(0.0, at - now) / MEMORY)

    def _rotate(self) -> None:
        self._bytes[:] = os.urandom(_KEY) + bytes(len(self._bytes) - _KEY)
        self._numbers[_BORN] = self._clock()
        self._numbers[_CONTENDED] = -CONTENDED


def seconds_until(level: float, limit: float) -> int:
    """Seconds until a client that used ``level`` and goes on using nothing is below ``limit``."""
    return max(1, math.ceil(MEMORY * math.log(max(level, limit) / limit)))
