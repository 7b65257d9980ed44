"""What an archive says of a query: what it finds, counted, compared, explained."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from indexer.archive.opened import Opened
from indexer.archive.permalinks import Permalinks
from indexer.archive.query_sets import query_sets
from indexer.archive.served import OpenGeneration
from indexer.language import name_of
from indexer.page.all_values import all_values
from indexer.page.attention import Attention, attention
from indexer.page.calendar import Calendar
from indexer.page.dossier import Dossier, dossier, value_of
from indexer.page.explain import Explanation, explain, explain_article
from indexer.page.in_time import InTime
from indexer.page.name_index import NameIndex
from indexer.page.news import News
from indexer.page.whole import WholeResult
from indexer.query.help.suggestions import Suggestion
from indexer.query.parser import Parsed
from schemas.article import Article, Language
from schemas.deadline import NEVER, Deadline
from schemas.errors import ChangedError, EngineError, NotFoundError
from schemas.query import Query
from schemas.query_sets import QuerySets
from schemas.results import FacetCount, Hit, Page

_T = TypeVar("_T")


class OfQueries(Opened):
    """The questions that take a query, a name or a value."""

    def search(
        self, query: Query, language: Language = "ru", cursor: str = "", *, drawn: bool = True
    ) -> Page:
        """One page of results, worded in ``language``; that behind ``cursor`` if there is one.

        ``drawn``: with its ``charts`` and its ``reading``, which ``page_json`` does not have.

        When the query's time is over it has what was found by then, and is not ``complete``.

        Raises as ``searcher`` does, and CursorError (see indexer.page.cursor).
        """
        return self._lived(self._page(query, language, cursor, drawn=drawn))

    def _lived(self, page: Page) -> Page:
        """``page`` with its links on the live host."""
        if not self.settings.hosts:
            return page
        some, near = page.some_words, page.by_meaning
        return replace(
            page,
            hits=self._live(page.hits),
            some_words=some and replace(some, hits=self._live(some.hits)),
            by_meaning=near and replace(near, hits=self._live(near.hits)),
        )

    def _live(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        live = self.sites.live
        return tuple(replace(hit, url=live(hit.url)) if hit.url else hit for hit in hits)

    def _page(self, query: Query, language: Language, cursor: str, *, drawn: bool) -> Page:
        while True:
            served, page = self._answered(
                lambda served: (served, served.pages.page(query, language, cursor, drawn=drawn))
            )
            # what was deleted between the search and the store is counted: search again without it
            if not page.short or served is self._serving.current():
                return page

    def count(self, query: Query) -> int:
        """How many articles ``query`` finds: the total of its page, which is not made.

        Raises as ``searcher`` does, and CutShortError when the query's time is over.
        """
        return self._answered(lambda served: served.pages.reader.count(query))

    def _answered(self, ask: Callable[[OpenGeneration], _T]) -> _T:
        """What is served says, opened anew if it was changed while it was asked."""
        served = self._serving.current()
        try:
            return ask(served)
        except ChangedError:
            self._serving.renew(served)
            return ask(self._serving.current())

    def whole(self, query: Query) -> WholeResult:
        """All that ``query`` finds now, in one generation, to be read article by article.

        Raises as ``count`` does.
        """
        return self._serving.current().pages.whole(query)

    def facet(self, name: str, query: Query, language: Language = "ru") -> tuple[FacetCount, ...]:
        """Every value of a facet among what ``query`` finds, labelled; a page has the first ones.

        Raises as ``count`` does.
        """

        def values(served: OpenGeneration) -> tuple[FacetCount, ...]:
            pages = served.pages
            return all_values(pages.reader, pages.labels, name, query, language)

        return self._answered(values)

    def attention(self, queries: Sequence[Query]) -> Attention:
        """How many articles each of ``queries`` finds in the same years, months or days.

        Raises UsageError for queries that cannot be compared, else as ``count`` does.
        """
        return attention(self._serving.current().pages.reader, queries)

    def articles(self, query: Query) -> Iterator[Article]:
        """Every article that ``query`` finds, in its order: as many as its page's total.

        Raises as ``count`` does, when the first one is asked for.
        """
        yield from self.whole(query).articles()

    def news(self) -> News:
        """What is new of a query, from the generation that is served. Raises as ``searcher``."""
        return News(self._serving.current().pages)

    def edition(self) -> tuple[str | int, ...]:
        """What answers depend on besides queries and days: other values, other answers.

        Raises as ``searcher`` does.
        """
        generation = self.searcher().generation
        held = generation.checkpoint, generation.documents, self.store.sequence
        # names of people may change while no article does; vectors change the order of a page
        return (generation.name, *held, self._serving.mark(), *(self.vectors.state() or ()))

    def edition_state(self) -> tuple[str | int | None, ...] | None:
        """As long as it is the same, ``edition`` is, too; None while that cannot be said.

        Opens nothing, so that a process that makes no answers can tell which ones still hold.
        """
        state = self._serving.state()
        vectors = self.vectors.state() or ()
        return None if state is None else (*state, self.store.sequence, *vectors)

    def changed(self) -> datetime:
        """When the index, or what it leaves out, last changed."""
        return self._serving.since()

    def calendar(self) -> Calendar:
        """How many articles each year, month and day has. Raises as ``searcher`` does."""
        return Calendar(self.searcher())

    def value_of(self, facet: str, name: str) -> str:
        """The value of a facet with dossiers that ``name`` is, was, or means.

        Raises UnknownValueError when it means none or several, and as ``searcher`` does.
        """
        called = () if facet in self.taxonomies else self.names.called(facet, name)
        return value_of(self._serving.current().pages, facet, name, called)

    def dossier(self, facet: str, name: str, language: Language = "ru") -> Dossier:
        """All about a "region", "topic", "person" or "organisation". Raises as ``value_of``."""
        value = self.value_of(facet, name)
        written = self.names.written(value) if facet == "person" else ()
        found = dossier(self._serving.current().pages, facet, value, language, written)
        return replace(found, page=self._lived(found.page), first=self._lived(found.first))

    def name_index(self, facet: str, language: Language = "ru") -> NameIndex:
        """Every "person" or "organisation", from A to Z. Raises as ``searcher`` does."""
        return self._serving.current().indexes.of(facet, language)

    def explain(self, query: Query, id: str | None = None) -> Explanation:
        """How ``query`` is read and what its parts weigh; of article ``id``, why it is found.

        Raises as ``searcher`` does.
        """
        served = self._serving.current()
        read = served.pages.reader.read(query)
        explanation = explain(read.parsed, read.request, served.searcher, read.notes)
        if id is None:
            return explanation
        return explain_article(explanation, id, self.get(id), served.searcher, self.taxonomies)

    def resolve(self, facet: str, name: str) -> tuple[str, ...]:
        """The values of a facet that ``name`` means.

        Raises InputError when there are none, of an open facet also as ``searcher`` does.
        """
        if facet in self.taxonomies:
            return (self.taxonomies[facet].resolve(name),)
        return self._serving.current().pages.reader.values[facet].resolve(name)

    def chosen(self, facet: str, name: str) -> tuple[str, ...]:
        """As ``resolve``, but a name that is a value of an open facet to the letter means it alone.

        Raises as ``resolve`` does.
        """
        if facet in self.taxonomies:
            return (self.taxonomies[facet].resolve(name),)
        return self._serving.current().pages.reader.values[facet].chosen(name)

    @property
    def permalinks(self) -> Permalinks:
        """What a search found on a day, in an address, and what became of it since."""
        return Permalinks(self.store, self._serving.current, self.chosen)

    def sets(self, a: str, b: str, within: Query, language: Language = "ru") -> QuerySets:
        """The articles of one query alone, of the other alone, of both; read without help.

        ``within``: filters and period of both. Raises NotComparableError for a query that cannot
        be a part of another one, and as ``count`` does.
        """

        def parse(text: str) -> Parsed:
            query = Query(text, literal=True, deadline=within.deadline)
            return self._serving.current().pages.reader.read(query).parsed

        return query_sets(a, b, within, parse, partial(self.search, language=language))

    def suggest(self, text: str, deadline: Deadline = NEVER) -> tuple[Suggestion, ...]:
        """Queries and values of facets that begin with ``text``, each with its articles.

        Those whose last word is the most frequent come first; none that is not counted before
        ``deadline``. Raises as ``searcher`` does.
        """
        served = self._serving.current()
        found = served.suggester.suggest(text) if served.suggester else ()
        count = served.pages.reader.count

        def behind(one: Suggestion) -> Query:
            if one.value:
                return Query(filters={one.kind: (one.value,)}, deadline=deadline)
            return Query(one.text, deadline=deadline)

        in_time = InTime()
        counted = ((one, in_time.made(partial(count, behind(one)))) for one in found)
        return tuple(replace(one, count=number) for one, number in counted if number)

    def label(self, facet: str, value: str, language: Language = "ru") -> str:
        """What a value of a facet is called in ``language``."""
        if facet in self.taxonomies:
            return self.taxonomies[facet].label(value, language)
        if facet == "language":
            return name_of(value, language)
        return self.labels(language).get(value, value)

    def labels(self, language: Language) -> Mapping[str, str]:
        """How names are spelt in ``language``, if not as values; {} while there is no index."""
        try:
            return self._serving.current().pages.labels.get(language, {})
        except (NotFoundError, EngineError):
            return {}
