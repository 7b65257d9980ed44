"""The archive by date: how many articles a year, a month or a day has, and which days have any.

Days are those of the Moscow calendar. Every number is the total of a search within that period.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from indexer.index.contract import Searcher
from schemas.query import Period, Request

_LEAP_DAY = 29


@dataclass(frozen=True)
class Calendar:
    """Counts by date in one generation. It is made for one page: what was counted is kept."""

    searcher: Searcher

    @cached_property
    def _months(self) -> Mapping[int | None, int]:
        """By year * 12 + month - 1, None for articles without a date."""
        return self.searcher.search(Request(limit=0)).months

    @property
    def undated(self) -> int:
        """Articles without a date."""
        return self._months.get(None, 0)

    @cached_property
    def years(self) -> Mapping[int, int]:
        """Articles of each year that has any, earliest first."""
        found: dict[int, int] = {}
        for month in sorted(self._dated):
            found[month // 12] = found.get(month // 12, 0) + self._dated[month]
        return found

    def months(self, year: int) -> Mapping[int, int]:
        """Articles of each month of a year that has any, by number from 1."""
        return {
            month % 12 + 1: self._dated[month]
            for month in sorted(self._dated)
            if month // 12 == year
        }

    def days(self, year: int, month: int) -> Mapping[int, int]:
        """Articles of each day of a month that has any."""
        if not self._dated.get(year * 12 + month - 1):
            return {}
        last = monthrange(year, month)[1]
        counts = self.searcher.days(Request(), date(year, month, 1), date(year, month, last))
        return {day: count for day, count in enumerate(counts, 1) if count}

    def count(self, day: date) -> int:
        """Articles of one day."""
        return self.searcher.search(Request(period=Period(day, day), limit=0, facets=False)).total

    def year_before(self, year: int) -> int | None:
        """The last year before ``year`` that has articles; None when there is none."""
        return max((one for one in self.years if one < year), default=None)

    def year_after(self, year: int) -> int | None:
        """The first year after ``year`` that has articles; None when there is none."""
        return min((one for one in self.years if one > year), default=None)

    def before(self, day: date) -> date | None:
        """The last day before ``day`` that has articles; None when there is none."""
        days = [one for one in self.days(day.year, day.month) if one < day.day]
        if days:
            return day.replace(day=max(days))
        month = max((one for one in self._dated if one < _number(day)), default=None)
        return None if month is None else _day(month, max(self.days(*_split(month))))

    def after(self, day: date) -> date | None:
        """The first day after ``day`` that has articles; None when there is none."""
        days = [one for one in self.days(day.year, day.month) if one > day.day]
        if days:
            return day.replace(day=min(days))
        month = min((one for one in self._dated if one > _number(day)), default=None)
        return None if month is None else _day(month, min(self.days(*_split(month))))

    def last(self, today: date) -> date | None:
        """The last day up to ``today`` that has articles: later ones are in the future."""
        return self.before(today + timedelta(1))

    def anniversaries(self, today: date) -> Mapping[date, int]:
        """The same day and month of earlier years, where it has articles, latest first.

        29 February is a day of its own: it comes every fourth year.
        """
        years = [
            year
            for year in reversed(self.years)
            if year < today.year and self._dated.get(year * 12 + today.month - 1)
        ]
        days = [
            today.replace(year=year)
            for year in years
            if (today.month, today.day) != (2, _LEAP_DAY) or monthrange(year, 2)[1] == _LEAP_DAY
        ]
        counted = {day: self.count(day) for day in days}
        return {day: count for day, count in counted.items() if count}

    @cached_property
    def _dated(self) -> Mapping[int, int]:
        return {
            month: count for month, count in self._months.items() if month is not None and count
        }


def parts_of(period: Period) -> tuple[int, ...]:
    """(2017,) of a whole year, (2017, 6) of a month, (2017, 6, 5) of a day, () of any other."""
    first, last = period.first, period.last
    if first is None or last is None:
        return ()
    year, month, day = first.year, first.month, first.day
    parts = (year,), (year, month), (year, month, day)
    return next((each for each in parts if period == Period.of(*each)), ())


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _split(month: int) -> tuple[int, int]:
    return month // 12, month % 12 + 1


def _day(month: int, day: int) -> date:
    year, number = _split(month)
    return date(year, number, day)
