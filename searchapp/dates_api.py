"""The archive by date for programs: its years, months and days, with counts and articles."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from indexer.page.calendar_json import DatesJson, DayJson, period_json, year_json, years_json
from schemas.query import NO_DATE, Period
from searchapp.date_path import (
    articles_of,
    day_in,
    month_in,
    month_of,
    served_calendar,
    year_in,
)
from searchapp.openapi import INTERFACE, SEARCH, described

dates_api = Blueprint("dates_api", __name__)

PAGED = (*(one for one in SEARCH if one.name in {"page", "size"}), INTERFACE)


@dates_api.get("/api/v1/dates")
@described(DatesJson)
def years_as_json() -> Response:
    """The years, as ``podshivka dates --json`` prints them, and all that follows."""
    return jsonify(years_json(served_calendar()))


@dates_api.get("/api/v1/dates/unknown")
@described(DayJson, PAGED, fails=(404,))
def undated_as_json() -> Response:
    """The articles without a date."""
    return _articles(NO_DATE)


@dates_api.get("/api/v1/dates/<year>")
@described(DatesJson, fails=(404,))
def year_as_json(year: str) -> Response:
    """The months of a year. A year without articles has none."""
    return jsonify(year_json(served_calendar(), year_in(year)))


@dates_api.get("/api/v1/dates/<year>/<month>")
@described(DayJson, PAGED, fails=(404,))
def month_as_json(year: str, month: str) -> Response:
    """A month."""
    return _articles(Period(*month_of(year_in(year), month_in(month))))


@dates_api.get("/api/v1/dates/<year>/<month>/<day>")
@described(DayJson, PAGED, fails=(404,))
def day_as_json(year: str, month: str, day: str) -> Response:
    """A day."""
    that = day_in(year_in(year), month_in(month), day)
    return _articles(Period(that, that))


def _articles(period: Period) -> Response:
    return jsonify(period_json(served_calendar(), period, articles_of(period)))
