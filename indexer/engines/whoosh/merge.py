"""Several segments → one, as array work over ranges of forms, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.builder import (
    PostingsWriter,
    date_order,
    write_documents,
    write_forms,
)
from indexer.engines.whoosh.container import ContainerWriter
from indexer.engines.whoosh.segment import Segment
from indexer.engines.whoosh.groups import begins, ragged

Array = NDArray[Any]
BUDGET = 4_000_000
"""Tokens that are merged at a time (about 40 bytes each)."""


def merge(segments: Sequence[Segment], path: Path, budget: int = BUDGET) -> int:
    """Write the live documents of ``segments`` as one segment at ``path``; gives its bytes.

    Where segments give a form different terms, the last one's count.
    """
    out = ContainerWriter(path)
    owners, numbers = _order(segments)
    places = []
    for index, segment in enumerate(segments):
        place = np.full(segment.size, -1, np.int64)
        mine = np.flatnonzero(owners == index)
        place[numbers[mine]] = mine
        places.append(place)
    vocabulary = _Vocabulary(segments)
    triples, codes = _triples(segments)
    wide = any(segment.wide for segment in segments)
    writer = PostingsWriter(out, wide=wide, codes=len(triples))
    written = [np.empty(0, np.int64)]
    for first, end in _ranges(segments, vocabulary, budget):
        pieces = [
            _piece(segment, vocabulary.numbers[i], first, end, places[i], codes[i])
            for i, segment in enumerate(segments)
        ]
        forms, docs, code, counts, positions = _sorted(pieces)
        if len(forms):
            written.append(writer.write(forms, docs, code, counts, positions))
    writer.finish(out)
    out.add("triples", triples.reshape(-1))
    kept = np.concatenate(written).tolist()
    write_forms(out, [vocabulary.forms[i] for i in kept], lambda i: vocabulary.terms(kept[i]))
    names = _write_documents(out, segments, owners, numbers)
    return out.finish({"wide": wide, "facets": names})


def _order(segments: Sequence[Segment]) -> tuple[Array, Array]:
    """For each new document the segment and the number that it comes from."""
    live = [np.arange(s.size) if s.live is None else np.flatnonzero(s.live) for s in segments]
    owners = np.repeat(np.arange(len(segments)), [len(docs) for docs in live])
    numbers = np.concatenate(live)
    published = np.concatenate([s.published[d] for s, d in zip(segments, live, strict=True)])
    order = date_order(published, lambda i: segments[owners[i]].ids.raw(int(numbers[i])))
    return owners[order], numbers[order]


class _Vocabulary:
    """The forms of all segments. ``numbers[i]``: of segment i's forms, the new number."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self.forms = sorted({raw for segment in segments for raw in segment.forms.raws()})
        number = {raw: i for i, raw in enumerate(self.forms)}
        self.numbers = [
            np.array([number[raw] for raw in segment.forms.raws()], np.int64)
            for segment in segments
        ]

    def terms(self, form: int) -> Iterator[bytes]:
        for numbers, segment in zip(reversed(self.numbers), reversed(self._segments), strict=True):
            at = int(np.searchsorted(numbers, form))
            if at < len(numbers) and numbers[at] == form:
                return (term.encode() for term in segment.terms_of(at))
        raise KeyError(form)


def _triples(segments: Sequence[Segment]) -> tuple[Array, list[Array]]:
    every = np.concatenate([segment.triples for segment in segments])
    distinct, inverse = np.unique(every, axis=0, return_inverse=True)
    bounds = np.cumsum([len(segment.triples) for segment in segments])[:-1]
    return distinct, np.split(inverse.reshape(-1), bounds)


def _ranges(
    segments: Sequence[Segment], vocabulary: _Vocabulary, budget: int
) -> Iterator[tuple[int, int]]:
    """Ranges of new forms with some ``budget`` of tokens each, one form at least."""
    load = np.zeros(len(vocabulary.forms), np.int64)
    for segment, numbers in zip(segments, vocabulary.numbers, strict=True):
        postings = segment.run_postings[segment.run_ends.astype(np.int64) - 1].astype(np.int64)
        share = len(segment.positions) / max(1, len(segment.lows))
        load[numbers] += (np.diff(postings, prepend=0) * share).astype(np.int64)
    total = np.cumsum(load)
    first = 0
    while first < len(load):
        done = int(total[first - 1]) if first else 0
        end = max(first + 1, int(np.searchsorted(total, done + budget, "right")))
        yield first, end
        first = end


Piece = tuple[Array, Array, Array, Array, Array]
"""Form, document, code and number of tokens of each posting, and the positions of all."""


def _piece(
    segment: Segment, numbers: Array, first: int, end: int, place: Array, codes: Array
) -> Piece:
    low, high = np.searchsorted(numbers, [first, end]).tolist()
    if low == high:
        return tuple(np.empty(0, np.int64) for _ in range(5))  # type: ignore[return-value]
    begin, stop = segment.posting_range(low, high)
    bounds = [segment.posting_range(form)[1] for form in range(low, high)]
    forms = np.repeat(numbers[low:high], np.diff(bounds, prepend=begin))
    docs = place[segment.docs(begin, stop)]
    old = segment.codes[begin:stop]
    counts = segment.sums[old].astype(np.int64)
    start = segment.tokens_before(begin)
    positions = segment.positions[start : start + int(counts.sum())]
    alive = docs >= 0
    if not alive.all():
        positions = positions[np.repeat(alive, counts)]
        forms, docs, old, counts = forms[alive], docs[alive], old[alive], counts[alive]
    return forms, docs, codes[old], counts, positions


def _sorted(pieces: Sequence[Piece]) -> Piece:
    forms, docs, codes, counts, positions = (np.concatenate(p) for p in zip(*pieces, strict=True))
    order = np.argsort(forms << 32 | docs, kind="stable")
    starts = np.cumsum(counts) - counts
    counts = counts[order]
    return forms[order], docs[order], codes[order], counts, positions[ragged(starts[order], counts)]


def _write_documents(
    out: ContainerWriter, segments: Sequence[Segment], owners: Array, numbers: Array
) -> dict[str, list[str]]:
    def gather(name: str) -> Array:
        columns = [getattr(segment, name) for segment in segments]
        joined = np.concatenate(columns)
        bases = np.cumsum([0] + [len(column) for column in columns[:-1]])
        return np.asarray(joined[bases[owners] + numbers])

    pairs = list(zip(owners.tolist(), numbers.tolist(), strict=True))
    facets = {}
    for name in segments[0].facets:
        combinations = [_combinations(segment, name) for segment in segments]
        columns = [segment.facets[name].column for segment in segments]
        facets[name] = [combinations[s][columns[s][d]] for s, d in pairs]
    ids = [segments[s].ids.raw(d) for s, d in pairs]
    columns = {name: gather(name) for name in ("published", "lengths", "starts")}
    return write_documents(out, ids, columns, facets)


def _combinations(segment: Segment, name: str) -> list[tuple[str, ...]]:
    facet = segment.facets[name]
    return [
        tuple(facet.names[value] for value in facet.values[begin:end].tolist())
        for begin, end in zip(begins(facet.ends).tolist(), facet.ends.tolist(), strict=True)
    ]
