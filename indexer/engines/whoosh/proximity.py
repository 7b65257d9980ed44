"""The first page: matches put in order by score, proximity and likeness. See indexer.engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge

import numpy as np
from numpy.typing import NDArray

from indexer.engine import K1, LEAVES, NEARNESS, SIGNATURE, SPAN, WINDOW
from indexer.engines.whoosh import ranking
from indexer.engines.whoosh.evaluate import Leaf
from indexer.engines.whoosh.pure import Docs
from indexer.engines.whoosh.ranking import Ranked
from indexer.engines.whoosh.score import Floats, Scorer
from indexer.engines.whoosh.signatures import repeats
from schemas.expression import And, Near, Node, Not, Or, Together

Keys = NDArray[np.int64]
FAR_BEFORE, FAR_BEHIND = np.array([-(2**62)]), np.array([2**62])
_Placed = tuple[float, int, str, int, int]
"""A sort key of ranking with the number of its segment."""


def by_relevance(
    scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], last: int
) -> list[Ranked]:
    """The first ``last`` matches of all segments; ``matches``: of each segment."""
    leaves = scoring(node)
    first = max(last, WINDOW) if leaves else last
    ranked = [
        [(*key, index) for key in ranking.by_score(scorer, node, docs, first)]
        for index, (scorer, docs) in enumerate(zip(scorers, matches, strict=True))
    ]
    merged = ranked[0] if len(ranked) == 1 else list(merge(*ranked))[:first]
    window = _ordered(scorers, leaves, merged[:WINDOW]) if leaves else []
    return window + [key[:4] for key in merged[len(window) :]]


def scoring(node: Node) -> tuple[Leaf, ...]:
    """The distinct scoring leaves of a tree, in order."""
    return tuple(dict.fromkeys(_scoring(node)))


def _scoring(node: Node) -> Iterator[Leaf]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _scoring(child)
        case Near(parts) | Together(parts):
            yield from parts
        case Not():
            pass
        case _:
            yield node


def gains(scorer: Scorer, leaves: Sequence[Leaf], docs: Docs) -> Floats:
    """What proximity adds to the scores of ``docs``, which are in any order."""
    if len(leaves) < 2:
        return np.zeros(len(docs))
    weights = np.array([scorer.formula(leaf).weight for leaf in leaves]) / (K1 + 1)
    chosen = np.sort(np.argsort(-weights, kind="stable")[:LEAVES])
    among = np.sort(docs)
    keys = [scorer.evaluation.keys(leaves[at], among).view(np.int64) for at in chosen.tolist()]
    best = _best_places(keys, weights[chosen], among)
    return NEARNESS * best[np.searchsorted(among, docs)]


def _best_places(keys: Sequence[Keys], weights: Floats, docs: Docs) -> Floats:
    """For each document the highest sum of what the leaves weigh at one of their occurrences."""
    every = np.sort(np.concatenate(keys))
    best = np.zeros(len(docs))
    if not len(every):
        return best
    places = np.zeros(len(every))
    for own, weight in zip(keys, weights.tolist(), strict=True):
        padded = np.concatenate((FAR_BEFORE, own, FAR_BEHIND))
        at = own.searchsorted(every)
        distance = np.minimum(every - padded[at], padded[1:][at] - every)
        places += weight * np.maximum(0.0, 1.0 - distance / SPAN)
    found = every >> 32
    firsts = np.flatnonzero(np.diff(found, prepend=-1))
    best[np.searchsorted(docs, found[firsts])] = np.maximum.reduceat(places, firsts)
    return best


def _ordered(
    scorers: Sequence[Scorer], leaves: Sequence[Leaf], window: Sequence[_Placed]
) -> list[Ranked]:
    """The window by score and proximity, near-duplicates at its end."""
    docs = np.array([key[3] for key in window], np.uint32)
    owners = np.array([key[4] for key in window], np.int64)
    scores = np.array([-key[0] for key in window])
    signatures = np.empty((len(window), SIGNATURE), np.uint8)
    for index, scorer in enumerate(scorers):
        mine = np.flatnonzero(owners == index)
        if len(mine):
            scores[mine] += gains(scorer, leaves, docs[mine])
            signatures[mine] = scorer.evaluation.segment.signatures[docs[mine]]
    pairs = zip(scores.astype(np.float32).tolist(), window, strict=True)
    keys = sorted((-score, *key[1:4], at) for at, (score, key) in enumerate(pairs))
    again = repeats(signatures[[at for *_, at in keys]])
    order = np.argsort(again, kind="stable")
    return [keys[at][:4] for at in order.tolist()]
