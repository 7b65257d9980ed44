"""The persons and organisations of the archive by the beginnings of their words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest

from indexer.index.contract import Searcher
from schemas.article import Language

FACETS = ("person", "organisation")
NAMES = 20_000
"""Names of a facet that are known, the most frequent: bounds the memory of a worker."""


@dataclass(frozen=True, slots=True)
class Named:
    """A value of a facet, as it is called, with its articles."""

    label: str
    count: int
    facet: str
    value: str


class NamedValues:
    """What persons and organisations are called. Read at the first use; safe between threads."""

    def __init__(self, searcher: Searcher, labels: Mapping[Language, Mapping[str, str]]) -> None:
        """``labels``: by language, how values are spelt, if not as they are."""
        self._searcher = searcher
        self._labels = labels

    def beginning(self, prefix: str, limit: int) -> list[Named]:
        """The ``limit`` most frequent that have ``prefix``, folded, at the start of a word."""
        starts = self._starts
        found: dict[tuple[str, str], Named] = {}
        for at in range(bisect_left(starts, (prefix, -1)), len(starts)):
            text, number = starts[at]
            if not text.startswith(prefix):
                break
            named = self._named[number]
            found.setdefault((named.facet, named.value), named)
        return nlargest(limit, found.values(), key=lambda named: (named.count, named.label))

    @cached_property
    def _named(self) -> list[Named]:
        found: list[Named] = []
        for facet in FACETS:
            counts = self._searcher.values(facet)
            frequent = nlargest(NAMES, counts, key=lambda value: (counts[value], value))
            for value in frequent:
                spelt = (labels.get(value, value) for labels in self._labels.values())
                named = dict.fromkeys((value, *spelt))
                found += [Named(label, counts[value], facet, value) for label in named]
        return found

    @cached_property
    def _starts(self) -> list[tuple[str, int]]:
        """Each name from each of its words on, folded, in order, with the number of the name."""
        found: list[tuple[str, int]] = []
        for number, named in enumerate(self._named):
            words = named.label.lower().replace("ё", "е").lstrip('«"').split()
            found += [(" ".join(words[at:]), number) for at in range(len(words))]
        return sorted(found)
