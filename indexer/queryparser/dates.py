"""Dates as people write them: 2017, 2017-06, 05.06.2017, "5 июня 2017", 7d, неделя, yesterday."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from schemas.article import EARLIEST_YEAR, LATEST_YEAR
from schemas.query import Period

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})\.)?(\d{1,2})\.(\d{4})")
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|-?го)? )?([a-zа-я]{3,9})\.?,? (\d{4})(?: ?г\.?| года?)?"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_AGO = re.compile(r"(\d{0,5}) ?([a-zа-я]{1,7})\.?(?: ago| назад)?")

_MONTHS = (
    ("янв", "jan"), ("фев", "feb"), ("мар", "mar"), ("апр", "apr"), ("ма", "may"), ("июн", "jun"),
    ("июл", "jul"), ("авг", "aug"), ("сен", "sep"), ("окт", "oct"), ("ноя", "nov"), ("дек", "dec"),
)  # fmt: skip

_UNITS = {
    "day": "d day days д дн день дня дней",
    "week": "w week weeks н нед неделя недели недель неделю",
    "month": "m mo month months м мес месяц месяца месяцев",
    "year": "y year years г год года лет л",
}
_UNIT_BY_NAME = {name: unit for unit, names in _UNITS.items() for name in names.split()}
_NAMED = {"today": 0, "сегодня": 0, "yesterday": 1, "вчера": 1}


def read_days(text: str, today: date) -> Period | None:
    """The days that ``text`` means, both included; None when it is no date.

    A year, month or day is itself. A relative date ("7d", "неделя", "2 months") is the one day
    that long before ``today``, for use as the start of a period.
    """
    text = " ".join(text.lower().replace("ё", "е").split())
    try:
        return _absolute(text) or _relative(text, today)
    except (ValueError, OverflowError):
        return None


def before(days: Period) -> Period:
    """Everything earlier than the first of ``days``."""
    return Period(None, None if days.first is None else days.first - timedelta(1))


def since(days: Period) -> Period:
    """From the first of ``days`` on."""
    return Period(days.first, None)


def both(one: Period, other: Period) -> Period:
    """The days that lie in both periods."""
    firsts = [day for day in (one.first, other.first) if day is not None]
    lasts = [day for day in (one.last, other.last) if day is not None]
    return Period(max(firsts, default=None), min(lasts, default=None))


def _absolute(text: str) -> Period | None:
    if found := _YEAR_FIRST.fullmatch(text):
        return _span(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _span(year, month, day)
    if found := _IN_WORDS.fullmatch(text):
        day, name, year = found.groups()
        return _span(year, _month(name), day)
    if found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
        return _span(year, _month(name), day)
    return None


def _span(year: str, month: str | None, day: str | None) -> Period:
    y, m, d = int(year), int(month or 1), int(day or 1)
    if not EARLIEST_YEAR <= y <= LATEST_YEAR:
        raise ValueError(year)
    if day:
        return Period(date(y, m, d), date(y, m, d))
    if month:
        return Period(date(y, m, 1), date(y, m, monthrange(y, m)[1]))
    return Period(date(y, 1, 1), date(y, 12, 31))


def _month(name: str) -> str:
    for number, beginnings in enumerate(_MONTHS, 1):
        if name.startswith(beginnings):
            return str(number)
    raise ValueError(name)


def _relative(text: str, today: date) -> Period | None:
    if text in _NAMED:
        day = today - timedelta(_NAMED[text])
        return Period(day, day)
    found = _AGO.fullmatch(text)
    unit = _UNIT_BY_NAME.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    day = _back(today, int(found[1] or 1), unit)
    if day.year < EARLIEST_YEAR:
        raise ValueError(text)
    return Period(day, day)


def _back(today: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return today - timedelta(count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
