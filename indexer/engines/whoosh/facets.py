"""Filters and exact counts over the columns of a segment.

The values of an open facet may be as many as the documents. They are counted as those of any
other; only the most frequent ones get their names.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.pure import Docs
from indexer.engines.whoosh.segment import Facet, Segment
from schemas.document import UNDATED
from schemas.facets import FACETS, MOST, OPEN
from schemas.query import Filters, Request

_K = TypeVar("_K")
BITS = {facet.name: 1 << i for i, facet in enumerate(FACETS)}


@dataclass(slots=True)
class Counts:
    """Counts over a segment: of the values of each facet that has any, and of its months."""

    values: dict[str, NDArray[np.uint32]]
    months: NDArray[np.uint32]
    undated: int


@dataclass(slots=True)
class Selection:
    """Documents that match, those that pass every filter, and how to leave one filter out.

    ``failed``: for each matching document the bits of the facets whose filter it fails, None
    when no facet is filtered; ``bits``: those that are filtered. The period is a range of
    documents, cut out of a set by two searches.
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
        values = {
            name: self._count(facet, name, self._without(BITS[name]))
            for name, facet in self.segment.facets.items()
            if len(facet.names)
        }
        docs = self._passing(0) if self.period else self.docs
        months = kernels.between(docs, self.segment.months[1])
        return Counts(values, months[:-1], int(months[-1]))

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
        return kernels.passing(self.matching, self.failed, pardoned)

    def _count(self, facet: Facet, name: str, docs: Docs) -> NDArray[np.uint32]:
        segment = self.segment
        if 2 * len(docs) <= segment.live_count:
            return kernels.count(docs, facet, segment.size)
        totals = segment.totals(name)
        if len(docs) == segment.live_count:
            return totals
        rest = kernels.drop(segment.everything, docs)
        return totals - kernels.count(rest, facet, segment.size)


def select(segment: Segment, matching: Docs, request: Request) -> Selection:
    """Apply the filters and the period of a request."""
    period = _period(segment, request) if request.period else None
    chosen = {name: values for name, values in request.filters.items() if values}
    if not chosen:
        return Selection(segment, matching, None, 0, period)
    if chosen.keys() - segment.facets.keys():  # nothing has a facet that there is not
        return Selection(segment, matching[:0], None, 0, period)
    filters = [
        (segment.facets[name].column, segment.facets[name].combinations(values), BITS[name])
        for name, values in chosen.items()
    ]
    failed = kernels.failures(matching, filters, segment.size)
    return Selection(segment, matching, failed, sum(BITS[name] for name in chosen), period)


def _period(segment: Segment, request: Request) -> tuple[int, int]:
    start, end = request.period.seconds()
    first = 0 if end is None else segment.first_before(end)
    return first, segment.first_before(UNDATED + 1 if start is None else start)


def named(
    segments: Sequence[Segment], counts: Sequence[Counts], filters: Filters
) -> tuple[Mapping[str, Mapping[str, int]], Mapping[int | None, int]]:
    """Counts added up over segments, by value and by month, zeros left out.

    Of an open facet the MOST most frequent values and those of ``filters``.
    """
    facets: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
    months: dict[int | None, int] = {}
    for name in OPEN:
        columns = [
            (segment.facets[name], each.values[name])
            for segment, each in zip(segments, counts, strict=True)
            if name in each.values
        ]
        if columns:
            facets[name] = _most(columns, filters.get(name, ()))
    for segment, each in zip(segments, counts, strict=True):
        for name, values in each.values.items():
            if name not in OPEN:
                _add(facets[name], segment.facets[name].listed, values)
        _add(months, segment.months[0], each.months)
        if each.undated:
            months[None] = months.get(None, 0) + each.undated
    return facets, months


def _most(
    columns: Sequence[tuple[Facet, NDArray[np.uint32]]], chosen: Sequence[str]
) -> dict[str, int]:
    """The MOST most frequent values over segments, first in code point order on ties.

    If a segment has MOST values of ``need`` or more, a value among the first MOST of all segments
    has ``need`` or more too, so in one segment at least an equal share of that.
    """
    need = max(
        (int(np.partition(c, -MOST)[-MOST]) for _, c in columns if len(c) >= MOST), default=1
    )
    least = max(1, -(-need // len(columns)))
    names = set(chosen)
    for facet, counts in columns:
        names.update(facet.names.some(np.flatnonzero(counts >= least).astype(np.uint32)))
    totals = Counter({name: sum(_count_of(name, *column) for column in columns) for name in names})
    first = heapq.nsmallest(MOST, totals, key=lambda name: (-totals[name], name))
    return {name: totals[name] for name in dict.fromkeys((*first, *chosen)) if totals[name]}


def _count_of(name: str, facet: Facet, counts: NDArray[np.uint32]) -> int:
    at = facet.names.find(name.encode())
    return int(counts[at]) if at >= 0 else 0


def _add(totals: dict[_K, int], names: Sequence[_K], counts: NDArray[np.uint32]) -> None:
    """Add what is not zero."""
    found = kernels.named(counts, names)
    if totals:
        for name, count in found.items():
            totals[name] = totals.get(name, 0) + count
    else:
        totals.update(found)
