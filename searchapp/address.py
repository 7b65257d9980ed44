"""Address ↔ Query: pure, both ways. ``searchapp.params`` says which parameters there are."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from indexer.page.facets import UNDATED
from indexer.query.parser.dates import read_days
from schemas.article import Language
from schemas.errors import UsageError
from schemas.facets import FACETS
from schemas.query import NO_FILTERS, Filters, Period, Query, Sort

EXCLUDED = {f"not-{facet.name}": facet.name for facet in FACETS}
"""The parameters that exclude values, and of which facet."""

DEFAULT_SIZE = 10
"""Articles a page, unless another number is asked for."""


class ParameterError(UsageError):
    """A value in the address that makes no sense.

    ``place``: the parameter. ``expected``: what it takes, the key of a message; ``choices``
    fill that message.
    """

    def __init__(self, parameter: str, value: str, expected: str, choices: str = "") -> None:
        wrong = f"{value[:80]!r} is not a value of {parameter}" if value else "it has no value"
        if expected == "name":
            wrong = "there is no such parameter"
        super().__init__(wrong, place=parameter)
        self.value = value[:80]
        self.expected = expected
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Address:
    """What an address of the search page says. ``since``, ``until``: dates as typed."""

    text: str = ""
    filters: Filters = field(default_factory=lambda: NO_FILTERS)
    since: str = ""
    until: str = ""
    undated: bool = False
    sort: Sort | None = None
    page: int = 1
    size: int = DEFAULT_SIZE
    literal: bool = False
    any_words: bool = False
    forms: bool = False
    apart: bool = False
    interface: Language | None = None
    without: Filters = field(default_factory=lambda: NO_FILTERS)
    both: bool = False
    not_as: tuple[str, ...] = ()

    @classmethod
    def of(cls, query: Query) -> Address:
        """The address of what ``query`` finds: its first page, in the usual order."""
        first, last = query.period.first, query.period.last
        return cls(
            query.text,
            query.filters,
            first.isoformat() if first else "",
            last.isoformat() if last else "",
            query.period.undated,
            literal=query.literal,
            any_words=query.any_words,
            without=query.without,
            both=query.both,
            not_as=query.not_as,
        )

    def query(self, today: date) -> Query:
        """What is asked, seen from ``today``.

        Raises ParameterError for an invalid date, for a period that ends before it begins and for
        a period combined with "without a date".
        """
        if self.undated and (self.since or self.until):
            raise ParameterError("date", UNDATED, "undated")
        period = Period(
            self.days("from", today).first if self.since else None,
            self.days("to", today).last if self.until else None,
            undated=self.undated,
        )
        if period.first and period.last and period.first > period.last:
            raise ParameterError("from", self.since, "order", self.until)
        return Query(
            self.text,
            self.filters,
            period,
            self.order,
            self.page,
            self.size,
            self.literal,
            self.any_words,
            self.forms,
            self.without,
            apart=self.apart,
            both=self.both,
            not_as=self.not_as,
        )

    def days(self, name: Literal["from", "to"], today: date) -> Period:
        """The days that one side of the period names. Raises ParameterError when it names none."""
        text = self.since if name == "from" else self.until
        days = read_days(text, today)
        if days is None:
            raise ParameterError(name, text, "date")
        return days

    @property
    def narrows(self) -> bool:
        """Whether it asks for some of the articles, not for all."""
        chosen = self.filters or self.without or self.since or self.until or self.undated
        return bool(self.text or chosen)

    @property
    def order(self) -> Sort:
        """The order asked for, or the usual one: by relevance to words, newest first without."""
        return self.sort or ("relevance" if self.text else "newest")

    def pairs(self) -> list[tuple[str, str]]:
        """Parameters and values, defaults left out: ``read_address`` gives this address again."""
        single = [
            ("from", self.since),
            ("to", self.until),
            ("date", UNDATED if self.undated else ""),
            ("sort", self.sort or ""),
            ("page", str(self.page) if self.page > 1 else ""),
            ("size", str(self.size) if self.size != DEFAULT_SIZE else ""),
            ("literal", "1" if self.literal else ""),
            ("any", "1" if self.any_words else ""),
            ("both", "1" if self.both else ""),
            *(("not-as", word) for word in self.not_as),
            ("forms", "1" if self.forms else ""),
            ("all", "1" if self.apart else ""),
            ("ui", self.interface or ""),
        ]
        found = [("q", self.text)] if self.text else []
        if self.filters:
            found += [(each.name, v) for each in FACETS for v in self.filters.get(each.name, ())]
        if self.without:
            found += [(name, v) for name, of in EXCLUDED.items() for v in self.without.get(of, ())]
        return found + [pair for pair in single if pair[1]]

    def with_filter(self, facet: str, values: tuple[str, ...]) -> Address:
        """The first page of the same search with these values of one facet."""
        filters = {name: chosen for name, chosen in self.filters.items() if name != facet}
        return replace(self, filters=filters | ({facet: values} if values else {}), page=1)

    def excluding(self, facet: str, values: tuple[str, ...]) -> Address:
        """The first page of the same search without these values of one facet alone."""
        without = {name: excluded for name, excluded in self.without.items() if name != facet}
        return replace(self, without=without | ({facet: values} if values else {}), page=1)

    def during(self, since: str, until: str) -> Address:
        """The first page of the same search in another period."""
        return replace(self, since=since, until=until, undated=False, page=1)

    def without_date(self) -> Address:
        """The first page of the same search among articles without a date."""
        return replace(self.during("", ""), undated=True)

    def in_both(self) -> Address:
        """The first page of the same search in both languages."""
        return replace(self, both=True, not_as=(), page=1)

    def as_typed(self) -> Address:
        """The first page of the same search with its words as they are typed."""
        return replace(self, both=False, not_as=(), page=1)

    def not_meaning(self, word: str) -> Address:
        """The first page of the same search in both languages, without a translation more."""
        return replace(self, not_as=(*self.not_as, word), page=1)

    def meaning_again(self, word: str) -> Address:
        """The same with a translation that was left out."""
        return replace(self, not_as=tuple(one for one in self.not_as if one != word), page=1)
