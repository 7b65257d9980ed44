"""Address ↔ Query: pure, both ways. Everything that a reader chose is in the address.

===========  ==========================================================================
``q``        words of the query
``region``   id, label or alias of the taxonomy; repeated: any of them
``topic``    likewise
``person``   a value of the facet, or a name as ``person:`` takes it; repeated: any of them;
             so are ``organisation``, ``author``, ``source`` and ``keyword``
``not-…``    likewise for each of these facets: ``not-region=moscow`` leaves out all articles of it
``language`` of the articles, ``ru``, ``en`` or another code; repeated: any of them
``from``     first day: ``2017``, ``2017-06``, ``05.06.2017``, ``today``, ``30d`` (days ago), ...
``to``       last day, likewise; a year or month includes all its days
``date``     ``unknown``: articles without a date, in place of ``from`` and ``to``
``sort``     ``relevance`` (default with words), ``newest`` (default without), ``oldest``
``page``     from 1
``size``     articles a page, 1 to 100
``literal``  ``1``: no automatic help
``any``      ``1``: articles with any of the words, not only those with all
``both``     ``1``: articles in the other language, too: words stand for their translations
``not-as``   with ``both``: a translation that no word stands for; repeated: none of them
``forms``    ``1``: list the written forms found
``all``      ``1``: each article by itself, not versions of one story together
``ui``       language of the interface, ``ru`` or ``en``; left out: what the browser prefers
===========  ==========================================================================

An empty value means "left out". If a parameter that cannot be repeated is repeated, the last value
counts. An unknown parameter is ignored on a page, because other sites append theirs to addresses;
the JSON API refuses it. A relative date stays as it was typed, so that an address keeps its
meaning; only ``Address.query`` turns it into a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeVar, get_args
from urllib.parse import parse_qsl

from indexer.language import KNOWN
from indexer.page.facets import UNDATED
from indexer.query.parser.dates import read_days
from schemas.article import Language
from schemas.errors import UsageError
from schemas.facets import FACETS
from schemas.query import NO_FILTERS, SORTS, Filters, Period, Query, Sort

Pairs = Iterable[tuple[str, str]]
_UNSAFE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_Choice = TypeVar("_Choice", bound=str)

EXCLUDED = {f"not-{facet.name}": facet.name for facet in FACETS}
"""The parameters that exclude values, and of which facet."""

FILTERS = (*(facet.name for facet in FACETS), *EXCLUDED)
"""The parameters that hold values of facets."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
DEFAULT_SIZE, LARGEST_SIZE = 10, 100
LARGEST_PAGE = 999_999_999
NAMES = (
    "q", *FILTERS, "from", "to", "date", "sort", "page", "size", "literal", "any", "both", "not-as",
    "forms", "all", "ui",
)  # fmt: skip
"""The parameters of a search."""
LONGEST_TEXT = 2_000
"""Characters of ``q`` that are read. Every link of a page repeats them; a query has fewer words."""
MOST_VALUES = 50
"""Values of filters, exclusions and ``not-as`` in an address: more are no choice of a person's."""
LONGEST_VALUES = 2_000
"""Characters that they may have together; every link of a page repeats them, too."""
LONGEST_ADDRESS = 131_072
"""Bytes of all parameters, escaped: as many as gunicorn reads of an address, so that whoever pastes
an article into the box is told that its rest was ignored."""


class ParameterError(UsageError):
    """A value in the address that makes no sense.

    ``place``: the parameter. ``expected``: what it takes, the key of a message; ``choices``
    fill that message.
    """

    def __init__(self, parameter: str, value: str, expected: str, choices: str = "") -> None:
        super().__init__(f"{value[:80]!r} is not a value of {parameter}", place=parameter)
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


