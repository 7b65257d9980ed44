"""Scores and order, computed from the formulas of index.contract for every document."""

from __future__ import annotations

import hashlib
import math
from collections import defaultdict

import numpy as np
from oracle_matching import Document, Leaf, OracleMatcher

from indexer.index.contract import (
    ALIKE,
    K1,
    LEAVES,
    NEARNESS,
    POPULATION,
    POWER,
    SIGNATURE,
    SPAN,
    WEIGHTS,
    B,
)
from schemas.document import PARAGRAPH, SENTENCE
from schemas.expression import (
    And,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Together,
    Wildcard,
    Word,
)


class OracleScorer(OracleMatcher):
    """Scores one document after the other."""

    def _leaf_score(self, leaf: Word | Wildcard | Phrase, document: Document) -> float:
        tf = sum(WEIGHTS[document.field(at)] for at in self._occurrences(leaf, document))
        if not tf:
            return 0.0
        average = math.fsum(share * average for share, _, average in self._populations(leaf))
        ratio = document.length() / average if average else 0.0
        exact = self._weight(leaf) * tf * (K1 + 1) / (tf + K1 * (1 - B + B * ratio))
        return round(exact * 4096) / 4096

    def _weight(self, leaf: Leaf) -> float:
        idf = math.fsum(share * idf for share, idf, _ in self._populations(leaf))
        return (leaf.weight if isinstance(leaf, Word) else 1) * idf**POWER

    def _populations(self, leaf: Leaf) -> list[tuple[float, float, float]]:
        """The share, the idf and the average length of each population that has a leaf."""
        members = defaultdict(list)
        for document in self._documents:
            members[document.facets.get(POPULATION, ())].append(document)
        found = []
        for documents in members.values():
            n = len(documents)
            df = sum(bool(self._occurrences(leaf, document)) for document in documents)
            idf = math.log1p((n - df + 0.5) / (df + 0.5))
            found.append((df, idf, sum(document.length() for document in documents) / n))
        total = sum(df for df, _, _ in found)
        return [(df / total, idf, average) for df, idf, average in found if df]

    def _score(self, node: Node, document: Document) -> float:
        if not self._matches(node, document):
            return 0.0
        match node:
            case And(children) | Or(children):
                return sum(self._score(child, document) for child in children)
            case Not() | Ids():
                return 0.0
            case Near(parts) | Together(parts):
                return sum(self._leaf_score(part, document) for part in parts)
            case _:
                return self._leaf_score(node, document)

    def _proximity(self, node: Node, document: Document) -> float:
        leaves = scoring(node)
        if len(leaves) < 2:
            return 0.0
        heaviest = sorted(leaves, key=self._weight, reverse=True)[:LEAVES]
        leaves = [leaf for leaf in leaves if leaf in heaviest]
        places = [self._occurrences(leaf, document) for leaf in leaves]
        weights = [self._weight(leaf) for leaf in leaves]
        best = 0.0
        for x in sorted({at for found in places for at in found}):
            near = [min((abs(x - at) for at in found), default=SPAN) for found in places]
            place = sum(w * max(0.0, 1 - d / SPAN) for w, d in zip(weights, near, strict=True))
            best = max(best, place)
        return NEARNESS * best

    def _full(self, node: Node, document: Document) -> float:
        score = float(np.float32(self._score(node, document)))
        return float(np.float32(score + self._proximity(node, document)))

    def _reordered(
        self, node: Node, window: list[Document], scores: dict[str, float]
    ) -> list[Document]:
        for document in window:
            scores[document.id] = self._full(node, document)
        window = sorted(window, key=lambda d: (-scores[d.id], -d.published, d.id))
        firsts, repeats = [], []
        for at, document in enumerate(window):
            repeated = any(alike(document, other) for other in window[:at])
            (repeats if repeated else firsts).append(document)
        return firsts + repeats


def scoring(node: Node) -> list[Leaf]:
    """The distinct scoring leaves, in order."""
    match node:
        case And(children) | Or(children):
            found = [leaf for child in children for leaf in scoring(child)]
        case Near(parts) | Together(parts):
            found = list(parts)
        case Not() | Ids():
            found = []
        case _:
            found = [node]
    return list(dict.fromkeys(found))


def _signature(document: Document) -> list[int]:
    forms = {form for form, _ in document.tokens} - {SENTENCE, PARAGRAPH}
    digests = [hashlib.blake2b(form.encode(), digest_size=4 * SIGNATURE).digest() for form in forms]
    return [
        min((int.from_bytes(d[4 * i : 4 * i + 4], "little") for d in digests), default=255) & 255
        for i in range(SIGNATURE)
    ]


def alike(one: Document, other: Document) -> bool:
    """Whether two documents are nearly the same."""
    return common(one, other) >= ALIKE


def common(one: Document, other: Document) -> int:
    """How many bytes of their signatures are equal."""
    pairs = zip(_signature(one), _signature(other), strict=True)
    return sum(a == b for a, b in pairs)
