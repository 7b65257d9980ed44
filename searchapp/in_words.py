"""A search in words, for sentences and titles: «суд»; Region: Dagestan; from 2015."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from indexer.query.parser.dates import read_days
from indexer.taxonomy import Taxonomy
from searchapp.address import Address
from searchapp.asked import served
from searchapp.messages import Messages
from searchapp.visit import visit

_AGE = re.compile(r"([0-9]{1,4})([dwmy])")
_ANY_DAY, _ANOTHER = date(2001, 2, 3), date(2014, 11, 27)


@dataclass(frozen=True, slots=True)
class InWords:
    """Words of one language, which hold on any day: relative dates stay relative.

    ``labels``: how names are spelt in it, if not as values.
    """

    say: Messages
    taxonomies: Mapping[str, Taxonomy]
    labels: Mapping[str, str]

    def __call__(self, address: Address) -> str:
        """The words of the search, its filters, what it excludes, its period."""
        return "; ".join(self._parts(address)) or self.say("words.all")

    def _parts(self, address: Address) -> Iterator[str]:
        if address.text:
            yield self.say("words.text", text=address.text)
        for name, values in address.filters.items():
            labels = ", ".join(self.label(name, value) for value in values)
            yield f"{self.say(f'facet.{name}')}: {labels}"
        for name, values in address.without.items():
            labels = ", ".join(
                self.say("chip.without", label=self.label(name, value)) for value in values
            )
            yield f"{self.say(f'facet.{name}')}: {labels}"
        if address.undated:
            yield self.say("article.undated")
        elif address.since or address.until:
            yield self._period(address.since, address.until)
        if address.literal:
            yield self.say("words.literal")
        if address.any_words:
            yield self.say("words.any")
        if address.both:
            yield self.say("words.both")
        if address.not_as:
            yield self.say("words.except", words=", ".join(address.not_as))

    def label(self, name: str, value: str) -> str:
        """What a value of a facet is called."""
        if name in self.taxonomies:
            return self.taxonomies[name].label(value, self.say.language)
        return self.say.tongue(value) if name == "language" else self.labels.get(value, value)

    def _period(self, since: str, until: str) -> str:
        age = _AGE.fullmatch(since)
        if age and not until:
            return self.say(f"words.last.{age[2]}", count=int(age[1]))
        if since and self._side(since) == self._side(until):
            return self._side(since)
        kind = "period" if since and until else "since" if since else "until"
        return self.say(f"chip.{kind}", since=self._side(since), until=self._side(until))

    def _side(self, text: str) -> str:
        days, other = read_days(text, _ANY_DAY), read_days(text, _ANOTHER)
        if days is None or days != other or days.first is None or days.last is None:
            return text
        first, last = days.first, days.last
        if first == last:
            return self.say.day(first)
        return str(first.year) if first.month != last.month else self.say.month(first)


def in_words() -> InWords:
    """Those of the page that is asked for."""
    archive, say = served(), visit().say
    return InWords(say, archive.taxonomies, archive.labels(say.language))
