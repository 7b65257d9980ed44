"""When the articles of a result appeared: years, months or days, as the span asks for.

A bar is a Span: some days, the articles found in them, and all that the archive has of them. Counts
are exact, and the period that was chosen does not narrow them, as in any facet: each is the total
of the same search in the days of its bar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import groupby

from indexer.index.contract import Searcher
from schemas.query import Period, Request
from schemas.results import Chart, Span, Unit

MONTHS, DAYS = 36, 62
"""The longest spans that are drawn by month and by day."""
WIDEST, NARROWEST = 45, 13
"""Bars that have room on a wide screen, and on a phone, each wide enough to be touched."""
STEPS: Mapping[Unit, tuple[int, ...]] = {
    "year": (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000),
    "month": (1, 3, 6),
    "day": (1, 2, 3, 5),
}
"""How many units a bar may stand for."""

Months = Mapping[int | None, int]
"""Articles by 12 * year + month - 1; None: without a date."""


class WholeArchive:
    """When all articles of a generation appeared. Safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    @cached_property
    def months(self) -> Months:
        """All articles by month."""
        return self._searcher.search(Request(limit=0)).months

    @cached_property
    def years(self) -> Mapping[int | None, int]:
        """All articles by year."""
        return _by_year(self.months)

    def days(self, first: date, last: date) -> tuple[int, ...]:
        """All articles of each day."""
        return self._searcher.days(Request(), first, last)


def charts(
    months: Months, request: Request, searcher: Searcher, whole: WholeArchive
) -> tuple[Chart, ...]:
    """The whole result, then the chosen period more finely when that is short enough.

    ``months``: of the matches of ``request``.
    """
    dated = sorted(month for month in months if month is not None)
    period = request.period
    if dated:
        span = first_of(dated[0]), last_of(dated[-1])
    elif period.first and period.last:
        span = period.first, period.last
    else:
        return ()

    def chart(unit: Unit, first: date, last: date) -> Chart:
        if unit == "day":
            counts = searcher.days(request, first, last), whole.days(first, last)
            return Chart(unit, tuple(_spans_of_days(first, *counts)))
        if unit == "month":
            counted = months, whole.months
            return Chart(unit, tuple(_spans(1, month_of(first), month_of(last), *counted)))
        yearly = _by_year(months), whole.years
        return Chart(unit, tuple(_spans(12, first.year, last.year, *yearly)))

    drawn = [chart(unit_of(*span), *span)]
    if period and not period.undated:
        first, last = period.first or span[0], period.last or span[1]
        if first <= last and (unit := unit_of(first, last)) != "year" and unit != drawn[0].unit:
            drawn.append(chart(unit, *_whole(unit, first, last)))
    return tuple(drawn)


def unit_of(first: date, last: date) -> Unit:
    """What a span is drawn by."""
    if (last - first).days < DAYS:
        return "day"
    return "month" if month_of(last) - month_of(first) < MONTHS else "year"


def joined(chart: Chart, most: int) -> tuple[int, tuple[Span, ...]]:
    """The bars of a chart, ``most`` at most if that can be, and how many units each stands for.

    Of years, decades without articles are folded into one bar that is ``folded``; where that is
    not enough, so are all rows of such years, before several years become one bar.
    """
    step, bars = 1, tuple(_folded(chart.spans, 10) if chart.unit == "year" else chart.spans)
    if len(bars) > most and chart.unit == "year":
        bars = tuple(_folded(chart.spans, 1))
    for step in STEPS[chart.unit]:
        if step > 1:
            together = _together(chart, step)
            bars = tuple(_folded(together, 10) if chart.unit == "year" else together)
        if len(bars) <= most:
            break
    return step, bars


def _together(chart: Chart, step: int) -> list[Span]:
    """``step`` spans as one, from a number of years or months that can be divided by it."""
    if chart.unit == "day":
        places: Iterable[int] = range(len(chart.spans))
    else:
        number = month_of if chart.unit == "month" else _year_of
        places = (number(span.first) for span in chart.spans)
    grouped: dict[int, list[Span]] = {}
    for place, span in zip(places, chart.spans, strict=True):
        grouped.setdefault(place // step, []).append(span)
    return [_sum(group) for group in grouped.values()]


def _year_of(day: date) -> int:
    return day.year


def _sum(spans: Sequence[Span], *, folded: bool = False) -> Span:
    count, every = sum([span.count for span in spans]), sum([span.every for span in spans])
    return Span(spans[0].first, spans[-1].last, count, every, folded)


def _folded(bars: Sequence[Span], years: int) -> Iterator[Span]:
    """``bars`` with one in place of whole groups of ``years`` without articles, side by side."""
    empty = [bar for bar in bars if not bar.count]
    having = {bar.first.year // years for bar in bars if bar.count} if empty else set()
    if all(bar.first.year // years in having for bar in empty):
        yield from bars
        return
    gap: list[Span] = []
    for _, group in groupby(bars, lambda bar: bar.first.year // years):
        inside = list(group)
        if not any(bar.count for bar in inside) and inside[0].first.year % years == 0:
            gap += inside
            continue
        yield from _one_bar(gap)
        gap = []
        yield from inside
    yield from _one_bar(gap)


def _one_bar(gap: list[Span]) -> Iterator[Span]:
    if gap:
        yield _sum(gap, folded=True) if len(gap) > 1 else gap[0]


def _spans_of_days(first: date, counts: Sequence[int], every: Sequence[int]) -> Iterator[Span]:
    for at, pair in enumerate(zip(counts, every, strict=True)):
        day = first + timedelta(at)
        yield Span(day, day, *pair)


def _spans(size: int, first: int, last: int, counts: Months, every: Months) -> Iterator[Span]:
    """From the first to the last year, or month; ``size``: months of each."""
    for number in range(first, last + 1):
        days = _days_of(number * size, size)
        yield Span(*days, counts.get(number, 0), every.get(number, 0))


def _by_year(months: Months) -> Mapping[int | None, int]:
    """Articles by year."""
    years: dict[int | None, int] = {}
    for month, count in months.items():
        if month is not None:
            years[month // 12] = years.get(month // 12, 0) + count
    return years


@lru_cache(maxsize=8192)
def _days_of(first: int, count: int) -> tuple[date, date]:
    """The first and the last day of ``count`` months."""
    return first_of(first), last_of(first + count - 1)


def _whole(unit: Unit, first: date, last: date) -> tuple[date, date]:
    """The month around days of one, the year around months of one; else the span itself."""
    if unit == "day" and month_of(first) == month_of(last):
        return first_of(month_of(first)), last_of(month_of(last))
    if unit == "month" and first.year == last.year:
        return date(first.year, 1, 1), date(first.year, 12, 31)
    return first, last


def within(span: Span, period: Period) -> bool:
    """Whether the period, when there is one, reaches into the days of a bar."""
    if not period or period.undated:
        return False
    return (period.first or date.min) <= span.last and span.first <= (period.last or date.max)


def month_of(day: date) -> int:
    """The month of a day: 12 * year + month - 1."""
    return day.year * 12 + day.month - 1


def first_of(month: int) -> date:
    """The first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_of(month: int) -> date:
    """The last day of a month."""
    if month == month_of(date.max):
        return date.max
    return first_of(month + 1) - timedelta(1)
