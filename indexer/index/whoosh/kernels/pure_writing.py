"""The loops of writing in numpy alone: same arguments, same answers as the compiled ones.

Shapes and dtypes are those that writing.py says.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from indexer.index.whoosh.kernels.groups import ragged
from indexer.index.whoosh.kernels.types import Array


def invert(rows: Array, columns: dict[str, Array], rank: Array) -> tuple[Array, Array, Array]:
    """See writing.invert."""
    counts = columns["counts"][rows]
    chosen = ragged(columns["ends"][rows] - counts, counts)
    docs = np.repeat(np.arange(len(rows), dtype=np.uint32), counts)
    forms = rank[columns["tokens"][chosen]]
    order = np.argsort(forms, kind="stable")
    totals = np.bincount(forms, minlength=len(rank)).astype(np.uint64)
    return docs[order], columns["positions"][chosen][order], totals


def collapse(
    docs: Array, positions: Array, tokens: Array, starts: Array
) -> tuple[Array, Array, Array, Array]:
    """See writing.collapse."""
    forms = np.repeat(np.arange(len(tokens)), tokens.astype(np.int64))
    fields = (positions[:, None] >= starts[docs]).sum(1)
    changes = np.ones(len(forms), np.bool_)
    changes[1:] = (forms[1:] != forms[:-1]) | (docs[1:] != docs[:-1])
    first = np.flatnonzero(changes)
    each = np.uint64(1) << (52 - 26 * fields).astype(np.uint64)
    distinct, codes = np.unique(
        np.add.reduceat(each, first) if len(first) else each, return_inverse=True
    )
    counts = np.bincount(forms[first], minlength=len(tokens)).astype(np.uint64)
    return docs[first], codes.astype(np.uint32), counts, distinct


def interleave(pieces: Sequence[Sequence[Array]]) -> tuple[Array, Array, Array, Array]:
    """See writing.interleave."""
    keys, codes, counts, positions = (np.concatenate(part) for part in zip(*pieces, strict=True))
    order = np.argsort(keys, kind="stable")
    starts = np.cumsum(counts, dtype=np.int64) - counts
    chosen = ragged(starts[order], counts[order])
    return keys[order], codes[order], counts[order], positions[chosen]
