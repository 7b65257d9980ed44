"""Dates as pages print them: patterns with named parts → a moment or a day of Moscow time."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from functools import cache

from schemas.article import EARLIEST_YEAR, LATEST_YEAR, in_moscow

_MONTHS = (
    ("january", "jan", "января", "январь", "янв"),
    ("february", "feb", "февраля", "февраль", "фев"),
    ("march", "mar", "марта", "март", "мар"),
    ("april", "apr", "апреля", "апрель", "апр"),
    ("may", "мая", "май"),
    ("june", "jun", "июня", "июнь", "июн"),
    ("july", "jul", "июля", "июль", "июл"),
    ("august", "aug", "августа", "август", "авг"),
    ("september", "sept", "sep", "сентября", "сентябрь", "сен"),
    ("october", "oct", "октября", "октябрь", "окт"),
    ("november", "nov", "ноября", "ноябрь", "ноя"),
    ("december", "dec", "декабря", "декабрь", "дек"),
)
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
YEAR = r"(?P<year>\d{4})"
"""In every compiled pattern of a date, and never optional: a line without it holds no date."""

_PARTS = {
    "{day}": r"(?P<day>\d{1,2})",
    # The longest first: of alternatives the first that fits is taken.
    "{month}": rf"(?P<name>{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\.?",
    "{mm}": r"(?P<month>\d{1,2})",
    "{year}": YEAR,
    "{hour}": r"(?P<hour>\d{1,2})",
    "{minute}": r"(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?",
    "{half}": r"(?P<half>[ap])\.?m\.?",
    "{title}": r"(?P<title>.*?)",
    "{source}": r"(?P<source>.+?)",
}
_NAMED = ("{day} {month} {year}", "{month} {day}, {year}", "{month} {day} {year}")
_DAYS = ("{day}.{mm}.{year}", *_NAMED)
_TIME = "{hour}:{minute}"
_HALF = ("{hour}:{minute} {half}", "{hour}:{minute}{half}")
_WRITTEN = (
    *_DAYS,
    *(f"{day}{mark}{_TIME}" for day in _DAYS for mark in (" ", ", ")),
    *(f"{_TIME}{mark}{day}" for day in _DAYS for mark in (" ", ", ")),
    *(f"{day}{mark}{time}" for day in _NAMED for mark in (" ", ", ") for time in _HALF),
    *(f"{time}{mark}{day}" for day in _NAMED for mark in (" ", ", ") for time in _HALF),
)
"""How people write a date in a table; the day comes first wherever there are points."""

_PARTIAL = (
    "{year}",
    "{year}-{mm}",
    "{year}.{mm}",
    "{mm}.{year}",
    "{month} {year}",
    "{month}, {year}",
)
"""How a year is written, or a month of one."""

_WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    *("mon", "tues", "tue", "wed", "thurs", "thur", "thu", "fri", "sat", "sun"),
    *("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"),
    *("пн", "вт", "ср", "чт", "пт", "сб", "вс", "пнд", "втр", "срд", "чтв", "птн", "сбт", "вск"),
)
_WEEKDAY = re.compile(rf"^(?:{'|'.join(_WEEKDAYS)})\b\.?,?\s+", re.IGNORECASE)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b", re.IGNORECASE)
_AT = re.compile(r",?\s+(?:в|at)\s+(?=\d{1,2}:)", re.IGNORECASE)
_DASHED = re.compile(r"^(\d{1,2})-([^\W\d_]{3,9})-(\d{4})\b")
"""26-FEB-1987, as databases write it."""

_DOTTED = re.compile(r"(?<=\d)\s+(\d{1,2})\.(\d{2})$")
"""A time as Russians may write it: the 10.15 in 05.06.2017 10.15."""

_YEAR = re.compile(r"(?<=\d)\s*(?:года|г\.?)(?!\w)")
_YEARS = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_WORDS_BESIDE = 6
"""Words beside a date in a line that is no sentence: "Published", a weekday, names of authors."""

_PART = re.compile(r"(\{[a-z]+\})")


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """A pattern such as "{hour}:{minute}, {day} {month} {year}" as a regular expression.

    Parts: day, month (in words, Russian or English), mm (in figures), year, hour, minute
    (and seconds, if there are any), half (am or pm), title, source. Everything else stands for
    itself; a space for any run of spaces. Raises ValueError for a part that does not exist.
    """
    pieces = []
    for piece in _PART.split(pattern):
        if _PART.fullmatch(piece) and piece not in _PARTS:
            raise ValueError(f"{piece} is not part of a date pattern")
        pieces.append(_PARTS.get(piece) or re.escape(piece).replace(r"\ ", r"\s+"))
    return re.compile("".join(pieces), re.IGNORECASE)


def written(text: str) -> datetime | date | None:
    """The moment or day that a text is, as Russians or Americans write it; None if it is not one.

    05/06/2017 is none: it may be in May or in June.
    """
    plain = _WEEKDAY.sub("", _ORDINAL.sub("", _YEAR.sub("", text)).strip())
    plain = _AT.sub(" ", _DOTTED.sub(r" \1:\2", _DASHED.sub(r"\1 \2 \3", plain)))
    matches = (pattern.fullmatch(plain) for pattern in _written())
    return next((found for match in matches if match and (found := moment(match))), None)


def month_named(name: str) -> int | None:
    """The number of the month that a word names, in Russian or English."""
    return _NUMBERS.get(name.lower())


def is_partial(text: str) -> bool:
    """Whether a text is a year, or a month of one, and no day: 2019, 2019-06, июнь 2019."""
    plain = _YEAR.sub("", text).strip()
    found = next(filter(None, (pattern.fullmatch(plain) for pattern in _partial())), None)
    if found is None:
        return False
    month = found.groupdict().get("month")
    in_time = EARLIEST_YEAR <= int(found["year"]) <= LATEST_YEAR
    return in_time and (month is None or 1 <= int(month) <= 12)


def within(line: str) -> datetime | date | None:
    """The moment or day that a line tells beside some words, as in "Published: May 6, 2019, 10:15".

    None if it tells none, perhaps several, or is a sentence.
    """
    if len(_YEARS.findall(line)) != 1:
        return None
    plain = _AT.sub(" ", _ORDINAL.sub("", _YEAR.sub("", line)))
    for pattern in reversed((*_by_year(), *_written())):  # those with a time first
        match = pattern.search(plain)
        if match is None or _touched(plain, match) or not (found := moment(match)):
            continue
        others = f"{plain[: match.start()]} {plain[match.end() :]}"
        return found if len(_WORD.findall(others)) <= _WORDS_BESIDE else None
    return None


def _touched(text: str, match: re.Match[str]) -> bool:
    """Whether a digit touches a match: 20017 does not hold the year 2001."""
    return text[match.end() : match.end() + 1].isdigit() or text[: match.start()][-1:].isdigit()


@cache
def _by_year() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_pattern, ("{year}-{mm}-{day}", "{year}-{mm}-{day} {hour}:{minute}")))


@cache
def _partial() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_pattern, _PARTIAL))


@cache
def _written() -> tuple[re.Pattern[str], ...]:
    return tuple(map(compile_pattern, _WRITTEN))


def moment(match: re.Match[str]) -> datetime | date | None:
    """The moment, or without a time the day, that a compiled pattern found; None if there is none.

    "31 February" is none, and so is a year outside of those that an article can have.
    """
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _NUMBERS[parts["name"].lower()]
    year = int(parts["year"])
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        day = date(year, month, int(parts["day"]))
        if not parts.get("hour"):
            return day
        hour = full_hour(int(parts["hour"]), parts.get("half"))
        at = time(hour, int(parts["minute"]), int(parts.get("second") or 0))
        return in_moscow(datetime.combine(day, at))
    except ValueError:
        return None


def full_hour(hour: int, half: str | None) -> int:
    """The hour, 0–23, for ``hour`` before ("a") or after noon ("p"), or as it is without a half.

    Raises ValueError for an hour that no clock with halves shows, such as 0 or 13.
    """
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(hour)
    return hour % 12 + (12 if half.lower() == "p" else 0)
