"""A run: postings of some documents, sorted in memory and put aside until all are interleaved."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.kernels import writing
from indexer.index.whoosh.kernels.groups import begins
from indexer.index.whoosh.write.segment_writer import narrowest

Array = NDArray[Any]
FREQUENCY = np.uint64((1 << 26) - 1)
"""Mask of one field's frequency in a packed triple: an article may be one word, repeated.

12 bits are left for the title, which has 2,000 characters at most."""


class Run:
    """Postings of p documents, f forms, in memory until they are put aside."""

    def __init__(self, rows: Array, columns: dict[str, Array], order: Array, *, wide: bool) -> None:
        """``rows``: shape (p,), indices into ``columns`` (ends, tokens, positions, starts).

        They are in the order of documents. ``order``: numbers of all forms in code point order,
        uint32.
        """
        rank = np.empty(len(order), np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        docs, positions, tokens = writing.invert(rows, columns, rank)
        postings = writing.collapse(docs, positions, tokens, columns["starts"][rows])
        kept = np.flatnonzero(tokens)
        self.forms = order[kept]
        """Shape (f,), uint32: their numbers, in code point order."""
        self._ends = np.cumsum(postings.counts[kept].astype(np.int64))
        self._token_ends = np.cumsum(tokens[kept].astype(np.int64))
        packed = postings.frequencies
        self.triples = np.stack(
            [packed >> np.uint64(shift) & FREQUENCY for shift in (52, 26, 0)], 1
        )
        self._sums = self.triples.sum(1, dtype=np.uint32)
        self.triple_counts = np.bincount(postings.codes, minlength=len(packed))
        """How many postings each triple has."""
        codes = postings.codes.astype(narrowest(len(packed)))
        self._arrays: tuple[Array, ...] = (
            postings.docs,
            codes,
            positions.astype(np.uint32 if wide else np.uint16),
        )

    def put_aside(self, folder: Path) -> None:
        """Give the memory of the postings back; they stay readable, in files without names.

        Raises OSError when the disk refuses.
        """
        arrays = []
        for array in self._arrays:
            if not array.size:  # an empty file cannot be mapped
                arrays.append(array)
                continue
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(array.data)
                file.flush()
                # The map keeps the file, which loses its last handle here.
                arrays.append(np.memmap(file, array.dtype, "r", shape=array.shape))
        self._arrays = tuple(arrays)

    def renumber(self, rank: Array, places: Array, codes: Array) -> None:
        """Take the numbers that each form, document and triple of the run will have.

        ``rank``: by number of the form. ``places``: by document, uint64, DEAD for a dead one.
        ``codes``: by triple.
        """
        self.numbers = rank[self.forms].astype(np.int64)
        self._places, self._codes = places, codes

    def load(self) -> NDArray[np.int64]:
        """How many tokens each form has: shape (f,), int64."""
        return self._token_ends - begins(self._token_ends)

    def read(self, low: int, high: int) -> tuple[Array, Array, Array, Array, Array]:
        """See interleave.PostingSource."""
        begin, end = (int(self._ends[at - 1]) if at else 0 for at in (low, high))
        first, last = (int(self._token_ends[at - 1]) if at else 0 for at in (low, high))
        docs, codes, positions = self._arrays
        old = codes[begin:end]
        sizes = np.diff(self._ends[low:high], prepend=begin)
        renumbered = self._places[docs[begin:end]], self._codes[old], self._sums[old]
        return (sizes, *renumbered, positions[first:last])
