"""Filters and counts: which filters of a Request narrow which counts, and the aggregations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

from indexer.index.opensearch.mapping import Query
from schemas.facets import FACETS, MOST, Facet
from schemas.query import Filters, Period, Request

DATE = "date"
"""What the period is called among the names of facets."""

EVERY = 10_000
"""Values to ask for of a facet that is not open: more than a taxonomy has."""

PER_SHARD = 50_000
"""Values of an open facet that each shard returns; if it has more, counts are asked for again."""


def selections(request: Request) -> dict[str, Query]:
    """What was chosen, by facet; the period as DATE."""
    found = {name: _values(name, values) for name, values in request.filters.items() if values}
    if request.period:
        found[DATE] = _days(request.period)
    return found


def bounded(request: Request) -> list[Query]:
    """What the words of a query ask for, and what is excluded."""
    bounds = request.bounds
    found = [_values(name, values) for name, values in bounds.filters.items() if values]
    if bounds.period:
        found.append(_days(bounds.period))
    return found + _excluded(bounds.without)


def _excluded(without: Filters) -> list[Query]:
    excluded = [_values(name, values) for name, values in without.items() if values]
    return [{"bool": {"must_not": excluded}}] if excluded else []


def _values(name: str, values: tuple[str, ...]) -> Query:
    return {"terms": {name: list(values)}}


def _days(period: Period) -> Query:
    if period.undated:
        return {"bool": {"must_not": [{"exists": {"field": "published"}}]}}
    start, end = period.seconds()
    bounds = {"gte": start, "lt": end}
    return {"range": {"published": {key: at for key, at in bounds.items() if at is not None}}}


def others(chosen: Mapping[str, Query], name: str) -> list[Query]:
    """What narrows the counts of a facet: all that was chosen in the other facets."""
    return [query for each, query in chosen.items() if each != name]


def aggregations(request: Request, chosen: Mapping[str, Query]) -> dict[str, Any]:
    """The counts of every facet and of the months."""
    found: dict[str, Any] = {}
    for facet in FACETS:
        found |= _narrowed(_of_facet(facet, request), chosen, facet.name)
    months = {"field": "published", "calendar_interval": "month", "min_doc_count": 1}
    dated = {
        "months": {"date_histogram": months},
        "undated": {"missing": {"field": "published"}},
    }
    return found | _narrowed(dated, chosen, DATE)


def _of_facet(facet: Facet, request: Request) -> dict[str, Any]:
    terms: dict[str, Any] = {"field": facet.name, "size": EVERY}
    if not facet.open:
        return {"values": {"terms": terms}}
    counts = {"values": {"terms": {**terms, "size": MOST, "shard_size": PER_SHARD}}}
    if values := request.filters.get(facet.name):
        counts["chosen"] = {"terms": {**terms, "include": list(values)}}
    return counts


def _narrowed(counts: Mapping[str, Any], chosen: Mapping[str, Query], name: str) -> dict[str, Any]:
    """Counts of one facet. Without a filter around them they are counted faster."""
    if narrowing := others(chosen, name):
        return {name: {"filter": {"bool": {"filter": narrowing}}, "aggs": dict(counts)}}
    return {f"{name}.{part}": each for part, each in counts.items()}


def _part(told: Mapping[str, Any], name: str, part: str) -> Mapping[str, Any]:
    """A part of the counts, {} if it was not asked for."""
    found: Mapping[str, Any] = told.get(f"{name}.{part}") or told.get(name, {}).get(part, {})
    return found


def counted(told: Mapping[str, Any]) -> tuple[dict[str, dict[str, int]], dict[int | None, int]]:
    """Counts of facets and months as in Matches."""
    facets = {}
    for facet in FACETS:
        found = (_part(told, facet.name, part).get("buckets", ()) for part in ("values", "chosen"))
        buckets = chain.from_iterable(found)
        facets[facet.name] = {bucket["key"]: bucket["doc_count"] for bucket in buckets}
    months: dict[int | None, int] = {
        _month(bucket["key"]): bucket["doc_count"]
        for bucket in _part(told, DATE, "months")["buckets"]
    }
    if undated := _part(told, DATE, "undated")["doc_count"]:
        months[None] = undated
    return facets, months


def inexact(told: Mapping[str, Any]) -> list[str]:
    """Facets whose counts may be wrong: they have more values than a shard returns."""
    names = [facet.name for facet in FACETS]
    return [name for name in names if _part(told, name, "values")["doc_count_error_upper_bound"]]


def _month(milliseconds: int) -> int:
    # year 1 and earlier moments are beyond what time stamps of the platform can be
    days = milliseconds // 86_400_000
    day = datetime(1970, 1, 1, tzinfo=UTC).toordinal() + days
    moment = datetime.fromordinal(day)
    return moment.year * 12 + moment.month - 1


def most(counts: Mapping[str, int], chosen: tuple[str, ...]) -> dict[str, int]:
    """The MOST most frequent values, the first in code point order on ties, and those chosen."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return dict(ordered[:MOST]) | {name: counts[name] for name in chosen if name in counts}
