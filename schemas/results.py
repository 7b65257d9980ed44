"""What a search gives: Matches from an engine, a Page to show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from schemas.errors import CutShortError
from schemas.query import Query


@dataclass(frozen=True, slots=True)
class Match:
    """An article of the result: its id and its score (0.0 when sorted by date)."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Matches:
    """An engine's answer to a Request.

    ``total``: all matching articles after every filter. ``matches``: the asked page, in order.
    ``facets``: for each facet the count of each value over all matches, where the facet's own
    selection does not narrow its own counts; zero counts are left out. Of an open facet: the
    MOST most frequent values, the first in code point order on ties, and those selected.
    ``months``: the same for the date, keyed by year * 12 + month - 1, None for undated. ``cut``:
    the patterns of wildcards that stand for more forms than count. ``complete``: False when the
    time was over before all articles had been looked through; see index.contract.
    """

    total: int
    matches: tuple[Match, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    months: Mapping[int | None, int] = field(default_factory=dict)
    cut: tuple[str, ...] = ()
    complete: bool = True

    def whole(self) -> Matches:
        """This answer, where a part of it would not do. Raises CutShortError when it is one."""
        if not self.complete:
            raise CutShortError
        return self


@dataclass(frozen=True, slots=True)
class FormCount:
    """A written form and the number of articles that have it."""

    form: str
    count: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of stored text. ``marks``: [start, end) offsets in ``text`` of matched words."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The same story in another language: an article that is translated or a translation."""

    id: str
    language: str
    title: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article on a page of results. ``title``: with its marks.

    ``missing``: words of the query that it lacks, where not all of them are required. ``also``:
    the same story in other languages, whether the query finds it or not.
    """

    id: str
    title: Snippet
    language: str
    published: datetime | date | None
    regions: tuple[str, ...]
    topics: tuple[str, ...]
    score: float
    snippet: Snippet
    url: str | None = None
    missing: tuple[str, ...] = ()
    also: tuple[Counterpart, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """An article of a result as a version of a story. ``number``: in the whole result, from 1.

    ``title``: with its marks.
    """

    id: str
    title: Snippet
    language: str
    published: datetime | date | None
    number: int


StoryFound = tuple[Version, ...]
"""What a query finds of one story, two versions or more, in the order of the result."""


@dataclass(frozen=True, slots=True)
class SomeWords:
    """Articles that have some of the words of a query, and not all: the first ones, best first.

    ``total``: how many there are. ``stories``: versions of one among ``hits``, which are numbered
    after all that have all of the words.
    """

    total: int
    hits: tuple[Hit, ...]
    stories: tuple[StoryFound, ...] = ()


@dataclass(frozen=True, slots=True)
class ByMeaning:
    """Articles that lack the words of a query in both languages and say what it means.

    ``total``: how many were found near enough. ``hits``: the nearest, whose ``score`` is how near
    they are, at most 1. ``after``: how many of the hits that the page lists stand before them; the
    hits behind them lack words, and the first of these is clearly less near.
    """

    total: int
    hits: tuple[Hit, ...]
    after: int


@dataclass(slots=True)
class FacetCount:
    """A value of a facet with its label and count. ``depth``: level under its parents, 0 on top.

    ``selected``: chosen, or ``written`` in the text of the query. ``excluded``: no article may have
    it, so that it has none. Not frozen, but never changed: a page has a hundred, and a frozen one
    takes three times as long to make.
    """

    value: str
    label: str
    count: int
    selected: bool = False
    depth: int = 0
    written: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class QueryFilter:
    """A filter that is written in the text of a query. ``without``: the query without it."""

    text: str
    without: str


Unit = Literal["year", "month", "day"]


@dataclass(slots=True)
class Span:
    """Some days, ``first`` and ``last`` included, and their articles.

    ``count``: of the result, ``every``: of the archive. ``folded``: years left out, without any of
    the result. Not frozen, as FacetCount is not.
    """

    first: date
    last: date
    count: int
    every: int
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """The articles of a result by year, month or day, the earliest first, without gaps."""

    unit: Unit
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """Something the reader should know of how the query was read, worded by who shows it.

    ``code``: which message, as in indexer.query.parser or, for a rewrite, its kind. ``position``:
    character of the query from 0, or None. ``text``: the piece of the query, ``replacement``:
    what was or can be searched for it, ``query``: the whole query that does so, ``count``: the
    number of articles that it brings. ``applied``: the results shown are those of the rewrite.
    ``words``: what stands in ``replacement``, one by one, where a reader can refuse each.
    """

    code: str
    text: str = ""
    position: int | None = None
    replacement: str = ""
    query: str = ""
    count: int | None = None
    applied: bool = False
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenForm:
    """A form in the result and the number of its articles that have it.

    ``without``: the query that leaves this form of the word out, ``alone``: that finds no other;
    "" where the query cannot say so (the word is a part of a phrase). ``all_alone``: whether
    ``alone`` finds ``count`` articles; beside OR it finds others, too.
    """

    form: str
    count: int
    without: str = ""
    alone: str = ""
    all_alone: bool = True


@dataclass(frozen=True, slots=True)
class WordForms:
    """The forms of a word of the query, as typed, most frequent first; ``rest``: how many more."""

    word: str
    forms: tuple[WrittenForm, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """One page of results.

    ``filters``: those in the text of the query, which without them is ``words``. ``facets``:
    every facet, the date last, each in display order.
    ``forms``: of each word of the query; None when they were not asked for. ``some_words``: what
    fills the rest of the first page, in no count of it; None when there is no rest. ``by_meaning``:
    on the first page of a query in both languages, in no count either; None when nothing is near.
    ``stories``: those of which the query finds several versions, on this page or on any other; a
    hit that is in none has no other version in the result.
    ``all_words``: whether every hit has all of the words. ``generation`` and ``checkpoint``: of the
    index that answered; ``vectors``: the edition of the vectors that helped to order it, 0 without
    any. ``charts``: when its articles appeared, and, when a short period is
    chosen, those of that period by smaller units. ``reading``: a digest of how the
    query was read. Both are empty where they were not asked for.
    ``complete``: False when the time was over before all was looked for: then there are at least
    ``total`` articles, at least as many of each value, and perhaps other hits, notes, forms and
    stories.
    """

    query: Query
    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    notes: tuple[Note, ...] = ()
    generation: str = ""
    checkpoint: int = 0
    vectors: int = 0
    forms: tuple[WordForms, ...] | None = None
    filters: tuple[QueryFilter, ...] = ()
    words: str = ""
    some_words: SomeWords | None = None
    all_words: bool = True
    charts: tuple[Chart, ...] = ()
    reading: str = ""
    stories: tuple[StoryFound, ...] = ()
    complete: bool = True
    by_meaning: ByMeaning | None = None

    @property
    def listed(self) -> tuple[Hit, ...]:
        """All hits that the page shows, from top to bottom."""
        found = (*self.hits, *(self.some_words.hits if self.some_words else ()))
        if self.by_meaning is None:
            return found
        after = self.by_meaning.after
        return (*found[:after], *self.by_meaning.hits, *found[after:])

    @property
    def pages(self) -> int:
        """Number of pages of this size, at least 1."""
        return max(1, -(-self.total // self.query.size))

    @property
    def short(self) -> bool:
        """Whether it shows fewer articles than it counts: some went while it was made."""
        return len(self.hits) < min(self.query.size, self.total - self.query.offset)
