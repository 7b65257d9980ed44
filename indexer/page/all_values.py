"""Every value of one facet: listed, searched within, in order of number or of name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, get_args

from indexer.page.facets import Labelling, Labels, values
from indexer.query.reader import QueryReader
from schemas.article import Language
from schemas.query import Query
from schemas.results import FacetCount

Order = Literal["count", "name"]
ORDERS: tuple[Order, ...] = get_args(Order)


def all_values(
    reader: QueryReader, labels: Labels, facet: str, query: Query, language: Language
) -> tuple[FacetCount, ...]:
    """The values of a facet as on the page of ``query``, however many there are."""
    request = reader.read(query).request
    counts = reader.searcher.counts(facet, request)
    labelling = Labelling(reader.taxonomies, language, labels.get(language, {}))
    return values(facet, counts, request, labelling)


def listed(found: Sequence[FacetCount], within: str, order: Order) -> tuple[FacetCount, ...]:
    """Those of ``found`` that have all words of ``within``, or beginnings of them, in ``order``.

    By number a whole facet keeps the order that it has, children under parents; otherwise it is a
    flat list.
    """
    words = folded(within).split()
    if order == "count" and not words:
        return tuple(found)
    kept = [replace(one, depth=0) for one in found if _has(one, words)]
    if order == "name":
        kept.sort(key=lambda one: (folded(one.label), one.value))
    else:
        kept.sort(key=lambda one: -one.count)
    return tuple(kept)


def folded(text: str) -> str:
    """Text without capitals and the dots of ё, as names are compared and ordered."""
    return text.lower().replace("ё", "е")


def initial(label: str) -> str:
    """The letter under which a name stands; "#" when it begins with none."""
    first = folded(label)[:1].upper()
    return first if first.isalpha() else "#"


def _has(one: FacetCount, words: Sequence[str]) -> bool:
    # the value, too: a name labelled in one language is also known by its other spelling
    named = f" {folded(one.label)} {folded(one.value)}".replace("-", " ").replace("«", " ")
    return all(f" {word}" in named for word in (part.replace("-", " ") for part in words))
