"""The date as a facet: years as bars and, of a chosen year, its months."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from indexer.page.facets import UNDATED
from schemas.query import Period
from schemas.results import FacetCount, Page
from searchapp.links import EACH, Links
from searchapp.messages import Messages
from searchapp.params import Address

WIDEST = 60
"""Years between the first and the last up to which empty years are drawn, too."""
LABELLED = 5
"""Years whose label is shown when space is short: the first, the last, multiples of this."""
FEW = 8
"""Bars whose labels always have space."""
LOWEST = 2.0
"""Height in percent of a bar that has anything to show."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year or month of a timeline.

    ``name``: the label in full. ``height``: 0 to 100. ``url``: "" when it has nothing to show.
    ``minor``: no label when space is short.
    """

    label: str
    name: str
    count: int
    height: float
    url: str
    selected: bool
    minor: bool


@dataclass(frozen=True)
class Timeline:
    """The counts of a page by year and month, each with the address that chooses it."""

    page: Page
    address: Address
    links: Links
    say: Messages

    @cached_property
    def years(self) -> tuple[Bar, ...]:
        """The years that have articles, earliest first, and those between them."""
        counts = {
            int(count.value): count for count in self.page.facets["date"] if count.value.isdigit()
        }
        if not counts:
            return ()
        first, last = min(counts), max(counts)
        shown = range(first, last + 1) if last - first < WIDEST else sorted(counts)
        years = [counts.get(year, FacetCount(str(year), str(year), 0)) for year in shown]
        labelled = _labelled([int(year.value) for year in years])
        return tuple(
            self._bars(years, self._covers, lambda count: int(count.value) not in labelled)
        )

    @cached_property
    def months(self) -> tuple[Bar, ...]:
        """The twelve months of the year in which the period lies; empty when it lies in none."""
        counts = {count.value: count for count in self.page.facets["date"] if count.depth}
        if not counts:
            return ()
        year = int(next(iter(counts))[:4])
        names = [(f"{year}-{month:02}", date(year, month, 1)) for month in range(1, 13)]
        months = [
            counts.get(value, FacetCount(value, self.say.month(day), 0)) for value, day in names
        ]
        return tuple(self._bars(months, self._covers_part, lambda _: False))

    @property
    def opened(self) -> str:
        """The year whose months are shown, "" when there is none."""
        return next((count.value[:4] for count in self.page.facets["date"] if count.depth), "")

    @property
    def undated(self) -> FacetCount | None:
        """Articles of the result without a date; None when there are none and none were chosen."""
        found = (count for count in self.page.facets["date"] if count.value == UNDATED)
        return next(found, None)

    @property
    def undated_url(self) -> str:
        """The address that chooses them."""
        return self.links.results(self.address.without_date())

    def _bars(
        self,
        counts: Sequence[FacetCount],
        covers: Callable[[str], bool],
        minor: Callable[[FacetCount], bool],
    ) -> Iterator[Bar]:
        highest = max(count.count for count in counts) or 1
        during = self.links.each(self.address.during(EACH, EACH))
        for count in counts:
            label = self.say.month_short(count.value) if "-" in count.value else count.label
            url = during(count.value) if count.count else ""
            yield Bar(
                label,
                count.label,
                count.count,
                max(round(100 * count.count / highest, 1), LOWEST if count.count else 0.0),
                url,
                covers(count.value),
                minor(count),
            )

    def _covers(self, value: str) -> bool:
        """Whether the chosen period, when there is one, reaches into this year or month."""
        period = self.page.query.period
        if not period or period.undated:
            return False
        first = (period.first or date.min).isoformat()[: len(value)]
        last = (period.last or date.max).isoformat()[: len(value)]
        return first <= value <= last

    def _covers_part(self, month: str) -> bool:
        """Whether the period, when it is shorter than the year, reaches into this month."""
        year = date(int(month[:4]), 1, 1)
        whole = Period(year, year.replace(month=12, day=31))
        return self.page.query.period != whole and self._covers(month)


def _labelled(years: Sequence[int]) -> set[int]:
    """Years whose labels have space on a phone: no two beside each other unless there are few."""
    if len(years) <= FEW:
        return set(years)
    ends = {years[0], years[-1]}
    inside = {year for year in years if year % LABELLED == 0}
    return ends | {year for year in inside if all(abs(year - end) > 2 for end in ends)}
