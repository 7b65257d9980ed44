"""Which articles of the other language may be an article's twin: few of those near in time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.twins.evidence import Rarity, signs_of
from indexer.twins.sketch import Sketch

DAYS = 5
"""How many days apart the two are at most."""

LOOKED_AT = 5
"""Candidates of an article whose names and numbers are compared."""

BEHIND = 0.35
"""How much less near than the nearest one a candidate may be: names and numbers add no more."""

NEAR = 3 * DAYS
"""How many days before and after an article tell what is common."""

COMMON = 0.02
"""The part of these days' articles that may have a sign by which candidates are looked for."""

Pairs = Mapping[tuple[Sketch, Sketch], float | None]
"""Pairs, the Russian article first, and the cosine of what they mean; None: not known."""


def by_meaning(russian: Sequence[Sketch], english: Sequence[Sketch]) -> Pairs:
    """The nearest of each other, of the articles that have vectors."""
    ours, others = _by_day(russian), _by_day(english)
    found: list[tuple[float, Sketch, Sketch]] = []
    for day, some in ours.items():
        days = range(day - DAYS, day + DAYS + 1)
        near = [other for at in days for other in others.get(at, ())]
        if near:
            cosines = _cosines(some, near)
            chosen = np.argwhere(_highest(cosines) | _highest(cosines.T).T)
            found += [(cosines.item(i, j), some[i], near[j]) for i, j in chosen.tolist()]
    nearest = {*_nearest(found, 1), *_nearest(found, 2)}
    return {(one, other): cosine for at, (cosine, one, other) in enumerate(found) if at in nearest}


def cosine(one: Sketch, other: Sketch) -> float | None:
    """How near a Russian and an English article are, None where that is not known."""
    if one.vectors is None or other.vectors is None:
        return None
    return _cosines([one], [other]).item()


def by_words(
    russian: Sequence[Sketch], english: Sequence[Sketch], rarity: Callable[[int], Rarity]
) -> Pairs:
    """Those that share most of what is rare, of pairs of which one has no vectors."""
    if all(one.vectors is not None for one in (*russian, *english)):
        return {}
    having = _Having(english)
    nearest: dict[Sketch, list[Sketch]] = {}
    for one in sorted(russian, key=lambda one: one.day):
        weights: dict[int, float] = defaultdict(float)
        rare = rarity(one.day)
        for sign, places in having.near(one):
            for at in places:
                if one.vectors is None or english[at].vectors is None:
                    weights[at] += rare.of(sign)
        chosen = sorted(weights, key=lambda at: (-weights[at], at))[:LOOKED_AT]
        nearest[one] = [english[at] for at in chosen]
    return {(one, other): None for one in russian for other in nearest[one]}


class _Having:
    """Which articles have a sign that few of the days around have."""

    def __init__(self, articles: Sequence[Sketch]) -> None:
        self._order = sorted(range(len(articles)), key=lambda at: articles[at].day)
        self._days = [articles[at].day for at in self._order]
        self._places: dict[str, list[int]] = defaultdict(list)
        """In the order of days."""
        for place, at in enumerate(self._order):
            for sign in signs_of(articles[at].facts):
                self._places[sign].append(place)

    def near(self, other: Sketch) -> Iterator[tuple[str, list[int]]]:
        """Each sign of another one, and those that have it and are at most DAYS from it.

        A sign is left out if too many have it that are at most NEAR from it.
        """
        (first, last), (begin, end) = (self._between(other.day, days) for days in (NEAR, DAYS))
        most = max(LOOKED_AT, COMMON * (last - first))
        for sign in sorted(signs_of(other.facts)):
            places = self._places.get(sign, ())
            if bisect_left(places, last) - bisect_left(places, first) <= most:
                some = places[bisect_left(places, begin) : bisect_left(places, end)]
                yield sign, [self._order[place] for place in some]

    def _between(self, day: int, around: int) -> tuple[int, int]:
        days = self._days
        return bisect_left(days, day - around), bisect_right(days, day + around)


def _cosines(ours: Sequence[Sketch], others: Sequence[Sketch]) -> NDArray[np.float32]:
    """Half of it the heads; half of it the wholes, or the other's whole and our head.

    Of an article that is summed up, the head may be what the other one says in all.
    """
    one, other = (
        np.stack([e.vectors for e in some if e.vectors is not None]) for some in (ours, others)
    )
    heads = one[:, 0] @ other[:, 0].T
    wholes = np.maximum(one[:, 1] @ other[:, 1].T, one[:, 0] @ other[:, 1].T)
    found: NDArray[np.float32] = (heads + wholes) / 2
    return found


def _by_day(sketches: Sequence[Sketch]) -> dict[int, list[Sketch]]:
    """Those that have vectors."""
    found: dict[int, list[Sketch]] = defaultdict(list)
    for one in sketches:
        if one.vectors is not None:
            found[one.day].append(one)
    return found


def _highest(cosines: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The LOOKED_AT highest of each row."""
    most = min(LOOKED_AT, cosines.shape[1])
    least = -np.partition(-cosines, most - 1, axis=1)[:, most - 1 : most]
    found: NDArray[np.bool_] = cosines >= least
    return found


def _nearest(found: Sequence[tuple[float, Sketch, Sketch]], side: int) -> Iterator[int]:
    """Which ones are among the LOOKED_AT nearest of an article and not far behind the nearest."""
    own: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for at, (cosine, *pair) in enumerate(found):
        own[pair[side - 1].id].append((-cosine, at))
    for each in own.values():
        each.sort()
        yield from (at for far, at in each[:LOOKED_AT] if far <= each[0][0] + BEHIND)
