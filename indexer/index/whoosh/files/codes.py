"""The code of each posting: a byte, or RARE and an entry in the list of codes that need more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.container import Container
from indexer.index.whoosh.kernels.types import RARE, Array

COUNTED = 1 << 22
"""Codes that are counted at a time: bounds memory."""


class Codes:
    """The codes of a segment's postings, and the ``triples`` that they number."""

    def __init__(self, container: Container) -> None:
        """Take them from a file. In format 4 each has 16 or 32 bits; these become bytes here."""
        array = container.array
        triples: NDArray[np.uint32] = array("triples").reshape(-1, 3)
        given = array("codes")
        if given.itemsize == 1:
            self.triples, self.common = triples, given
            self.rare_postings, self.rare_codes = array("rare_postings"), array("rare_codes")
            return
        order = np.argsort(-_counts(given, len(triples)), kind="stable")
        rank = np.empty(len(order), np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        self.triples = triples[order]
        self.common = np.minimum(rank, RARE).astype(np.uint8)[given]
        self.rare_postings = np.flatnonzero(self.common == RARE).astype(np.uint64)
        self.rare_codes = rank[given[self.rare_postings.astype(np.intp)]]

    def of(self, begin: int, end: int) -> Array:
        """Codes of the postings [begin, end): shape (end - begin,), uint8 or uint32.

        Raises IndexError when one that is RARE is not listed, as in a damaged file.
        """
        codes = self.common[begin:end]
        rare = np.flatnonzero(codes == RARE)
        if not len(rare):
            return codes
        bounds = np.array([begin, end], np.uint64)
        first, last = np.searchsorted(self.rare_postings, bounds).tolist()
        if not np.array_equal(self.rare_postings[first:last], rare + begin):
            raise IndexError("a rare code is not listed")
        out = codes.astype(np.uint32)
        out[rare] = self.rare_codes[first:last]
        return out

    def counts(self) -> NDArray[np.int64]:
        """How many postings have each code: shape (triples,)."""
        counts = np.bincount(self.rare_codes, minlength=len(self.triples))
        common = _counts(self.common, RARE + 1)[: min(RARE, len(counts))]
        counts[: len(common)] += common
        return counts


def _counts(codes: Array, numbers: int) -> NDArray[np.int64]:
    """How often each number occurs among the codes: shape (numbers,).

    Raises IndexError when one is not below ``numbers``, as in a damaged file.
    """
    counts = np.zeros(numbers, np.int64)
    for begin in range(0, len(codes), COUNTED):
        some = codes[begin : begin + COUNTED]
        if some.max() >= numbers:
            raise IndexError("a code without a triple")
        counts += np.bincount(some, minlength=numbers)
    return counts
