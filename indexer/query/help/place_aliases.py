"""Places of two names: Сухум and Сухуми, Шуша and Шуши, Leningor and Akhalgori.

They are those whose label in the taxonomy of regions is of the form "one (other)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.analysis import Analyzer
from indexer.taxonomy import Taxonomy
from schemas.expression import Word

_TWO = re.compile(r"(\w[\w-]*) \((\w[\w-]*)\)")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name of a place that has another one. ``small``: its terms without a capital letter."""

    name: str
    terms: frozenset[str]
    small: frozenset[str]


class PlaceAliases:
    """The other name of a place."""

    def __init__(self, places: Taxonomy, analyzer: Analyzer) -> None:
        self._others: dict[str, tuple[PlaceName, PlaceName]] = {}
        for pair in _pairs(places):
            one, other = (_name(name, analyzer) for name in pair)
            for term in one.terms | other.terms:
                self._others[term] = one, other

    def other(self, word: Word) -> PlaceName | None:
        """The other name of the place that ``word`` means, None when it may mean anything else.

        With a capital letter it is a name, in any of its cases; without one it must be nothing but
        the nominative: "гала" is not Гали.
        """
        asked = frozenset(word.terms)
        for one, other in {self._others[term] for term in word.terms if term in self._others}:
            if word.text.istitle() or asked in (one.small, other.small):
                missing = other if one.terms & asked else one
                return None if missing.terms <= asked else missing
        return None


def _name(name: str, analyzer: Analyzer) -> PlaceName:
    terms, small = (analyzer.word(text).terms for text in (name, name.lower()))
    return PlaceName(name, frozenset(terms), frozenset(small))


def _pairs(places: Taxonomy) -> Iterator[tuple[str, str]]:
    for entry in places.entries:
        for label in entry.labels.values():
            if two := _TWO.fullmatch(label):
                yield two[1], two[2]
