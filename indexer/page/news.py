"""The articles of a query by what is new: those that came last, or came to read otherwise, first.

Articles that came in one pass follow each other by their dates, newest first. An index that is
built again, and other tags, change nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from indexer.page.page import Pages
from indexer.page.snippets import snippets
from indexer.query.reader import ReadQuery
from schemas.article import Article, moment_of
from schemas.expression import And, Ids
from schemas.query import Query, Request

LATEST = 1_000
"""Articles of the latest passes that are looked through before all that a query finds."""

AHEAD = 4
"""So many times as many articles are asked for as are wanted of one large pass."""

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)

_Moments = Mapping[str, datetime]


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that is news. ``updated``: since when it reads as it does, in UTC.

    ``passage``: plain text around the words of the query, of the lede or the body. ``changed``: it
    was known before and said something else; None where nobody asked.
    """

    article: Article
    updated: datetime
    passage: str
    changed: bool | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A page of what is new. ``total``: the articles of all pages. ``page`` counts from 1."""

    total: int
    page: int
    pages: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class News:
    """What is new of one generation. Safe to share between threads.

    A query finds only articles with all of its words, unless it asks for any: where there are
    none yet, a page of results shows those with some of them, and whoever waits for news would be
    sent all of those.
    """

    made: Pages

    @property
    def checkpoint(self) -> int:
        """The sequence of the store up to which this generation goes."""
        return self.made.reader.searcher.generation.checkpoint

    def feed(self, query: Query, size: int) -> Feed:
        """The articles of ``query``, ``size`` a page; its order and its own size do not matter."""
        read = self._read(query)
        if read is None:
            return Feed(0, query.page, 0, ())
        total = self.made.reader.searcher.search(replace(read.request, limit=0)).whole().total
        start = (query.page - 1) * size
        ids, moments = self._newest(read.request, min(start + size, total))
        shown = ids[start : start + size]
        return Feed(total, query.page, -(-total // size), self._entries(read, shown, moments))

    def since(self, query: Query, after: int) -> tuple[Entry, ...]:
        """The articles of ``query`` that came after a sequence, or came to read otherwise.

        Newest first. Only what this generation holds: the rest comes after its ``checkpoint``.
        """
        store, generation = self.made.store, self.made.reader.searcher.generation
        came = store.news.since(after, generation.checkpoint)
        read = self._read(query) if came else None
        if read is None:
            return ()
        ids, moments = self._among(read.request, list(came))
        entries = self._entries(read, ids, moments)
        return tuple(replace(one, changed=came[one.article.id]) for one in entries)

    def _read(self, query: Query) -> ReadQuery | None:
        """The query as the engine is asked for news; None when no article has all of its words."""
        read = self.made.reader.read(replace(query, sort="newest", page=1))
        if read.relaxed and not query.any_words:
            return None
        return replace(read, request=replace(read.request, facets=False, offset=0))

    def _newest(self, request: Request, wanted: int) -> tuple[list[str], _Moments]:
        """Ids of the articles of ``request``, at least ``wanted`` of them if there are as many.

        To sort all that a query finds takes seconds in a large archive, so the latest passes are
        asked first, then the one of so many articles that most of them are in it.
        """
        latest, large = self.made.store.news.latest(LATEST)
        found, moments = self._among(request, list(latest))
        if len(found) < wanted and large is not None:
            begun = self._ids(replace(request, limit=AHEAD * wanted))
            known = self.made.store.news.moments(begun)
            found += [id for id in begun if known.get(id) == large]
            moments = {**moments, **known}
        return (found, moments) if len(found) >= wanted else self._sorted(request)

    def _among(self, request: Request, ids: Sequence[str]) -> tuple[list[str], _Moments]:
        if not ids:
            return [], {}
        narrowed = And((request.expression, Ids(tuple(ids))))
        return self._sorted(replace(request, expression=narrowed))

    def _sorted(self, request: Request) -> tuple[list[str], _Moments]:
        limit = max(1, self.made.reader.searcher.generation.documents)
        ids = self._ids(replace(request, limit=limit))
        moments = self.made.store.news.moments(ids)
        # stable: those of one moment stay in the order of their dates
        ids.sort(key=lambda one: moments.get(one, _UNKNOWN), reverse=True)
        return ids, moments

    def _ids(self, request: Request) -> list[str]:
        found = self.made.reader.searcher.search(request).whole()
        return [match.id for match in found.matches]

    def _entries(self, read: ReadQuery, ids: Sequence[str], moments: _Moments) -> tuple[Entry, ...]:
        stored = self.made.store.get_many(ids)
        # one that was deleted after the search is not there
        articles = [stored[id] for id in ids if id in stored]
        told = snippets(articles, read.parsed.expression, self.made.reader.analyzer)
        return tuple(
            Entry(article, moments.get(article.id) or _dated(article), passage.text)
            for article, (_, passage) in zip(articles, told, strict=True)
        )


def _dated(article: Article) -> datetime:
    """The moment of an article of which the store does not know when it came."""
    said = article.updated or article.published
    return moment_of(said).astimezone(UTC) if said else _UNKNOWN
