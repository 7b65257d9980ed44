"""The loops of writing: compiled where the extension was built, else in numpy; see reading.py.

Here, too, nothing is checked of what is given, but in the checked build.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.kernels import pure_writing as pure
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.reading import u32, u64
from indexer.index.whoosh.kernels.types import Array, Docs


class Collapsed(NamedTuple):
    """Postings in order of form, document: ``docs`` and ``codes`` of shape (postings,).

    ``counts``: how many each form has, shape (forms,). ``codes``: numbers into ``frequencies``,
    which are distinct: title << 52 | lede << 26 | body. Their order is left open.
    """

    docs: Docs
    codes: NDArray[np.uint32]
    counts: NDArray[np.uint64]
    frequencies: NDArray[np.uint64]


class Piece(NamedTuple):
    """Postings to merge: keys (form << 32 | document), codes, tokens of each: shape (postings,).

    ``positions``: of all tokens, in the order of the postings, uint16 or uint32.
    """

    keys: NDArray[np.uint64]
    codes: NDArray[np.uint32]
    counts: NDArray[np.uint32]
    positions: Array


def invert(rows: Array, columns: dict[str, Array], rank: Array) -> tuple[Array, Array, Array]:
    """Tokens in order of form, document, position: their documents and positions; tokens a form.

    Shapes (tokens,), (tokens,), uint32, and (forms,), uint64. ``rows``: int64, ``rows[d]`` becomes
    document d, other rows are left out. ``columns``: of the batch, "tokens" and "positions" uint32,
    "ends" int64, "counts" (numpy's way only) the tokens of each row. ``rank``: shape (forms,),
    uint32, the new number of each form.
    """
    if reading.native is None:
        return pure.invert(rows, columns, rank)
    given = (columns[name] for name in ("ends", "tokens"))
    docs, positions, totals = reading.native.invert(
        rows, *given, rank, columns["positions"], len(rank)
    )
    return u32(docs), u32(positions), u64(totals)


def collapse(docs: Array, positions: Array, tokens: Array, starts: Array) -> Collapsed:
    """Inverted tokens as postings.

    ``docs``, ``positions``: shape (tokens,), uint32, as invert gives them. ``tokens``: shape
    (forms,), uint64, how many each form has. ``starts``: shape (documents, 2), uint32, where lede
    and body begin.
    """
    if reading.native is None:
        return Collapsed(*pure.collapse(docs, positions, tokens, starts))
    kept, codes, counts, distinct = reading.native.collapse(docs, positions, tokens, starts)
    return Collapsed(u32(kept), u32(codes), u64(counts), u64(distinct))


def interleave(pieces: Sequence[Piece]) -> Piece:
    """Pieces (at least one) with ascending keys as one; every key stands in one piece only."""
    if reading.native is None:
        return Piece(*pure.interleave(pieces))
    joined = [np.concatenate(parts) for parts in zip(*pieces, strict=True)]
    ends = np.cumsum([len(piece.keys) for piece in pieces], dtype=np.int64)
    width = joined[3].itemsize
    keys, codes, counts, positions = reading.native.interleave(*joined, ends, width)
    return Piece(u64(keys), u32(codes), u32(counts), np.frombuffer(positions, joined[3].dtype))
