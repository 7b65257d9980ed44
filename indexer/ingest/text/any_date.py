"""A date as programs and people write it → a moment or a day; what may be two days is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from indexer.ingest.text.dates import full_hour, written
from schemas.article import EARLIEST_YEAR, LATEST_YEAR, MOSCOW, in_moscow, read_date

# fmt: off
_HOURS = {
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "WET": 0, "WEST": 1, "BST": 1, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "TRT": 3, "GET": 4, "AZT": 4, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5,
    "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AST": -4, "ADT": -3,
}
# fmt: on
"""Zones that feeds and sites name, in hours east of Greenwich."""

_OF_MOSCOW = ("MSK", "MSD", "МСК")
"""Names for the time of Moscow: what it was in that year."""

_ZONE = re.compile(
    rf"(?<=[\d.m])\s*\(?(?:(?P<name>{'|'.join((*_HOURS, *_OF_MOSCOW))})|"
    r"(?P<alone>(?:UTC|GMT)\s*|(?<=:\d\d\s))?(?P<sign>[+-])"
    r"(?P<hours>[01]\d|2[0-3]|(?(alone)\d|(?!)))"
    r"(?::?(?P<minutes>[0-5]\d)|(?(alone)|(?!))))\)?$",
    re.IGNORECASE,
)
"""A zone at the end of a date. Hours may stand ``alone`` behind a time or GMT: 10:15 GMT+3."""

_SAID_AGAIN = re.compile(
    r"(:\d\d(?:[.,]\d+)?\s*(?:[A-Z]+\s*)?[+-]\d\d:?\d\d)"
    r"(?:\s*\(.*\)|(?<!-\d\d:\d\d)\s+[A-Z]{2,5})$",
    re.IGNORECASE,
)
"""The name of a zone behind its offset, as mails, browsers and programs write it: +0200 (CEST).

In 10:15-11:30 CET there is no offset.
"""

_BEFORE_YEAR = re.compile(r"(:\d\d)\s+(\S+)\s+(\d{4})$")
"""A zone between a time and the year, where Unix and Twitter have it."""

_OF_ANY_ZONE = re.compile(r":\d\d(?:[.,]\d+)?(?![\d:.,]|\s*(?:\d{4})?$)|[^\W\d_]$")
"""A time with something other than the year behind it: a zone that nobody knows."""

_BY_NUMBERS = re.compile(
    r"(\d{4})([-./])(\d{1,2})\2(\d{1,2})"
    r"(?:(?:\s*T\s*|,?\s+)(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:[.,]\d+)?)?)?"
    r"(?:\s*([ap])\.?m\.?)?",
    re.IGNORECASE,
)
"""Year, month, day in this order, with or without zeros before them."""

_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?")
_UNIX = re.compile(r"\d{9,10}|\d{13}")
_LONGEST = 200
"""The most characters of a date: the time of the patterns grows with the square of its length."""

_MILLISECONDS = 11
"""Figures from which a count since 1970 is one of milliseconds."""


def any_date(value: object) -> datetime | date | None:
    """The moment, or the day, that a text or a number is; None for "" and "unknown".

    ISO 8601, also with figures that lack a zero; dates of mails; as people write them in Russian
    and English; seconds or milliseconds since 1970. Moscow time where no zone is told. Raises
    ValueError for all else: for an unknown zone, and for 05/06/2017, which may be in May or June.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"a date must be text, not {value!r:.40}")  # noqa: TRY004 - as any other that is none
    text = value.strip() if isinstance(value, str) else f"{value:.0f}"
    try:
        return read_date(text)
    except ValueError as error:
        if len(text) > _LONGEST:
            raise
        try:
            found = _counted(text) or _zoned(text)
        except (OverflowError, TypeError, IndexError):  # of the email package, and of far years
            raise error from None
        if found is None:
            raise
        if not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            raise error from None
        return found


def _counted(text: str) -> datetime | None:
    """A moment that is written in figures alone."""
    if compact := _COMPACT.fullmatch(text):
        try:
            return _wall([int(part or 0) for part in compact.groups()])
        except ValueError:
            pass
    if _UNIX.fullmatch(text) is None:
        return None
    seconds = int(text) / (1000 if len(text) >= _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, UTC)


def _wall(parts: Sequence[int]) -> datetime:
    """The moment at which clocks in Moscow show these. Raises ValueError when they never do."""
    year, month, day, hour, minute, *seconds = parts
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise ValueError(year)
    at = time(hour, minute, seconds[0] if seconds else 0)
    return in_moscow(datetime.combine(date(year, month, day), at))


def _zoned(text: str) -> datetime | date | None:
    """A date with or without a zone at its end; None if it is none, or names an unknown zone."""
    text = _SAID_AGAIN.sub(r"\1", _BEFORE_YEAR.sub(r"\1 \3 \2", text))
    named = _ZONE.search(text)
    if named is None:
        return _plain(text)
    found = _plain(text[: named.start()].rstrip())
    offset = _offset(named)
    if offset is None or not isinstance(found, datetime):
        return found
    return found.astimezone(MOSCOW).replace(tzinfo=offset)


def _offset(named: re.Match[str]) -> timezone | None:
    """The zone that a date names; None for that of Moscow."""
    if named["name"]:
        hours = _HOURS.get(named["name"].upper())
        return None if hours is None else timezone(timedelta(hours=hours))
    ahead = timedelta(hours=int(named["hours"]), minutes=int(named["minutes"] or 0))
    return timezone(ahead if named["sign"] == "+" else -ahead)


def _plain(text: str) -> datetime | date | None:
    """A date without a zone."""
    if numbers := _BY_NUMBERS.fullmatch(text):
        year, _, *rest, half = numbers.groups()
        parts = [int(year), *(int(part) for part in rest if part is not None)]
        try:
            if half:
                parts[3] = full_hour(parts[3], half)
            return _wall(parts) if len(parts) > 3 else date(*parts)
        except (ValueError, IndexError):
            return None
    return written(text) or _of_a_mail(text)


def _of_a_mail(text: str) -> datetime | None:
    """A date of RFC 5322 in one of its older forms."""
    if _OF_ANY_ZONE.search(text):  # any would be a guess
        return None
    try:
        found = parsedate_to_datetime(text)
        return in_moscow(found) if found.tzinfo is None else found
    except ValueError:
        return None
