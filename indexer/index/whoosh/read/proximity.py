"""Matches by relevance: score, then proximity and likeness in the window. See index.contract."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import K1, LEAVES, SIGNATURE, WINDOW
from indexer.index.signatures import Signatures
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Places
from indexer.index.whoosh.read.evaluate import Leaf
from indexer.index.whoosh.read.score import Scorer
from schemas.expression import Node, scoring
from schemas.results import Match


class RankedDocs(NamedTuple):
    """Matches in order: score, what orders equal scores, number of the segment, document.

    All of shape (matches,).
    """

    scores: NDArray[np.float32]
    ties: NDArray[Any]
    owners: NDArray[np.int64]
    docs: Docs

    def take(self, at: Any) -> RankedDocs:
        """Those at some indices, or of a slice."""
        return RankedDocs(*[column[at] for column in self])


def by_relevance(
    scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], offset: int, last: int
) -> tuple[Match, ...]:
    """Matches ``offset`` to ``last`` of all segments; ``matches``: of each segment."""
    if len(scorers) == 1:
        return _of_one(scorers[0], node, matches[0], offset, last)
    # Beyond the window matches stay in order of score, which needs no positions.
    leaves = scoring(node) if offset < WINDOW else ()
    # The window is that of all matches, whatever page is asked for: no page repeats another.
    found = _by_score(scorers, node, matches, max(last, WINDOW) if leaves else last)
    found = _page(scorers, leaves, found, slice(offset, last))
    rows = zip(found.owners.tolist(), found.docs.tolist(), found.scores.tolist(), strict=True)
    return tuple(
        Match(scorers[owner].evaluation.segment.ids[doc], score) for owner, doc, score in rows
    )


def _of_one(scorer: Scorer, node: Node, matches: Docs, offset: int, last: int) -> tuple[Match, ...]:
    """The same of a single segment, whose documents are in the order of ties."""
    segment = scorer.evaluation.segment
    leaves = scorer.leaves(node)
    if not leaves:
        return tuple(Match(id, 0.0) for id in segment.ids.some(matches[offset:last]))
    window, near = 0, []
    if offset < WINDOW:
        window = WINDOW
        near = _weighted(scorer, tuple(dict.fromkeys([leaf for leaf, _ in leaves])))
    bounds = window, offset, last
    return tuple(map(Match, *reading.page(segment, matches, scorer.scoring(leaves), near, bounds)))


def gains(scorer: Scorer, leaves: Sequence[Leaf], docs: Docs) -> NDArray[np.float64]:
    """What proximity adds to the scores of ``docs``: shape (docs,), float64.

    ``docs``: shape (n,), uint32, in any order. See index.contract for the formula.
    """
    places = _weighted(scorer, leaves)
    if not places:
        return np.zeros(len(docs))
    return reading.gains(scorer.evaluation.segment, places, docs)


def _weighted(scorer: Scorer, leaves: Sequence[Leaf]) -> list[tuple[Places, float]]:
    """Where the leaves stand, and their weights; a leaf alone is near to nothing."""
    if len(leaves) < 2:
        return []
    # A Formula's weight has the factor k1 + 1 of the score, which proximity does not have.
    weighted = [(scorer.formula(leaf).weight / (K1 + 1), leaf) for leaf in leaves]
    if len(leaves) > LEAVES:
        weighted = sorted(weighted, key=lambda each: -each[0])[:LEAVES]
    return [(scorer.evaluation.places(leaf), weight) for weight, leaf in weighted]


def _by_score(
    scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], first: int
) -> RankedDocs:
    """The first matches by score alone."""
    best = [scorer.best(node, docs, first) for scorer, docs in zip(scorers, matches, strict=True)]
    docs = np.concatenate([np.empty(0, np.uint32), *(docs for docs, _ in best)])
    scores = np.concatenate([np.empty(0, np.float32), *(scores for _, scores in best)])
    owners = np.repeat(np.arange(len(best)), [len(docs) for docs, _ in best])
    found = RankedDocs(scores, _ties(scorers, best), owners, docs)
    return found.take(np.lexsort((found.ties, -scores))[:first])


def _ties(scorers: Sequence[Scorer], best: Sequence[tuple[Docs, Any]]) -> NDArray[np.int64]:
    """The place of each document among all, newest first, then by id: shape (docs,), int64."""
    keys: list[tuple[int, str]] = []
    for scorer, (docs, _) in zip(scorers, best, strict=True):
        segment = scorer.evaluation.segment
        ids = map(segment.ids.__getitem__, docs.tolist())
        keys += zip((-segment.published[docs]).tolist(), ids, strict=True)
    ties = np.empty(len(keys), np.int64)
    ties[sorted(range(len(keys)), key=keys.__getitem__)] = np.arange(len(keys))
    return ties


def _page(
    scorers: Sequence[Scorer], leaves: Sequence[Leaf], found: RankedDocs, page: slice
) -> RankedDocs:
    """A page of ``found``, its window by score and proximity, near-duplicates at its end."""
    if not leaves:
        return found.take(page)
    window = found if len(found.docs) <= WINDOW else found.take(slice(WINDOW))
    order, scores = reading.arrange(window.scores, *_window(scorers, leaves, window))
    if len(window.docs) < len(found.docs):
        rest = np.arange(len(order), len(found.docs), dtype=np.uint32)
        order, scores = np.append(order, rest), np.append(scores, found.scores[WINDOW:])
    order = order[page]
    return RankedDocs(scores[page], order, found.owners.take(order), found.docs.take(order))


def _window(
    scorers: Sequence[Scorer], leaves: Sequence[Leaf], window: RankedDocs
) -> tuple[NDArray[np.float64], NDArray[Any], Signatures]:
    """What each match of the window gains, its tie and its signature, over several segments."""
    gained = np.zeros(len(window.docs))
    signatures = np.empty((len(gained), SIGNATURE), np.uint8)
    for index, scorer in enumerate(scorers):
        mine = np.flatnonzero(window.owners == index)
        docs = window.docs[mine]
        gained[mine] = gains(scorer, leaves, docs)
        signatures[mine] = scorer.evaluation.segment.signatures[docs]
    return gained, window.ties, signatures
