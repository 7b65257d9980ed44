"""A reader's query → the request to an engine, and notes of how it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from indexer.analysis import Analyzer
from indexer.index.columns import seconds
from indexer.index.contract import Searcher
from indexer.query.both import Translated, changes_of, terms_of, translated
from indexer.query.help.asked import Asked
from indexer.query.help.facet_values import Values
from indexer.query.help.help import HelpedQuery, QueryHelp, Rewrite
from indexer.query.help.substitution import excluded, some_of, wanted
from indexer.query.meaning import IN_BOTH, Meaning, compared, in_one, leading, meant
from indexer.query.parser import Parsed, Resolver, notation, parse
from indexer.query.placing import Parts, parts_of, placing
from indexer.query.required import emphasised, required, with_any, without_function_words
from indexer.query.surnames import surnames_first
from indexer.query.told import (
    distinct,
    likely_values,
    narrowed_twice,
    offered_article,
    offered_surnames,
    within_filters,
)
from indexer.query.words_read import Reading, loosened, offered_in_both, translations
from indexer.taxonomy import Taxonomy
from indexer.translation.table import Translations
from schemas.article import MOSCOW, first_future
from schemas.deadline import Deadline
from schemas.errors import CutShortError, InputError
from schemas.expression import NOTHING, And, Ids, Node, Not, Word
from schemas.facets import OPEN
from schemas.query import Bounds, Filters, Query, Request
from schemas.results import Note


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """What became of a reader's query. ``parsed`` and ``request`` are what is searched.

    ``wanted``: the parts of which an article should have all, () when there are not several.
    ``relaxed``: those with any of them are searched, as was asked or because none has all.
    ``called``: how those parts were typed that have other names. ``complete``: False when there was
    no time to help.
    """

    parsed: Parsed
    request: Request
    notes: tuple[Note, ...]
    wanted: tuple[Node, ...]
    relaxed: bool
    called: Mapping[Node, str]
    complete: bool = True

    def filling(self, total: int) -> Request | None:
        """The request for what fills the first page when only ``total`` articles have all words.

        None when nothing is to fill it.
        """
        request = self.request
        if self.relaxed or not self.wanted or request.offset or total >= request.limit:
            return None
        return self._with_some(request.limit - total)

    def _with_some(self, limit: int) -> Request:
        """The request for the ``limit`` best articles that have some of ``wanted``, and not all."""
        expression = self.request.expression
        needed = (part for part in self.wanted if part in required(self.parsed))
        words = emphasised(some_of(self.wanted), self.parsed.quoted)
        some = And((words, Not(And(self.wanted)), *needed, *excluded(expression)))
        return replace(
            self.request, expression=some, sort="relevance", offset=0, limit=limit, facets=False
        )


_ADDING = ("transliteration", "any-words")
"""Rewrites that add articles: nothing to tell where the filters leave none of them."""

HELP = 0.5
"""The share of the time for a page that help may take."""


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Reads queries against one generation. ``help``: None when it has no lexicon to help with.

    ``located``: find articles by "url" and "id". ``names``: other names of values of the open
    facets. ``values``: those, by name of the facet. ``translations``: of words, if there is
    a table. ``meaning``: how near articles are to a text, or to each other.
    """

    searcher: Searcher
    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]
    help: QueryHelp | None = None
    located: Mapping[str, Resolver] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    translations: Translations | None = None
    meaning: Meaning = field(default_factory=Meaning)
    values: Mapping[str, Values] = field(init=False)

    def __post_init__(self) -> None:
        """Make what knows the values of the open facets."""
        values = {name: Values(self.searcher, name, self.analyzer, self.names) for name in OPEN}
        object.__setattr__(self, "values", values)

    def read(self, query: Query) -> ReadQuery:
        """The query as parsed and helped, the request to the engine, the notes for the reader.

        A literal query is searched as it stands. Otherwise function words are not required,
        wrong layouts and other spellings are tried, misspelt words are put right where nothing is
        found, and when no article has all of the words, articles with any of them are taken. All of
        this is decided as if there were no filters; the notes count within them. Of a query in both
        languages each translated word has a note; of any other one, what both would bring.

        Raises CutShortError when the query's time is over before that is done.
        """
        asked = self.help.asked(query.deadline) if self.help else None
        return self._read(query, self._reading(query, asked), asked)

    def read_in_time(self, query: Query) -> ReadQuery:
        """As ``read``; where help would leave too little time to search, without it."""
        asked = self.help.asked(query.deadline.part(HELP)) if self.help else None
        try:
            return self._read(query, self._reading(query, asked), asked)
        except CutShortError:
            parsed, remarks = _as_typed(self._parse(query.text), literal=query.literal)
            parts = wanted(parsed.expression)
            reading = Reading(parsed, tuple(remarks), wanted=() if query.literal else parts)
            if query.any_words and parts:
                reading = replace(reading, parsed=with_any(parsed), relaxed=True)
            return replace(self._read(query, reading, None), complete=False)

    def _read(self, query: Query, reading: Reading, asked: Asked | None) -> ReadQuery:
        request = _request(query, reading.parsed)
        total = asked.total if asked else self._total
        told = (within_filters(rewrite, request, total) for rewrite in reading.rewrites)
        done = (note for note in told if note.count or note.code not in _ADDING)
        counted = (
            replace(offer, count=self._total_of(replace(query, text=offer.query), asked))
            for offer in reading.offers
        )
        offers = (offer for offer in counted if offer.count)
        narrowed = narrowed_twice(query, reading.parsed)
        both = offered_in_both(reading, request, total)
        notes = (*reading.remarks, *narrowed, *done, *offers, *both)
        if not query.literal:
            request = replace(request, expression=surnames_first(request.expression))
            if query.both:
                places = placing(request.expression, reading.placed_by)
                lead = partial(leading, self.searcher, request)
                likeness = meant(reading.parsed, self.meaning, lead)
                request = replace(request, likeness=likeness, meaning=IN_BOTH, placing=places)
            else:
                words = len(reading.wanted)
                if near := compared(reading.parsed, words, self.meaning):
                    request = replace(request, likeness=near, meaning=in_one(words))
        return ReadQuery(
            reading.parsed, request, notes, reading.wanted, reading.relaxed, reading.called
        )

    def count(self, query: Query) -> int:
        """How many articles ``query`` finds: the total of its pages. Raises as ``read`` does."""
        return self._total_of(query, self.help.asked(query.deadline) if self.help else None)

    def _total_of(self, query: Query, asked: Asked | None) -> int:
        request = _request(query, self._reading(query, asked).parsed)
        return (asked.total if asked else self._total)(request, request.expression)

    def _reading(self, query: Query, asked: Asked | None) -> Reading:
        """How the words of ``query`` are read; its filters are not looked at."""
        typed = self._parse(query.text)
        frequency = asked.frequency if asked else self._frequency(query.deadline)
        named = None if query.literal else self._named(query.text)
        if named is not None and not frequency(typed.expression):
            return _by_id(typed, named)
        parsed, remarks = _as_typed(typed, literal=query.literal)
        helped = HelpedQuery(parsed)
        if self.help and asked and not query.literal:
            translate = partial(self._changes, query) if query.both else None
            helped = self.help.help(parsed, self._again, asked, translate)
        parts = wanted(helped.parsed.expression)
        said = tuple(remarks)
        surnames = () if query.literal else offered_surnames(parsed, frequency)
        offers = distinct(
            (
                *offered_article(named, parsed),
                *likely_values(parsed, self.values),
                *helped.offers,
                *surnames,
            ),
            helped.rewrites,
        )
        if query.literal:
            return Reading(parsed, said)
        words = self._translated(query, parsed, helped.parsed)
        plain = Reading(helped.parsed, said, helped.rewrites, offers, parts, helped.called)
        if not query.both:
            loose = loosened(plain, query, frequency)
            if not words:
                return loose
            both = loosened(plain.in_both(words), query, frequency)
            if helped.useless:
                both = self._reading(replace(query, both=True), asked)
            return replace(loose, both=both)
        loose = loosened(plain.in_both(words), query, frequency)
        rewrites = (*loose.rewrites, *translations(plain, words, loose))
        placed_by = self._placed_by(query, parsed, helped.parsed, words)
        return replace(loose, rewrites=rewrites, placed_by=placed_by)

    def _changes(self, query: Query, parsed: Parsed) -> Mapping[Node, Word]:
        return changes_of(self._translated(query, parsed, parsed))

    def _translated(self, query: Query, typed: Parsed, helped: Parsed) -> tuple[Translated, ...]:
        """The words that have translations, those that the reader does not want left out."""
        if self.translations is None:
            return ()
        return translated(typed, helped, self.translations, self.analyzer, query.not_as)

    def _placed_by(
        self, query: Query, typed: Parsed, helped: Parsed, words: Sequence[Translated]
    ) -> Mapping[Node, Parts]:
        if self.translations is None:
            return {}
        refused = terms_of(query.not_as, self.analyzer)
        return parts_of(typed, helped, words, self.translations, refused)

    def _frequency(self, deadline: Deadline) -> Callable[[Node], int]:
        return partial(self.searcher.frequency, deadline=deadline)

    def _parse(self, text: str) -> Parsed:
        today = datetime.now(MOSCOW).date()
        resolvers: dict[str, Resolver] = {**self.taxonomies, **self.values, **self.located}
        return parse(text, self.analyzer, resolvers, today)

    def _named(self, text: str) -> Ids | None:
        """The article of which the whole query is the id."""
        id = text.strip()
        if "id" not in self.located or len(id.split()) != 1:
            return None
        try:
            return Ids(tuple(self.located["id"].resolve(id)))
        except InputError:
            return None

    def _again(self, text: str) -> Parsed:
        """A rewritten query, read as the first one was."""
        return without_function_words(self._parse(text))[0]

    def _total(self, request: Request, expression: Node) -> int:
        asked = replace(request, expression=expression, offset=0, limit=0, facets=False)
        return self.searcher.search(asked).whole().total


