"""Hits under the day of their publication, where the order is that of time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from schemas.article import MOSCOW
from schemas.query import Sort
from schemas.results import Hit


@dataclass(frozen=True, slots=True)
class Day:
    """Hits one below the other. ``first``: the number of the first in the whole result, from 1.

    ``date``: their day in Moscow, None when they have none. ``dated``: whether they stand under
    their day; where the best match comes first, each has its own date.
    """

    date: date | None
    dated: bool
    first: int
    hits: tuple[Hit, ...]


def by_day(hits: tuple[Hit, ...], order: Sort, first: int) -> Iterator[Day]:
    """The hits of a page, of which ``first`` is the number of the first."""
    if order == "relevance":
        yield Day(None, dated=False, first=first, hits=hits)
        return
    for day, group in groupby(hits, _day):
        those = tuple(group)
        yield Day(day, dated=True, first=first, hits=those)
        first += len(those)


def _day(hit: Hit) -> date | None:
    published = hit.published
    return published.astimezone(MOSCOW).date() if isinstance(published, datetime) else published
