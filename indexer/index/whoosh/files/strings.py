"""Sorted tables of strings as two arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.kernels import reading
from schemas.errors import EngineError

MOST = 2**32 - 1
"""Bytes of all strings of a table: where they end is uint32."""


class Strings:
    """Strings as UTF-8 in one array, shape (bytes,), uint8; ``ends[i]`` is where string i ends.

    ``ends``: shape (strings,), uint32.
    """

    def __init__(self, text: NDArray[np.uint8], ends: NDArray[np.uint32]) -> None:
        self._text = text.data
        self._ends = ends.data

    def __len__(self) -> int:
        return len(self._ends)

    def raw(self, index: int) -> bytes:
        """UTF-8 of string ``index``."""
        return self._text[self._ends[index - 1] if index else 0 : self._ends[index]].tobytes()

    def __getitem__(self, index: int) -> str:
        return self.raw(index).decode()

    def __iter__(self) -> Iterator[str]:
        return (raw.decode() for raw in self.raws())

    def some(self, indices: NDArray[np.uint32]) -> list[str]:
        """The strings of ``indices``, shape (n,), uint32."""
        found = reading.texts(self._text, self._ends, indices)
        return [self[index] for index in indices.tolist()] if found is None else found

    def raws(self, start: int = 0, stop: int | None = None) -> Iterator[bytes]:
        """UTF-8 of strings ``start`` to ``stop``."""
        begin = self._ends[start - 1] if start else 0
        for end in self._ends[start:stop]:
            yield self._text[begin:end].tobytes()
            begin = end

    def first_from(self, key: bytes) -> int:
        """Index of the first string >= ``key`` in a table sorted by UTF-8 (= code point) order."""
        if (found := reading.find(self._text, self._ends, key, exact=False)) is not None:
            return found
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
        found = reading.find(self._text, self._ends, key, exact=True)
        if found is not None:
            return found
        at = self.first_from(key)
        return at if at < len(self._ends) and self.raw(at) == key else -1


def pack(raws: Sequence[bytes]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    """The two arrays of Strings: shape (bytes,), uint8, and shape (strings,), uint32.

    Raises EngineError for more than MOST bytes, which uint32 cannot address.
    """
    ends = np.cumsum([len(raw) for raw in raws], dtype=np.int64)
    if len(ends) and ends[-1] > MOST:
        raise EngineError("a segment holds at most 4 GiB of ids, forms or names")
    return np.frombuffer(b"".join(raws), np.uint8), ends.astype(np.uint32)
