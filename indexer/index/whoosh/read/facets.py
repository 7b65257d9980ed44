"""Filters and exact counts over the columns of a segment.

An open facet may have as many values as there are documents. They are counted as those of any
other facet; only the most frequent ones are given their names.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.segment import Segment, SegmentFacet
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Rows
from schemas.document import UNDATED
from schemas.facets import FACETS, MOST, OPEN
from schemas.query import Filters, Request

_K = TypeVar("_K")
DAY, _EPOCH = 86_400, date(1970, 1, 1)
CLOSED = tuple(facet.name for facet in FACETS if not facet.open)
BITS = {facet.name: 1 << i for i, facet in enumerate(FACETS)}
"""The bit of each facet in Selection.failed, which has eight."""


@dataclass(slots=True)
class Counts:
    """Counts over a segment, zeros left out.

    ``open``: for an open facet the numbers of values, ascending, and their counts: shape
    (2, values), uint32. ``months``: by 12 * year + month - 1, None for undated documents.
    """

    values: dict[str, dict[str, int]]
    open: dict[str, Rows]
    months: dict[int | None, int]


@dataclass(slots=True)
class Selection:
    """Documents that match, those that pass every filter, and how to leave one filter out.

    ``failed``: for each matching document the bits of the facets whose filter it fails, shape
    (matching,), uint8, None when no facet is filtered; ``bits``: those that are filtered. The
    period is a range of documents [first, end), cut out of a set by two searches.
    """

    segment: Segment
    matching: Docs
    failed: NDArray[np.uint8] | None
    bits: int
    period: tuple[int, int] | None
    docs: Docs = field(init=False)

    def __post_init__(self) -> None:
        """Apply every filter."""
        self.docs = self._within(self._passing(0))

    def counts(self) -> Counts:
        """Counts in which a facet's own filter is left out."""
        segment = self.segment
        if self.bits:
            unfiltered = [name for name in segment.closed if not BITS[name] & self.bits]
            values = self._tally(unfiltered, self.docs)
            for name in segment.closed:
                if BITS[name] & self.bits:
                    values |= self._tally([name], self._without(BITS[name]))
        else:
            values = self._tally(segment.closed, self.docs)
        found = {name: self._open(name, self._without(BITS[name])) for name in segment.open}
        # The period is the filter of the date: it does not narrow the counts of the months.
        docs = self._passing(0) if self.period else self.docs
        numbers, edges = segment.months
        return Counts(values, found, reading.between(docs, edges, numbers))

    def values(self, name: str) -> dict[str, int]:
        """Counts of every value of one facet, its own filter left out, zeros left out."""
        segment = self.segment
        if name in segment.closed:
            return self._tally([name], self._without(BITS[name]))[name]
        if name not in segment.open:
            return {}
        numbers, counts = self._open(name, self._without(BITS[name]))
        return dict(zip(segment.facets[name].names.some(numbers), counts.tolist(), strict=True))

    def days(self, first: date, last: date) -> NDArray[np.int64]:
        """Counts of the days from ``first`` to ``last``, the period left out: shape (days,)."""
        begin, end = ((day - _EPOCH).days * DAY for day in (first, last))
        starts = range(begin, end + 2 * DAY, DAY)
        # the newest documents come first: a day ends where the one before it begins
        edges = np.array([self.segment.first_before(start) for start in starts], np.uint32)
        places: NDArray[np.int64] = self._passing(0).searchsorted(edges)
        return places[:-1] - places[1:]

    def _without(self, bit: int) -> Docs:
        """Documents that pass every filter but that of one facet."""
        return self._within(self._passing(bit)) if bit & self.bits else self.docs

    def _within(self, docs: Docs) -> Docs:
        if self.period is None:
            return docs
        first, end = docs.searchsorted(np.array(self.period, np.uint32)).tolist()
        return docs[first:end]

    def _passing(self, pardoned: int) -> Docs:
        if self.failed is None or self.bits == pardoned:
            return self.matching
        return reading.passing(self.matching, self.failed, pardoned)

    def _tally(self, names: Sequence[str], docs: Docs) -> dict[str, dict[str, int]]:
        """Counts by name. Of more than half of the documents the others are counted instead."""
        segment = self.segment
        if 2 * len(docs) <= segment.live_count:
            columns = [segment.facets[name].counted for name in names]
        else:
            docs = reading.drop(segment.everything, docs)
            columns = [
                segment.facets[name].counted._replace(totals=segment.totals(name)) for name in names
            ]
        return dict(zip(names, reading.tally(docs, columns, segment.size), strict=True))

    def _open(self, name: str, docs: Docs) -> Rows:
        """Counts by number: there may be more values than documents."""
        segment, facet = self.segment, self.segment.facets[name]
        if len(docs) < len(facet.names):
            return reading.occurring(docs, facet, segment.size)
        if 2 * len(docs) <= segment.live_count:
            counts = reading.count(docs, facet, segment.size)
        else:
            counts = segment.totals(name)
            if len(docs) < segment.live_count:  # the others are fewer
                others = reading.drop(segment.everything, docs)
                counts = counts - reading.count(others, facet, segment.size)
        found = np.flatnonzero(counts).astype(np.uint32)
        return np.stack([found, counts[found]])


