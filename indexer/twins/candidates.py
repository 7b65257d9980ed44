"""Which articles of the other language may be an article's twin: few of those near in time."""

from __future__ import annotations

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

COMMON = 0.02
"""The part of some days' articles that may have a sign by which candidates are looked for."""

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
    having: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(english):
        for sign in signs_of(one.facts):
            having[sign].append(at)
    most = max(LOOKED_AT, COMMON * len(english))
    found: dict[tuple[Sketch, Sketch], float | None] = {}
    for one in russian:
        weights: dict[int, float] = defaultdict(float)
        rare = rarity(one.day)
        for sign in sorted(signs_of(one.facts)):
            places = having.get(sign, ())
            if len(places) <= most:
                for at in places:
                    other = english[at]
                    unknown = one.vectors is None or other.vectors is None
                    if unknown and abs(one.day - other.day) <= DAYS:
                        weights[at] += rare.of(sign)
        for at in sorted(weights, key=lambda at: (-weights[at], at))[:LOOKED_AT]:
            found[one, english[at]] = None
    return found


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
