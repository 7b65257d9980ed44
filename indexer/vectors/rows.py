"""Vectors of articles as columns: the same in memory and in a file that is mapped into it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.vectors.packed import BYTES, DIMENSIONS, KINDS, Packed, numbers_of

LANGUAGES = ("", "ru", "en")
"""Those whose articles can be closest, by their numbers; "" is any other."""

UNDATED = -(1 << 31)
"""The day of an article without one."""

_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Entry:
    """An article's vectors. ``text``: digest of what was encoded. ``language``: of LANGUAGES."""

    id: str
    text: int
    day: date | None
    language: str
    vectors: Packed


@dataclass(frozen=True, slots=True)
class Rows:
    """n articles in order of their keys; no id twice."""

    keys: NDArray[np.uint64]
    """n: of the ids, see ``key``."""
    texts: NDArray[np.uint64]
    """n: digests of what was encoded."""
    vectors: Packed
    """n × BYTES."""
    signs: NDArray[np.uint8]
    """n × KINDS × DIMENSIONS / 8: of the vectors of each kind, a bit each, 1 above 0."""
    inverses: NDArray[np.float32]
    """n × KINDS: 1 / the length of the vector of each kind."""
    days: NDArray[np.int32]
    """n: days since 1970, or UNDATED."""
    ends: NDArray[np.uint32]
    """n: where each id ends in ``ids``."""
    languages: NDArray[np.uint8]
    """n: see LANGUAGES."""
    ids: NDArray[np.uint8]
    """The ids in UTF-8, one after the other."""

    def __len__(self) -> int:
        return len(self.keys)

    def id(self, row: int) -> str:
        """The id of a row."""
        start = self.ends.item(row - 1) if row else 0
        return str(self.ids[start : self.ends.item(row)].tobytes(), "utf-8")

    def entry(self, row: int) -> Entry:
        """All of a row."""
        day = self.days.item(row)
        return Entry(
            self.id(row),
            self.texts.item(row),
            None if day == UNDATED else date.fromordinal(day + _EPOCH),
            LANGUAGES[self.languages.item(row)],
            self.vectors[row],
        )

    def find(
        self, ids: Sequence[str], known: NDArray[np.uint64] | None = None
    ) -> NDArray[np.int64]:
        """The row of each id, -1 where it has none. ``known``: their keys, None to make them."""
        wanted = keys(ids) if known is None else known
        if not len(self):
            return np.full(len(ids), -1, np.int64)
        rows = np.minimum(np.searchsorted(self.keys, wanted), len(self) - 1)
        found = np.where(self.keys[rows] == wanted, rows, -1).astype(np.int64)
        for at in np.flatnonzero(found >= 0).tolist():
            if self.id(int(found[at])) != ids[at]:  # another id of the same key
                found[at] = -1
        return found

    def take(self, rows: NDArray[Any]) -> Rows:
        """Only these rows, in ascending order."""
        ids = [self.id(row) for row in rows.tolist()]
        text, ends = _joined(ids)
        columns = {name: getattr(self, name)[rows] for name in COLUMNS}
        return Rows(**columns, ids=text, ends=ends)


COLUMNS = tuple(each.name for each in fields(Rows) if each.name not in {"ids", "ends"})
"""The columns with one value, or vector, a row."""

DTYPES: dict[str, tuple[str, tuple[int, ...]]] = {
    "keys": ("<u8", ()),
    "texts": ("<u8", ()),
    "vectors": ("|u1", (BYTES,)),
    "signs": ("|u1", (KINDS, DIMENSIONS // 8)),
    "inverses": ("<f4", (KINDS,)),
    "days": ("<i4", ()),
    "ends": ("<u4", ()),
    "languages": ("|u1", ()),
    "ids": ("|u1", ()),
}
"""How a column is stored: its type, and its shape a row."""


def rows_of(entries: Iterable[Entry]) -> Rows:
    """The rows of articles."""
    some = list({entry.id: entry for entry in entries}.values())
    some = [some[i] for i in np.argsort(keys([entry.id for entry in some]), kind="stable").tolist()]
    ids, ends = _joined([entry.id for entry in some])
    vectors = np.empty((len(some), BYTES), np.uint8)
    for row, entry in enumerate(some):
        vectors[row] = entry.vectors
    numbers = numbers_of(vectors)
    lengths = np.sqrt((numbers.astype(np.int64) ** 2).sum(axis=2))
    return Rows(
        keys=keys([entry.id for entry in some]),
        texts=np.array([entry.text for entry in some], np.uint64),
        vectors=vectors,
        signs=np.packbits(numbers > 0, axis=2, bitorder="little"),
        inverses=(1 / lengths).astype(np.float32),
        days=np.array([day_number(entry.day) for entry in some], np.int32),
        ends=ends,
        languages=np.array([LANGUAGES.index(entry.language) for entry in some], np.uint8),
        ids=ids,
    )


def merged(parts: Sequence[Rows]) -> Rows:
    """The rows of several parts, none of whose ids are the same."""
    ids = [part.id(row) for part in parts for row in range(len(part))]
    order = np.argsort(np.concatenate([part.keys for part in parts]), kind="stable")
    text, ends = _joined([ids[at] for at in order.tolist()])
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])[order] for name in COLUMNS
    }
    return Rows(**columns, ids=text, ends=ends)


def key(id: str) -> int:
    """64 bits that stand for an id. Two ids of one key are told apart by the ids themselves."""
    said = id.encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "little")


def keys(ids: Sequence[str]) -> NDArray[np.uint64]:
    """The keys of ids, shape (n,)."""
    return np.fromiter((key(id) for id in ids), np.uint64, len(ids))


def day_number(day: date | None) -> int:
    """Days since 1970, UNDATED without a day."""
    return UNDATED if day is None else day.toordinal() - _EPOCH


def _joined(ids: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
    encoded = [id.encode() for id in ids]
    ends = np.cumsum([len(each) for each in encoded], dtype=np.uint32)
    return np.frombuffer(b"".join(encoded), np.uint8), ends
