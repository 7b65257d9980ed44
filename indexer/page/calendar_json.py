"""The archive by date as JSON: what a year, a month or a day holds, and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from typing_extensions import TypedDict

from indexer.page.calendar import Calendar
from indexer.page.json_shapes import HitJson, hit_json
from schemas.query import Period
from schemas.results import Page


class DateCountJson(TypedDict):
    """A year, month or day that has articles, and how many: "2017", "2017-06", "2017-06-05"."""

    date: str
    count: int


class DatesJson(TypedDict):
    """All dates, or those of a year.

    ``date``: the year, "" for all. ``dates``: what lies in it and has articles, earliest first.
    ``undated``: articles without a date, which no year has. ``before``, ``after``: the next year
    that has articles; null at either end.
    """

    date: str
    total: int
    undated: int
    dates: list[DateCountJson]
    before: str | None
    after: str | None
    generation: str


class DayJson(TypedDict):
    """The articles of a month or a day, newest first, or those without a date; a page of them.

    ``date``: the month, the day, or "unknown". ``dates``: the days of a month that have articles,
    none of a day. ``before``, ``after``: the next day outside of it that has articles.
    """

    date: str
    total: int
    page: int
    pages: int
    size: int
    dates: list[DateCountJson]
    before: str | None
    after: str | None
    hits: list[HitJson]
    generation: str


def years_json(calendar: Calendar) -> DatesJson:
    """The years of the archive."""
    years = {f"{year:04}": count for year, count in calendar.years.items()}
    return _dates(calendar, "", years)


def year_json(calendar: Calendar, year: int) -> DatesJson:
    """The months of a year."""
    months = {f"{year:04}-{month:02}": count for month, count in calendar.months(year).items()}
    beside = calendar.year_before(year), calendar.year_after(year)
    return _dates(calendar, f"{year:04}", months, *beside)


def period_json(calendar: Calendar, period: Period, page: Page) -> DayJson:
    """A month or a day, or what has no date (a period without days). ``page``: its articles."""
    first, last = period.first, period.last
    days: dict[str, int] = {}
    if first and first != last:
        counts = calendar.days(first.year, first.month)
        days = {first.replace(day=day).isoformat(): count for day, count in counts.items()}
    return {
        "date": _named(first, last),
        "total": page.total,
        "page": page.query.page,
        "pages": page.pages,
        "size": page.query.size,
        "dates": _counts(days),
        "before": _day(calendar.before(first)) if first else None,
        "after": _day(calendar.after(last)) if last else None,
        "hits": [hit_json(hit) for hit in page.hits],
        "generation": page.generation,
    }


def _dates(
    calendar: Calendar,
    name: str,
    counts: Mapping[str, int],
    before: int | None = None,
    after: int | None = None,
) -> DatesJson:
    undated = 0 if name else calendar.undated
    return {
        "date": name,
        "total": sum(counts.values()) + undated,
        "undated": undated,
        "dates": _counts(counts),
        "before": None if before is None else f"{before:04}",
        "after": None if after is None else f"{after:04}",
        "generation": calendar.searcher.generation.name,
    }


def _counts(counts: Mapping[str, int]) -> list[DateCountJson]:
    return [{"date": name, "count": count} for name, count in counts.items()]


def _named(first: date | None, last: date | None) -> str:
    if first is None:
        return "unknown"
    return first.isoformat() if first == last else f"{first:%Y-%m}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
