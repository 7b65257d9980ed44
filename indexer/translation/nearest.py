"""Which words of two languages lie nearest to each other, by vectors of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

NEIGHBOURS = 10
"""Nearest words whose mean nearness says how crowded it is around a word."""

CANDIDATES = 24
"""Nearest words of which the best translations are chosen."""

BLOCK = 256
"""Words compared with all of the other language at a time: 40 MB for 40,000."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Words number ``one`` and ``other``. ``margin``: see nearest. ``cosine``: of their vectors.

    ``rank``, ``back``: from 0, of the other among those of the one, and the other way round.
    """

    one: int
    other: int
    margin: float
    cosine: float
    rank: int
    back: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """Of each of n words the nearest k of the other language, the nearest first: n × k."""

    numbers: NDArray[np.intp]
    margins: NDArray[np.float32]
    cosines: NDArray[np.float32]

    def of(self, word: int) -> Iterator[tuple[int, float]]:
        """The nearest of one word, by number, each with its margin."""
        yield from zip(self.numbers[word].tolist(), self.margins[word].tolist(), strict=True)


def ranked(ones: Vectors, others: Vectors, ranks: int) -> tuple[Ranked, Ranked]:
    """The ``ranks`` nearest of each of ``ones``, and of each of ``others``.

    Near is measured by CSLS (Conneau et al. 2018, "Word translation without parallel data"): twice
    the cosine less the mean cosine of each word to its NEIGHBOURS, so that words that are near
    everything are nobody's translation. Vectors have length 1.
    """
    if not len(ones) or not len(others):
        return _nothing(len(ones)), _nothing(len(others))
    forth, back = _closest(ones, others), _closest(others, ones)
    crowd, other_crowd = (table[0][:, :NEIGHBOURS].mean(axis=1) for table in (forth, back))
    return (
        _by_margin(forth, crowd, other_crowd, ranks),
        _by_margin(back, other_crowd, crowd, ranks),
    )


def nearest(forth: Ranked, back: Ranked, ranks: int) -> Iterator[Pair]:
    """The pairs of which each is among the ``ranks`` nearest of the other."""
    places = {
        (one, other): rank
        for other, row in enumerate(back.numbers[:, :ranks].tolist())
        for rank, one in enumerate(row)
    }
    columns = (array[:, :ranks].tolist() for array in (forth.numbers, forth.margins, forth.cosines))
    for one, (numbers, margins, cosines) in enumerate(zip(*columns, strict=True)):
        for rank, other in enumerate(numbers):
            if (one, other) in places:
                shown = margins[rank], cosines[rank], rank, places[one, other]
                yield Pair(one, other, *shown)


def _nothing(words: int) -> Ranked:
    none = np.empty((words, 0), np.float32)
    return Ranked(none.astype(np.intp), none, none)


_Closest = tuple[NDArray[np.float32], NDArray[np.intp]]
"""Cosines and numbers of the CANDIDATES of each word, the nearest first."""


def _closest(ones: Vectors, others: Vectors) -> _Closest:
    """The CANDIDATES of each of ``ones`` among ``others``."""
    found = [_first(ones[at : at + BLOCK] @ others.T) for at in range(0, len(ones), BLOCK)]
    return np.vstack([cosines for cosines, _ in found]), np.vstack([rows for _, rows in found])


def _first(cosines: NDArray[np.float32]) -> _Closest:
    """The CANDIDATES with the highest cosine of each row, the highest first, ties by number."""
    count = min(CANDIDATES, cosines.shape[1])
    kept = np.sort(np.argpartition(-cosines, count - 1, axis=1)[:, :count], axis=1)
    chosen = np.take_along_axis(cosines, kept, 1)
    order = np.argsort(-chosen, axis=1, kind="stable")
    return np.take_along_axis(chosen, order, 1), np.take_along_axis(kept, order, 1)


def _by_margin(
    found: _Closest, crowd: NDArray[np.float32], other_crowd: NDArray[np.float32], ranks: int
) -> Ranked:
    """The best ``ranks`` of each row."""
    cosines, numbers = found
    margins = 2 * cosines - crowd[:, None] - other_crowd[numbers]
    order = np.argsort(-margins, axis=1, kind="stable")[:, :ranks]
    return Ranked(
        np.take_along_axis(numbers, order, 1),
        np.take_along_axis(margins, order, 1),
        np.take_along_axis(cosines, order, 1),
    )
