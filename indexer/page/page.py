"""A query → a page of results: read, searched, taken from the store, with snippets and facets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from indexer.page.by_meaning import SHOWN, near
from indexer.page.cursor import Key, behind, key_of, of_order, read_cursor
from indexer.page.facets import Labels, facets
from indexer.page.in_time import InTime
from indexer.page.left_out import left_out
from indexer.page.snippets import snippets, titles
from indexer.page.stories import Stories, counterparts, found_of, numbered
from indexer.page.timeline import WholeArchive, charts
from indexer.page.whole import WholeResult, whole_result
from indexer.page.word_forms import WORDS, forms_found
from indexer.query.parser import Parsed, notation
from indexer.query.reader import QueryReader, ReadQuery
from indexer.query.reading import reading
from indexer.store import Store
from indexer.twins.twins import Twins
from schemas.article import MOSCOW, Article, Language
from schemas.expression import And, Ids, Node
from schemas.query import Query, Request
from schemas.results import (
    ByMeaning,
    Hit,
    Match,
    Note,
    Page,
    QueryFilter,
    SomeWords,
    StoryFound,
    Version,
    WordForms,
)


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages of one generation. Safe to share between threads.

    ``labels``: by language, how values of the open facets are spelt, if not as they are.
    ``twins``: which articles are versions of one story though no page says so.
    """

    reader: QueryReader
    store: Store
    labels: Labels = field(default_factory=dict)
    twins: Twins | None = None
    all_months: WholeArchive = field(init=False)
    stories: Stories = field(init=False)

    def __post_init__(self) -> None:
        """Make what knows when all articles appeared, and what knows their stories."""
        object.__setattr__(self, "all_months", WholeArchive(self.reader.searcher))
        object.__setattr__(self, "stories", Stories(self.reader.searcher, self.store, self.twins))

    def page(
        self, query: Query, language: Language, cursor: str = "", *, drawn: bool = True
    ) -> Page:
        """The page that ``query`` asks for, worded in ``language``; or that behind ``cursor``.

        ``drawn``: with its ``charts`` and its ``reading``, which only pages to look at have.

        When the query's time is over, what there is no time for is left out, and the page is not
        ``complete``. Raises CursorError when there is no way behind the cursor, CutShortError when
        its place is not found in time.
        """
        # a part of a result has another order: nothing lies behind a place in it
        read = self.reader.read(query) if cursor else self.reader.read_in_time(query)
        if cursor:
            query = self._behind(query, read.request, cursor)
            read = replace(read, request=replace(read.request, offset=query.offset))
        parsed, request = read.parsed, read.request
        vectors = self._vectors(request)  # if they change meanwhile, a cursor behind has expired
        matches = self.reader.searcher.search(request)
        if cursor:
            matches = matches.whole()
        in_time = InTime(read.complete and matches.complete)
        generation = self.reader.searcher.generation
        hits, articles = self._hits(matches.matches, read, in_time)
        some_words = in_time.made(lambda: self._some_words(read, query, matches.total, in_time))
        nearest = partial(self._by_meaning, read, hits, some_words, in_time)
        by_meaning = in_time.made(nearest) if in_time.complete else None
        stories = None if query.apart else in_time.made(lambda: self._stories(articles, hits, read))
        forms, every_word = None, True
        if query.forms:
            forms, every_word = in_time.made(lambda: self._forms(read)) or ((), True)
        cut = [Note("cut-expansion", text=pattern) for pattern in matches.cut]
        if not every_word:
            cut.append(Note("cut-forms", count=WORDS))
        bars = partial(charts, matches.months, request, self.reader.searcher, self.all_months)
        in_bars = in_time.made(bars) if drawn and matches.complete else None
        return Page(
            query=query,
            total=matches.total,
            hits=hits,
            facets=facets(
                matches, request, self.reader.taxonomies, language, self.labels.get(language, {})
            ),
            notes=(*read.notes, *cut),
            generation=generation.name,
            checkpoint=generation.checkpoint,
            vectors=vectors,
            forms=forms,
            filters=tuple(_filters(parsed)),
            words=left_out(parsed.text, parsed.written),
            some_words=some_words,
            all_words=not read.relaxed,
            charts=in_bars or (),
            reading=reading(request, generation.fingerprint) if drawn else "",
            stories=stories or (),
            complete=in_time.complete,
            by_meaning=by_meaning,
        )

    def _behind(self, query: Query, request: Request, cursor: str) -> Query:
        searcher, now = self.reader.searcher, datetime.now(MOSCOW)

        def look(place: int) -> Key | None:
            asked = replace(request, offset=place, limit=1, facets=False)
            for match in searcher.search(asked).whole().matches:
                for article in self.store.get_many([match.id]).values():
                    return key_of(article.published, article.id, query.sort, now)
            return None

        generation = searcher.generation
        order = of_order(generation.name, self._vectors(request)), generation.checkpoint
        return behind(read_cursor(cursor, query), query, order, look)

    def _vectors(self, request: Request) -> int:
        """The edition of the vectors by which ``request`` is put in order; 0 without any."""
        return self.reader.meaning.edition() if request.likeness else 0

    def whole(self, query: Query) -> WholeResult:
        """Every article that ``query`` finds, in its order."""
        return whole_result(query, self.reader, self.store)

    def _forms(self, read: ReadQuery) -> tuple[tuple[WordForms, ...], bool]:
        return forms_found(read, self.reader.searcher, self.reader.analyzer)

    def _some_words(
        self, read: ReadQuery, query: Query, total: int, in_time: InTime
    ) -> SomeWords | None:
        """What fills the first page when few articles have all of the words."""
        asked = read.filling(total) if in_time.complete else None
        found = self.reader.searcher.search(asked).whole() if asked else None
        if found is None or not found.total:
            return None
        hits, articles = self._hits(found.matches, read, in_time, some=True)
        stories: tuple[StoryFound, ...] = ()
        if not query.apart:
            told = in_time.made(lambda: self.stories.of(articles, query.deadline)) or {}
            stories = found_of(told, numbered(hits, total))
        return SomeWords(found.total, hits, stories)

    def _by_meaning(
        self, read: ReadQuery, hits: Sequence[Hit], some: SomeWords | None, in_time: InTime
    ) -> ByMeaning | None:
        """What lacks the words and is near to what they mean."""
        listed = (*hits, *(some.hits if some else ()))
        lacking = some.hits if some else _lacking(hits, read)
        found = near(read, self.reader.searcher, {hit.id for hit in listed}, lacking)
        if not found.matches:
            return None
        hits, _ = self._hits(found.matches[:SHOWN], replace(read, wanted=()), in_time)
        return ByMeaning(len(found.matches), hits, len(listed) - len(lacking) + found.after)

    def _stories(
        self, articles: Sequence[Article], hits: Sequence[Hit], read: ReadQuery
    ) -> tuple[StoryFound, ...]:
        """What the query finds of the stories of a page, there and elsewhere."""
        stories = self.stories.of(articles, read.request.deadline)
        if all(len(story) == 1 for story in stories.values()):
            return ()
        versions = numbered(hits, read.request.offset)
        others = sorted({id for story in stories.values() for id in story} - versions.keys())
        if others:
            ranks = self.reader.searcher.ranks(read.request, others)
            stored = self.store.get_many([match.id for match in ranks.values()])
            found = {rank: stored[match.id] for rank, match in ranks.items() if match.id in stored}
            marked = titles(list(found.values()), read.parsed.expression, self.reader.analyzer)
            for (rank, one), title in zip(found.items(), marked, strict=True):
                versions[one.id] = Version(one.id, title, one.language, one.published, rank + 1)
        return found_of(stories, versions)

    def _hits(
        self, matches: tuple[Match, ...], read: ReadQuery, in_time: InTime, *, some: bool = False
    ) -> tuple[tuple[Hit, ...], list[Article]]:
        """The hits, and their articles.

        ``some``: of these not all have all of the words that are wanted.
        """
        articles = self.store.get_many([match.id for match in matches])
        # one that was deleted after the last sync is not there
        kept = [(match, articles[match.id]) for match in matches if match.id in articles]
        expression = read.parsed.expression
        found = [article for _, article in kept]
        deadline = read.request.deadline
        shown = snippets(found, expression, self.reader.analyzer, deadline)
        in_time.complete &= not deadline.passed
        wanted = read.wanted if some or read.relaxed else ()
        also = counterparts(found, self.store, self.twins)
        lacking = partial(self._missing, wanted, read, [article.id for article in found])
        missing = in_time.made(lacking) or defaultdict[str, tuple[str, ...]](tuple)
        hits = tuple(
            Hit(
                id=article.id,
                title=title,
                language=article.language,
                published=article.published,
                regions=article.regions,
                topics=article.topics,
                score=match.score,
                snippet=passage,
                url=article.url,
                missing=missing[article.id],
                also=also[article.id],
            )
            for (match, article), (title, passage) in zip(kept, shown, strict=True)
        )
        return hits, found

    def _missing(
        self, wanted: Sequence[Node], read: ReadQuery, ids: Sequence[str]
    ) -> Mapping[str, tuple[str, ...]]:
        """For each article the parts of a query that it lacks, as they are written."""
        having: dict[Node, set[str]] = {}
        for part in dict.fromkeys(wanted):
            among = And((part, Ids(tuple(ids))))
            asked = Request(among, sort="newest", limit=len(ids), facets=False)
            found = self.reader.searcher.search(replace(asked, deadline=read.request.deadline))
            having[part] = {match.id for match in found.whole().matches}
        called = {part: read.called.get(part) or notation(part) for part in having}
        return {id: tuple(called[part] for part in wanted if id not in having[part]) for id in ids}


def _lacking(hits: Sequence[Hit], read: ReadQuery) -> Sequence[Hit]:
    """The last of ``hits``, behind the last that has all words; none if not sorted by relevance."""
    if not read.relaxed or read.request.sort != "relevance":
        return ()
    return hits[max((at for at, hit in enumerate(hits, 1) if not hit.missing), default=0) :]


def _filters(parsed: Parsed) -> Iterator[QueryFilter]:
    for one in parsed.written:
        text = parsed.text[one.start : one.end]
        yield QueryFilter(text, left_out(parsed.text, [one]))
