"""What the page of results shows: filters, chips, timeline and pages, each with its addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal

from indexer.taxonomy import Taxonomy
from schemas.facets import FACETS
from schemas.query import ALWAYS, SORTS, Period
from schemas.results import FacetCount, Hit, Page
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.params import Address

SIZES = (10, 25, 50, 100)
SHOWN = 12
"""Values of a facet that are shown before the reader asks for all."""
WINDOW = 2
"""Pages on each side of the current one that have a link."""
WIDEST = 60
"""Years between the first and the last up to which empty years are drawn, too."""
RECENT = ("7d", "1m", "1y")
"""Periods that are offered by name."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of which one may be the current state."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A row of a facet. ``only``: address with this value alone. ``extra``: hidden at first."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int
    only: str
    extra: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A facet with its rows."""

    name: str
    values: tuple[Value, ...]

    @property
    def extras(self) -> int:
        """Rows hidden at first."""
        return sum(value.extra for value in self.values)


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
class ResultsView:
    """A page of results as its template reads it."""

    page: Page
    address: Address
    links: Links
    say: Messages
    taxonomies: Mapping[str, Taxonomy]
    today: date

    @property
    def first(self) -> int:
        """Number of the first hit shown, from 1."""
        return (self.page.query.page - 1) * self.page.query.size + 1

    @property
    def last(self) -> int:
        """Number of the last hit shown."""
        return self.first + len(self.page.hits) - 1

    @property
    def beyond(self) -> bool:
        """Whether the page lies behind the last one."""
        return self.page.query.page > self.page.pages

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The facets with check boxes: all but the date."""
        return tuple(
            Group(facet.name, tuple(self._values(facet.name, self.page.facets[facet.name])))
            for facet in FACETS
        )

    def _values(self, name: str, counts: Sequence[FacetCount]) -> Iterator[Value]:
        by_rank = sorted(counts, key=lambda count: (not count.selected, -count.count))
        shown = {count.value for count in by_rank[:SHOWN]} if len(counts) > SHOWN + 2 else None
        for count in counts:
            only = self.links.results(self.address.with_filter(name, (count.value,)))
            extra = shown is not None and count.value not in shown
            yield Value(
                count.value, count.label, count.count, count.selected, count.depth, only, extra
            )

    def labels(self, hit: Hit) -> list[str]:
        """Regions and topics of a hit, in words."""
        return [
            self.taxonomies[name].label(id, self.say.language)
            for name, ids in (("region", hit.regions), ("topic", hit.topics))
            for id in ids
        ]

    @cached_property
    def chips(self) -> tuple[Choice, ...]:
        """The filters in use, each with the address without it."""
        chips = [
            Choice(
                f"{self.say(f'facet.{name}')}: {self._label(name, value)}",
                self._without(name, value),
            )
            for name, values in self.address.filters.items()
            for value in values
        ]
        if self.address.since or self.address.until:
            chips.append(Choice(self._period(), self.links.results(self.address.during("", ""))))
        if self.address.literal:
            plain = replace(self.address, literal=False, page=1)
            chips.append(Choice(self.say("chip.literal"), self.links.results(plain)))
        return tuple(chips)

    @property
    def cleared(self) -> str:
        """The address of the same words without any filter."""
        bare = replace(self.address.during("", ""), filters={}, literal=False)
        return self.links.results(bare)

    def reworded(self, text: str) -> str:
        """The address of the same search for other words."""
        return self.links.search(replace(self.address, text=text, page=1))

    @property
    def literal(self) -> str:
        """The address of the same search without automatic help."""
        return self.links.search(replace(self.address, literal=True, page=1))

    def _label(self, name: str, value: str) -> str:
        labels = {count.value: count.label for count in self.page.facets[name]}
        return labels.get(value, value)

    def _without(self, name: str, value: str) -> str:
        rest = tuple(other for other in self.address.filters[name] if other != value)
        return self.links.results(self.address.with_filter(name, rest))

    def _period(self) -> str:
        since = self._side("from") if self.address.since else ""
        until = self._side("to") if self.address.until else ""
        if since == until:
            return since
        kind = "period" if since and until else "since" if since else "until"
        return self.say(f"chip.{kind}", since=since, until=until)

    def _side(self, name: Literal["from", "to"]) -> str:
        """One side of the period in words: the year, month or day that was named."""
        days = self.address.days(name, self.today)
        first, last = days.first, days.last
        if first is None or last is None or first == last:
            return self.say.moment(first)
        return str(first.year) if first.month != last.month else self.say.month(first)

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
        return tuple(self._bars(years, self._covers, lambda count: int(count.value) % 5 != 0))

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
    def undated(self) -> int:
        """Articles of the result without a date."""
        return sum(count.count for count in self.page.facets["date"] if count.value == "unknown")

    def _bars(
        self,
        counts: Sequence[FacetCount],
        covers: Callable[[str], bool],
        minor: Callable[[FacetCount], bool],
    ) -> Iterator[Bar]:
        highest = max(count.count for count in counts) or 1
        for count in counts:
            label = self.say.month_short(count.value) if "-" in count.value else count.label
            chosen = self.address.since == self.address.until == count.value
            period = ("", "") if chosen else (count.value, count.value)
            yield Bar(
                label,
                count.label,
                count.count,
                max(round(100 * count.count / highest, 1), 2.0 if count.count else 0.0),
                self.links.results(self.address.during(*period)) if count.count or chosen else "",
                covers(count.value),
                minor(count),
            )

    def _covers(self, value: str) -> bool:
        """Whether the chosen period, when there is one, reaches into this year or month."""
        period = self.page.query.period
        if period == ALWAYS:
            return False
        first = (period.first or date.min).isoformat()[: len(value)]
        last = (period.last or date.max).isoformat()[: len(value)]
        return first <= value <= last

    def _covers_part(self, month: str) -> bool:
        """Whether the period, when it is shorter than the year, reaches into this month."""
        year = date(int(month[:4]), 1, 1)
        whole = Period(year, year.replace(month=12, day=31))
        return self.page.query.period != whole and self._covers(month)

    @cached_property
    def recent(self) -> tuple[Choice, ...]:
        """The last week, month and year."""
        return tuple(
            Choice(
                self.say(f"period.{age}"),
                self.links.results(self.address.during(age, "")),
                current=self.address.since == age and not self.address.until,
            )
            for age in RECENT
        )

    @cached_property
    def orders(self) -> tuple[Choice, ...]:
        """The orders that make sense: best match needs words."""
        return tuple(
            Choice(
                self.say(f"sort.{sort}"),
                self.links.results(replace(self.address, sort=sort, page=1)),
                current=sort == self.address.order,
            )
            for sort in SORTS
            if self.address.text or sort != "relevance"
        )

    @cached_property
    def sizes(self) -> tuple[Choice, ...]:
        """How many articles a page may show."""
        return tuple(
            Choice(
                self.say.number(size),
                self.links.results(replace(self.address, size=size, page=1)),
                current=size == self.address.size,
            )
            for size in SIZES
        )

    def at(self, page: int) -> str:
        """The address of another page of the same results."""
        return self.links.results(replace(self.address, page=page))

    @cached_property
    def window(self) -> tuple[Choice, ...]:
        """Pages around the current one."""
        current = min(self.page.query.page, self.page.pages)
        numbers = range(max(1, current - WINDOW), min(self.page.pages, current + WINDOW) + 1)
        return tuple(
            Choice(self.say.number(n), self.at(n), current=n == self.page.query.page)
            for n in numbers
        )
