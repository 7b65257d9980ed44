"""The expression tree over one segment: which documents match, and with what frequencies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh import kernels, pure
from indexer.engines.whoosh.kernels import Postings
from indexer.engines.whoosh.pure import Docs, Forms, Keys
from indexer.engines.whoosh.segment import Segment
from schemas.document import FIELDS
from schemas.expression import And, Near, Node, Not, Or, Part, Phrase, Together, Wildcard, Word

Leaf = Word | Wildcard | Phrase
SCOPES = ("sentence", "paragraph")
NONE = np.empty(0, np.uint32)


@dataclass(slots=True)
class Evaluation:
    """Expressions over one segment.

    ``forms``: numbers of the forms that a word or wildcard stands for. ``recall``: postings from
    a cache, or else from the function given. ``frequency``: of a pseudo-term, over all segments:
    in which order those of an And are read. What was found is kept by the node's identity,
    which is cheaper than its hash: an evaluation lives no longer than its expression.
    """

    segment: Segment
    forms: Callable[[Part], Forms]
    recall: Callable[[Leaf, Callable[[], Postings]], Postings]
    frequency: Callable[[Leaf], int]
    _matches: dict[int, Docs] = field(default_factory=dict)
    _known: dict[int, Postings] = field(default_factory=dict)
    _narrowed: dict[tuple[int, int], Postings] = field(default_factory=dict)

    def match(self, node: Node) -> Docs:
        """Live documents that match ``node``."""
        if isinstance(node, Leaf):
            return self.postings(node).docs
        if id(node) not in self._matches:
            self._matches[id(node)] = self._match(node)
        return self._matches[id(node)]

    def postings(self, leaf: Leaf) -> Postings:
        """Live documents and frequencies of a pseudo-term."""
        if id(leaf) not in self._known:
            self._known[id(leaf)] = self.recall(leaf, lambda: self._postings(leaf))
        return self._known[id(leaf)]

    def inside(self, node: And, leaf: Leaf) -> Postings:
        """Postings of a child of ``node``; those of other documents than its matches may lack."""
        return self._narrowed.get((id(node), id(leaf))) or self.postings(leaf)

    def count(self, leaf: Leaf) -> int:
        """Live documents of a pseudo-term in this segment."""
        if isinstance(leaf, Phrase) or id(leaf) in self._known:
            return len(self.postings(leaf).docs)
        table = None if leaf.field is None else self.segment.tables[field_of(leaf)]
        return kernels.frequency(self.segment, self.forms(leaf), table)

    def keys(self, leaf: Leaf, among: Docs) -> Keys:
        """Occurrences of a pseudo-term in the documents ``among``."""
        if isinstance(leaf, Phrase):
            return self._phrase(leaf.parts, among)
        return kernels.occurrences(self.segment, self.forms(leaf), field_of(leaf), among)

    def _phrase(self, parts: tuple[Part, ...], among: Docs) -> Keys:
        """Starts of a phrase, from its rarest part on: each part leaves fewer documents to read."""
        if not parts:
            return np.empty(0, np.uint64)
        order = sorted(range(len(parts)), key=lambda at: self.frequency(parts[at]))
        starts = self.keys(parts[order[0]], among)
        starts = starts[starts.astype(np.uint32) >= order[0]] - np.uint64(order[0])
        for at in order[1:]:
            among = kernels.weigh(self.segment, starts).docs
            starts = kernels.phrase(starts, self.keys(parts[at], among), at)
        return starts

    def _match(self, node: And | Or | Not | Near | Together) -> Docs:
        match node:
            case And():
                return self._match_all(node)
            case Or(children):
                return kernels.merge([self.match(c) for c in children], self.segment.size)
            case Not(child):
                return kernels.drop(self.segment.everything, self.match(child))
            case Near(parts, distance):
                return _near(self._keys_of_all(parts), distance)
            case Together(parts, scope):
                return self._together(parts, SCOPES.index(scope))

    def _match_all(self, node: And) -> Docs:
        children = node.children
        others = [self.match(c) for c in children if not isinstance(c, Not | Leaf)]
        docs = kernels.intersect(others) if others else None
        for leaf in sorted((c for c in children if isinstance(c, Leaf)), key=self.frequency):
            found = self.postings(leaf) if docs is None else self._within(leaf, docs)
            self._narrowed[id(node), id(leaf)] = found
            docs = found.docs
        if docs is None:
            docs = self.segment.everything
        for child in children:
            if isinstance(child, Not):
                docs = kernels.drop(docs, self.match(child.child))
        return docs

    def _within(self, leaf: Leaf, among: Docs) -> Postings:
        """Postings of a pseudo-term in the documents ``among`` alone."""
        if isinstance(leaf, Phrase):
            return kernels.weigh(self.segment, self.keys(leaf, among))
        table = self.segment.tables[field_of(leaf)]
        return kernels.within(self.segment, self.forms(leaf), table, among)

    def _common(self, leaves: tuple[Leaf, ...]) -> Docs:
        """Documents that have all of ``leaves`` (at least one), the rarest read first."""
        first, *others = sorted(leaves, key=self.frequency)
        docs = self.match(first)
        for leaf in others:
            docs = self._within(leaf, docs).docs
        return docs

    def _postings(self, leaf: Leaf) -> Postings:
        if not isinstance(leaf, Phrase):
            table = self.segment.tables[field_of(leaf)]
            return kernels.union(self.segment, self.forms(leaf), table)
        if not leaf.parts:
            return Postings(NONE, NONE)
        return kernels.weigh(self.segment, self.keys(leaf, self._common(leaf.parts)))

    def _keys_of_all(self, parts: tuple[Leaf, ...]) -> list[Keys]:
        if not parts:
            return []
        among = self._common(parts)
        return [self.keys(part, among) for part in parts]

    def _together(self, parts: tuple[Leaf, ...], scope: int) -> Docs:
        keys = self._keys_of_all(parts)
        if not keys:
            return NONE
        marker = self.segment.markers[scope]
        among = np.unique(pure.docs_of(keys[0]))
        marks = kernels.occurrences(self.segment, [marker] if marker >= 0 else [], None, among)
        places = _places(keys[0], marks)
        for each in keys[1:]:
            places = places[pure.member(places, _places(each, marks))]
        return np.unique(pure.docs_of(places))


def _near(parts: list[Keys], distance: int) -> Docs:
    """Documents in which one occurrence of each part lies within ``distance`` positions.

    Every occurrence is tried as the first of the window: the next one of each part must be near.
    """
    if not parts:
        return NONE
    first = np.unique(np.concatenate(parts))
    for part in parts:
        following = np.append(part, np.uint64(2**64 - 1))[np.searchsorted(part, first)]
        first = first[following - first <= np.uint64(distance)]
    return np.unique(pure.docs_of(first))


def _places(keys: Keys, marks: Keys) -> NDArray[np.uint64]:
    """For each key its document and the number of marks up to it: the sentence it lies in."""
    ranks = np.searchsorted(marks, keys, "right").astype(np.uint64)
    return np.unique(keys >> pure.BITS << pure.BITS | ranks)


def field_of(leaf: Part) -> int | None:
    """Number of the field that a leaf is bound to."""
    return None if leaf.field is None else FIELDS.index(leaf.field)


def leaves(node: Node) -> list[Part]:
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
