"""BM25F of matching documents, and the first ones in order. See indexer.engine for the formula."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engine import K1, B
from indexer.engines.whoosh.arrays import Docs, member
from indexer.engines.whoosh.evaluate import Evaluation, Leaf
from schemas.expression import And, Near, Node, Not, Or, Together

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of all live documents: their number, and their average weighted length."""

    documents: int
    average: float

    def idf(self, frequency: int) -> float:
        """Inverse document frequency, never negative (Lucene's variant of Robertson's)."""
        return float(np.log1p((self.documents - frequency + 0.5) / (frequency + 0.5)))


@dataclass(frozen=True, slots=True)
class Scorer:
    """Scores documents of one segment. ``idf``: of a leaf, over all segments."""

    evaluation: Evaluation
    statistics: Statistics
    idf: Callable[[Leaf], float]

    def score(self, node: Node, docs: Docs) -> NDArray[np.float32]:
        """Scores of documents that match ``node``, rounded."""
        return self._score(node, docs)[0].astype(np.float32)

    def _score(self, node: Node, docs: Docs) -> tuple[Floats, NDArray[np.bool_]]:
        match node:
            case And(children) | Or(children):
                return self._sum(node, docs, children)
            case Not(child):
                return np.zeros(len(docs)), ~member(docs, self.evaluation.match(child))
            case Near(parts) | Together(parts):
                total = sum((self._leaf(part, docs)[0] for part in parts), np.zeros(len(docs)))
                matched = member(docs, self.evaluation.match(node))
                return np.where(matched, total, 0.0), matched
            case _:
                return self._leaf(node, docs)

    def _sum(
        self, node: And | Or, docs: Docs, children: tuple[Node, ...]
    ) -> tuple[Floats, NDArray[np.bool_]]:
        every = isinstance(node, And)
        total, matched = np.zeros(len(docs)), np.full(len(docs), every)
        for child in children:
            scores, fits = self._score(child, docs)
            total += scores
            matched = matched & fits if every else matched | fits
        return np.where(matched, total, 0.0), matched

    def _leaf(self, leaf: Leaf, docs: Docs) -> tuple[Floats, NDArray[np.bool_]]:
        postings = self.evaluation.postings(leaf)
        matched = member(docs, postings.docs)
        out = np.zeros(len(docs))
        hits = docs[matched]
        counts = postings.counts[np.searchsorted(postings.docs, hits)].astype(np.float64)
        lengths = self.evaluation.segment.lengths[hits]
        average = self.statistics.average
        ratio = lengths / average if average else np.zeros(len(hits))
        out[matched] = self.idf(leaf) * counts * (K1 + 1) / (counts + K1 * (1 - B + B * ratio))
        return out, matched