def _as_typed(parsed: Parsed, *, literal: bool) -> tuple[Parsed, list[Note]]:
    """The query as it stands, function words not required unless it is literal; remarks."""
    remarks = [Note(p.code, text=p.text, position=p.position) for p in parsed.problems]
    if literal:
        return parsed, remarks
    parsed, dropped = without_function_words(parsed)
    return parsed, [*remarks, *dropped]


def _by_id(parsed: Parsed, named: Ids) -> Reading:
    """The article that has the whole query as its id, and whose words find nothing."""
    note = Note("article-id", text=parsed.text.strip(), query=notation(named), applied=True)
    found = replace(parsed, expression=named, problems=(), words=())
    return Reading(found, (), (Rewrite(note, NOTHING, named),))


def _request(query: Query, parsed: Parsed) -> Request:
    return Request(
        expression=parsed.expression,
        filters=query.filters,
        period=query.period,
        bounds=Bounds(parsed.filters, parsed.period, _both(parsed.without, query.without)),
        sort=query.sort,
        offset=query.offset,
        limit=query.size,
        future=seconds(first_future(datetime.now(MOSCOW))),
        deadline=query.deadline,
    )


def _both(one: Filters, other: Filters) -> Filters:
    """The values of either, by facet."""
    return {
        facet: tuple(dict.fromkeys((*one.get(facet, ()), *other.get(facet, ()))))
        for facet in (*one, *other)
    }
