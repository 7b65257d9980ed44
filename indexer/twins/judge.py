"""Which Russian and English articles of some days are versions of one story.

A pair is tied when each of the two is the other's best among those of the days around, by a
margin, and when what they share is enough. The weights are a logistic regression over pairs of
the parallel news (docs/decisions/0023-twins.md); the score is what it gives, from 0 to 1.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TypeAlias

from indexer.twins.candidates import DAYS, Pairs, by_meaning, by_words, cosine
from indexer.twins.evidence import Rarity, Shared, signs_of
from indexer.twins.sketch import Sketch

TIED = 0.6
"""Score from which on a pair is tied."""

TIED_BY_WORDS = 0.93
"""Score from which on a pair is tied when nothing is known of what the articles mean."""

TIED_AS_PART = 0.95
"""Score from which on a further article is tied to one that has a twin already."""

FEWEST_OWN = 8.0
"""Weight of what such an article shares with it and the first twin has not."""

_USUAL = 0.3
"""How near the best article that is no twin usually is: a small archive may have no other."""

_NAMES, _NUMBERS = 0.3, 0.15
"""What a share of names, or of numbers, adds to a cosine."""


Apart: TypeAlias = AbstractSet[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that was compared. ``russian``, ``english``: ids.

    ``meaning``: cosine, None where one of the two has no vectors. ``margin``: over the best other
    article of both sides. ``part``: it is a further twin of an article that sums up several.
    """

    russian: str
    english: str
    days: int
    meaning: float | None
    shared: Shared
    margin: float
    score: float
    tied: bool
    part: bool = False


def judge(
    russian: Sequence[Sketch], english: Sequence[Sketch], kept_apart: Apart = frozenset()
) -> list[Judged]:
    """The pairs that are each other's best, tied or not, and further twins of what is tied.

    ``kept_apart``: pairs of ids, the Russian one first, that are not compared.
    """
    rarities = Rarities([*russian, *english])
    compared = _Compared(by_meaning(russian, english), rarities, kept_apart, set())
    best = compared.best()
    tied = [one for one in best if one.tied]
    parts = compared.parts(tied)
    taken = {id for one in (*tied, *parts) for id in (one.russian, one.english)}
    left = by_words(russian, english, rarities.of)
    return [*best, *parts, *_Compared(left, rarities, kept_apart, taken).best()]


@dataclass(frozen=True, slots=True)
class Weighed:
    """One pair. ``best``: of the Russian and of the English article, ids; None: of no article."""

    judged: Judged
    best: tuple[str | None, str | None]


def weigh(
    russian: Sequence[Sketch], english: Sequence[Sketch], pair: tuple[Sketch, Sketch]
) -> Weighed:
    """How a pair compares with all others of the days around."""
    rarities = Rarities([*russian, *english])
    meaning = cosine(*pair)
    if meaning is None:
        near = by_words(russian, english, rarities.of)
    else:
        near = by_meaning(russian, english)
    compared = _Compared(near, rarities, frozenset(), set())
    best = compared.best_of(pair[0].id), compared.best_of(pair[1].id)
    return Weighed(compared.judged(*pair, meaning), best)


class Rarities:
    """How rare what articles say is in the days around one of them.

    From one day to the next only the articles of two days are counted: those of the day that is
    near now, and those of the day that no longer is.
    """

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._by_day: dict[int, list[set[str]]] = defaultdict(list)
        for sketch in sketches:
            self._by_day[sketch.day].append(signs_of(sketch.facts))
        self._days = range(0)
        self._rarity = Rarity()

    def of(self, day: int) -> Rarity:
        """Among the articles of ``day`` and those of the days around that can be its twins.

        What it returned before must not be used after that.
        """
        days = range(day - DAYS, day + DAYS + 1)
        if days != self._days:
            if not {*days} & {*self._days}:
                self._days, self._rarity = range(0), Rarity()
            for at in {*days} - {*self._days}:
                self._rarity.add(self._by_day.get(at, ()))
            for at in {*self._days} - {*days}:
                self._rarity.remove(self._by_day.get(at, ()))
            self._days = days
        return self._rarity


