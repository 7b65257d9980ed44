"""Filters and exact counts over the columns of a segment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.pure import Docs
from indexer.engines.whoosh.segment import Segment
from schemas.document import UNDATED
from schemas.facets import FACETS
from schemas.query import Request

_K = TypeVar("_K")
MONTHS = "date"
"""The facet that is counted by ranges of documents, not by a column."""
BITS = {name: 1 << i for i, name in enumerate([MONTHS, *(facet.name for facet in FACETS)])}
UNKNOWN = 1 << 7
"""The bit of a filter by a facet that there is not: nothing passes."""


@dataclass(slots=True)
class Counts:
    """Counts over a segment: of the values of each facet, and of each of its months."""

    values: dict[str, NDArray[np.uint32]]
    months: NDArray[np.int64]
    undated: int


@dataclass(slots=True)
class Selection:
    """Documents that match, and which filters each fails (None: there are no filters)."""

    segment: Segment
    matching: Docs
    failed: NDArray[np.uint8] | None
    docs: Docs
    """Those that fail none."""

    def counts(self) -> Counts:
        """Counts in which a facet's own filter is left out."""
        values = {name: self._count(name) for name in self.segment.facets}
        docs = self._counted(MONTHS)
        bounds = np.searchsorted(docs, self.segment.months[1])
        months = np.diff(bounds, prepend=0)
        return Counts(values, months, len(docs) - (int(bounds[-1]) if len(bounds) else 0))

    def _counted(self, name: str) -> Docs:
        if self.failed is None or not self.failed.any():
            return self.docs
        return kernels.passing(self.matching, self.failed, BITS[name])

    def _count(self, name: str) -> NDArray[np.uint32]:
        segment, facet = self.segment, self.segment.facets[name]
        docs = self._counted(name)
        everything = segment.everything
        if 2 * len(docs) <= len(everything):
            return kernels.count(docs, facet, segment.size)
        totals = segment.totals(name)
        if len(docs) == len(everything):
            return totals
        return totals - kernels.count(kernels.drop(everything, docs), facet, segment.size)


def select(segment: Segment, matching: Docs, request: Request) -> Selection:
    """Apply the filters and the period of a request."""
    chosen = {name: values for name, values in request.filters.items() if values}
    if not chosen and not request.period:
        return Selection(segment, matching, None, matching)
    filters = [
        (facet.column, facet.combinations(chosen[name]), BITS[name])
        for name, facet in segment.facets.items()
        if name in chosen
    ]
    first, end = _period(segment, request)
    failed = kernels.failures(matching, filters, (first, end, BITS[MONTHS]), segment.size)
    if chosen.keys() - segment.facets.keys():
        failed = failed | np.uint8(UNKNOWN)
    return Selection(segment, matching, failed, kernels.passing(matching, failed, 0))


def _period(segment: Segment, request: Request) -> tuple[int, int]:
    start, end = request.period.seconds()
    if start is None and end is None:
        return 0, segment.size
    first = 0 if end is None else segment.first_before(end)
    return first, segment.first_before(UNDATED + 1 if start is None else start)


def named(
    segments: list[Segment], counts: list[Counts]
) -> tuple[Mapping[str, Mapping[str, int]], Mapping[int | None, int]]:
    """Counts added up over segments, by value and by month, zeros left out."""
    facets: dict[str, dict[str, int]] = {facet.name: {} for facet in FACETS}
    months: dict[int | None, int] = {}
    for segment, each in zip(segments, counts, strict=True):
        for name, values in each.values.items():
            _add(facets[name], zip(segment.facets[name].names, values.tolist(), strict=True))
        _add(months, zip(segment.months[0], each.months.tolist(), strict=True))
        _add(months, [(None, each.undated)])
    return facets, months


def _add(totals: dict[_K, int], counts: Iterable[tuple[_K, int]]) -> None:
    for key, count in counts:
        if count:
            totals[key] = totals.get(key, 0) + count
