"""Dates of a query that depend on the day it is asked → the days that they mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from indexer.analysis import Analyzer
from indexer.query.help.wrong_layout import edited
from indexer.query.parser import WrittenFilter, parse
from indexer.query.parser.dates import read_days, read_period
from schemas.query import Period, Query

_LATER = timedelta(days=800)
"""Nothing that depends on today means the same days so much later."""

_QUOTES = "\"'«»„“”‘’"


def with_fixed_days(query: Query, analyzer: Analyzer, today: date) -> Query:
    """The query that means on any day what ``query`` means ``today``."""
    # without resolvers: where filters of other fields stand does not matter
    written = parse(query.text, analyzer, {}, today).written
    edits = [
        (each.start, each.end, fixed)
        for each in written
        for fixed in _fixed(each, query.text, today)
    ]
    return replace(query, text=edited(query.text, edits))


def _fixed(filter: WrittenFilter, text: str, today: date) -> Iterator[str]:
    if filter.field not in {"date", "before", "after"}:
        return
    value = text[filter.start : filter.end].partition(":")[2].strip().strip(_QUOTES)
    read = read_period if filter.field == "date" else read_days
    days = read(value, today)
    if days is not None and days != read(value, today + _LATER):
        yield f"{filter.field}:{_written(filter.field, days)}"


def _written(field: str, days: Period) -> str:
    first, last = (day.isoformat() if day else "" for day in (days.first, days.last))
    return first if field != "date" or first == last else f"{first}..{last}"
