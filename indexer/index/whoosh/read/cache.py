"""A small cache of postings, bounded by bytes, whose hits and misses can be seen."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")


def _yes() -> bool:
    return True


@dataclass(slots=True)
class Cache(Generic[V]):
    """Least recently used values go first. Safe between threads.

    ``size_of``: of a value, in bytes or any other unit. ``room``: the sum of sizes that may be
    kept, 0 for nothing.
    """

    room: int
    size_of: Callable[[V], int]
    hits: int = 0
    misses: int = 0
    used: int = 0
    _values: OrderedDict[Hashable, V] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Hashable, make: Callable[[], V], lasting: Callable[[], bool] = _yes) -> V:
        """The value of ``key``, made when it is not there. Two threads may both make it.

        ``lasting``: whether what was made may be kept, asked when it is.
        """
        if not self.room:
            self.misses += 1
            return make()
        with self._lock:
            if (known := self._values.get(key)) is not None:
                self.hits += 1
                self._values.move_to_end(key)
                return known
            self.misses += 1
        value = make()
        size = self.size_of(value)
        if size <= self.room and lasting():
            with self._lock:
                if key not in self._values:
                    self._values[key] = value
                    self.used += size
                while self.used > self.room:
                    self.used -= self.size_of(self._values.popitem(last=False)[1])
        return value
