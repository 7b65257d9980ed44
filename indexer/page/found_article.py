"""An article as a search has found it: its words marked, its place among the results."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.page.place_in_result import PlaceInResult, place_in_result
from indexer.page.snippets.whole import MarkedArticle, marked
from indexer.query.reader import QueryReader
from schemas.article import Article
from schemas.query import Query


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """``place``: None where no number was asked about."""

    marked: MarkedArticle
    place: PlaceInResult | None


def found_article(
    reader: QueryReader, query: Query, article: Article, number: int | None
) -> FoundArticle:
    """``article`` as ``query`` finds it, whatever page that asks for.

    ``number``: that of the article in the result when it was listed, from 1.
    """
    read = reader.read(replace(query, page=1, skip=0))
    return FoundArticle(
        marked(article, read.parsed.expression, reader.analyzer),
        place_in_result(read, reader.searcher, query.size, article.id, number) if number else None,
    )
