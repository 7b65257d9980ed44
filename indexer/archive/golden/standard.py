"""Golden queries that every archive has: its own most frequent names and places, and its words."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from indexer.archive.golden.file import Golden, GoldenQuery
from indexer.index.contract import Searcher
from indexer.query.function_words import is_function_word
from schemas.errors import OutdatedIndexError

VALUES = {"person": 8, "organisation": 4, "region": 8, "topic": 4}
"""The most frequent values of facets."""
WORDS, RARER, RANKS = 8, 8, 10_000
"""The most frequent words; so many more, at ranks that grow evenly by factors; the last rank."""
SHORTEST = 4
"""Letters of a word: shorter ones seldom are what one searches for."""


def standard(searcher: Searcher, golden: Golden) -> Iterator[GoldenQuery]:
    """The queries, with the tolerances of ``golden``. "" asks for all articles."""
    for query in dict.fromkeys(_texts(searcher)):
        yield GoldenQuery(query, golden.tolerance, golden.replaced)


def _texts(searcher: Searcher) -> Iterator[str]:
    yield ""
    for facet, most in VALUES.items():
        yield from (f'{facet}:"{value}"' for value in _most_frequent(searcher, facet, most))
    yield from _words(searcher)


def _most_frequent(searcher: Searcher, facet: str, most: int) -> list[str]:
    try:
        counts = searcher.values(facet)
    except OutdatedIndexError:
        return []
    values = (value for value in counts if '"' not in value)  # it could not be quoted
    return nlargest(most, values, key=lambda value: (counts[value], value))


def _words(searcher: Searcher) -> Iterator[str]:
    forms = (
        (each.count, each.form)
        for each in searcher.vocabulary()
        if len(each.form) >= SHORTEST and each.form.isalpha() and not is_function_word(each.form)
    )
    found = [form for _, form in nlargest(RANKS, forms)]
    yield from found[:WORDS]
    for step in range(1, RARER + 1) if len(found) > WORDS else ():
        yield found[round(WORDS * (len(found) / WORDS) ** (step / RARER)) - 1]
