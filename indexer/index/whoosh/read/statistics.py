"""What a pseudo-term weighs by its documents: see index.contract for the formula."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import K1, POPULATION, POWER, B
from indexer.index.whoosh.files.segment import Segment, SegmentFacet
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Formula, Place

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
        self._numbers = [
            np.array([known.setdefault(v, len(known)) for v in _combinations(facet)], np.int64)
            for facet in (segment.facets[POPULATION] for segment in segments)
        ]
        self._one = len(known) == 1
        self.sizes: Frequencies = np.zeros(len(known), np.int64)
        totals = np.zeros(len(known))
        for index, segment in enumerate(segments):
            if self._one:
                self.sizes += segment.live_count
                totals += segment.live_length()
            else:
                numbers = self._of(index, segment.everything)
                lengths = segment.lengths[segment.everything]
                self.sizes += np.bincount(numbers, minlength=len(known))
                # Sums of integers: exact, whatever the order.
                totals += np.bincount(numbers, lengths, len(known))
        self.averages: NDArray[np.float64] = totals / np.maximum(self.sizes, 1)

    def count(self, index: int, docs: Docs) -> Frequencies:
        """How many of ``docs``, live documents of a segment, each population has."""
        if self._one:
            return np.array([len(docs)], np.int64)
        return np.bincount(self._of(index, docs), minlength=len(self.sizes)).astype(np.int64)

    def frequencies(self, places: Sequence[Place]) -> Frequencies:
        """The live documents of a word; ``places``: its forms in each segment."""
        found = np.zeros(len(self.sizes), np.int64)
        for index, (segment, place) in enumerate(zip(self._segments, places, strict=True)):
            if self._one:
                found += reading.frequency(segment, place)
            else:
                found += self.count(index, reading.common(segment, (place,))[0])
        return found

    def formula(self, frequencies: Frequencies) -> Formula:
        """BM25 of a pseudo-term by its documents."""
        total = int(frequencies.sum())
        there = np.flatnonzero(frequencies)
        found = (values[there].tolist() for values in (self.sizes, frequencies, self.averages))
        populations = list(zip(*found, strict=True))
        idf = math.fsum(
            df / total * math.log1p((size - df + 0.5) / (df + 0.5)) for size, df, _ in populations
        )
        average = math.fsum(df / total * average for _, df, average in populations)
        slope = K1 * B / average if average else 0.0
        return Formula(idf**POWER * (K1 + 1), K1 * (1 - B), slope)

    def _of(self, index: int, docs: Docs) -> NDArray[np.int64]:
        """The number of the population of each of ``docs``."""
        combinations = self._segments[index].facets[POPULATION].column[docs]
        numbers: NDArray[np.int64] = self._numbers[index][combinations]
        return numbers


def _combinations(facet: SegmentFacet) -> list[tuple[str, ...]]:
    """The values of each combination in a facet's column."""
    names, values, ends = facet.listed, facet.values.tolist(), facet.ends.tolist()
    return [
        tuple(names[value] for value in values[begin:end])
        for begin, end in zip([0, *ends[:-1]], ends, strict=True)
    ]
