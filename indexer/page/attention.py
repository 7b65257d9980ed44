"""Attention over time: how many articles each of several queries finds in the same years or days.

All queries have the same filters and the same period. A number is exactly the total of its query
in the days of its span; the share is of all articles that the filters let through in these days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.page.timeline import Months, first_of, last_of, month_of, unit_of
from indexer.query.reader import QueryReader
from schemas.errors import UsageError
from schemas.query import ALWAYS, Bounds, Period, Query, Request
from schemas.results import Note, Unit

MOST = 5
"""Queries that are compared at a time: more lines cannot be told from each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """One query. ``counts``: its articles in each span; ``every``: all articles, by filters alone.

    ``undated``: those it finds without a date, which are in no span. ``notes``: how it was read.
    """

    query: Query
    counts: tuple[int, ...]
    undated: int
    notes: tuple[Note, ...] = ()

    @property
    def total(self) -> int:
        """Its articles in all spans together."""
        return sum(self.counts)

    @property
    def peak(self) -> int | None:
        """Number of the span with the most articles, the first of equal ones; None without any."""
        return self.counts.index(max(self.counts)) if self.total else None

    def shares(self, every: Sequence[int]) -> tuple[float, ...]:
        """Its part of all articles in each span, 0 to 1; 0 where there are none."""
        return tuple(n / of if of else 0.0 for n, of in zip(self.counts, every, strict=True))


@dataclass(frozen=True, slots=True)
class Attention:
    """Lines over the same spans. ``spans``: first and last day of each, both included.

    ``every``: all articles within the filters in each of them.
    """

    unit: Unit
    spans: tuple[tuple[date, date], ...]
    every: tuple[int, ...]
    lines: tuple[Line, ...]


def attention(reader: QueryReader, queries: Sequence[Query]) -> Attention:
    """``queries`` over time; their filters and their period are those of the first.

    Raises UsageError for no query, for more than MOST, for one that is there twice and for a period
    without dates. Raises CutShortError when the time of the first is over.
    """
    _check(queries)
    first = queries[0]
    common = [
        replace(
            first,
            text=query.text,
            literal=query.literal,
            any_words=query.any_words,
            both=query.both,
            not_as=query.not_as,
        )
        for query in queries
    ]
    read = [reader.read(query) for query in common]
    everything = reader.read(replace(first, text="")).request
    requests = [
        _bounded(each, first.period) for each in (*(one.request for one in read), everything)
    ]
    months = [reader.searcher.search(request).whole().months for request in requests]
    # a chosen period is drawn as far as the archive reaches, even where no query finds anything
    within = [reader.searcher.search(everything).whole().months] if first.period else months[:-1]
    unit, spans = _spans(within, first.period)
    *counts, every = (
        _counts(reader, unit, spans, *each) for each in zip(requests, months, strict=True)
    )
    lines = (
        Line(query, found, all_months.get(None, 0), one.notes)
        for query, found, all_months, one in zip(common, counts, months[:-1], read, strict=True)
    )
    return Attention(unit, spans, every, tuple(lines))


def _check(queries: Sequence[Query]) -> None:
    if not queries:
        raise UsageError("there is nothing to compare", hint="give one query or more")
    if len(queries) > MOST:
        hint = f"leave out {len(queries) - MOST} of them"
        raise UsageError(f"{len(queries)} queries are more than {MOST}", hint=hint)
    texts = [query.text for query in queries]
    for text in texts:
        if texts.count(text) > 1:
            raise UsageError(f"{text[:80]!r} is there twice", hint="leave out one of them")
    if queries[0].period.undated:
        raise UsageError("articles without a date are in no year", hint="leave out that choice")


def _bounded(request: Request, period: Period) -> Request:
    """The request with its period as a bound, so that it narrows the counts of months, too."""
    bounds = request.bounds
    days = Period(
        max(filter(None, (bounds.period.first, period.first)), default=None),
        min(filter(None, (bounds.period.last, period.last)), default=None),
        undated=bounds.period.undated,
    )
    return replace(
        request,
        period=ALWAYS,
        bounds=Bounds(bounds.filters, days, bounds.without),
        limit=0,
        offset=0,
    )


def _spans(months: Sequence[Months], period: Period) -> tuple[Unit, tuple[tuple[date, date], ...]]:
    """The months in which there are articles, from the first to the last, cut to the period."""
    dated = [month for found in months for month in found if month is not None]
    if not dated:
        return "year", ()
    first, last = first_of(min(dated)), last_of(max(dated))
    first, last = max(first, period.first or first), min(last, period.last or last)
    if first > last:
        return "year", ()
    unit = unit_of(first, last)
    if unit == "day":
        days = (first + timedelta(at) for at in range((last - first).days + 1))
        return unit, tuple((day, day) for day in days)
    size = 12 if unit == "year" else 1
    begins = range(month_of(first) // size * size, month_of(last) + 1, size)
    whole = ((first_of(begin), last_of(begin + size - 1)) for begin in begins)
    return unit, tuple(
        (max(begin, period.first or begin), min(end, period.last or end)) for begin, end in whole
    )


def _counts(
    reader: QueryReader,
    unit: Unit,
    spans: Sequence[tuple[date, date]],
    request: Request,
    months: Months,
) -> tuple[int, ...]:
    if unit == "day":
        return reader.searcher.days(request, spans[0][0], spans[-1][1])
    inside = (range(month_of(begin), month_of(end) + 1) for begin, end in spans)
    return tuple(sum(months.get(month, 0) for month in each) for each in inside)
