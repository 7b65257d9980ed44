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
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.evaluate import LEAVES, Evaluation, Leaf
from indexer.index.whoosh.read.lookup import Lookup
from indexer.index.whoosh.read.statistics import Populations
from schemas.expression import And, Near, Node, Or, Phrase, Together, Word

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


class Formulas:
    """By which formula each leaf of a query scores, in all segments. ``size``: phrases kept."""

    def __init__(self, populations: Populations, size: int) -> None:
        self._populations = populations
        self._phrases: Cache[Formula] = Cache(size, lambda _: 1)

    def scorers(self, evaluations: Sequence[Evaluation], lookup: Lookup) -> list[Scorer]:
        """One for each segment."""

        def whole() -> bool:
            return all(evaluation.whole() for evaluation in evaluations)

        def formula(leaf: Leaf) -> Formula:
            if isinstance(leaf, Phrase):
                return self._phrases.get(leaf, lambda: self._of_phrase(leaf, evaluations), whole)
            found = lookup.meaning(leaf).formula
            if isinstance(leaf, Word) and leaf.weight != 1:
                return found._replace(weight=leaf.weight * found.weight)
            return found

        return [Scorer(evaluation, formula) for evaluation in evaluations]

    def _of_phrase(self, phrase: Phrase, evaluations: Sequence[Evaluation]) -> Formula:
        found = [self._populations.count(each.index, each.match(phrase)) for each in evaluations]
        return self._populations.formula(np.sum(found, axis=0, dtype=np.int64))


def _within(postings: Postings, among: Docs | None) -> Postings:
    if among is None:
        return postings
    inside = pure.member(postings.docs, among)
    return Postings(np.stack([postings.docs[inside], postings.counts[inside]]))