class _Compared:
    """Candidates, each with what it shares and how good it is."""

    def __init__(
        self, pairs: Pairs, rarities: Rarities, kept_apart: Apart, taken: set[str]
    ) -> None:
        self._rarities = rarities
        self._pairs = {
            (one, other): meaning
            for (one, other), meaning in pairs.items()
            if (one.id, other.id) not in kept_apart and taken.isdisjoint((one.id, other.id))
        }
        self._shared: dict[tuple[str, str], Shared] = {}
        for one, other in sorted(self._pairs, key=lambda pair: pair[0].day):
            self.shared(one, other)  # day after day: see Rarities
        ranked: dict[str, list[tuple[float, str]]] = defaultdict(list)
        for (one, other), meaning in self._pairs.items():
            good = self.good(one, other, meaning)
            ranked[one.id].append((-good, other.id))
            ranked[other.id].append((-good, one.id))
        self._ranked = {id: sorted(others) for id, others in ranked.items()}

    def shared(self, one: Sketch, other: Sketch) -> Shared:
        """What a pair shares."""
        at = one.id, other.id
        if at not in self._shared:
            self._shared[at] = self._rarities.of(one.day).shared(one.facts, other.facts)
        return self._shared[at]

    def good(self, one: Sketch, other: Sketch, meaning: float | None) -> float:
        """By what the pairs of one article are ranked."""
        shared = self.shared(one, other)
        return (meaning or 0.0) + _NAMES * shared.name_share + _NUMBERS * shared.number_share

    def best(self) -> list[Judged]:
        """The pairs of which each is the other's best."""
        return [
            self.judged(one, other, meaning)
            for (one, other), meaning in self._pairs.items()
            if self.best_of(one.id) == other.id and self.best_of(other.id) == one.id
        ]

    def parts(self, tied: Sequence[Judged]) -> list[Judged]:
        """Articles without a twin whose best, by a margin, is tied to another one."""
        partners = {one.english: one.russian for one in tied}
        partners |= {one.russian: one.english for one in tied}
        sketches = {each.id: each for pair in self._pairs for each in pair}
        found = []
        for (one, other), meaning in self._pairs.items():
            further, whole = (one, other) if one.id not in partners else (other, one)
            if further.id in partners or whole.id not in partners:
                continue
            if self.best_of(further.id) == whole.id:
                first = sketches[partners[whole.id]]
                judged = self.judged(one, other, meaning, further=further, first=first)
                found += [judged] * judged.tied
        return found

    def judged(
        self,
        one: Sketch,
        other: Sketch,
        meaning: float | None,
        *,
        further: Sketch | None = None,
        first: Sketch | None = None,
    ) -> Judged:
        """A pair, compared. ``further``: of the two, what is summed up besides ``first``."""
        sides = (further,) if further else (one, other)
        usual = _USUAL if meaning is not None else 0.0
        rivals = [self._rival(each, other if each is one else one) for each in sides]
        margin = self.good(one, other, meaning) - max(usual, *rivals)
        shared = self.shared(one, other)
        score = _score(meaning, shared, margin, min(one.facts.words, other.facts.words))
        least = TIED if meaning is not None else TIED_BY_WORDS
        if first is not None:
            least = TIED_AS_PART
            if _own(one, other, first) < FEWEST_OWN:
                score = min(score, least - 0.01)
        part = further is not None
        days = abs(one.day - other.day)
        tied = score >= least and margin > 0
        return Judged(one.id, other.id, days, meaning, shared, margin, score, tied, part)

    def best_of(self, id: str) -> str | None:
        """The best candidate of an article."""
        others = self._ranked.get(id)
        return others[0][1] if others else None

    def _rival(self, one: Sketch, other: Sketch) -> float:
        """How good the best candidate of ``one`` besides ``other`` is."""
        others = self._ranked.get(one.id, ())
        return next((-far for far, id in others if id != other.id), 0.0)


def _own(one: Sketch, other: Sketch, first: Sketch) -> float:
    """The weight of what two articles share that a third one has not."""
    shared = signs_of(one.facts) & signs_of(other.facts)
    return sum(map(Rarity(()).of, shared - signs_of(first.facts)))


def _score(meaning: float | None, shared: Shared, margin: float, words: int) -> float:
    names, numbers = shared.name_share, shared.number_share
    if meaning is None:
        sum = 8 * margin + 6 * names + 4 * numbers + shared.weight / 10 - 8
    else:
        sum = 7 * margin + 16.5 * meaning + 5.5 * names + 4 * numbers
        sum -= 1.1 * math.log(words + 5) + 7.3
    return 1 / (1 + math.exp(-sum))
