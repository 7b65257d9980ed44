"""What a pseudo-term weighs by its documents: see index.contract for the formula."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from indexer.index.contract import K1, POWER, B


class Formula(NamedTuple):
    """BM25 of one pseudo-term: weight * tf / (tf + (base + slope * length)), then rounded.

    ``weight`` = idf ** POWER * (k1 + 1), ``base`` = k1 * (1 - b),
    ``slope`` = k1 * b / average length.
    """

    weight: float
    base: float
    slope: float


class Population(NamedTuple):
    """Documents of one language: how many, how many of them have the term, their mean length."""

    size: int
    frequency: int
    average: float


def formula(populations: Iterable[Population]) -> Formula:
    """BM25 of a pseudo-term by the documents that have it in each population."""
    there = [each for each in populations if each.frequency]
    total = sum(each.frequency for each in there)
    idf = math.fsum(
        each.frequency
        / total
        * math.log1p((each.size - each.frequency + 0.5) / (each.frequency + 0.5))
        for each in there
    )
    average = math.fsum(each.frequency / total * each.average for each in there)
    slope = K1 * B / average if average else 0.0
    return Formula(idf**POWER * (K1 + 1), K1 * (1 - B), slope)
