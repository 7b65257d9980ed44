"""What an engine stores of articles: forms at positions, the terms of each form, and columns.

An engine knows nothing of languages. Analysis turns the texts of articles into *forms*
(tokens as written, normalised) at positions, and gives each form its *terms* (lemmas, keys of
names, ...). A word of a query asks for terms; an occurrence matches when its form has one of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

FIELDS = ("title", "lede", "body")
"""The searched fields, in order of position."""

FIELD_GAP = 64
"""Positions left empty between two fields, so that no phrase or NEAR crosses them."""

EXACT = "="
"""Prefix of the term that only one form has: "=шали" is the form "шали" itself."""

SENTENCE, PARAGRAPH = "\u2028", "\u2029"
"""Forms that mark the position at which a sentence, a paragraph starts. They have no terms,
are not counted in lengths, and are invisible to every query but sentence and paragraph scope.
Both stand at the first word of every field that has words: a sentence ends with its field."""

UNDATED = -(2**62)
"""``published`` of an article whose date is unknown: after all others when newest come first."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles to put and ids to delete, as columns. n articles, t tokens, v forms.

    An id in ``ids`` replaces the article of that id; ``ids`` are distinct and disjoint from
    ``deleted``. Tokens are in order of article, then position; several may share a position, each
    with a form of its own.
    """

    ids: tuple[str, ...]
    """n ids."""
    forms: Sequence[str]
    """v distinct forms; not every one need occur. Batches may share a sequence: then it only grows,
    and a number stands for the same form in all of them."""
    terms: Sequence[tuple[str, ...]]
    """v tuples: the terms of each form, without its EXACT term."""
    tokens: NDArray[np.uint32]
    """t indices into ``forms``."""
    positions: NDArray[np.uint32]
    """t positions; each article starts at 0."""
    ends: NDArray[np.int64]
    """n: where the tokens of each article end in ``tokens``."""
    starts: NDArray[np.uint32]
    """(n, 3): the position at which each of FIELDS starts; positions of a field lie in
    [its start, start of the next)."""
    lengths: NDArray[np.uint32]
    """(n, 3): words counted in each of FIELDS, the length that BM25F normalises by."""
    published: NDArray[np.int64]
    """n: seconds of Moscow wall-clock time since 1970-01-01T00:00, or UNDATED."""
    facets: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    """For each facet n tuples of values, distinct, sorted, ancestors included."""
    deleted: tuple[str, ...] = ()
    """Ids to remove; an unknown id is not an error."""
    prepared: object = None
    """What an engine's ``prepare`` has made of tokens and facets. The batch then has no facets, and
    only such tokens as the engine wants to know of in the process that writes."""
