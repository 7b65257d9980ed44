"""Articles of a batch as JSON: what stands at their positions (see laid_out), forms, signatures.

They are made of pieces of text, which are numbers in arrays until all is joined: by a compiled loop
where the extension was built, else in numpy, with the same bytes.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from indexer.index import loops
from indexer.index.contract import SIGNATURE
from indexer.index.loops import Numbers, sign
from indexer.index.opensearch.laid_out import MARKS
from indexer.index.opensearch.mapping import EMPTY, OTHER
from indexer.index.opensearch.spelling import PIECES, SIGNED, Rows, Spelling
from schemas.document import FIELDS, Batch

_OTHER, _NEXT, _EMPTY, _CLOSE = (PIECES[each] for each in (OTHER, " ", EMPTY, '"'))
_FORMS = tuple(PIECES[each] for each in (',"forms":["', '","', '"]'))
_BEGINS = np.array([PIECES[f',"{name}":"'] for name in FIELDS])
_FIXED = np.array(
    [
        *(len(PIECES), _OTHER, _NEXT, _EMPTY, _CLOSE, *_FORMS, SIGNED[0], *_BEGINS),
        *(PIECES[each] for marker, marks in MARKS.items() for each in (marker, *marks)),
    ]
)
"""What native/lay.c has to know of PIECES."""

_FIELD = 40
"""Bits that a position may take: above them is the number of the field."""
_ROW = 32
"""Bits that a row may take: above them is the number of the article."""


KEPT = 64 << 20
"""Bytes of memory, at most, that are kept for the next batch: several times what a batch needs."""


class Wanted(NamedTuple):
    """Numbers of pieces, article after article, and where those of each article end."""

    pieces: Numbers
    bounds: Numbers


class Told(NamedTuple):
    """Articles end to end, and where each ends."""

    text: bytes
    ends: Numbers


class Lines:
    """Lays out the lines of articles, batch after batch."""

    def __init__(self) -> None:
        # kept: to get memory anew for each batch takes a third of the time
        self._written = bytearray()

    def __call__(
        self, heads: list[str], tail: bytes, batch: Batch, rows: Rows, spelling: Spelling
    ) -> Told:
        """Each head, followed by the members that the words of its article give, and by the tail.

        These are the FIELDS that are not empty, the distinct forms unless there are none, and the
        signature. ``heads``: all before them, with the first member. ``rows``: of the tokens; see
        Spelling.
        """
        if loops.native is None:
            return _joined(heads, tail, batch, rows.astype(np.int64), spelling)
        words = rows, batch.positions, batch.ends, batch.starts
        given = heads, tail, *spelling.arrays(), _FIXED, *words
        ends = np.frombuffer(loops.native.lay(self._written, *given), np.int64)
        size = int(ends[-1]) if len(ends) else 0
        with memoryview(self._written) as written:
            text = bytes(written[:size])
        if len(self._written) > KEPT:
            self._written = bytearray()
        return Told(text, ends)


def _joined(heads: list[str], tail: bytes, batch: Batch, rows: Numbers, spelling: Spelling) -> Told:
    columns = [
        _told(each, spelling) for each in (_lines(batch, rows), _forms(batch, rows, spelling))
    ]
    begun = (head.encode() for head in heads)
    every = [b"".join((*parts, tail)) for parts in zip(begun, *columns, strict=True)]
    return Told(b"".join(every), np.cumsum(list(map(len, every)), dtype=np.int64))


def _told(wanted: Wanted, spelling: Spelling) -> list[bytes]:
    """The pieces of each article, joined."""
    text, ends, _ = spelling.arrays()
    raw, begins = text.tobytes(), np.concatenate([[0], ends[:-1]])
    spans = zip(begins[wanted.pieces].tolist(), ends[wanted.pieces].tolist(), strict=True)
    told = [raw[begin:end] for begin, end in spans]
    return [b"".join(told[begin:end]) for begin, end in pairwise([0, *wanted.bounds.tolist()])]


def _lines(batch: Batch, rows: Numbers) -> Wanted:
    """The members of FIELDS that each article has; each begins with a comma."""
    keys, rows = _filled(*_marked(_keys(batch), rows.copy()))
    fields = keys >> _FIELD
    first = np.diff(fields, prepend=-1) != 0
    joints = np.where(np.diff(keys, prepend=-1) > 0, _NEXT, _OTHER)
    joints[first] = _BEGINS[fields[first] % len(FIELDS)]
    begun = np.flatnonzero(first)
    # two pieces a token, and one after each field
    places = 2 * np.arange(len(rows)) + np.cumsum(first) - 1
    pieces = np.full(2 * len(rows) + len(begun), _CLOSE)
    pieces[places], pieces[places + 1] = joints, rows
    ends = np.searchsorted(fields, len(FIELDS) * np.arange(1, len(batch.ids) + 1))
    return Wanted(pieces, 2 * ends + np.searchsorted(begun, ends))


def _keys(batch: Batch) -> Numbers:
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


def _marked(keys: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Places and rows of tokens with marks instead of markers. ``rows`` is changed."""
    closing, closed = [], []
    for marker, marks in MARKS.items():
        at = np.flatnonzero(rows == PIECES[marker])
        fields = keys[at] >> _FIELD
        # a sentence ends before the next one, the last with its field
        ends = keys[np.searchsorted(keys, (fields + 1) << _FIELD) - 1]
        follows = fields[1:] == fields[:-1]
        ends[:-1][follows] = keys[at[1:]][follows] - 1
        long = ends > keys[at]
        rows[at] = np.where(long, PIECES[marks.first], PIECES[marks.only])
        closing.append(ends[long])
        closed.append(np.full(long.sum(), PIECES[marks.last]))
    ends, last = np.concatenate(closing), np.concatenate(closed)
    order = np.argsort(ends, kind="stable")
    at = np.searchsorted(keys, ends[order], side="right")
    return np.insert(keys, at, ends[order]), np.insert(rows, at, last[order])


