"""What many have searched for in vain: told to an operator who wants it (``nothing_found``).

A query is counted under digests with a random key, in memory that the processes share; key and
counts live a day. Words are told when they were asked for often enough, and of the others there is
nothing but numbers that cannot be read. A query shares all of its numbers with others hardly ever:
with 20,000 a day, once in a million days.
"""

from __future__ import annotations

import mmap
import os
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b

from flask import Flask, current_app

from schemas.results import Page
from searchapp.address import Address
from searchapp.logs import tell

DAY = 86_400.0
"""Seconds that a key and its counts live."""

ROWS, CELLS = 4, 65_536
MOST = 65_535
"""What a cell counts up to."""

_KEY = 16
_HEAD = 4 * 8
"""Bytes before the cells: the key, and when it was made."""


class Unfound:
    """The counts of a day. Made before processes are forked.

    There is no lock: where two count at once, one of them may be lost.
    """

    def __init__(self, least: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``least``: how often a query has to be asked. ``clock``: one for all processes."""
        self._least = least
        self._clock = clock
        self._bytes = mmap.mmap(-1, _HEAD + 2 * ROWS * CELLS)
        self._born = memoryview(self._bytes)[_KEY : _KEY + 8].cast("d")
        self._cells = memoryview(self._bytes)[_HEAD:].cast("H")
        self._renew()

    def note(self, text: str) -> bool:
        """Count a query; whether it has now been asked for often enough, for the first time."""
        if self._clock() - self._born[0] > DAY:
            self._renew()
        cells = list(self._of(text))
        asked = min(self._cells[cell] for cell in cells) + 1
        for cell in cells:
            self._cells[cell] = min(self._cells[cell] + 1, MOST)
        return asked == self._least

    def _of(self, text: str) -> Iterator[int]:
        """The cells of a query; capitals and spaces make no difference."""
        plain = " ".join(text.casefold().split()).encode(errors="replace")
        digest = blake2b(plain, key=self._bytes[:_KEY], digest_size=4 * ROWS).digest()
        for row in range(ROWS):
            part = digest[4 * row : 4 * row + 4]
            yield row * CELLS + int.from_bytes(part) % CELLS

    def _renew(self) -> None:
        self._bytes[_HEAD:] = bytes(2 * ROWS * CELLS)
        self._bytes[:_KEY] = os.urandom(_KEY)
        self._born[0] = self._clock()


def register(app: Flask, least: int) -> None:
    """Have ``app`` count what is searched for in vain. ``least``: 0 for nothing."""
    app.extensions["unfound"] = Unfound(least) if least else None


def note(address: Address, page: Page) -> None:
    """Count a search for words alone that found nothing at all, if the operator wants that."""
    counts: Unfound | None = current_app.extensions["unfound"]
    if counts is None or page.total or page.some_words or not address.text:
        return
    if address.filters or address.without or address.since or address.until or address.undated:
        return
    if counts.note(address.text):
        tell("nothing-found", words=" ".join(address.text.split()))
