"""The archive by date: its years, months and days, each with its articles."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.page.calendar import Calendar
from schemas.query import NO_DATE, Period
from schemas.results import Page
from searchapp.address import Address
from searchapp.asked import served
from searchapp.date_path import (
    articles_of,
    day_in,
    month_in,
    month_of,
    served_calendar,
    year_in,
)
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.paper import Paper
from searchapp.reading import hit_anchor
from searchapp.standing import standing
from searchapp.visit import visit

by_date = Blueprint("by_date", __name__)

ON_A_PAGE = 30
"""Articles on a page of a month or a day."""

WEEKS = Weeks()
"""Weeks that begin on Monday, as both languages print them."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a calendar: ``url`` is "" when it has no articles."""

    number: int
    count: int
    url: str
    name: str


@dataclass(frozen=True)
class Month:
    """A month of a year as a calendar. ``count``: its articles."""

    year: int
    number: int
    count: int
    calendar: Calendar
    links: Links
    say: Messages

    @property
    def name(self) -> str:
        """June 2017."""
        return self.say.month(date(self.year, self.number, 1))

    @property
    def url(self) -> str:
        """The page of this month."""
        return self.links.archive(self.year, self.number)

    @cached_property
    def weeks(self) -> tuple[tuple[Day | None, ...], ...]:
        """Its weeks from Monday to Sunday; None: a day of another month."""
        counts = self.calendar.days(self.year, self.number)
        return tuple(
            tuple(self._day(number, counts.get(number, 0)) for number in week)
            for week in WEEKS.monthdayscalendar(self.year, self.number)
        )

    def _day(self, number: int, count: int) -> Day | None:
        if not number:
            return None
        day = date(self.year, self.number, number)
        return Day(number, count, self.links.day(day) if count else "", self.say.day(day))


@dataclass(frozen=True, slots=True)
class Turned:
    """The pages of a month, of a day, of what has no date. ``address``: the search for all of it.

    ``parts``: of the path.
    """

    parts: tuple[int | str, ...]
    address: Address
    links: Links

    def at(self, page: int) -> str:
        """The address of a page."""
        return self.links.archive(*self.parts, page=page)

    def at_hit(self, number: int) -> str:
        """The address of the page with the entry of this number, at it."""
        return self.at(-(-number // ON_A_PAGE)) + hit_anchor(number)

    @property
    def apart(self) -> str:
        """The address of the search for the same articles, each by itself."""
        return self.links.results(replace(self.address, apart=True))


@by_date.get("/archive")
def years() -> str:
    """The years that have articles."""
    calendar = served_calendar()
    return render_template(
        "archive.html",
        decades=_decades(calendar),
        undated=calendar.undated,
        total=sum(calendar.years.values()) + calendar.undated,
        standing=standing(lambda links: links.archive()),
    )


@by_date.get("/archive/undated")
def undated() -> str:
    """The articles without a date."""
    page = articles_of(NO_DATE, ON_A_PAGE)
    return render_template(
        "undated.html",
        paper=Paper(page, served().taxonomies, visit().say),
        pages=Turned(("undated",), Address(undated=True), visit().links),
        standing=_standing(page, "undated"),
    )


@by_date.get("/archive/<year>")
def year(year: str) -> str | AnyResponse:
    """The months of a year that have articles, each with its days."""
    number = year_in(year)
    calendar, links, say = served_calendar(), visit().links, visit().say
    counts = calendar.months(number)
    return render_template(
        "year.html",
        year=number,
        count=sum(counts.values()),
        months=[Month(number, m, count, calendar, links, say) for m, count in counts.items()],
        before=calendar.year_before(number),
        after=calendar.year_after(number),
        standing=standing(lambda links: links.archive(number), listed=bool(counts)),
    )


@by_date.get("/archive/<year>/<month>")
def month(year: str, month: str) -> str | AnyResponse:
    """A month: its days, and its articles, newest first."""
    at = year_in(year), month_in(month)
    if len(month) != 2:
        return redirect(visit().links.archive(*at))
    first, last = month_of(*at)
    page, calendar = articles_of(Period(first, last), ON_A_PAGE), served_calendar()
    links, say = visit().links, visit().say
    before, after = calendar.before(first), calendar.after(last)
    return render_template(
        "month.html",
        month=Month(*at, page.total, calendar, links, say),
        paper=Paper(page, served().taxonomies, say),
        pages=Turned(at, Address(since=f"{first:%Y-%m}", until=f"{first:%Y-%m}"), links),
        before=before,
        after=after,
        standing=_standing(page, *at),
    )


@by_date.get("/archive/<year>/<month>/<day>")
def day(year: str, month: str, day: str) -> str | AnyResponse:
    """A day, as a page of a newspaper."""
    that = day_in(year_in(year), month_in(month), day)
    links = visit().links
    if len(month) != 2 or len(day) != 2:
        return redirect(links.day(that))
    page, calendar = articles_of(Period(that, that), ON_A_PAGE), served_calendar()
    return render_template(
        "day.html",
        day=that,
        paper=Paper(page, served().taxonomies, visit().say),
        pages=Turned(
            (that.year, that.month, that.day), Address(since=str(that), until=str(that)), links
        ),
        before=calendar.before(that),
        after=calendar.after(that),
        standing=_standing(page, that.year, that.month, that.day),
    )


def _standing(page: Page, *parts: int | str) -> object:
    number = page.query.page
    return standing(lambda links: links.archive(*parts, page=number), listed=bool(page.hits))


def _decades(calendar: Calendar) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The years with their counts under each decade that has any, latest first."""
    decades: dict[int, list[tuple[int, int]]] = {}
    for year in reversed(calendar.years):
        decades.setdefault(year // 10 * 10, []).append((year, calendar.years[year]))
    yield from decades.items()
