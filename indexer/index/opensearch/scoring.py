"""Expression trees → queries of OpenSearch that score as index.contract says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from indexer.index.contract import ROUNDER, WEIGHTS
from indexer.index.formula import Formula
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.matching import Leaf, Matching, any_of, fields_of
from schemas.document import FIELDS
from schemas.expression import And, Near, Node, Or, Phrase, Together, Wildcard, Word

_BM25 = (
    "double tf = _score;"
    " return params.weight * tf / (tf + (params.base + params.slope * doc['length'].value))"
    " + params.rounder - params.rounder;"
)
_TIMES = "Math.rint(_score / (1.0 - _score)) * params.weight"
"""How often a phrase occurs: the score of intervals is times / (1 + times)."""


class Scoring:
    """Queries that match and score. ``formula``: of a leaf, by its documents."""

    def __init__(self, matching: Matching, formula: Callable[[Leaf], Formula]) -> None:
        self._matching = matching
        self._formula = formula

    def query(self, node: Node) -> Query:
        """The articles that match ``node``, with their scores."""
        match node:
            case And(children) if children:
                return {"bool": {"must": [self.query(child) for child in children]}}
            case Or(children):
                return any_of([self.query(child) for child in children])
            case Near(parts) | Together(parts):
                should = [self._leaf(part) for part in parts]
                return {"bool": {"filter": [self._matching.query(node)], "should": should}}
            case Phrase() | Word() | Wildcard():
                return self._leaf(node)
            case _:
                return {"constant_score": {"filter": self._matching.query(node), "boost": 0}}

    def _leaf(self, leaf: Leaf) -> Query:
        formula = self._formula(leaf)
        params: dict[str, Any] = {**formula._asdict(), "rounder": ROUNDER}
        script = {"source": _BM25, "params": params}
        return {"script_score": {"query": self._frequency(leaf), "script": script}}

    def _frequency(self, leaf: Leaf) -> Query:
        """A query whose score is the weighted frequency."""
        if isinstance(leaf, Phrase):
            return self._of_phrase(leaf)
        forms = self._matching.joined(leaf)
        return any_of(
            [
                {"match": {field: {"query": forms, "boost": weight}}}
                for field, weight in _weighted(fields_of(leaf))
                if forms
            ]
        )

    def _of_phrase(self, phrase: Phrase) -> Query:
        found = []
        for field, weight in _weighted(FIELDS):
            if line := self._matching.line(phrase, field):
                rule = {"match": {"query": line, "ordered": True, "max_gaps": 0}}
                script = {"source": _TIMES, "params": {"weight": weight}}
                query = {"intervals": {field: rule}}
                found.append({"script_score": {"query": query, "script": script}})
        return any_of(found)


def _weighted(fields: Sequence[str]) -> list[tuple[str, int]]:
    return [(each, weight) for each, weight in zip(FIELDS, WEIGHTS, strict=True) if each in fields]
