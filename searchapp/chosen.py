"""The filters of a search in words, each with the address without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from searchapp.address import Address
from searchapp.messages import Messages


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of ``address``, seen from ``today``.

    ``label``: what a value of a facet is called.
    """

    address: Address
    say: Messages
    label: Callable[[str, str], str]
    today: date

    def values(self) -> Iterator[tuple[str, Address]]:
        """The values of facets that were chosen, then those that are excluded."""
        for name, values in self.address.filters.items():
            for value in values:
                label = f"{self.say(f'facet.{name}')}: {self.label(name, value)}"
                rest = tuple(other for other in values if other != value)
                yield label, self.address.with_filter(name, rest)
        for name, values in self.address.without.items():
            for value in values:
                label = self.say("chip.without", label=self.label(name, value))
                rest = tuple(other for other in values if other != value)
                yield label, self.address.excluding(name, rest)

    def every(self) -> Iterator[tuple[str, Address]]:
        """Those, the period, and how the words are read."""
        yield from self.values()
        if self.address.since or self.address.until or self.address.undated:
            yield self._period(), self.address.during("", "")
        if self.address.literal:
            yield self.say("chip.literal"), replace(self.address, literal=False, page=1)
        if self.address.any_words:
            yield self.say("chip.any"), replace(self.address, any_words=False, page=1)

    def _period(self) -> str:
        if self.address.undated:
            return self.say("article.undated")
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
