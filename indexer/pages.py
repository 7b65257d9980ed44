"""A query → a page of results: parsed, searched, read from the store, with snippets and facets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from indexer.analysis import Analyzer
from indexer.engine import Searcher
from indexer.facets import facets
from indexer.queryparser import Parsed, parse
from indexer.snippets import snippet
from indexer.store import Store
from indexer.taxonomy import Taxonomy
from schemas.article import MOSCOW, Article, Language
from schemas.expression import Node
from schemas.query import Filters, Period, Query, Request
from schemas.results import Hit, Match, Note, Page


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a page comes from: one generation, the store, analysis, regions and topics."""

    searcher: Searcher
    store: Store
    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]


def page(query: Query, language: Language, sources: Sources) -> Page:
    """The page that ``query`` asks for, worded in ``language``."""
    today = datetime.now(MOSCOW).date()
    parsed = parse(query.text, sources.analyzer, sources.taxonomies, today)
    request = _request(query, parsed)
    matches = sources.searcher.search(request)
    articles = sources.store.get_many([match.id for match in matches.matches])
    return Page(
        query=query,
        total=matches.total,
        hits=tuple(
            _hit(match, articles[match.id], parsed.expression, sources.analyzer)
            for match in matches.matches
            if match.id in articles
        ),
        facets=facets(matches, query.filters, query.period, sources.taxonomies, language),
        notes=_notes(parsed, matches.cut),
        generation=sources.searcher.generation.name,
    )


def _request(query: Query, parsed: Parsed) -> Request:
    return Request(
        expression=parsed.expression,
        filters=_both(query.filters, parsed.filters),
        period=_within(query.period, parsed.period),
        sort=query.sort,
        offset=(query.page - 1) * query.size,
        limit=query.size,
    )


def _both(chosen: Filters, written: Filters) -> Filters:
    """Values ticked and values written in the query are one selection."""
    return {
        name: tuple(dict.fromkeys((*chosen.get(name, ()), *written.get(name, ()))))
        for name in (*chosen, *written)
    }


def _within(one: Period, other: Period) -> Period:
    """The days in both periods; the first after the last when there are none."""
    return Period(
        max((one.first, other.first), key=lambda day: day or date.min),
        min((one.last, other.last), key=lambda day: day or date.max),
    )


def _hit(match: Match, article: Article, expression: Node, analyzer: Analyzer) -> Hit:
    title, passage = snippet(article, expression, analyzer)
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


def _notes(parsed: Parsed, cut: tuple[str, ...]) -> tuple[Note, ...]:
    problems = [Note(p.code, text=p.text, position=p.position) for p in parsed.problems]
    return (*problems, *(Note("cut-expansion", text=pattern) for pattern in cut))