def select(segment: Segment, matching: Docs, request: Request) -> Selection:
    """Apply the bounds, the filters and the period of a request."""
    if request.bounds:
        bounds = Request(filters=request.bounds.filters, period=request.bounds.period)
        matching = _without(segment, select(segment, matching, bounds).docs, request)
    period = _period(segment, request) if request.period else None
    chosen = {name: values for name, values in request.filters.items() if values}
    if not chosen:
        return Selection(segment, matching, None, 0, period)
    if chosen.keys() - segment.facets.keys():  # no document has a facet that does not exist
        return Selection(segment, matching[:0], None, 0, period)
    filters = [
        (segment.facets[name].column, segment.facets[name].combinations(values), BITS[name])
        for name, values in chosen.items()
    ]
    failed = reading.failures(matching, filters, segment.size)
    return Selection(segment, matching, failed, sum(BITS[name] for name in chosen), period)


def _without(segment: Segment, docs: Docs, request: Request) -> Docs:
    """Those of ``docs`` that have none of the values that are excluded."""
    excluded = [
        (segment.facets[name].column, ~segment.facets[name].combinations(values), BITS[name])
        for name, values in request.bounds.without.items()
        if name in segment.facets
    ]
    if not excluded:
        return docs
    return reading.passing(docs, reading.failures(docs, excluded, segment.size), 0)


def _period(segment: Segment, request: Request) -> tuple[int, int]:
    start, end = request.period.seconds()
    # The newest documents come first, so the end of the period is the lower number.
    first = 0 if end is None else segment.first_before(end)
    return first, segment.first_before(UNDATED + 1 if start is None else start)


def add_up(
    segments: Sequence[Segment], counts: Sequence[Counts], filters: Filters
) -> tuple[Mapping[str, Mapping[str, int]], Mapping[int | None, int]]:
    """Counts added up over segments, by value and by month, zeros left out.

    Of an open facet the MOST most frequent values and those of ``filters``.
    """
    facets: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
    if len(counts) == 1 and not counts[0].open:
        facets |= counts[0].values
        return facets, counts[0].months
    for name in OPEN:
        columns = [
            (segment.facets[name], *each.open[name])
            for segment, each in zip(segments, counts, strict=True)
            if name in each.open
        ]
        if columns:
            facets[name] = _most(columns, filters.get(name, ()))
    for name in CLOSED:
        facets[name] = sum_counts([each.values[name] for each in counts if name in each.values])
    return facets, sum_counts([each.months for each in counts])


def _most(
    columns: Sequence[tuple[SegmentFacet, Docs, Docs]], chosen: Sequence[str]
) -> dict[str, int]:
    """The MOST most frequent values over segments, first in code point order on ties.

    If a segment has MOST values that occur ``need`` times or more, a value among the first MOST
    over all segments does too; so in at least one segment it has an equal share of ``need``.
    """
    need = max(
        (int(np.partition(c, -MOST)[-MOST]) for _, _, c in columns if len(c) >= MOST), default=1
    )
    least = max(1, -(-need // len(columns)))
    names = set(chosen)
    totals: dict[str, int] = {}
    for facet, numbers, counts in columns:
        frequent = counts >= least
        found = facet.names.some(numbers[frequent])
        if len(columns) == 1:  # their counts are known: no name is looked up
            totals = dict(zip(found, counts[frequent].tolist(), strict=True))
        names.update(found)
    for name in names - totals.keys():
        totals[name] = sum(_count_of(name, *column) for column in columns)
    first = heapq.nsmallest(MOST, totals, key=lambda name: (-totals[name], name))
    return {name: totals[name] for name in dict.fromkeys((*first, *chosen)) if totals[name]}


def _count_of(name: str, facet: SegmentFacet, numbers: Docs, counts: Docs) -> int:
    number = facet.names.find(name.encode())
    at = int(np.searchsorted(numbers, max(number, 0)))
    return int(counts[at]) if at < len(numbers) and numbers[at] == number else 0


def sum_counts(counts: Sequence[dict[_K, int]]) -> dict[_K, int]:
    """Counts of several segments added up."""
    if len(counts) == 1:
        return counts[0]
    totals: dict[_K, int] = {}
    for each in counts:
        for name, count in each.items():
            totals[name] = totals.get(name, 0) + count
    return totals
