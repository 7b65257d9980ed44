"""The last week, month and year: counted from today, or from the last day of an archive that ended.

Without that, an archive that ends years ago offers periods in which it has nothing.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from indexer.archive import Archive
from indexer.index.contract import Generation
from indexer.query.parser.dates import read_days
from searchapp.address import Address

RECENT = ("7d", "1m", "1y")
"""Periods that are offered by name."""

_QUIET = timedelta(days=7)
"""Days without articles after which an archive has ended."""


def ended(archive: Archive, today: date) -> date | None:
    """The last day of an archive that has ended; None of one that goes on, or has no dates.

    Articles dated in the future are not counted. Raises as ``Archive.searcher`` does.
    """
    last = _last_day(archive, archive.searcher().generation, today)
    return last if last is not None and today - last > _QUIET else None


@lru_cache(maxsize=4)
def _last_day(archive: Archive, _: Generation, today: date) -> date | None:
    # the generation is a part of the key: an update brings later days
    return archive.calendar().last(today)


def since(age: str, last: date | None) -> str:
    """The first day of a recent period as an address has it: an age, or a day counted back."""
    days = read_days(age, last) if last else None
    return days.first.isoformat() if days and days.first else age


def recent(address: Address, last: date | None) -> tuple[tuple[str, str, bool], ...]:
    """Each of RECENT, its first day as an address has it, and whether it is the chosen one."""
    periods = ((age, since(age, last)) for age in RECENT)
    return tuple(
        (age, first, address.since == first and not address.until) for age, first in periods
    )
