"""Filters and exact counts over the columns of a segment."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.arrays import Docs
from indexer.engines.whoosh.segment import Facet, Segment
from schemas.document import UNDATED
from schemas.facets import FACETS
from schemas.query import Period, Request


@dataclass(slots=True)
class Counts:
    """Counts of facet values and of months, added up over segments."""

    facets: dict[str, Counter[str]] = field(
        default_factory=lambda: {facet.name: Counter() for facet in FACETS}
    )
    months: Counter[int | None] = field(default_factory=Counter)


def select(segment: Segment, docs: Docs, request: Request, counts: Counts | None) -> Docs:
    """The documents that pass every filter; ``counts`` takes what each facet counts."""
    passes = {
        name: _passes(segment, docs, name, values)
        for name, values in request.filters.items()
        if values
    }
    if request.period:
        low, high = _period(segment, request.period)
        passes["date"] = (low <= docs) & (docs < high)
    if counts is not None:
        for name, facet in segment.facets.items():
            counted = facet.column[docs[_all_but(passes, name, len(docs))]]
            counts.facets[name].update(_spread(facet, counted))
        counts.months.update(_months(segment, docs[_all_but(passes, "date", len(docs))]))
    return docs[_all_but(passes, "", len(docs))]


def _all_but(passes: dict[str, NDArray[np.bool_]], name: str, size: int) -> NDArray[np.bool_]:
    out = np.ones(size, np.bool_)
    for other, mask in passes.items():
        if other != name:
            out &= mask
    return out


def _passes(segment: Segment, docs: Docs, name: str, values: tuple[str, ...]) -> NDArray[np.bool_]:
    if name not in segment.facets:
        return np.zeros(len(docs), np.bool_)
    facet = segment.facets[name]
    return facet.combinations(values)[facet.column[docs]]


def _period(segment: Segment, period: Period) -> tuple[int, int]:
    start, end = period.seconds()
    ascending = -segment.published
    low = 0 if end is None else int(np.searchsorted(ascending, -end, "right"))
    oldest = UNDATED + 1 if start is None else start
    return low, int(np.searchsorted(ascending, -oldest, "right"))


def _spread(facet: Facet, combinations: NDArray[np.uint32]) -> dict[str, int]:
    per_combination = np.bincount(combinations, minlength=len(facet.ends))
    weights = np.repeat(per_combination, facet.ends - facet.begins)
    counts = np.bincount(facet.values, weights, len(facet.names)).astype(np.int64)
    return {facet.names[i]: int(counts[i]) for i in np.flatnonzero(counts)}


def _months(segment: Segment, docs: Docs) -> dict[int | None, int]:
    seconds = segment.published[docs]
    dated = seconds[seconds != UNDATED]
    months, counts = np.unique(dated.astype("M8[s]").astype("M8[M]"), return_counts=True)
    out: dict[int | None, int] = {
        int(month) + 1970 * 12: int(count)
        for month, count in zip(months.astype(np.int64), counts, strict=True)
    }
    if len(dated) < len(seconds):
        out[None] = len(seconds) - len(dated)
    return out
