"""How many articles there are by year and by the values of facets: in the store, in an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from itertools import islice

from indexer.index.columns import EPOCH, Fields, published_of, values_of
from indexer.index.contract import Searcher
from indexer.store import Store, fields_of
from indexer.taxonomy import Taxonomy
from schemas.document import UNDATED
from schemas.errors import OutdatedIndexError
from schemas.facets import FACETS
from schemas.query import Request

Counts = Mapping[str, Mapping[str, int]]
"""Articles by value, of each facet and of YEAR; values without articles are left out."""

YEAR, UNKNOWN = "year", "unknown"
"""Beside the facets: by Moscow's calendar; UNKNOWN for articles without a date."""

READ = 2_000
"""Articles of the store that are in memory at a time."""


def counts_of_store(store: Store, taxonomies: Mapping[str, Taxonomy]) -> Counts:
    """What an index of the whole store has to hold."""
    names = (YEAR, *(facet.name for facet in FACETS))
    found: dict[str, Counter[str]] = {name: Counter() for name in names}
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies.items()}
    articles = _articles(store)
    while some := list(islice(articles, READ)):
        found[YEAR].update(_year(published_of(article)) for article in some)
        for facet in FACETS:
            for values in values_of(some, facet, ancestors.get(facet.name)):
                found[facet.name].update(values)
    return found


def _articles(store: Store) -> Iterator[Fields]:
    for _, data in store.changes(0, store.sequence):
        if data is not None:
            yield fields_of(data)


def _year(published: int) -> str:
    return UNKNOWN if published == UNDATED else str((EPOCH + timedelta(seconds=published)).year)


def counts_of(searcher: Searcher) -> Counts:
    """What an index holds. Facets that there were not when it was built are left out."""
    found: dict[str, Mapping[str, int]] = {}
    for facet in FACETS:
        try:
            found[facet.name] = searcher.values(facet.name)
        except OutdatedIndexError:
            continue
    years: Counter[str] = Counter()
    for month, count in searcher.search(Request(limit=0)).months.items():
        years[UNKNOWN if month is None else str(month // 12)] += count
    return found | {YEAR: +years}


def differing(one: Counts, other: Counts) -> dict[str, dict[str, tuple[int, int]]]:
    """Of each facet that both have, the values whose counts differ, with both counts."""
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for name in one.keys() & other.keys():
        values = sorted(one[name].keys() | other[name].keys())
        pairs = {value: (one[name].get(value, 0), other[name].get(value, 0)) for value in values}
        found[name] = {value: pair for value, pair in pairs.items() if pair[0] != pair[1]}
    return {name: found[name] for name in sorted(found) if found[name]}
