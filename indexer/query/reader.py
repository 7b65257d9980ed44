"""A reader's query → the request to an engine, and notes of how it was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.function_words import is_function_word
from indexer.query.help.facet_values import Values
from indexer.query.help.help import QueryHelp
from indexer.query.help.substitution import any_of
from indexer.query.parser import Parsed, parse
from indexer.taxonomy import Taxonomy
from schemas.article import MOSCOW
from schemas.document import EXACT
from schemas.expression import And, Node, Not, Word
from schemas.facets import OPEN
from schemas.query import Filters, Period, Query, Request
from schemas.results import Note


@dataclass(frozen=True, slots=True)
class QueryReader:
    """Reads queries against one generation. ``help``: None when it has no lexicon to help with.

    ``values``: those of the open facets, by name of the facet.
    """

    searcher: Searcher
    analyzer: Analyzer
    taxonomies: Mapping[str, Taxonomy]
    help: QueryHelp | None = None
    values: Mapping[str, Values] = field(init=False)

    def __post_init__(self) -> None:
        """Make what knows the values of the open facets."""
        values = {name: Values(self.searcher, name, self.analyzer) for name in OPEN}
        object.__setattr__(self, "values", values)

    def read(self, query: Query) -> tuple[Parsed, Request, tuple[Note, ...]]:
        """The query as parsed and helped, the request to the engine, the notes for the reader.

        A literal query is searched as it stands. Otherwise function words are not required,
        wrong layouts and other spellings are tried, misspelt words are put right where nothing is
        found, and when no article has all of the words, articles with any of them are taken.
        """
        parsed = self._parse(query.text)
        notes = [Note(p.code, text=p.text, position=p.position) for p in parsed.problems]
        if not query.literal:
            parsed, dropped = _without_function_words(parsed)
            notes += dropped
        request = _request(query, parsed)
        if not query.literal:
            asked = self.help.asked() if self.help else None
            if self.help and asked:
                helped = self.help.help(parsed, partial(_request, query), self._again, asked)
                parsed = helped.parsed
                notes += helped.notes
                request = _request(query, parsed)
            total = asked.total if asked else self._total
            parsed, request, relaxed = _relaxed(parsed, request, total)
            notes += relaxed
        return parsed, request, tuple(notes)

    def count(self, query: Query) -> int:
        """How many articles ``query`` finds: the total of its pages."""
        _, request, _ = self.read(query)
        return self._total(request, request.expression)

    def _parse(self, text: str) -> Parsed:
        today = datetime.now(MOSCOW).date()
        return parse(text, self.analyzer, {**self.taxonomies, **self.values}, today)

    def _again(self, text: str) -> Parsed:
        """A rewritten query, read as the first one was."""
        return _without_function_words(self._parse(text))[0]

    def _total(self, request: Request, expression: Node) -> int:
        asked = replace(request, expression=expression, offset=0, limit=0, facets=False)
        return self.searcher.search(asked).total


def _relaxed(
    parsed: Parsed, request: Request, total: Callable[[Request, Node], int]
) -> tuple[Parsed, Request, tuple[Note, ...]]:
    """Any of the words where no article has all of them; exclusions stay."""
    either = any_of(request.expression)
    if either is None or total(request, request.expression):
        return parsed, request, ()
    count = total(request, either)
    if not count:
        return parsed, request, ()
    note = Note("any-words", text=parsed.text, count=count, applied=True)
    return replace(parsed, expression=either), replace(request, expression=either), (note,)


def _without_function_words(parsed: Parsed) -> tuple[Parsed, tuple[Note, ...]]:
    """The query that does not require function words, unless it consists of them."""
    node = parsed.expression
    if not isinstance(node, And):
        return parsed, ()
    dropped = [child for child in node.children if _is_function_word(child)]
    kept = tuple(child for child in node.children if not _is_function_word(child))
    if not dropped or all(isinstance(child, Not) for child in kept):
        return parsed, ()
    words = ", ".join(dict.fromkeys(child.text for child in dropped if isinstance(child, Word)))
    expression = kept[0] if len(kept) == 1 else And(kept)
    return replace(parsed, expression=expression), (Note("function-words", text=words),)


def _is_function_word(node: Node) -> bool:
    return bool(
        isinstance(node, Word)
        and node.field is None
        and is_function_word(node.text)
        and not all(term.startswith(EXACT) for term in node.terms)  # behind "=" all words count
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
    if one.undated:
        return Period(date.max, date.min) if other else one
    return Period(
        max((one.first, other.first), key=lambda day: day or date.min),
        min((one.last, other.last), key=lambda day: day or date.max),
    )
