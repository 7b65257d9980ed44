"""What words and wildcards stand for: forms, in one segment and over all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from typing import NamedTuple

import numpy as np

from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels.types import Formula, Place
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.statistics import Populations
from schemas.document import FIELDS
from schemas.expression import EXPANSION, Part, Wildcard

Expansion = tuple[tuple[list[int], ...], bool]
"""Numbers of forms in each segment, and whether those are all that fit."""


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
    documents. Within the query each word is looked up once; what was found is kept by the word's
    identity, since the word lives as long.
    """

    def __init__(
        self,
        segments: Sequence[Segment],
        meanings: Cache[Meaning],
        expansions: Cache[Expansion],
        populations: Populations,
    ) -> None:
        self._segments = segments
        self._meanings = meanings
        self._remembered = expansions
        self._populations = populations
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
                pattern, lambda: expand(self._segments, pattern)
            )
        return self._expansions[pattern]


def expand(segments: Sequence[Segment], pattern: str) -> Expansion:
    """The forms that a wildcard stands for: the EXPANSION most frequent, ties by form."""
    found = tuple(_fitting(segment, pattern) for segment in segments)
    if sum(map(len, found)) <= EXPANSION:
        return found, True
    frequencies: Counter[bytes] = Counter()
    for segment, forms in zip(segments, found, strict=True):
        for form in forms:
            frequencies[segment.forms.raw(form)] += segment.frequency(form)
    frequencies = +frequencies  # without forms that only dead documents have
    if len(frequencies) <= EXPANSION:
        return found, True
    ordered = sorted(frequencies, key=lambda raw: (-frequencies[raw], raw))
    kept = set(ordered[:EXPANSION])
    pairs = zip(segments, found, strict=True)
    return tuple([f for f in forms if s.forms.raw(f) in kept] for s, forms in pairs), False


def _fitting(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the forms whose lower case fits ``pattern``, markers left out."""
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    first, end = segment.folded_range(prefix)
    forms: list[int] = segment.folded[first:end].tolist()
    if pattern != f"{prefix}*":
        fit = matcher(pattern)
        forms = [form for form in forms if fit(segment.forms[form].lower())]
    return sorted(set(forms) - set(segment.markers))


def matcher(pattern: str) -> Callable[[str], bool]:
    """What ``fits`` says of ``pattern``.

    With one star and no "?", as most have, it is quicker: "*а" is asked of every form.
    """
    first, star, last = pattern.partition("*")
    if not star or "*" in last or "?" in pattern:
        return lambda text: fits(text, pattern)
    if not first:
        return lambda text: text.endswith(last)
    least = len(first) + len(last)
    return lambda text: len(text) >= least and text.startswith(first) and text.endswith(last)


def fits(text: str, pattern: str) -> bool:
    """Whether ``*`` (any run) and ``?`` (one character) can stand for what else is in ``text``.

    What lies between stars is looked for once, from the left: at most length times length steps,
    where a regular expression would try every split between many stars.
    """
    first, *others = pattern.split("*")
    if not others:
        return len(text) == len(first) and _stands(first, text, 0)
    last = others.pop()
    end = len(text) - len(last)
    if end < len(first) or not _stands(first, text, 0) or not _stands(last, text, end):
        return False
    at = len(first)
    for piece in others:
        at = _find(piece, text, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def _find(piece: str, text: str, start: int, end: int) -> int:
    """Where ``piece`` first stands in ``text[start:end]``, -1 when it does not."""
    if "?" not in piece:
        return text.find(piece, start, end)
    places = range(start, end - len(piece) + 1)
    return next((at for at in places if _stands(piece, text, at)), -1)


def _stands(piece: str, text: str, at: int) -> bool:
    """Whether ``piece`` stands in ``text`` at ``at``, where there is room for it."""
    if "?" not in piece:
        return text.startswith(piece, at)
    return all(char in ("?", text[at + i]) for i, char in enumerate(piece))
