"""BM25F of matching documents, and the first ones in order. See index.contract for the formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.index.formula import Formula
from indexer.index.whoosh.kernels import pure_reading as pure
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import Docs, Postings
from indexer.index.whoosh.read.evaluate import LEAVES, Evaluation, Leaf
from schemas.expression import And, Near, Node, Or, Together

Ranking = tuple[Docs, NDArray[np.float32]]
Scoring = tuple[Leaf, Postings]


@dataclass(slots=True)
class Scorer:
    """Scores documents of one segment. ``formula``: of a leaf, over all segments."""

    evaluation: Evaluation
    formula: Callable[[Leaf], Formula]

    def best(self, node: Node, docs: Docs, k: int) -> Ranking:
        """The first k of ``docs``, all of which match ``node``, by score, ties in order.

        With their scores, shape (k or fewer,), float32.
        """
        leaves = self.leaves(node)
        if not leaves:
            return docs[:k], np.zeros(min(k, len(docs)), np.float32)
        return reading.best(self.evaluation.segment, docs, self.scoring(leaves), k)

    def scoring(self, leaves: Sequence[Scoring]) -> list[tuple[Postings, Formula]]:
        """Leaves with the formulas that they score by."""
        return [(postings, self.formula(leaf)) for leaf, postings in leaves]

    def leaves(self, node: Node, among: Docs | None = None) -> list[Scoring]:
        """What scores in the documents that match ``node`` and, unless None, are in ``among``."""
        if isinstance(node, LEAVES):
            return [(node, _within(self.evaluation.postings(node), among))]
        found: list[Scoring] = []
        match node:
            case And(children):
                for child in children:
                    if isinstance(child, LEAVES):
                        inside = self.evaluation.inside(node, child)
                        found.append((child, _within(inside, among)))
                    else:
                        found += self.leaves(child, among)
            case Near(children) | Together(children):
                for child in children:
                    found += self.leaves(child, among)
            case Or(children):
                for child in children:
                    found += self.leaves(child, self._where(child, among))
        return found

    def _where(self, child: Node, among: Docs | None) -> Docs | None:
        """The documents in which a child of Or counts.

        A child that needs several leaves at once scores only where all of them are.
        """
        if not isinstance(child, (And, Near, Together)):
            return among
        matching = self.evaluation.match(child)
        return matching if among is None else reading.keep(among, matching)


def _within(postings: Postings, among: Docs | None) -> Postings:
    if among is None:
        return postings
    inside = pure.member(postings.docs, among)
    return Postings(np.stack([postings.docs[inside], postings.counts[inside]]))
