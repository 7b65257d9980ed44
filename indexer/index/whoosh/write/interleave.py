"""Postings of several sources → those of one segment, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.container import ContainerWriter
from indexer.index.whoosh.kernels import writing
from indexer.index.whoosh.kernels.types import BITS
from indexer.index.whoosh.kernels.writing import Piece
from indexer.index.whoosh.write.segment_writer import PostingsWriter

Array = NDArray[Any]
BUDGET = 1_000_000
"""Tokens that are interleaved at a time."""
DEAD = np.uint64(2**32 - 1)
"""The new number of a dead document."""


class PostingSource(Protocol):
    """Postings in order of form and document, where the new numbers have the same order."""

    numbers: NDArray[np.int64]
    """The new number of each form, ascending."""

    def load(self) -> NDArray[np.int64]:
        """About how many tokens each form has: shape (forms,), int64."""
        ...

    def read(self, low: int, high: int) -> tuple[Array, Array, Array, Array, Array]:
        """The postings of its forms [low, high), as they will be, in five arrays.

        The number of postings of each form, shape (high - low,); of each posting the document
        (uint64, DEAD for a dead one), the code and the number of tokens; the position of each
        token.
        """
        ...


def write_postings(
    out: ContainerWriter,
    sources: Sequence[PostingSource],
    forms: int,
    triples: Array,
    *,
    wide: bool,
) -> NDArray[np.int64]:
    """Write the live postings of all sources; gives the numbers of the forms that occur.

    ``forms``: how many there are over all sources. ``triples``: by code, shape (codes, 3), the
    commonest first. Raises OSError when the disk refuses.
    """
    writer = PostingsWriter(out, wide=wide)
    written = [np.empty(0, np.int64)]
    for bounds in _ranges(sources, forms):
        merged = writing.interleave([_piece(source, bounds) for source in sources])
        if len(merged.keys):
            numbers = (merged.keys >> BITS).astype(np.int64)
            docs = merged.keys.astype(np.uint32)  # the low half of a key
            parts = merged.codes, merged.counts, merged.positions
            written.append(writer.write(numbers, docs, *parts))
    writer.finish(out)
    out.add("triples", triples.astype(np.uint32).reshape(-1))
    return np.concatenate(written)


def _ranges(sources: Sequence[PostingSource], forms: int) -> Iterator[tuple[int, int]]:
    """Ranges of new forms with about BUDGET tokens each, at least one form."""
    load = np.zeros(forms, np.int64)
    for source in sources:
        load[source.numbers] += source.load()
    total = np.cumsum(load)
    first = 0
    while first < forms:
        done = int(total[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(total, done + BUDGET, "right")))
        yield first, end
        first = end


def _piece(source: PostingSource, bounds: tuple[int, int]) -> Piece:
    """Live postings of the new forms [first, end)."""
    low, high = np.searchsorted(source.numbers, bounds).tolist()
    sizes, docs, codes, counts, positions = source.read(low, high)
    keys = np.repeat(source.numbers[low:high].astype(np.uint64) << BITS, sizes) | docs
    alive = docs != DEAD
    if not alive.all():
        positions = positions[np.repeat(alive, counts)]
        keys, codes, counts = keys[alive], codes[alive], counts[alive]
    return Piece(np.asarray(keys), codes, counts, positions)


def united_triples(tables: Sequence[tuple[Array, Array]]) -> tuple[Array, list[Array]]:
    """The distinct rows of tables of triples, and for each table the codes of its rows.

    Each table comes with the number of postings of each row. Rows with the most postings in all
    tables come first. Shape (codes, 3), and for each table shape (rows,), uint32.
    """
    triples, counts = (np.concatenate(parts) for parts in zip(*tables, strict=True))
    distinct, inverse = np.unique(triples, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    order = np.argsort(-np.bincount(inverse, counts, len(distinct)), kind="stable")
    code = np.empty(len(order), np.uint32)
    code[order] = np.arange(len(order), dtype=np.uint32)
    bounds = np.cumsum([len(table) for table, _ in tables])[:-1]
    return distinct[order], np.split(code[inverse], bounds)
