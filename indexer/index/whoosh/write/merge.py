"""Several segments → one, as array work over ranges of forms, in bounded memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.container import ContainerWriter
from indexer.index.whoosh.files.segment import Segment, SegmentFacet
from indexer.index.whoosh.files.strings import Strings
from indexer.index.whoosh.kernels.groups import begins, ragged
from indexer.index.whoosh.write.interleave import DEAD, united_triples, write_postings
from indexer.index.whoosh.write.segment_writer import (
    date_order,
    facet_column,
    write_documents,
    write_forms,
)

Array = NDArray[Any]


def merge(segments: Sequence[Segment], path: Path) -> int:
    """Write the live documents of ``segments`` as one segment at ``path``; gives its bytes.

    A form has the same terms in every segment: one analysis wrote them all. Raises OSError when
    the disk refuses.
    """
    out = ContainerWriter(path)
    owners, numbers = _order(segments)
    vocabulary = _Vocabulary(segments)
    triples, codes = united_triples([(s.codes.triples, s.codes.counts()) for s in segments])
    sources = [
        _Old(segment, vocabulary.numbers[at], _places(owners, numbers, at, segment), codes[at])
        for at, segment in enumerate(segments)
    ]
    wide = any(segment.wide for segment in segments)
    kept = write_postings(out, sources, len(vocabulary.forms), triples, wide=wide)
    vocabulary.write(out, kept)
    _write_documents(out, segments, owners, numbers)
    return out.finish({"wide": wide})


def _places(owners: Array, numbers: Array, index: int, segment: Segment) -> Array:
    """The new number of each document of a segment."""
    places = np.full(segment.size, DEAD, np.uint64)
    mine = np.flatnonzero(owners == index)
    places[numbers[mine]] = mine
    return places


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
        self.forms, self.numbers = _united([segment.forms for segment in segments])

    def write(self, out: ContainerWriter, kept: Array) -> None:
        """Write the forms ``kept`` and the terms that they have."""
        terms, numbers = _united([segment.term_table for segment in self._segments])
        starts, counts = (np.zeros(len(self.forms), np.int64) for _ in range(2))
        base = 0
        for mine, segment in zip(self.numbers, self._segments, strict=True):
            starts[mine] = begins(segment.form_terms_ends) + base
            counts[mine] = segment.form_terms_ends - begins(segment.form_terms_ends)
            base += len(segment.form_terms)
        pairs = zip(numbers, self._segments, strict=True)
        every = np.concatenate([new[segment.form_terms] for new, segment in pairs])
        used, values = np.unique(every[ragged(starts[kept], counts[kept])], return_inverse=True)
        groups = values.astype(np.uint32), np.cumsum(counts[kept]).astype(np.uint32)
        raws = [self.forms[form] for form in kept.tolist()]
        write_forms(out, raws, [terms[term] for term in used.tolist()], groups)


def _united(tables: Sequence[Strings]) -> tuple[list[bytes], list[NDArray[np.int64]]]:
    """All strings of sorted tables in order, and for each table the numbers of its strings."""
    lists = [list(table.raws()) for table in tables]
    every = sorted(set().union(*lists))
    number = {raw: at for at, raw in enumerate(every)}
    found = [np.fromiter(map(number.__getitem__, raws), np.int64, len(raws)) for raws in lists]
    return every, found


class _Old:
    """A segment as a source: see interleave.PostingSource."""

    def __init__(self, segment: Segment, numbers: Array, places: Array, codes: Array) -> None:
        """``numbers``, ``places``, ``codes``: those that forms, documents and triples will have."""
        self.numbers = numbers
        self._segment, self._places, self._codes = segment, places, codes

    def load(self) -> NDArray[np.int64]:
        """How many tokens each form has, as if they were spread evenly over postings.

        Shape (forms,), int64. An estimate will do: it only cuts ranges of forms.
        """
        segment = self._segment
        ends = segment.run_postings[segment.run_ends.astype(np.int64) - 1].astype(np.int64)
        share = len(segment.positions) / max(1, len(segment.lows))
        return (np.diff(ends, prepend=0) * share).astype(np.int64)

    def read(self, low: int, high: int) -> tuple[Array, Array, Array, Array, Array]:
        """See interleave.PostingSource."""
        segment = self._segment
        ends = segment.run_postings[segment.run_ends[low:high] - 1].astype(np.int64)
        begin, stop = segment.posting_range(low, high) if low < high else (0, 0)
        docs = self._places[segment.docs(begin, stop)]
        old = segment.codes.of(begin, stop)
        counts = segment.sums[old]
        start = segment.tokens_before(begin)
        positions = segment.positions[start : start + int(counts.sum())]
        return np.diff(ends, prepend=begin), docs, self._codes[old], counts, positions


def _write_documents(
    out: ContainerWriter, segments: Sequence[Segment], owners: Array, numbers: Array
) -> None:
    def gather(name: str) -> Array:
        columns = [getattr(segment, name) for segment in segments]
        joined = np.concatenate(columns)
        bases = np.cumsum([0] + [len(column) for column in columns[:-1]])
        return np.asarray(joined[bases[owners] + numbers])

    pairs = list(zip(owners.tolist(), numbers.tolist(), strict=True))
    facets = {}
    # of a facet that one of them lacks nothing is kept: it would be known of some articles alone
    for name in set.intersection(*(set(segment.facets) for segment in segments)):
        combinations = [_combinations(segment.facets[name]) for segment in segments]
        columns = [segment.facets[name].column for segment in segments]
        facets[name] = facet_column(combinations[s][columns[s][d]] for s, d in pairs)
    ids = [segments[s].ids.raw(d) for s, d in pairs]
    plain = {name: gather(name) for name in ("published", "lengths", "starts", "signatures")}
    write_documents(out, ids, plain, facets)


def _combinations(facet: SegmentFacet) -> list[tuple[str, ...]]:
    values = list(map(facet.listed.__getitem__, facet.values.tolist()))
    return [
        tuple(values[begin:end])
        for begin, end in zip(begins(facet.ends).tolist(), facet.ends.tolist(), strict=True)
    ]
