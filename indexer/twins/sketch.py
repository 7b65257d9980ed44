"""What is known of an article when it is compared: its day, what it says, what it means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.twins.facts import Facts

Vectors = NDArray[np.float32]
"""Of length 1: of the head of an article, and of its beginning as a whole; shape (2, n)."""


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """``day``: of its publication, in Moscow, counted from year 1. ``vectors``: None: not known."""

    id: str
    day: int
    facts: Facts
    vectors: Vectors | None
