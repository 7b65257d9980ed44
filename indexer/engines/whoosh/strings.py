"""Sorted tables of strings as two arrays, and grouped ("ragged") arrays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class Strings:
    """Strings as UTF-8 in one array; ``ends[i]`` is where string i ends."""

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.uint32]) -> None:
        self._text = memoryview(text)
        self._ends = memoryview(ends)

    def __len__(self) -> int:
        return len(self._ends)

    def raw(self, index: int) -> bytes:
        """UTF-8 of string ``index``."""
        return self._text[self._ends[index - 1] if index else 0 : self._ends[index]].tobytes()

    def __getitem__(self, index: int) -> str:
        return self.raw(index).decode()

    def __iter__(self) -> Iterator[str]:
        return (raw.decode() for raw in self.raws())

    def raws(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """UTF-8 of strings ``start`` to ``stop``."""
        begin = self._ends[start - 1] if start else 0
        for end in self._ends[start:stop]:
            yield self._text[begin:end].tobytes()
            begin = end

    def first_from(self, key: bytes) -> int:
        """Index of the first string >= ``key`` in a table sorted by UTF-8 (= code point) order."""
        low, high = 0, len(self._ends)
        while low < high:
            middle = (low + high) // 2
            if self.raw(middle) < key:
                low = middle + 1
            else:
                high = middle
        return low

    def find(self, key: bytes) -> int:
        """Index of ``key`` in a sorted table, -1 when it is not there."""
        at = self.first_from(key)
        return at if at < len(self._ends) and self.raw(at) == key else -1


def pack(raws: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """The two arrays of Strings."""
    ends = np.cumsum([len(raw) for raw in raws], dtype=np.int64).astype(np.uint32)
    return np.frombuffer(b"".join(raws), np.uint8), ends


def begins(ends: NDArray[Any]) -> NDArray[np.int64]:
    """Where groups begin that end at ``ends``."""
    out = np.zeros(len(ends), np.int64)
    out[1:] = ends[:-1]
    return out


def ragged(starts: NDArray[Any], counts: NDArray[Any]) -> NDArray[np.int64]:
    """The indices start, start + 1, ... of every group, one group after the other."""
    counts = counts.astype(np.int64)
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.arange(total) + np.repeat(starts.astype(np.int64) - (ends - counts), counts)


def grouped(groups: Iterable[Sequence[int]]) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Groups of numbers as (values, ends)."""
    listed = list(groups)
    values = np.array([value for group in listed for value in group], np.uint32)
    return values, np.cumsum([len(group) for group in listed], dtype=np.int64).astype(np.uint32)
