"""What a reader is told of a query as it was read: offers, counts, filters that narrow it twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from indexer.query.help.facet_values import Values
from indexer.query.help.help import Rewrite
from indexer.query.help.helped import helped_leaves
from indexer.query.help.wrong_layout import edited
from indexer.query.parser import Parsed, notation
from indexer.query.surnames import as_surname
from schemas.expression import Ids, Node, Or, Word
from schemas.query import Period, Query, Request
from schemas.results import Note

_DATES = ("before", "after", "date")
"""Fields of the query that are about dates."""


def offered_article(named: Ids | None, parsed: Parsed) -> Iterator[Note]:
    """The article that has the whole query as its id, while its words find others."""
    if named is not None:
        yield Note("article-id", text=parsed.text.strip(), position=0, query=notation(named))


def likely_values(parsed: Parsed, values: Mapping[str, Values]) -> Iterator[Note]:
    """Values that may have been meant by those that no article has."""
    for problem in parsed.problems:
        facet = problem.code.removeprefix("unknown-")
        if facet not in values:
            continue
        start = problem.position
        # in quotation marks the problem stands at the first of them
        quoted = not parsed.text.startswith(problem.text, start)
        end = start + len(problem.text) + 2 * quoted
        for name in values[facet].likely(problem.text):
            if '"' not in name:
                text = edited(parsed.editable, [(start, end, f'"{name}"')])
                yield Note("spelling", problem.text, start, name, text)


def offered_surnames(parsed: Parsed, frequency: Callable[[Node], int]) -> Iterator[Note]:
    """Offers of surnames that are also other words, each searched alone."""
    for leaf in helped_leaves(parsed):
        surname = as_surname(leaf.node) if isinstance(leaf.node, Word) else None
        if surname and 0 < frequency(surname) < frequency(leaf.node):
            written = f"surname:{surname.text}"
            query = edited(parsed.editable, [(leaf.start, leaf.end, written)])
            yield Note("surname", surname.text, leaf.start, written, query)


def distinct(offers: Iterable[Note], done: Iterable[Rewrite]) -> tuple[Note, ...]:
    """The first of those that offer the same query; none that is searched already."""
    searched = {rewrite.note.query for rewrite in done}
    found: dict[str, Note] = {}
    for offer in offers:
        if offer.query not in searched:
            found.setdefault(offer.query, offer)
    return tuple(found.values())


def narrowed_twice(query: Query, parsed: Parsed) -> Iterator[Note]:
    """Filters in the query's text beside which others of the same facet, or days, are chosen."""
    for filter in parsed.written:
        text = parsed.text[filter.start : filter.end]
        if query.filters.get(filter.field) and not filter.excluded:
            yield Note("filter-twice", text=text, position=filter.start)
        elif filter.field in _DATES and query.period:
            if _apart(query.period, parsed.period):
                yield Note("dates-apart", text=text, position=filter.start)
            else:
                yield Note("dates-twice", text=text, position=filter.start)


def within_filters(
    rewrite: Rewrite, request: Request, total: Callable[[Request, Node], int]
) -> Note:
    """The note of a rewrite with the articles that it brings within the filters of ``request``."""
    either = Or((rewrite.before, rewrite.after))
    brought = total(request, either) - total(request, rewrite.before)
    return replace(rewrite.note, count=brought)


def _apart(one: Period, other: Period) -> bool:
    """Whether no day is in both periods."""
    first = max(one.first or date.min, other.first or date.min)
    return one.undated or first > min(one.last or date.max, other.last or date.max)
