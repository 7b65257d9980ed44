"""What words and wildcards stand for: forms, in one segment and over all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.cache import Cache
from indexer.engines.whoosh.kernels import Place
from indexer.engines.whoosh.segment import Segment
from schemas.document import FIELDS
from schemas.expression import EXPANSION, Part, Wildcard

Expansion = tuple[tuple[list[int], ...], bool]
"""Numbers of forms in each segment, and whether those are all that fit."""


class Lookup:
    """What the words of one query stand for in each segment.

    ``expansions``, ``frequencies``: of earlier queries. Within the query each word is looked up
    once; what was found is kept by its identity, for it lives as long.
    """

    def __init__(
        self, segments: Sequence[Segment], expansions: Cache[Expansion], frequencies: Cache[int]
    ) -> None:
        self._segments = segments
        self._remembered = expansions
        self._frequencies = frequencies
        self._expansions: dict[str, Expansion] = {}
        self._places: dict[tuple[int, int], Place] = {}
        self._counts: dict[int, int] = {}

    def place(self, index: int, part: Part) -> Place:
        """The forms of a word or wildcard in segment ``index``, and its field."""
        key = index, id(part)
        known = self._places.get(key)
        if known is None:
            forms = (
                np.array(self.expansion(part.pattern)[0][index], np.uint32)
                if isinstance(part, Wildcard)
                else self._segments[index].forms_of(part.terms, part.without)
            )
            field = -1 if part.field is None else FIELDS.index(part.field)
            known = self._places[key] = Place(forms, field)
        return known

    def frequency(self, part: Part) -> int:
        """Live documents of a word or wildcard over all segments."""
        known = self._counts.get(id(part))
        if known is None:
            known = self._frequencies.get(part, lambda: self._count(part))
            self._counts[id(part)] = known
        return known

    def _count(self, part: Part) -> int:
        pairs = enumerate(self._segments)
        return sum(kernels.frequency(each, self.place(index, part)) for index, each in pairs)

    def expansion(self, pattern: str) -> Expansion:
        """What a wildcard stands for."""
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
    frequencies = +frequencies
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
        forms = [form for form in forms if fits(segment.forms[form].lower(), pattern)]
    return sorted(set(forms) - set(segment.markers))


def fits(text: str, pattern: str) -> bool:
    """Whether ``*`` (any run) and ``?`` (one character) can stand for what else is in ``text``.

    What lies between stars is looked for once, from the left: no more than length times length.
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
