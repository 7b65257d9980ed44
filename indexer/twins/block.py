"""The articles of some days, ready to be compared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from indexer.store import Store
from indexer.twins.candidates import DAYS, NEAR
from indexer.twins.noted import Notes
from indexer.twins.said import Said
from indexer.twins.sketch import Sketch, Vectors
from indexer.vectors.packed import numbers_of
from indexer.vectors.table import Table

LANGUAGES = ("ru", "en")
"""Of articles that can be twins."""

MOST_A_DAY = 500
"""Articles of a language and a day that are compared: the first ones by id. Others have no twin."""

AROUND = 2 * DAYS + NEAR
"""Days before and after an article whose articles decide which twin it has: its candidates, theirs,
and what is common around these."""


@dataclass(frozen=True, slots=True)
class Block:
    """Russian and English articles.

    ``translating``: pairs of an article and what it says itself that it translates.
    """

    russian: list[Sketch]
    english: list[Sketch]
    translating: list[tuple[str, str]]

    @property
    def ids(self) -> list[str]:
        """Of all."""
        return [one.id for one in (*self.russian, *self.english)]

    def free(self, settled: Collection[str]) -> Block:
        """Without some."""
        return Block(
            [one for one in self.russian if one.id not in settled],
            [one for one in self.english if one.id not in settled],
            [],
        )


def block(first: int, last: int, notes: Notes, table: Table | None) -> Block:
    """The articles of these days, with vectors if there are some in both languages."""
    noted = list(notes.between(first, last, MOST_A_DAY))
    both = {each.language for each in noted} == {"ru", "en"}
    vectors = _vectors([each.id for each in noted], table) if both and table else {}
    found = Block([], [], [])
    for each in noted:
        sketch = Sketch(each.id, each.day, each.facts, vectors.get(each.id))
        (found.russian if each.language == "ru" else found.english).append(sketch)
        if each.translated is not None:
            found.translating.append((each.id, each.translated))
    return found


def settled(found: Block, store: Store, said: Said) -> set[str]:
    """The articles that a page itself, or the operator's file, ties to one that is there."""
    held = set(store.held([original for _, original in found.translating]))
    own = {id for pair in found.translating if pair[1] in held for id in pair}
    own |= {id for pair in said.together for id in pair}
    return own | {each.id for each in store.versions_of(found.ids)}


def _vectors(ids: Sequence[str], table: Table) -> dict[str, Vectors]:
    found = {}
    for id, entry in zip(ids, table.entries(ids), strict=True):
        if entry is not None:
            whole = numbers_of(entry.vectors).astype(np.float32)
            found[id] = whole / np.linalg.norm(whole, axis=1, keepdims=True)
    return found


def ranges(changed: Sequence[int], most: int) -> Iterator[tuple[int, int]]:
    """The days whose ties may be others when these days have changed, ``most`` days at a time.

    ``changed``: in order.
    """
    spans: list[list[int]] = []
    for day in changed:
        if spans and day - AROUND <= spans[-1][1] + 1:
            spans[-1][1] = day + AROUND
        else:
            spans.append([day - AROUND, day + AROUND])
    for first, end in spans:
        for start in range(first, end + 1, most):
            yield start, min(end, start + most - 1)
