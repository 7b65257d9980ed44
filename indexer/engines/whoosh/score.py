"""BM25F of matching documents, and the first ones in order. See indexer.engine for the formula."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine import K1, POWER, B
from indexer.engines.whoosh import kernels
from indexer.engines.whoosh.evaluate import Evaluation, Leaf
from indexer.engines.whoosh.kernels import Formula, Postings
from indexer.engines.whoosh.pure import Docs
from schemas.expression import And, Near, Node, Not, Or, Together

Floats = NDArray[np.float64]
Ranking = tuple[Docs, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all live documents: their number, and their average weighted length."""

    documents: int
    average: float

    def formula(self, frequency: int) -> Formula:
        """BM25 of a pseudo-term with a document frequency."""
        idf = math.log1p((self.documents - frequency + 0.5) / (frequency + 0.5))
        slope = K1 * B / self.average if self.average else 0.0
        return Formula(idf**POWER * (K1 + 1), K1 * (1 - B), slope)


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores documents of one segment. ``formula``: of a leaf, over all segments."""

    evaluation: Evaluation
    formula: Callable[[Leaf], Formula]

    def best(self, node: Node, docs: Docs, k: int) -> Ranking:
        """The first k of ``docs``, all of which match ``node``, by score, ties in order."""
        segment = self.evaluation.segment
        every = docs is self.evaluation.match(node)
        if not _scores(node):
            return docs[:k], np.zeros(min(k, len(docs)), np.float32)
        if every and isinstance(node, Leaf):
            leaf = self.evaluation.postings(node)
            at, scores = kernels.best(leaf, segment.lengths, self.formula(node), k)
            return docs[at], scores
        if every and isinstance(node, Or) and all(isinstance(c, Leaf) for c in node.children):
            leaves = [
                (self.evaluation.postings(child), self.formula(child))
                for child in node.children
                if isinstance(child, Leaf)
            ]
            return kernels.best_of_any(leaves, segment.lengths, segment.size, k)
        at, scores = kernels.top(self.scores(node, docs), k)
        return docs[at], scores

    def scores(self, node: Node, docs: Docs) -> Floats:
        """Scores of ``docs``, all of which match ``node``."""
        out = np.zeros(len(docs))
        self._add(node, docs, out)
        return out

    def _add(self, node: Node, docs: Docs, scores: Floats) -> None:
        match node:
            case And(children):
                for child in children:
                    if isinstance(child, Leaf):
                        self._add_leaf(child, self.evaluation.inside(node, child), docs, scores)
                    else:
                        self._add(child, docs, scores)
            case Near(children) | Together(children):
                for child in children:
                    self._add(child, docs, scores)
            case Or(children):
                for child in children:
                    self._add_where(child, docs, scores)
            case Not():
                pass
            case _:
                self._add_where(node, docs, scores)

    def _add_where(self, node: Node, docs: Docs, scores: Floats) -> None:
        """Add the scores of ``node`` to those of ``docs`` that match it."""
        if isinstance(node, Leaf):
            self._add_leaf(node, self.evaluation.postings(node), docs, scores)
            return
        matching = kernels.keep(docs, self.evaluation.match(node))
        scores[np.searchsorted(docs, matching)] += self.scores(node, matching)

    def _add_leaf(self, leaf: Leaf, postings: Postings, docs: Docs, scores: Floats) -> None:
        lengths = self.evaluation.segment.lengths
        kernels.accumulate(scores, docs, postings, lengths, self.formula(leaf))


def _scores(node: Node) -> bool:
    """Whether a node can give any document a score."""
    match node:
        case And(children) | Or(children):
            return any(map(_scores, children))
        case Not():
            return False
        case _:
            return True
