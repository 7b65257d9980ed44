"""Entries under the day of their publication, where the order is that of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from schemas.article import day_of
from schemas.query import Sort
from searchapp.entries import Entry


@dataclass(frozen=True, slots=True)
class Day:
    """Entries one below the other. ``first``: the number of the first in the whole result, from 1.

    ``date``: their day in Moscow, None when they have none. ``dated``: whether they stand under
    their day; where the best match comes first, each has its own date.
    """

    date: date | None
    dated: bool
    first: int
    entries: tuple[Entry, ...]


def by_day(entries: tuple[Entry, ...], order: Sort) -> Iterator[Day]:
    """The entries of a page."""
    if order == "relevance":
        if entries:
            yield Day(None, dated=False, first=entries[0].number, entries=entries)
        return
    for day, group in groupby(entries, lambda entry: day_of(entry.hit.published)):
        those = tuple(group)
        yield Day(day, dated=True, first=those[0].number, entries=those)
