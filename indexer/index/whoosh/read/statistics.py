"""What a pseudo-term weighs by its documents: see index.contract for the formula."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import POPULATION
from indexer.index.formula import Formula, Population, formula
from indexer.index.whoosh.files.segment import Segment, SegmentFacet
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Place

Frequencies = NDArray[np.int64]
"""Live documents of each population: shape (populations,)."""


class Populations:
    """The live documents of the segments, divided by their values of the facet POPULATION.

    ``sizes``: documents of each; ``averages``: their weighted length, shape (populations,), 0 for
    one without documents.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        known: dict[tuple[str, ...], int] = {}
        self._segments = segments
        self._numbers = [_numbers(segment.facets[POPULATION], known) for segment in segments]
        self._one = len(known) == 1
        self.sizes: Frequencies = np.zeros(len(known), np.int64)
        totals = np.zeros(len(known))
        for index, segment in enumerate(segments):
            numbers = self._numbers[index][segment.everything]
            self.sizes += np.bincount(numbers, minlength=len(known))
            # Sums of integers: exact, whatever the order.
            totals += np.bincount(numbers, segment.lengths[segment.everything], len(known))
        self.averages: NDArray[np.float64] = totals / np.maximum(self.sizes, 1)

    def count(self, index: int, docs: Docs) -> Frequencies:
        """How many of ``docs``, live documents of a segment, each population has."""
        return np.bincount(self._numbers[index][docs], minlength=len(self.sizes)).astype(np.int64)

    def frequencies(self, places: Sequence[Place]) -> Frequencies:
        """The live documents of a word; ``places``: its forms in each segment."""
        found = np.zeros(len(self.sizes), np.int64)
        for segment, place, numbers in zip(self._segments, places, self._numbers, strict=True):
            if self._one:
                found += reading.frequency(segment, place)
            else:
                found += reading.frequencies(segment, place, numbers, len(found))
        return found

    def formula(self, frequencies: Frequencies) -> Formula:
        """BM25 of a pseudo-term by its documents."""
        there = np.flatnonzero(frequencies)
        found = (values[there].tolist() for values in (self.sizes, frequencies, self.averages))
        return formula(map(Population, *found))


def _numbers(facet: SegmentFacet, known: dict[tuple[str, ...], int]) -> NDArray[np.uint16]:
    """The population of each document: shape (documents,). ``known``: their numbers by values."""
    names, values, ends = facet.listed, facet.values.tolist(), facet.ends.tolist()
    numbers = [
        known.setdefault(tuple(names[value] for value in values[begin:end]), len(known))
        for begin, end in zip([0, *ends[:-1]], ends, strict=True)
    ]
    of_documents: NDArray[np.uint16] = np.array(numbers, np.uint16)[facet.column]
    return of_documents
