"""What is asked: by a reader (Query, as in the address) and of an engine (Request)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType
from typing import Literal

from schemas.deadline import NEVER, Deadline
from schemas.document import UNDATED
from schemas.expression import EVERYTHING, Node
from schemas.likeness import Likeness

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest")
Filters = Mapping[str, tuple[str, ...]]
NO_FILTERS: Filters = MappingProxyType({})

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Days of the Moscow calendar, both included; None leaves that side open.

    An article without a date is in the period that is open on both sides, and it alone is in
    the one that is ``undated``, which has no days.
    """

    first: date | None = None
    last: date | None = None
    undated: bool = False

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> Period:
        """A whole year, a whole month or one day. Raises ValueError when there is none such."""
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        first, last = (1, monthrange(year, month)[1]) if day is None else (day, day)
        return cls(date(year, month, first), date(year, month, last))

    def seconds(self) -> tuple[int | None, int | None]:
        """[start, end) in seconds of Moscow wall-clock time since 1970, None for an open side.

        Of an ``undated`` period: [UNDATED, UNDATED + 1).
        """
        if self.undated:
            return UNDATED, UNDATED + 1
        start = None if self.first is None else (self.first - _EPOCH).days * 86_400
        end = None if self.last is None else (self.last - _EPOCH + timedelta(1)).days * 86_400
        return start, end

    def __bool__(self) -> bool:
        return self.undated or self.first is not None or self.last is not None


ALWAYS = Period()
NO_DATE = Period(undated=True)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Filters and a period that belong to the words of a query: they narrow every count.

    Those of a Request beside them are choices in facets, and a choice does not narrow the counts
    of its own facet, which say what another choice would give. ``without``: values of facets that
    no article may have.
    """

    filters: Filters = field(default_factory=lambda: NO_FILTERS)
    period: Period = ALWAYS
    without: Filters = field(default_factory=lambda: NO_FILTERS)

    def __bool__(self) -> bool:
        return bool(self.filters or self.period or self.without)


BOUNDLESS = Bounds()


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks. ``filters``: for each facet the values chosen (OR within, AND between).

    ``without``: for each facet the values excluded; an article with any of them is not found.
    ``page`` counts from 1; ``skip``: articles before the first page. ``literal``: automatic help
    (spelling, layout, transliteration) is off. ``any_words``: articles with any of the words are
    wanted, not only those with all. ``forms``: list the written forms found, too. ``apart``: do
    not look which articles are versions of one story. ``both``: articles in the other language are
    wanted, too: words stand for their translations, but for those of ``not_as``. ``deadline``:
    until when an answer is wanted; it is no part of the question.
    """

    text: str = ""
    filters: Filters = field(default_factory=lambda: NO_FILTERS)
    period: Period = ALWAYS
    sort: Sort = "relevance"
    page: int = 1
    size: int = 10
    literal: bool = False
    any_words: bool = False
    forms: bool = False
    without: Filters = field(default_factory=lambda: NO_FILTERS)
    skip: int = 0
    apart: bool = False
    both: bool = False
    not_as: tuple[str, ...] = ()
    deadline: Deadline = field(default=NEVER, compare=False, repr=False)

    @property
    def offset(self) -> int:
        """Articles before the page."""
        return self.skip + (self.page - 1) * self.size


@dataclass(frozen=True, slots=True)
class Request:
    """What an engine is asked.

    ``filters``, ``period``: what was chosen; each narrows all counts but those of its own facet.
    ``bounds``: what the words of the query ask for, and what is excluded; they narrow every count.

    Order: ``relevance`` is score downwards, then newest, then id; ``newest`` and ``oldest``
    are by date, undated last in both, then id. When newest come first, and nothing is scored,
    articles from ``future`` on (seconds as in Batch.published) come after all others with a date.
    ``facets`` False leaves the counts out. ``deadline``: see index.contract. ``likeness``: helps to
    put the first articles in order by relevance; ``meaning``: its weight, where that of the words
    is 1. ``placing``: a node whose score counts for that order in place of the expression's; it
    finds nothing.
    """

    expression: Node = EVERYTHING
    filters: Filters = field(default_factory=lambda: NO_FILTERS)
    period: Period = ALWAYS
    bounds: Bounds = BOUNDLESS
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10
    facets: bool = True
    future: int | None = None
    likeness: Likeness | None = field(default=None, compare=False, repr=False)
    meaning: float = field(default=1.0, compare=False, repr=False)
    placing: Node | None = field(default=None, compare=False, repr=False)
    deadline: Deadline = field(default=NEVER, compare=False, repr=False)
