"""A definition as a request: by our own parser and analysis, or by stems."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

from benchmarks.queries import Definition
from indexer.analysis import default_analyzer
from indexer.query.parser import parse
from indexer.taxonomy import Taxonomy
from schemas.expression import EVERYTHING, And, Node, Or, Phrase, Wildcard, Word
from schemas.query import ALWAYS, Period, Request, Sort

TODAY = date(2026, 11, 1)
"""Of relative dates, which no query of ours has."""


@cache
def taxonomies() -> dict[str, Taxonomy]:
    """Those that are packaged."""
    return {"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")}


def text(definition: Definition) -> str:
    """The query as a reader types it."""
    if definition.join == "phrase":
        return '"' + " ".join(definition.words) + '"'
    if definition.join == "prefix":
        return definition.words[0] + "*"
    return (" OR " if definition.join == "or" else " ").join(definition.words)


def request(definition: Definition) -> Request:
    """The query as our own parser and analysis read it."""
    read = parse(text(definition), default_analyzer(), taxonomies(), TODAY)
    sort: Sort = "newest" if definition.newest else "relevance"
    return Request(read.expression, *_narrowed(definition), sort=sort)


def _narrowed(definition: Definition) -> tuple[dict[str, tuple[str, ...]], Period]:
    days = definition.period()
    filters: dict[str, tuple[str, ...]] = {name: (value,) for name, value in definition.filters}
    return filters, ALWAYS if days is None else Period(*days)


def stemmed(definition: Definition, stem: Callable[[str], str]) -> Request:
    """The query over Snowball stems."""
    words = tuple(Word((stem(word),)) for word in definition.words)
    expression: Node = And(words) if words else EVERYTHING
    if definition.join == "or":
        expression = Or(words)
    elif definition.join == "phrase":
        expression = Phrase(words)
    elif definition.join == "prefix":
        expression = Wildcard(definition.words[0] + "*")
    return Request(expression, *_narrowed(definition))
