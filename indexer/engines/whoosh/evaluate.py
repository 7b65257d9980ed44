"""The expression tree over one segment: which documents match, and with what frequencies."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.engine import WEIGHTS
from indexer.engines.whoosh import arrays
from indexer.engines.whoosh.arrays import Docs, Keys
from indexer.engines.whoosh.segment import Segment
from schemas.document import FIELDS
from schemas.expression import And, Near, Node, Not, Or, Phrase, Together, Wildcard, Word

Leaf = Word | Wildcard | Phrase
SCOPES = ("sentence", "paragraph")


@dataclass(slots=True)
class Postings:
    """Live documents of a pseudo-term and its weighted frequency in each."""

    docs: Docs
    counts: NDArray[np.uint32]


@dataclass(slots=True)
class Evaluation:
    """One expression over one segment. ``expansions``: forms of each wildcard, by number."""

    segment: Segment
    expansions: Mapping[str, list[int]]
    _postings: dict[Leaf, Postings] = field(default_factory=dict)

    def match(self, node: Node) -> Docs:
        """Live documents that match ``node``."""
        match node:
            case And(children):
                return self._match_all(children)
            case Or(children):
                found = [self.match(child) for child in children]
                return np.unique(np.concatenate([np.empty(0, np.uint32), *found]))
            case Not(child):
                return self._without(self.everything(), self.match(child))
            case Near(parts, distance):
                if not parts:
                    return np.empty(0, np.uint32)
                return arrays.near(self._keys_of_all(parts), distance)
            case Together(parts, scope):
                return self._together(parts, SCOPES.index(scope))
            case _:
                return self.postings(node).docs

    def everything(self) -> Docs:
        """All live documents."""
        if self.segment.live is None:
            return np.arange(self.segment.size, dtype=np.uint32)
        return np.flatnonzero(self.segment.live).astype(np.uint32)

    def postings(self, leaf: Leaf) -> Postings:
        """Live documents and frequencies of a pseudo-term."""
        if leaf not in self._postings:
            if isinstance(leaf, Phrase):
                docs, counts = self._phrase(leaf)
            else:
                table = self.segment.table(field_of(leaf))
                docs, counts = arrays.union(self.segment, self.forms(leaf), table)
            if self.segment.live is not None:
                alive = self.segment.live[docs]
                docs, counts = docs[alive], counts[alive]
            self._postings[leaf] = Postings(docs, counts)
        return self._postings[leaf]

    def forms(self, leaf: Word | Wildcard) -> list[int]:
        """Numbers of the forms that a leaf stands for."""
        if isinstance(leaf, Wildcard):
            return self.expansions[leaf.pattern]
        return self.segment.forms_of(leaf.terms, leaf.without)

    def keys(self, leaf: Leaf, among: Docs) -> Keys:
        """Occurrences of a pseudo-term in the documents ``among``."""
        if isinstance(leaf, Phrase):
            return arrays.phrase([self.keys(part, among) for part in leaf.parts])
        return arrays.occurrences(self.segment, self.forms(leaf), field_of(leaf), among)

    def _match_all(self, children: tuple[Node, ...]) -> Docs:
        wanted = [self.match(child) for child in children if not isinstance(child, Not)]
        docs = arrays.intersect(wanted) if wanted else self.everything()
        for child in children:
            if isinstance(child, Not):
                docs = self._without(docs, self.match(child.child))
        return docs

    @staticmethod
    def _without(docs: Docs, others: Docs) -> Docs:
        return docs[~arrays.member(docs, others)]

    def _keys_of_all(self, parts: tuple[Leaf, ...]) -> list[Keys]:
        among = arrays.intersect([self.postings(part).docs for part in parts])
        return [self.keys(part, among) for part in parts]

    def _phrase(self, leaf: Phrase) -> tuple[Docs, NDArray[np.uint32]]:
        if not leaf.parts:
            return np.empty(0, np.uint32), np.empty(0, np.uint32)
        keys = arrays.phrase(self._keys_of_all(leaf.parts))
        weights = np.array(WEIGHTS, np.uint32)[arrays.fields_of(self.segment, keys)]
        docs, first = np.unique(arrays.docs_of(keys), return_index=True)
        return docs, np.add.reduceat(weights, first) if len(docs) else weights

    def _together(self, parts: tuple[Leaf, ...], scope: int) -> Docs:
        if not parts:
            return np.empty(0, np.uint32)
        keys = self._keys_of_all(parts)
        marker = self.segment.markers[scope]
        among = np.unique(arrays.docs_of(keys[0]))
        marks = arrays.occurrences(self.segment, [marker] if marker >= 0 else [], None, among)
        return arrays.together(keys, marks)


def field_of(leaf: Word | Wildcard) -> int | None:
    """Number of the field that a leaf is bound to."""
    return None if leaf.field is None else FIELDS.index(leaf.field)


def leaves(node: Node) -> list[Word | Wildcard]:
    """Words and wildcards anywhere in the tree."""
    match node:
        case And(children) | Or(children):
            return [leaf for child in children for leaf in leaves(child)]
        case Not(child):
            return leaves(child)
        case Near(parts) | Together(parts) | Phrase(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case _:
            return [node]


def wildcard_forms(segment: Segment, pattern: str) -> list[int]:
    """Numbers of the forms whose lower case fits ``pattern``, markers left out."""
    prefix = re.split(r"[*?]", pattern, maxsplit=1)[0]
    fits = re.compile(
        "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in pattern), re.DOTALL
    ).fullmatch
    found = []
    for form in segment.folded[segment.first_folded(prefix) :].tolist():
        lowered = segment.forms[form].lower()
        if not lowered.startswith(prefix):
            break
        if fits(lowered) and form not in segment.markers:
            found.append(form)
    return found
