"""Distinct strings by number, in flat arrays that grow: what a process knows of words.

The loops are compiled where the extension was built; else a dict gives the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.tokenizer import LONGEST_RUN, RUN

native: ModuleType | None
try:
    from indexer.analysis import _runs as native  # type: ignore[attr-defined,no-redef]
except ImportError:  # installed without a compiler
    native = None

Array = NDArray[Any]
Ids = NDArray[np.int64]
_LEAST = 1024


class Column:
    """A one-dimensional array that grows. Only the first ``size`` items of ``data`` count."""

    def __init__(self, data: Array, size: int = 0) -> None:
        self.data = data
        self.size = size

    @classmethod
    def of(cls, kind: type[np.generic]) -> Column:
        """An empty one."""
        return cls(np.zeros(_LEAST, kind))

    def reserve(self, count: int) -> None:
        """Make room for ``count`` more items; the old ``data`` stays valid for whoever holds it."""
        need = self.size + count
        if need > len(self.data):
            grown = np.zeros(max(need, 2 * len(self.data)), self.data.dtype)
            grown[: self.size] = self.data[: self.size]
            self.data = grown

    def extend(self, values: Array | Sequence[int]) -> None:
        """Add ``values`` at the end."""
        self.reserve(len(values))
        self.data[self.size : self.size + len(values)] = values
        self.size += len(values)

    def since(self, start: int) -> Array:
        """The items from ``start`` on."""
        return self.data[start : self.size]


class Table(Sequence[str]):
    """Strings by number: 0, 1, ... in the order in which they came."""

    def __init__(self, chars: Column | None = None, ends: Column | None = None) -> None:
        """``chars``: code points of all strings end to end; ``ends``: where each ends."""
        self.chars = chars or Column.of(np.uint32)
        self.ends = ends or Column.of(np.uint32)
        self._native = native
        self._slots = np.zeros(0, np.uint32)
        self._known: dict[str, int] = {}
        if self._native is None:
            self._known = {
                string: number for number, string in enumerate(strings(self.chars, self.ends))
            }
        else:
            self._grow(0)

    def __len__(self) -> int:
        return self.ends.size

    def __getitem__(self, number: Any) -> Any:
        if self._native is not None:
            return self._native.text(self.ends.data, self.chars.data, self.ends.size, number)
        if not 0 <= number < self.ends.size:
            raise IndexError(number)
        begin = self.ends.data[number - 1] if number else 0
        return _decoded(self.chars.data[begin : self.ends.data[number]])

    def __iter__(self) -> Iterator[str]:
        return strings(self.chars, self.ends)

    def numbers(self, every: list[str]) -> Ids:
        """The number of each string; one that is new gets the next."""
        if self._native is None:
            return self._numbered(every)
        self.chars.reserve(sum(map(len, every)))
        self.ends.reserve(len(every))
        self._grow(len(every))
        arrays = self._slots, self.ends.data, self.chars.data
        return self._inserted(*self._native.insert(every, *arrays, self.ends.size))

    def united(self, chars: Array, ends: Array) -> Ids:
        """The same of strings laid end to end: uint32, as a table has them."""
        if self._native is None:
            return self._numbered(list(strings(Column(chars, len(chars)), Column(ends, len(ends)))))
        self.chars.reserve(len(chars))
        self.ends.reserve(len(ends))
        self._grow(len(ends))
        arrays = self._slots, self.ends.data, self.chars.data
        return self._inserted(*self._native.unite(ends, chars, *arrays, self.ends.size))

    def _inserted(self, numbers: bytes, size: int) -> Ids:
        self.ends.size = size
        self.chars.size = int(self.ends.data[size - 1]) if size else 0
        return np.frombuffer(numbers, np.uint32).astype(np.int64)

    def _numbered(self, every: list[str]) -> Ids:
        known = self._known
        found = np.fromiter(
            (known.setdefault(string, len(known)) for string in every), np.int64, len(every)
        )
        new = list(known)[self.ends.size :] if len(known) > self.ends.size else []
        self.ends.extend(np.cumsum([len(string) for string in new]) + self.chars.size)
        self.chars.extend(_encoded("".join(new)))
        return found

    def _grow(self, count: int) -> None:
        """Keep the slots at most half full with ``count`` strings more."""
        need = 2 * (self.ends.size + count)
        if self._native is not None and need >= len(self._slots):
            self._slots = np.zeros(1 << max(12, need.bit_length() + 1), np.uint32)
            arrays = self._slots, self.ends.data, self.chars.data
            self._native.enter(*arrays, self.ends.size)

    def find(self, texts: list[str]) -> tuple[Ids, Ids, Ids, list[str]]:
        """The runs of all texts as numbers, and how many each text has.

        Also the indices of the runs that are not in the table, and those as strings: at most
        LONGEST_RUN characters of a run count.
        """
        if self._native is None:
            return self._found(texts)
        ids, counts, where, missing = self._native.find(texts, *self.arrays())
        numbers = np.frombuffer(ids, np.uint32).astype(np.int64)
        return numbers, np.frombuffer(counts, np.int64), np.frombuffer(where, np.int64), missing

    def arrays(self) -> tuple[Array, Array, Array]:
        """What the compiled loops read of the table: slots, ends and code points."""
        return self._slots, self.ends.data, self.chars.data

    def _found(self, texts: list[str]) -> tuple[Ids, Ids, Ids, list[str]]:
        each = [RUN.findall(text) for text in texts]
        runs = [run[:LONGEST_RUN] for found in each for run in found]
        ids = np.fromiter((self._known.get(run, -1) for run in runs), np.int64, len(runs))
        where = np.flatnonzero(ids < 0)
        counts = np.fromiter(map(len, each), np.int64, len(each))
        return ids, counts, where, [runs[at] for at in where.tolist()]


def strings(chars: Column, ends: Column) -> Iterator[str]:
    """Strings laid end to end."""
    text = _decoded(chars.since(0))
    begin = 0
    for end in ends.since(0).tolist():
        yield text[begin:end]
        begin = end


def _encoded(text: str) -> Array:
    """Code points."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _decoded(chars: Array) -> str:
    return chars.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
