"""Matches by relevance: score, then proximity and likeness in the window. See indexer.engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.engine import K1, LEAVES, NEARNESS, SIGNATURE, WINDOW
from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.evaluate import Leaf
from indexer.engines.whoosh.pure import Docs
from indexer.engines.whoosh.score import Floats, Scorer
from schemas.expression import And, Near, Node, Not, Or, Together
from schemas.results import Match


class Found(NamedTuple):
    """Matches in order: score, place in the order of ties, number of the segment, document."""

    scores: NDArray[np.float32]
    ties: NDArray[Any]
    owners: NDArray[np.int64]
    docs: Docs

    def take(self, at: Any) -> Found:
        """Those at some indices, or of a slice."""
        return Found(*(column[at] for column in self))


def by_relevance(
    scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], offset: int, last: int
) -> tuple[Match, ...]:
    """Matches ``offset`` to ``last`` of all segments; ``matches``: of each segment."""
    leaves = scoring(node) if offset < WINDOW else ()
    first = max(last, WINDOW) if leaves else last
    found = _by_score(scorers, node, matches, first)
    if leaves:
        found = _reordered(scorers, leaves, found)
    page = found.take(slice(offset, last))
    rows = zip(page.owners.tolist(), page.docs.tolist(), page.scores.tolist(), strict=True)
    return tuple(
        Match(scorers[owner].evaluation.segment.ids[doc], score) for owner, doc, score in rows
    )


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
    keys = [scorer.evaluation.keys(leaves[at], among) for at in chosen.tolist()]
    best = kernels.places(list(zip(keys, weights[chosen].tolist(), strict=True)), among)
    return NEARNESS * best[np.searchsorted(among, docs)]


def _by_score(scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], first: int) -> Found:
    """The first matches by score alone."""
    best = [scorer.best(node, docs, first) for scorer, docs in zip(scorers, matches, strict=True)]
    if len(best) == 1:
        docs, scores = best[0]
        return Found(scores, docs, np.zeros(len(docs), np.int64), docs)
    docs = np.concatenate([np.empty(0, np.uint32), *(docs for docs, _ in best)])
    scores = np.concatenate([np.empty(0, np.float32), *(scores for _, scores in best)])
    owners = np.repeat(np.arange(len(best)), [len(docs) for docs, _ in best])
    found = Found(scores, _ties(scorers, best), owners, docs)
    return found.take(np.lexsort((found.ties, -scores))[:first])


def _ties(scorers: Sequence[Scorer], best: Sequence[tuple[Docs, Any]]) -> NDArray[np.int64]:
    """The place of each document among all: newest first, then by id."""
    keys: list[tuple[int, str]] = []
    for scorer, (docs, _) in zip(scorers, best, strict=True):
        segment = scorer.evaluation.segment
        ids = map(segment.ids.__getitem__, docs.tolist())
        keys += zip((-segment.published[docs]).tolist(), ids, strict=True)
    ties = np.empty(len(keys), np.int64)
    ties[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ties


def _reordered(scorers: Sequence[Scorer], leaves: Sequence[Leaf], found: Found) -> Found:
    """``found`` with the window by score and proximity, near-duplicates at its end."""
    window = found.take(slice(WINDOW))
    scores = window.scores.astype(np.float64)
    signatures = np.empty((len(scores), SIGNATURE), np.uint8)
    for index, scorer in enumerate(scorers):
        mine = np.flatnonzero(window.owners == index)
        docs = window.docs[mine]
        if len(docs):
            scores[mine] += gains(scorer, leaves, docs)
            signatures[mine] = scorer.evaluation.segment.signatures[docs]
    rounded = scores.astype(np.float32)
    order = np.lexsort((window.ties, -rounded))
    order = order[np.argsort(kernels.repeats(signatures[order]), kind="stable")]
    rest = np.arange(len(order), len(found.docs))
    scored = found._replace(scores=np.append(rounded, found.scores[WINDOW:]))
    return scored.take(np.append(order, rest))
