"""The fields of all articles of a batch as lines (see laid_out), by arrays instead of loops."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.opensearch.laid_out import MARKS
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.opensearch.spelling import ROWS, Rows
from schemas.document import Batch

_OTHER, _NEXT, _EMPTY = OTHER.encode(), b" ", EMPTY.encode()
_JOINTS = np.array([_OTHER, _NEXT], object)

_FIELD = 40
"""Bits that a position may take: above them is the number of the field."""


def lines(batch: Batch, rows: Rows, spelt: NDArray[Any]) -> list[bytes]:
    """The line of each of FIELDS of each article, as JSON has it between quotes.

    ``rows``: of the tokens, in ``spelt``, which has rows for the marks, too; see Spelling.
    """
    keys, rows = _marked(_keys(batch), rows.copy())
    fields = np.arange(1, batch.starts.size + 1) << _FIELD
    ends = np.searchsorted(keys, fields).tolist()
    pieces = np.empty(2 * len(rows), object)
    pieces[::2], pieces[1::2] = _joints(keys), spelt[rows]
    told = pieces.tolist()
    return [
        b"".join(told[2 * begin : 2 * end]) for begin, end in zip([0, *ends], ends, strict=False)
    ]


def _keys(batch: Batch) -> Rows:
    """The place of each token: its field, counted through all articles, and its position there."""
    articles = np.arange(len(batch.ids))
    counts = np.diff(batch.ends, prepend=0)
    positions = batch.positions.astype(np.int64)
    starts = batch.starts.astype(np.int64)
    begun = (starts + (articles << _FIELD)[:, None]).ravel()
    begins = np.searchsorted(positions + np.repeat(articles << _FIELD, counts), begun)
    fields = np.arange(starts.size)
    each = np.diff(begins, append=len(positions))
    return positions + np.repeat((fields << _FIELD) - starts.ravel(), each)


def _marked(keys: Rows, rows: Rows) -> tuple[Rows, Rows]:
    """Places and rows of tokens with marks instead of markers. ``rows`` is changed."""
    closing, closed = [], []
    for marker, marks in MARKS.items():
        at = np.flatnonzero(rows == ROWS[marker])
        fields = keys[at] >> _FIELD
        # a sentence ends before the next one, the last with its field
        ends = keys[np.searchsorted(keys, (fields + 1) << _FIELD) - 1]
        follows = fields[1:] == fields[:-1]
        ends[:-1][follows] = keys[at[1:]][follows] - 1
        long = ends > keys[at]
        rows[at] = np.where(long, ROWS[marks.first], ROWS[marks.only])
        closing.append(ends[long])
        closed.append(np.full(long.sum(), ROWS[marks.last]))
    ends, last = np.concatenate(closing), np.concatenate(closed)
    order = np.argsort(ends, kind="stable")
    at = np.searchsorted(keys, ends[order], side="right")
    return np.insert(keys, at, ends[order]), np.insert(rows, at, last[order])


def _joints(keys: Rows) -> NDArray[Any]:
    """What stands before each token: the separator from the one before it, and empty positions."""
    steps = np.diff(keys, prepend=-1)
    first = np.diff(keys >> _FIELD, prepend=-1) != 0
    joints: NDArray[Any] = _JOINTS[np.minimum(steps, 1)]
    joints[first] = b""
    for at in np.flatnonzero((steps > 1) & ~first).tolist():
        joints[at] = (_NEXT + _EMPTY) * (int(steps[at]) - 1) + _NEXT
    places = keys & ((1 << _FIELD) - 1)
    for at in np.flatnonzero(first & (places > 0)).tolist():
        joints[at] = (_EMPTY + _NEXT) * int(places[at])
    return joints