def _filled(keys: Numbers, rows: Numbers) -> tuple[Numbers, Numbers]:
    """The same with EMPTY at each position of a field that has no token."""
    next_ = np.concatenate([[0], keys[:-1] + 1])
    missing = keys - np.maximum(next_, keys >> _FIELD << _FIELD)
    if not (missing > 0).any():
        return keys, rows
    counts = np.maximum(missing, 0) + 1
    at = np.repeat(np.arange(len(keys)), counts)
    before = np.cumsum(counts)[at] - 1 - np.arange(len(at))
    return keys[at] - before, np.where(before > 0, _EMPTY, rows[at])


def _forms(batch: Batch, rows: Numbers, spelling: Spelling) -> Wanted:
    """The distinct forms of each article as they first occur, and its signature."""
    owners = np.repeat(np.arange(len(batch.ids)), np.diff(batch.ends, prepend=0))
    is_form = rows >= len(PIECES)
    owners, forms = owners[is_form], rows[is_form]
    first = np.sort(np.unique(owners << _ROW | forms, return_index=True)[1])
    owners, forms = owners[first], forms[first]
    bounds = np.searchsorted(owners, np.arange(len(batch.ids) + 1))
    filled = np.diff(bounds) > 0
    # two pieces a form, one after all forms of an article, and its signature
    shift = np.cumsum(filled) - filled + SIGNATURE * np.arange(len(filled))
    ended = 2 * bounds[1:] + shift
    signed = ended + filled
    pieces = np.empty(2 * len(forms) + filled.sum() + SIGNATURE * len(filled), np.int64)
    places = 2 * np.arange(len(forms)) + shift[owners]
    pieces[places + 1] = forms
    begin, next_, end = _FORMS
    pieces[places] = next_
    pieces[places[bounds[:-1][filled]]] = begin
    pieces[ended[filled]] = end
    least = sign(spelling.arrays()[2], forms.astype(np.uint32), bounds[1:])
    pieces[signed[:, None] + np.arange(SIGNATURE)] = SIGNED + least
    return Wanted(pieces, signed + SIGNATURE)
