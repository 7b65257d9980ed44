"""region:, topic:, language:, person:, before:, ... → filters and a period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Protocol, runtime_checkable

from indexer.language import code_named
from indexer.query.parser import dates
from indexer.query.parser.lexeme import Lexeme
from indexer.query.parser.model import FILTERS, Code, Problem
from schemas.errors import InputError
from schemas.facets import METADATA
from schemas.query import ALWAYS, Filters, Period

_IN_A_LANGUAGE = {"по-русски": "ru", "по-английски": "en"}

_UNKNOWN: Mapping[str, Code] = {
    "region": "unknown-region",
    "topic": "unknown-topic",
    "language": "unknown-language",
    "person": "unknown-person",
    "organisation": "unknown-organisation",
    "author": "unknown-author",
    "source": "unknown-source",
    "keyword": "unknown-keyword",
}


class Resolver(Protocol):
    """Finds what a name means."""

    def resolve(self, text: str) -> str | tuple[str, ...]:
        """The id of the entry that ``text`` names, or the values of an open facet.

        Raises InputError when it names nothing.
        """
        ...


@runtime_checkable
class ExactResolver(Resolver, Protocol):
    """Tells one value from others that have its words, too."""

    def exactly(self, text: str) -> tuple[str, ...]:
        """The values that are ``text`` but for capitals, () when there are none."""
        ...


class Chosen:
    """The filters and the period written in one query."""

    def __init__(
        self, text: str, resolvers: Mapping[str, Resolver], today: date, problems: list[Problem]
    ) -> None:
        """``text``: the query."""
        self._text = text
        self.period: Period = ALWAYS
        self._values: dict[str, list[str]] = {}
        self._excluded: dict[str, list[str]] = {}
        self._resolvers = resolvers
        self._today = today
        self._problems = problems
        self._read = 0

    def take(
        self, field: str, text: str, position: int, *, quoted: bool = False, excluded: bool = False
    ) -> bool:
        """Read ``text`` as a value of ``field``; False, with a problem, when it is not one.

        ``quoted``: it stood in quotation marks. Several values of a facet, written with commas or
        repeated, are alternatives; those ``excluded`` are excluded all of them.
        """
        self._read += 1
        if self._read > FILTERS:
            if self._read == FILTERS + 1:
                self._problems.append(Problem(position, "cut-filters", text))
            return True
        if field in _UNKNOWN:
            meant = self._facet(field, text, position, quoted=quoted)
            (self._excluded if excluded else self._values).setdefault(field, []).extend(meant)
            return bool(meant)
        if excluded:
            self._problems.append(Problem(position, "filter-excluded", text))
            return False
        days = self._days(field, text)
        if days is None:
            self._problems.append(Problem(position, "unknown-date", text))
            return False
        narrowing = {"before": dates.before, "after": dates.since}.get(field)
        self.period = dates.both(self.period, narrowing(days) if narrowing else days)
        if self.period.first and self.period.last and self.period.first > self.period.last:
            self._problems.append(Problem(position, "empty-period", text))
        return True

    def whole_date(
        self, field: str, value: Lexeme, found: Sequence[Lexeme], at: int
    ) -> tuple[Lexeme, int]:
        """``value`` with the lexemes from ``at`` on that are one date with it, and what is next.

        date:12 мая 2020 is one day, even without quotation marks.
        """
        if field not in dates.FIELDS:
            return value, at
        for end in range(min(at + dates.MOST_WORDS, len(found)), at, -1):
            rest = found[at:end]
            if any(lexeme.kind != "word" or lexeme.exact or lexeme.required for lexeme in rest):
                continue
            text = self._text[value.start : rest[-1].end]  # with the dash of 2015 - 2017
            if self._days(field, text) is not None:
                return replace(value, text=text, end=rest[-1].end), end
        return value, at

    def _days(self, field: str, text: str) -> Period | None:
        read = dates.read_period if field == "date" else dates.read_days
        return read(text, self._today)

    @property
    def filters(self) -> Filters:
        """For each facet the values, distinct, in the order of the text."""
        return _distinct(self._values)

    @property
    def without(self) -> Filters:
        """For each facet the values excluded, likewise."""
        return _distinct(self._excluded)

    def _facet(self, facet: str, text: str, position: int, *, quoted: bool) -> tuple[str, ...]:
        """The values that ``text`` means, () with a problem when it means none."""
        exact = self._resolvers.get(facet) if quoted and facet in METADATA else None
        # the whole first: a comma may be a part of one name
        whole = exact.exactly(text) if isinstance(exact, ExactResolver) else ()
        whole = whole or self.meant(facet, text)
        names = [name for name in text.split(",") if name.strip()]
        meant = [whole] if whole else [self.meant(facet, name) for name in names]
        if not meant or not all(meant):
            self._problems.append(Problem(position, _UNKNOWN[facet], text))
            return ()
        return tuple(chain.from_iterable(meant))

    def meant(self, facet: str, name: str) -> tuple[str, ...]:
        """The values that ``name`` means, () when there are none."""
        if facet == "language":
            language = _IN_A_LANGUAGE.get(name.strip().lower()) or code_named(name)
            return (language,) if language else ()
        if facet not in self._resolvers:
            return ()
        try:
            found = self._resolvers[facet].resolve(name)
        except InputError:
            return ()
        return (found,) if isinstance(found, str) else found


def _distinct(values: Mapping[str, list[str]]) -> Filters:
    return {facet: tuple(dict.fromkeys(found)) for facet, found in values.items() if found}
