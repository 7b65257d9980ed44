"""What two articles have in common, and how rare that is in their days."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from indexer.twins.facts import Facts

OTHERS = 1_000
"""Articles that are added to those of some days: in a small archive nothing would be rare."""

_CERTAIN_NAMES = 8.0
_CERTAIN_NUMBERS = 5.0
"""Added to the weight of all names, or numbers: those of a text that has few prove less."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What two articles have in common, the rarest first.

    ``names``: pairs of words as they are written, of the one and of the other. ``name_share``,
    ``number_share``: from 0 to 1, which part of the names and numbers of the one that has fewer
    they are, by weight. ``weight``: of all that is shared, natural logarithms of rarities.
    """

    names: tuple[tuple[str, str], ...]
    numbers: tuple[str, ...]
    marks: tuple[str, ...]
    name_share: float
    number_share: float
    weight: float


class Rarity:
    """How rare names, numbers and marks are among some articles, which may come and go."""

    def __init__(self, articles: Iterable[Facts] = ()) -> None:
        self._counts: Counter[str] = Counter()
        self._count = OTHERS
        self.add(map(signs_of, articles))

    def add(self, articles: Iterable[AbstractSet[str]]) -> None:
        """Count articles, too; of each what ``signs_of`` gives."""
        for signs in articles:
            self._count += 1
            self._counts.update(signs)

    def remove(self, articles: Iterable[AbstractSet[str]]) -> None:
        """No longer count some articles that were added."""
        for signs in articles:
            self._count -= 1
            self._counts.subtract(signs)

    def of(self, sign: str) -> float:
        """The natural logarithm of how rarely one of the articles has ``sign``."""
        return math.log(self._count / (1 + self._counts[sign]))

    def shared(self, one: Facts, other: Facts) -> Shared:
        """What ``one`` and ``other`` have in common."""
        names = sorted(_common_names(one, other, self), key=lambda found: (-found[0], found[1:]))
        numbers = sorted((-self.of(_number(n)), n) for n in one.numbers & other.numbers)
        marks = sorted((-self.of(mark), mark) for mark in one.marks & other.marks)
        named = sum(weight for weight, _, _ in names)
        numbered = -sum(weight for weight, _ in numbers)
        marked = -sum(weight for weight, _ in marks)
        fewer_names = min(self._named(one), self._named(other))
        fewer_numbers = min(self._numbered(one), self._numbered(other))
        return Shared(
            tuple((first, second) for _, first, second in names),
            tuple(number for _, number in numbers),
            tuple(mark for _, mark in marks),
            min(1.0, named / (fewer_names + _CERTAIN_NAMES)),
            min(1.0, numbered / (fewer_numbers + _CERTAIN_NUMBERS)),
            named + numbered + marked,
        )

    def _named(self, facts: Facts) -> float:
        known: set[str] = set()
        weight = 0.0
        for keys in facts.names.values():
            if known.isdisjoint(keys):
                weight += min(map(self.of, keys))
            known |= keys
        return weight

    def _numbered(self, facts: Facts) -> float:
        return sum(self.of(_number(number)) for number in facts.numbers)


def signs_of(facts: Facts) -> set[str]:
    """All by which an article can be like another one."""
    return set(_signs(facts))


def _signs(facts: Facts) -> Iterator[str]:
    for keys in facts.names.values():
        yield from keys
    yield from map(_number, facts.numbers)
    yield from facts.marks


def _number(number: str) -> str:
    return f"#{number}"


def _common_names(one: Facts, other: Facts, rarity: Rarity) -> Iterator[tuple[float, str, str]]:
    written: dict[str, str] = {}
    for word, keys in other.names.items():
        for key in keys:
            written.setdefault(key, word)
    known: set[str] = set()
    for word, keys in one.names.items():
        both = keys & written.keys()
        if both and known.isdisjoint(both):
            key = max(sorted(both), key=rarity.of)
            yield rarity.of(key), word, written[key]
        known |= both