def query_pairs(query_string: bytes) -> list[tuple[str, str]]:
    """The parameters of a query string; bytes that are not UTF-8 become U+FFFD."""
    text = query_string.decode(errors="replace")
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def read_address(pairs: Pairs) -> Address:
    """The address of these parameters. Raises ParameterError, naming the parameter."""
    values: dict[str, list[str]] = {}
    for name, raw in pairs:
        if value := printable(raw):
            values.setdefault(name, []).append(value)
    last = {name: found[-1] for name, found in values.items()}
    distinct = {name: tuple(dict.fromkeys(found)) for name, found in values.items()}
    _check_values({name: distinct[name] for name in (*FILTERS, "not-as") if name in distinct})
    filters = {facet.name: distinct[facet.name] for facet in FACETS if facet.name in distinct}
    without = {facet: distinct[name] for name, facet in EXCLUDED.items() if name in distinct}
    for name, chosen in (("language", filters), ("not-language", without)):
        for language in chosen.get("language", ()):
            if language not in KNOWN:
                raise ParameterError(name, language, "choice", ", ".join(LANGUAGES))
    both = _switch(last, "both")
    return Address(
        text=read_text(last.items()),
        filters=filters or NO_FILTERS,
        since=last.get("from", ""),
        until=last.get("to", ""),
        undated="date" in last and choice("date", last["date"], (UNDATED,)) == UNDATED,
        sort=choice("sort", last["sort"], SORTS) if "sort" in last else None,
        page=_number(last, "page", 1, LARGEST_PAGE),
        size=_number(last, "size", DEFAULT_SIZE, LARGEST_SIZE),
        literal=_switch(last, "literal"),
        any_words=_switch(last, "any"),
        forms=_switch(last, "forms"),
        apart=_switch(last, "all"),
        interface=read_interface(last.items()),
        without=without or NO_FILTERS,
        both=both,
        # of words that stand for themselves alone there is nothing to leave out
        not_as=distinct.get("not-as", ()) if both else (),
    )


def check_length(query_string: bytes, pairs: Pairs) -> None:
    """Raise ParameterError for an address that is too long, naming what is longest in it."""
    if len(query_string) <= LONGEST_ADDRESS:
        return
    lengths: dict[str, int] = {}
    for name, value in pairs:
        lengths[name] = lengths.get(name, 0) + len(value)
    longest = max(lengths, key=lengths.__getitem__, default="")
    raise ParameterError(printable(longest)[:80], "", "address", str(LONGEST_ADDRESS))


def _check_values(values: dict[str, tuple[str, ...]]) -> None:
    """Raise ParameterError for more values than an address may have, or longer ones."""
    most = max(values, key=lambda name: len(values[name]), default="")
    if sum(map(len, values.values())) > MOST_VALUES:
        raise ParameterError(most, values[most][0], "values", str(MOST_VALUES))
    if sum(len(value) for each in values.values() for value in each) > LONGEST_VALUES:
        raise ParameterError(most, values[most][0], "long-values", str(LONGEST_VALUES))


def check_names(pairs: Pairs, known: Sequence[str]) -> None:
    """Raise ParameterError for the first parameter that is not ``known``."""
    for name, value in pairs:
        if name not in known:
            raise ParameterError(printable(name)[:80], value, "name", ", ".join(known))


def read_text(pairs: Pairs) -> str:
    """The words of the query, as many as are read."""
    texts = [text for name, value in pairs if name == "q" and (text := printable(value))]
    return texts[-1][:LONGEST_TEXT].strip() if texts else ""


def is_cut(pairs: Pairs) -> bool:
    """Whether ``read_text`` leaves out the end of the query."""
    return any(name == "q" and len(printable(value)) > LONGEST_TEXT for name, value in pairs)


def read_interface(pairs: Pairs) -> Language | None:
    """The language of the interface that the parameters name, None when they leave it out.

    Raises ParameterError for a language that the site does not speak.
    """
    chosen = [text for name, value in pairs if name == "ui" and (text := printable(value))]
    return choice("ui", chosen[-1], LANGUAGES) if chosen else None


def read_number(pairs: Pairs, name: str, largest: int) -> int | None:
    """A whole number from 1, None when it is left out. Raises ParameterError for anything else."""
    values = {key: text for key, raw in pairs if key == name and (text := printable(raw))}
    return _number(values, name, 1, largest) if values else None


def printable(text: str) -> str:
    """Text without control characters and lone surrogates, trimmed: safe in any page."""
    return _UNSAFE.sub(" ", text).strip()


def _number(values: dict[str, str], name: str, default: int, largest: int) -> int:
    text = values.get(name, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", text) or int(text) > largest:
        raise ParameterError(name, text, "number", str(largest))
    return int(text)


def _switch(values: dict[str, str], name: str) -> bool:
    return name in values and choice(name, values[name], ("1",)) == "1"


def choice(name: str, value: str, choices: tuple[_Choice, ...]) -> _Choice:
    """The one of ``choices`` that a parameter has. Raises ParameterError for another value."""
    for one in choices:
        if value == one:
            return one
    raise ParameterError(name, value, "choice", ", ".join(choices))
