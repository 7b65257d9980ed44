"""A query → a page of results: read, searched, taken from the store, with snippets and facets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

from indexer.page.facets import facets
from indexer.page.snippets import snippets
from indexer.page.word_forms import WORDS, forms_found
from indexer.query.parser import Parsed, WrittenFilter
from indexer.query.reader import QueryReader, ReadQuery
from indexer.store import Store
from schemas.article import Article, Language
from schemas.expression import Node
from schemas.query import Query
from schemas.results import Hit, Match, Note, Page, QueryFilter, Snippet, WordForms

EXPORTED = 500
"""Articles read at a time when every article of a query is wanted."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Makes pages of one generation. Safe to share between threads."""

    reader: QueryReader
    store: Store

    def page(self, query: Query, language: Language) -> Page:
        """The page that ``query`` asks for, worded in ``language``."""
        read = self.reader.read(query)
        parsed, request = read.parsed, read.request
        matches = self.reader.searcher.search(request)
        articles = self.store.get_many([match.id for match in matches.matches])
        forms, complete = self._forms(read) if query.forms else (None, True)
        cut = [Note("cut-expansion", text=pattern) for pattern in matches.cut]
        if not complete:
            cut.append(Note("cut-forms", count=WORDS))
        return Page(
            query=query,
            total=matches.total,
            hits=self._hits(matches.matches, articles, parsed.expression),
            facets=facets(matches, request, self.reader.taxonomies, language),
            notes=(*read.notes, *cut),
            generation=self.reader.searcher.generation.name,
            forms=forms,
            filters=tuple(_filters(parsed)),
            words=_left_out(parsed.text, parsed.written),
        )

    def articles(self, query: Query) -> Iterator[Article]:
        """Every article that ``query`` finds, in its order; ``page`` and ``size`` do not matter.

        All are from one generation, whatever is published meanwhile. An article that was deleted
        after the last sync is left out.
        """
        request = self.reader.read(query).request
        search = self.reader.searcher.search
        for offset in count(0, EXPORTED):
            asked = replace(request, offset=offset, limit=EXPORTED, facets=False)
            ids = [match.id for match in search(asked).matches]
            if not ids:
                return
            stored = self.store.get_many(ids)
            yield from (stored[id] for id in ids if id in stored)

    def _forms(self, read: ReadQuery) -> tuple[tuple[WordForms, ...], bool]:
        return forms_found(read, self.reader.searcher, self.reader.analyzer)

    def _hits(
        self, matches: tuple[Match, ...], articles: Mapping[str, Article], expression: Node
    ) -> tuple[Hit, ...]:
        # one that was deleted after the last sync is not there
        kept = [(match, articles[match.id]) for match in matches if match.id in articles]
        shown = snippets([article for _, article in kept], expression, self.reader.analyzer)
        return tuple(
            _hit(match, article, title, passage)
            for (match, article), (title, passage) in zip(kept, shown, strict=True)
        )


def _filters(parsed: Parsed) -> Iterator[QueryFilter]:
    for one in parsed.written:
        text = parsed.text[one.start : one.end]
        yield QueryFilter(text, _left_out(parsed.text, [one]))


def _left_out(text: str, filters: Sequence[WrittenFilter]) -> str:
    """``text`` without some of its filters."""
    for one in reversed(filters):
        text = f"{text[: one.start].rstrip()} {text[one.end :].lstrip()}"
    return text.strip()


def _hit(match: Match, article: Article, title: Snippet, passage: Snippet) -> Hit:
    return Hit(
        id=article.id,
        title=title,
        language=article.language,
        published=article.published,
        regions=article.regions,
        topics=article.topics,
        score=match.score,
        snippet=passage,
        url=article.url,
    )
