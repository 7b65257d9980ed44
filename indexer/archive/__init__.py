"""The archive: everything that the command line and the site do, behind one door.

Under its home lie ``store.sqlite`` (what was given to us), ``index/``, ``lexicons/`` and
``vocabulary`` (what can be built again), ``lock`` (one writer at a time) and ``served``, whose time
of change tells workers to look again, and whose content that articles are being deleted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import filelock

from indexer.analysis import Analyzer, default_analyzer
from indexer.analysis.version import same
from indexer.archive.generations import Basis, Generations, Synced
from indexer.archive.lexicons import Lexicons
from indexer.archive.located import ByAddress, ById
from indexer.archive.names import Names
from indexer.archive.permalinks import Permalinks
from indexer.archive.query_sets import query_sets
from indexer.archive.served import CurrentGeneration, OpenGeneration
from indexer.index.batches import Progress
from indexer.index.contract import Engine, Generation, Searcher
from indexer.index.whoosh import WhooshEngine, loops
from indexer.ingest import Sites
from indexer.ingest.identity.copies import join_copies
from indexer.page.all_values import all_values
from indexer.page.attention import Attention, attention
from indexer.page.calendar import Calendar
from indexer.page.dossier import Dossier, dossier, value_of
from indexer.page.explain import Explanation, explain, explain_article
from indexer.page.found_article import FoundArticle, found_article
from indexer.page.name_index import NameIndex, NameIndexes
from indexer.page.news import News
from indexer.page.page import Pages
from indexer.page.related import SHOWN, RelatedArticle, Relations
from indexer.page.related.in_time import InTime, in_time
from indexer.page.whole import WholeResult
from indexer.query.help.help import QueryHelp
from indexer.query.help.suggestions import Suggester, Suggestion
from indexer.query.parser import Parsed, Resolver
from indexer.query.reader import QueryReader
from indexer.reprints import Reprint, groups, reprints
from indexer.settings import Settings, load_settings
from indexer.store import Outcome, Store
from indexer.store.joins import retagged
from indexer.taxonomy import Taxonomy, load_taxonomies
from schemas.article import Article, Language
from schemas.errors import EngineError, LockedError, NotFoundError
from schemas.query import Query
from schemas.query_sets import QuerySets
from schemas.results import FacetCount, Hit, Page


class Archive:
    """A store, an engine and a published generation of it. Reading is safe between threads."""

    def __init__(self, settings: Settings, *, create: bool = False) -> None:
        """Open the archive at ``settings.home``, or make it when ``create``.

        Raises StoreError when there is none or it is not ours.
        """
        self.settings = settings
        self.home = settings.home
        self.store = Store(self.home / "store.sqlite", create=create)
        self.engine: Engine = WhooshEngine(self.home / "index")
        self.lexicons = Lexicons(self.home / "lexicons")
        self.names = Names(settings)
        self._serving = CurrentGeneration(
            self.engine,
            self.home / "served",
            lambda: self.fingerprint,
            self.store.deleted,
            self._prepare,
        )
        self._generations = Generations(
            settings, self.store, self.engine, self.lexicons, self._serving, self._basis
        )

    @classmethod
    def open(cls, home: Path | None = None, *, create: bool = False) -> Archive:
        """The archive at ``home`` with the settings found there.

        Raises UsageError when a setting cannot be used, StoreError as the constructor does.
        """
        return cls(load_settings(home), create=create)

    @cached_property
    def analyzer(self) -> Analyzer:
        """Analysis of words; the same for articles and queries."""
        return default_analyzer()

    @cached_property
    def taxonomies(self) -> Mapping[str, Taxonomy]:
        """Regions and topics, by name of the facet. Raises UsageError when a file is at fault."""
        return load_taxonomies(self.settings)

    @cached_property
    def sites(self) -> Sites:
        """Which hosts are mirrors, and which one is live."""
        return Sites(self.settings.hosts)

    @cached_property
    def fingerprint(self) -> str:
        """What an index depends on besides the articles: analysis and taxonomies."""
        # names are left out: only ids are indexed, with those above them
        known = [
            (name, entry.id, entry.parent)
            for name, taxonomy in sorted(self.taxonomies.items())
            for entry in taxonomy.entries
        ]
        digest = hashlib.blake2b(repr(known).encode(), digest_size=6).hexdigest()
        return f"{self.analyzer.fingerprint}-{digest}"

    def _basis(self) -> Basis:
        return Basis(self.analyzer, self.taxonomies, self.fingerprint)

    # Writing: the command line only

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the archive for writing. Raises LockedError when another process does."""
        lock = filelock.FileLock(self.home / "lock", timeout=0)
        try:
            with lock:
                yield
        except filelock.Timeout:
            raise LockedError(
                "another process writes to this archive",
                place=str(self.home),
                hint="wait until it has finished, then repeat the command",
            ) from None

    def add(self, articles: Iterable[Article]) -> Outcome:
        """Store articles; they are found after the next sync.

        Copies of one article from several pages become one: see indexer.ingest.identity.copies.
        Raises LockedError when another process writes, EngineError when the store is older than
        its index, StoreError when the disk refuses.
        """
        with self.writing():
            self._generations.check_store()
            return self.store.put(articles, partial(join_copies, sites=self.sites))

    def retag(self, articles: Iterable[Article]) -> Outcome:
        """Store stored articles with other tags. Their records, when they come again, are known.

        Raises as ``add`` does.
        """
        with self.writing():
            self._generations.check_store()
            return self.store.put(articles, retagged)

    def delete(self, ids: Iterable[str]) -> int:
        """Delete articles from the store and every generation; the number of those deleted.

        They are found no more, nor are words that only they had. If it is interrupted, call it
        again, then ``sync``. Raises as ``add`` does, and EngineError when the disk refuses.
        """
        with self.writing():
            return self._generations.delete(list(ids))

    def sync(self, progress: Progress | None = None) -> Synced:
        """Bring the published generation up to the store; build the first one if there is none.

        Raises OutdatedIndexError when other analysis settings built it, EngineError when the store
        is older than it or the disk refuses, LockedError when another process writes, UsageError
        when the operator's file of names is at fault.
        """
        with self.writing():
            self._generations.check_store()
            self.names.settle(self.store)
            return self._generations.sync(progress)

    def rebuild(self, progress: Progress | None = None) -> Synced:
        """Build a new generation beside the published one, verify it, publish it.

        Raises VerificationError when it does not hold what the store holds; it is dropped then.
        Raises LockedError when another process writes, EngineError when the disk refuses,
        UsageError when the operator's file of names is at fault.
        """
        with self.writing():
            self.names.settle(self.store)
            return self._generations.rebuild(progress)

    def rollback(self) -> Generation:
        """Publish the latest generation before the published one that can be served.

        Raises NotFoundError when there is none, LockedError when another process writes.
        """
        with self.writing():
            return self._generations.rollback()

    # Reading

    def settle(self) -> None:
        """Load what processes can share, before they are forked; each opens its own files."""
        self._serving.settle()
        self.store.close()  # a connection to SQLite must not be carried across a fork

    def searcher(self) -> Searcher:
        """A searcher of the generation that is served.

        Raises NotFoundError when nothing was indexed yet, OutdatedIndexError when other settings
        built the index, EngineError when it is damaged.
        """
        return self._serving.current().searcher

    def search(self, query: Query, language: Language = "ru", cursor: str = "") -> Page:
        """One page of results, worded in ``language``; that behind ``cursor`` if there is one.

        Raises as ``searcher`` does, and CursorError (see indexer.page.cursor).
        """
        return self._lived(self._page(query, language, cursor))

    def _lived(self, page: Page) -> Page:
        """``page`` with its links on the live host."""
        some = page.some_words
        if some:
            some = replace(some, hits=self._live(some.hits))
        return replace(page, hits=self._live(page.hits), some_words=some)

    def _live(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        if not self.settings.hosts:
            return hits
        live = self.sites.live
        return tuple(replace(hit, url=live(hit.url)) if hit.url else hit for hit in hits)

    def _page(self, query: Query, language: Language, cursor: str) -> Page:
        while True:
            served = self._serving.current()
            asked = served.pages.behind(query, cursor) if cursor else query
            page = served.pages.page(asked, language)
            # what was deleted between the search and the store is counted: search again without it
            if not page.short or served is self._serving.current():
                return page

    def count(self, query: Query) -> int:
        """How many articles ``query`` finds: the total of its page, which is not made.

        Raises as ``searcher`` does.
        """
        return self._serving.current().pages.reader.count(query)

    def whole(self, query: Query) -> WholeResult:
        """All that ``query`` finds now, in one generation, to be read article by article.

        Raises as ``searcher`` does.
        """
        return self._serving.current().pages.whole(query)

    def facet(self, name: str, query: Query, language: Language = "ru") -> tuple[FacetCount, ...]:
        """Every value of a facet among what ``query`` finds, labelled; a page has the first ones.

        Raises as ``searcher`` does.
        """
        pages = self._serving.current().pages
        return all_values(pages.reader, pages.labels, name, query, language)

    def attention(self, queries: Sequence[Query]) -> Attention:
        """How many articles each of ``queries`` finds in the same years, months or days.

        Raises UsageError for queries that cannot be compared, else as ``searcher`` does.
        """
        return attention(self._serving.current().pages.reader, queries)

    def articles(self, query: Query) -> Iterator[Article]:
        """Every article that ``query`` finds, in its order: as many as its page's total.

        Raises as ``searcher`` does, when the first one is asked for.
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
        held = generation.checkpoint, generation.documents
        return (generation.name, *held, self.store.sequence)

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
        return replace(found, page=self._lived(found.page), first=self._live(found.first))

    def name_index(self, facet: str, language: Language = "ru") -> NameIndex:
        """Every "person" or "organisation", from A to Z. Raises as ``searcher`` does."""
        return self._serving.current().indexes.of(facet, language)

    def found(self, query: Query, article: Article, number: int | None = None) -> FoundArticle:
        """``article`` with the words of ``query`` marked, and where it stands in the result.

        ``number``: where it stood there, from 1. Raises as ``searcher`` does.
        """
        return found_article(self._serving.current().pages.reader, query, article, number)

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
        be a part of another one, and as ``searcher`` does.
        """

        def parse(text: str) -> Parsed:
            return self._serving.current().pages.reader.read(Query(text, literal=True)).parsed

        return query_sets(a, b, within, parse, partial(self.search, language=language))

    def suggest(self, text: str) -> tuple[Suggestion, ...]:
        """Queries and values of facets that begin with ``text``, each with its articles.

        Those whose last word is the most frequent come first. Raises as ``searcher`` does.
        """
        served = self._serving.current()
        found = served.suggester.suggest(text) if served.suggester else ()
        count = served.pages.reader.count

        def behind(one: Suggestion) -> Query:
            return Query(filters={one.kind: (one.value,)}) if one.value else Query(one.text)

        counted = (replace(one, count=count(behind(one))) for one in found)
        return tuple(one for one in counted if one.count)

    def _prepare(self, searcher: Searcher) -> OpenGeneration:
        lexicon = self.lexicons.open(searcher.generation)
        places = self.taxonomies["region"]
        help = QueryHelp(searcher, self.analyzer, lexicon, places) if lexicon else None
        labels = self.names.labels()
        suggester = (
            Suggester(searcher, self.analyzer, lexicon, self.taxonomies, labels)
            if lexicon
            else None
        )
        by_address, by_id = ByAddress(self.store, self.sites), ById(self.store)
        located: dict[str, Resolver] = {"url": by_address, "id": by_id}
        spellings = self.names.spellings()
        reader = QueryReader(searcher, self.analyzer, self.taxonomies, help, located, spellings)
        pages, indexes = Pages(reader, self.store, labels), NameIndexes(searcher, labels)
        return OpenGeneration(searcher, pages, suggester, indexes)

    def get(self, id: str) -> Article | None:
        """The article of this id."""
        return self.store.get_many([id]).get(id)

    def at(self, address: str) -> str | None:
        """The id of the article that stands, or once stood, at an address of any mirror."""
        return next(iter(ByAddress(self.store, self.sites).at(address)), None)

    def labels(self, language: Language) -> Mapping[str, str]:
        """How names are spelt in ``language``, if not as values; {} while there is no index."""
        try:
            return self._serving.current().pages.labels.get(language, {})
        except (NotFoundError, EngineError):
            return {}

    def counterparts(self, article: Article) -> tuple[Article, ...]:
        """The same story in other words: what it translates and what translates it."""
        original = self.get(article.translation_of) if article.translation_of else None
        siblings = self.store.translations(article.translation_of or article.id)
        found = [original, *siblings, *self.store.translations(article.id)]
        return tuple({a.id: a for a in found if a is not None and a.id != article.id}.values())

    def reprints(self, article: Article, limit: int = 5) -> tuple[Reprint, ...]:
        """Near-duplicate articles, the closest first; () while there is no index."""
        try:
            searcher = self.searcher()
        except (NotFoundError, EngineError):
            return ()
        return reprints(article, searcher, self.store, limit)

    def related(self, article: Article, limit: int = SHOWN) -> tuple[RelatedArticle, ...]:
        """Articles of the same subject that are no versions of it; () while there is no index."""
        try:
            searcher = self.searcher()
        except (NotFoundError, EngineError):
            return ()
        same = (other.id for other in self.counterparts(article))
        return Relations(searcher, self.analyzer, self.store).of(article, same, limit)

    def in_time(self, article: Article) -> InTime | None:
        """The articles before and after it in its region and topic; None while there is none."""
        try:
            same = {other.id for other in self.counterparts(article)}
            return in_time(article, self.searcher(), self.store, same)
        except (NotFoundError, EngineError):
            return None

    def duplicates(self) -> list[list[str]]:
        """Groups of ids of articles that say nearly the same, the largest first.

        Raises as ``searcher`` does.
        """
        return groups(self.searcher(), self.store)

    def health(self) -> dict[str, Any]:
        """What this process serves: generation, checkpoint, documents, changes still pending.

        Raises as ``searcher`` does.
        """
        generation = self.searcher().generation
        return {
            "generation": generation.name,
            "checkpoint": generation.checkpoint,
            "documents": generation.documents,
            "pending": self.store.pending(generation.checkpoint),
        }

    def stats(self) -> dict[str, Any]:
        """Figures for the operator: the store, the generations, the index."""
        published = self.engine.published()
        return {
            "home": str(self.home),
            "articles": len(self.store),
            "sequence": self.store.sequence,
            "pending": self.store.pending(
                max((g.checkpoint for g in self.engine.generations() if g.published), default=0)
            ),
            "generations": [
                {
                    "name": generation.name,
                    "checkpoint": generation.checkpoint,
                    "documents": generation.documents,
                    "published": generation.published,
                    "current": same(generation.fingerprint, self.fingerprint),
                }
                for generation in self.engine.generations()
            ],
            "index": dict(self.engine.status(published)) if published else {},
            "kernels": loops(),
        }
