"""What an address of the archive by date names: a year, a month, a day, and their articles."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from indexer.page.calendar import Calendar
from schemas.article import EARLIEST_YEAR, LATEST_YEAR
from schemas.errors import NotFoundError
from schemas.query import Period, Query
from schemas.results import Page
from searchapp.asked import indexed, served
from searchapp.params import printable, read_address
from searchapp.visit import visit


def served_calendar() -> Calendar:
    """The numbers by date of the archive that is served."""
    with indexed():
        return served().calendar()


def articles_of(period: Period, size: int | None = None) -> Page:
    """A page of its articles, newest first, the one that the address names.

    ``size``: articles on it; None: as the address says. Raises NotFoundError behind the last page,
    ParameterError.
    """
    address = read_address(visit().pairs)
    number = address.page
    query = Query(period=period, sort="newest", page=number, size=size or address.size)
    with indexed():
        page = served().search(query, visit().say.language)
    if number > page.pages:
        say = visit().say
        raise NotFoundError(
            say("archive.no.page", page=number), hint=say("archive.last.page", page=page.pages)
        )
    return page


def month_of(year: int, month: int) -> tuple[date, date]:
    """Its first day and its last."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def year_in(text: str) -> int:
    """The year that a part of an address names. Raises NotFoundError, as the next two."""
    if not re.fullmatch("[0-9]{4}", text) or not EARLIEST_YEAR <= int(text) <= LATEST_YEAR:
        raise _no_such("year", text=_quoted(text), first=str(EARLIEST_YEAR), last=str(LATEST_YEAR))
    return int(text)


def month_in(text: str) -> int:
    """The month, from 1."""
    if not re.fullmatch("[0-9]{1,2}", text) or not 1 <= int(text) <= 12:
        raise _no_such("month", text=_quoted(text))
    return int(text)


def day_in(year: int, month: int, text: str) -> date:
    """The day of a month."""
    last = monthrange(year, month)[1]
    if not re.fullmatch("[0-9]{1,2}", text) or not 1 <= int(text) <= last:
        month_name = visit().say.month(date(year, month, 1))
        raise _no_such("day", text=_quoted(text), month=month_name, count=last)
    return date(year, month, int(text))


def _no_such(part: str, **values: str | int) -> NotFoundError:
    say = visit().say
    return NotFoundError(say(f"archive.no.{part}", **values), hint=say("archive.no.hint"))


def _quoted(text: str) -> str:
    return printable(text)[:40]
