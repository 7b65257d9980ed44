"""What words and wildcards stand for: forms, in one segment and over all."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.formula import Formula
from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels.types import Place
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.statistics import Populations
from indexer.index.whoosh.read.wildcards import Expansion, expand
from schemas.deadline import Deadline
from schemas.document import FIELDS
from schemas.expression import Part, Wildcard


class Meaning(NamedTuple):
    """What a word stands for in each segment, its live documents over all, how it scores.

    ``key``: all that makes the word another one, for caches: a tuple, whose hash is cheaper.
    """

    key: Hashable
    places: tuple[Place, ...]
    frequency: int
    formula: Formula

    @property
    def forms(self) -> int:
        """How many there are over all segments."""
        return sum(len(place.forms) for place in self.places)


class Lookup:
    """What the words of one query stand for in each segment.

    ``meanings``, ``expansions``: of earlier queries. ``populations``: how words score by their
    documents. ``deadline``: until when forms are looked for. Within the query each word is
    looked up once; what was found is kept by the word's identity, since the word lives as long.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        meanings: Cache[Meaning],
        expansions: Cache[Expansion],
        populations: Populations,
        deadline: Deadline,
    ) -> None:
        self._segments = segments
        self._meanings = meanings
        self._remembered = expansions
        self._populations = populations
        self.deadline = deadline
        self._expansions: dict[str, Expansion] = {}
        self._known: dict[int, Meaning] = {}

    def meaning(self, part: Part) -> Meaning:
        """What a word or wildcard stands for."""
        known = self._known.get(id(part))
        if known is None:
            key: Hashable
            if isinstance(part, Wildcard):
                key = part.pattern, part.field
                self._expansion(part.pattern)  # for cut(), even where the meaning is remembered
            else:
                key = part.terms, part.field, part.without
            known = self._meanings.get(key, lambda: self._look_up(key, part))
            self._known[id(part)] = known
        return known

    def cut(self) -> tuple[str, ...]:
        """Wildcards of the query that would have stood for more."""
        if not self._expansions:
            return ()
        return tuple(sorted(each for each, (_, all_) in self._expansions.items() if not all_))

    def _look_up(self, key: Hashable, part: Part) -> Meaning:
        field = -1 if part.field is None else FIELDS.index(part.field)
        if isinstance(part, Wildcard):
            found = self._expansion(part.pattern)[0]
            places = tuple(Place(np.array(forms, np.uint32), field) for forms in found)
        else:
            found_in = (each.forms_of(part.terms, part.without) for each in self._segments)
            places = tuple(Place(forms, field) for forms in found_in)
        frequencies = self._populations.frequencies(places)
        formula = self._populations.formula(frequencies)
        return Meaning(key, places, int(frequencies.sum()), formula)

    def _expansion(self, pattern: str) -> Expansion:
        if pattern not in self._expansions:
            self._expansions[pattern] = self._remembered.get(
                pattern, lambda: expand(self._segments, pattern, self.deadline)
            )
        return self._expansions[pattern]
