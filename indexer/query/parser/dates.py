"""Dates as people write them: 2017, 05.06.2017, "5 июня 2017", июнь, 7d, вчера, "last month"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from schemas.article import CALENDAR_YEARS
from schemas.query import Period

FIELDS = frozenset({"date", "before", "after"})
"""The fields whose values are dates."""

MOST_WORDS = 9
"""Words that the longest date may have after its first: с 1 мая 2015 года по …"""

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})([.-]))?(\d{1,2})[./-](\d{4})")
_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_CLOSE = re.compile(r"((?:1[89]|20)\d\d)(\d\d)(\d\d)")
_DECADE = re.compile(r"(\d{3})0(?:-?[ех]|'?s)")
_DAY = re.compile(r"\d{1,2}")
_FIRST_DAY = re.compile(r"^\d{1,2}(?=[ .])|(?<=[a-z] )\d{1,2}\b")
_OF_NO_YEAR = re.compile(r"(?!.*\d{4}).*[^\W\d_]{3}.*")
_BEFORE = re.compile(r"^(?:в|во|на|за|in|during|of|on) ")
_BEHIND = re.compile(r"(?<=^\d{4}) ?(?:г\.?|год[ау]?)$|(?<=\d)t\d\d(?::?\d\d){1,2}\S*$")
"""The word for a year, or a time of day: neither changes which day is meant."""
_IN_WORDS = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|-?го)? )?([a-zа-я]{3,9})\.?(?:,? (\d{4})(?: ?г\.?| года?)?)?"
)
_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?(?:,? (\d{4}))?")
_AGO = re.compile(
    r"(?:(?:the )?(?:last|past) |последн(?:ие|юю|ий) )?(\d{1,5}) ?([a-zа-я]{1,7})\.?"
    r"(?: ago| назад)?"
    r"|(?:a |(?:the )?past |последн(?:ий|юю|яя) )?([a-zа-я]{1,7})(?: ago| назад)?"
)
_CALENDAR = re.compile(
    r"(?:(?P<last>(?:the )?last|previous|прошл(?:ый|ая|ую|ого|ой|ом))"
    r"|this|current|эт(?:от|а|у|ого|ой|ом)|текущ(?:ий|ая|ую|его|ей)) (?P<unit>[a-zа-я]{1,7})"
)

_COMPARED = re.compile(r"([<>]=?)\s*(.+)")
_YEARS = re.compile(r"^\s*(\d{4})\s*-\s*(\d{4})\s*$")
_BETWEEN = re.compile(
    r"(?:с|со|от|from) (.+) (?:по|до|to|till|until) (.+)|between (.+) and (.+)"
    r"|(.+?)(?:\s*[–—…]\s*|\s-\s)(.+)"
)

_MONTHS = tuple(
    re.compile(names)
    for names in (
        "янв(ар[ьяе])?|jan(uary)?", "фев(р(ал[ьяе])?)?|feb(ruary)?", "мар(т[ае]?)?|mar(ch)?",
        "апр(ел[ьяе])?|apr(il)?", "ма[йяе]|may", "июн[ьяе]?|june?", "июл[ьяе]?|july?",
        "авг(уст[ае]?)?|aug(ust)?", "сен(т(ябр[ьяе])?)?|sep(t(ember)?)?",
        "окт(ябр[ьяе])?|oct(ober)?", "ноя(б(р[ьяе])?)?|nov(ember)?", "дек(абр[ьяе])?|dec(ember)?",
    )
)  # fmt: skip

_MONTHS_OF_A_YEAR = 12

_UNITS = {
    "day": "d day days д дн день дня дней",
    "week": "w week weeks н нед неделя недели недель неделю неделе",
    "month": "m mo month months м мес месяц месяца месяцев месяце",
    "year": "y year years г год года году лет л",
}
_UNIT_BY_NAME = {name: unit for unit, names in _UNITS.items() for name in names.split()}
_NAMED = {"today": 0, "сегодня": 0, "yesterday": 1, "вчера": 1, "позавчера": 2}


def read_days(text: str, today: date) -> Period | None:
    """The days that ``text`` means, both included; None when it is not a date.

    A year, month or day is itself; without its year the last one that has begun. "Last month"
    and "this year" are those of the calendar, weeks from Monday to Sunday. An age ("7d", "неделя",
    "2 months") is the one day that long before ``today``, for use as the start of a period.
    """
    text = _folded(text)
    try:
        return _calendar(text, today) or _absolute(text, today) or _ago(text, today)
    except (ValueError, OverflowError):  # there is no such day: 31.02.2017, 9999y
        return None


def read_period(text: str, today: date) -> Period | None:
    """The period that ``text`` means: days, an age until ``today``, or from..to, one side empty.

    Also 2016-2018, and >2017, >=2017, <2017, <=2017 as other search engines write.
    None when it is not a period.
    """
    if compared := _COMPARED.fullmatch(text.strip()):
        return _bounded(compared[1], read_days(compared[2], today))
    text = _YEARS.sub(r"\1..\2", text)
    if between := _BETWEEN.fullmatch(_folded(text)):
        first, last = filter(None, between.groups())
        return _between(first, last, today)
    first, dots, last = (part.strip() for part in text.partition(".."))
    if not dots:
        days = read_days(text, today)
        return Period(days.first, today) if days and _is_age(_folded(text)) else days
    start, end = read_days(first, today), read_days(last, today)
    if not (first or last) or (first and start is None) or (last and end is None):
        return None
    return Period(start.first if start else None, end.last if end else None)


def _between(first: str, last: str, today: date) -> Period | None:
    """``first`` has the month and year that only ``last`` has: с 1 по 5 мая 2015.

    From December to January begins in the year before.
    """
    if _DAY.fullmatch(first) and _FIRST_DAY.search(last):
        first = _FIRST_DAY.sub(first, last, count=1)
    start, end = read_days(first, today), read_days(last, today)
    if end and end.last and _OF_NO_YEAR.fullmatch(first):
        years = end.last.year, end.last.year - 1
        known = (read_days(f"{first} {year}", today) for year in years)
        starts = [days for days in known if days and days.first and days.first <= end.last]
        start = starts[0] if starts else start
    return Period(start.first, end.last) if start and end else None


def _bounded(sign: str, days: Period | None) -> Period | None:
    if days is None or days.first is None or days.last is None:
        return None
    if sign.startswith("<"):
        return Period(None, days.last if sign == "<=" else days.first - timedelta(1))
    return Period(days.first if sign == ">=" else days.last + timedelta(1), None)


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


def _folded(text: str) -> str:
    text = " ".join(text.lower().replace("ё", "е").split())
    return _BEHIND.sub("", _BEFORE.sub("", text))


def _calendar(text: str, today: date) -> Period | None:
    if text in _NAMED:
        day = today - timedelta(_NAMED[text])
        return Period(day, day)
    found = _CALENDAR.fullmatch(text)
    unit = _UNIT_BY_NAME.get(found["unit"]) if found else None
    if found is None or unit in {None, "day"}:
        return None
    back = 1 if found["last"] else 0
    if unit == "week":
        monday = today - timedelta(today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(6))
    if unit == "year":
        return _span(str(today.year - back))
    day = _back(today, back, "month")
    return _span(str(day.year), str(day.month), None)


def _absolute(text: str, today: date) -> Period | None:
    if text[:1].isdigit() and (figures := _in_figures(text)):
        return figures
    if found := _IN_WORDS.fullmatch(text):
        day, name, year = found.groups()
    elif found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
    else:
        return None
    month = _month(name)
    if month is None:
        return None
    return _span(year, month, day) if year else _latest(month, day, today)


def _in_figures(text: str) -> Period | None:
    if found := _YEAR_FIRST.fullmatch(text) or _CLOSE.fullmatch(text):
        return _span(*found.groups())
    if found := _DECADE.fullmatch(text):
        return Period(_span(found[1] + "0").first, _span(found[1] + "9").last)
    if found := _SLASHES.fullmatch(text):
        return _with_slashes(*found.groups())
    if found := _DAY_FIRST.fullmatch(text):
        day, _, month, year = found.groups()
        return _span(year, month, day)
    return None


def _with_slashes(one: str, other: str, year: str) -> Period | None:
    """Either may be the month: it is a date only if one of the two cannot be."""
    if int(one) > _MONTHS_OF_A_YEAR:
        return _span(year, other, one)
    return _span(year, one, other) if int(other) > _MONTHS_OF_A_YEAR else None


def _latest(month: str, day: str | None, today: date) -> Period:
    """The last such month or day that has begun."""
    this = _span(str(today.year), month, day)
    begun = this.first is not None and this.first <= today
    return this if begun else _span(str(today.year - 1), month, day)


def _span(year: str, month: str | None = None, day: str | None = None) -> Period:
    if int(year) not in CALENDAR_YEARS:
        raise ValueError(year)
    return Period.of(*(int(part) for part in (year, month, day) if part))


def _month(name: str) -> str | None:
    numbers = (str(at) for at, names in enumerate(_MONTHS, 1) if names.fullmatch(name))
    return next(numbers, None)


def _ago(text: str, today: date) -> Period | None:
    found = _AGO.fullmatch(text)
    if found is None or not _is_age(text):
        return None
    day = _back(today, int(found[1] or 1), _UNIT_BY_NAME[found[2] or found[3]])
    if day.year not in CALENDAR_YEARS:
        raise ValueError(text)
    return Period(day, day)


def _is_age(text: str) -> bool:
    found = _AGO.fullmatch(text)
    return found is not None and (found[2] or found[3]) in _UNIT_BY_NAME


def _back(today: date, count: int, unit: str) -> date:
    if unit in {"day", "week"}:
        return today - timedelta(count * (7 if unit == "week" else 1))
    months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
    year, month = divmod(months, 12)
    # a month before 31 March is the last day of February
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))
