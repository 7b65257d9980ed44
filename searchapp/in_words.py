"""A search in words: what it looks for, and among which articles. For titles that outlive a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from indexer.query.parser.dates import read_days
from indexer.taxonomy import Taxonomy
from searchapp.messages import Messages
from searchapp.params import Address

_AGE = re.compile(r"([0-9]{1,4})([dwmy])")
_ANY_DAY, _ANOTHER = date(2001, 2, 3), date(2014, 11, 27)


@dataclass(frozen=True, slots=True)
class InWords:
    """Words of one language. ``labels``: how names are spelt in it, if not as values."""

    say: Messages
    taxonomies: Mapping[str, Taxonomy]
    labels: Mapping[str, str]

    def __call__(self, address: Address) -> str:
        """The words, the filters, the period; relative dates as they are meant on any day."""
        return "; ".join(self._parts(address)) or self.say("feed.all")

    def _parts(self, address: Address) -> Iterator[str]:
        if address.text:
            yield self.say("feed.words", text=address.text)
        for name, values in address.filters.items():
            labels = ", ".join(self._label(name, value) for value in values)
            yield f"{self.say(f'facet.{name}')}: {labels}"
        if address.undated:
            yield self.say("article.undated")
        elif address.since or address.until:
            yield self._period(address.since, address.until)
        if address.literal:
            yield self.say("chip.literal")
        if address.any_words:
            yield self.say("chip.any")

    def _label(self, name: str, value: str) -> str:
        if name in self.taxonomies:
            return self.taxonomies[name].label(value, self.say.language)
        return self.say.tongue(value) if name == "language" else self.labels.get(value, value)

    def _period(self, since: str, until: str) -> str:
        age = _AGE.fullmatch(since)
        if age and not until:
            return self.say(f"feed.last.{age[2]}", count=int(age[1]))
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
