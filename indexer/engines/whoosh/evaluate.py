"""The expression tree over one segment: which documents match, and with what frequencies."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh import kernels, pure
from indexer.engines.whoosh.kernels import Place, Places, Postings, Rows
from indexer.engines.whoosh.pure import Docs, Keys
from indexer.engines.whoosh.segment import Segment
from schemas.expression import And, Near, Node, Not, Or, Part, Phrase, Together, Wildcard, Word

Leaf = Word | Wildcard | Phrase
LEAVES = (Word, Wildcard, Phrase)
WORDS = (Word, Wildcard)
SCOPES = ("sentence", "paragraph")
NONE = np.empty(0, np.uint32)


@dataclass(slots=True)
class Evaluation:
    """Expressions over one segment.

    ``place``: the forms that a word or wildcard stands for, and its field. ``recall``: rows of
    what words have in common from a cache, or else from the function given. ``frequency``: of a
    word, over all segments: in which order words that must meet are read. What was found is kept
    by the node's identity, which is cheaper than its hash: an evaluation lives no longer than
    its expression.
    """

    segment: Segment
    place: Callable[[Part], Place]
    recall: Callable[[Hashable, Callable[[], Rows]], Rows]
    frequency: Callable[[Part], int]
    _matches: dict[int, Docs] = field(default_factory=dict)
    _known: dict[int, Postings] = field(default_factory=dict)
    _narrowed: dict[tuple[int, int], Postings] = field(default_factory=dict)

    def match(self, node: Node) -> Docs:
        """Live documents that match ``node``."""
        if isinstance(node, LEAVES):
            return self.postings(node).docs
        known = self._matches.get(id(node))
        if known is None:
            known = self._matches[id(node)] = self._match(node)
        return known

    def postings(self, leaf: Leaf) -> Postings:
        """Live documents and frequencies of a pseudo-term."""
        known = self._known.get(id(leaf))
        if known is None:
            known = Postings(*self.recall(leaf, lambda: self._rows(leaf)))
            self._known[id(leaf)] = known
        return known

    def inside(self, node: And, leaf: Leaf) -> Postings:
        """Postings of a child of ``node``; those of other documents than its matches may lack."""
        return self._narrowed.get((id(node), id(leaf))) or self.postings(leaf)

    def places(self, leaf: Leaf) -> Places:
        """Where the words of a pseudo-term stand, the rarest first."""
        if not isinstance(leaf, Phrase):
            return (self.place(leaf),)
        order = sorted(range(len(leaf.parts)), key=lambda at: self.frequency(leaf.parts[at]))
        places = ((*self.place(leaf.parts[at])[:2], at) for at in order)
        return tuple(Place(*each) for each in places)

    def _match(self, node: And | Or | Not | Near | Together) -> Docs:
        match node:
            case And():
                return self._match_all(node)
            case Or(children):
                return kernels.merge([self.match(c) for c in children], self.segment.size)
            case Not(child):
                return kernels.drop(self.segment.everything, self.match(child))
            case Near(parts, distance):
                return _near(self._keys(parts), distance)
            case Together(parts, scope):
                return self._together(parts, SCOPES.index(scope))

    def _match_all(self, node: And) -> Docs:
        children = node.children
        others = [self.match(c) for c in children if not isinstance(c, (*LEAVES, Not))]
        leaves = [c for c in children if isinstance(c, LEAVES)]
        docs = kernels.intersect(others) if others else self.segment.everything
        if leaves:
            docs = self._common(leaves, docs if others else None, id(node))
        for leaf in leaves:
            if isinstance(leaf, Phrase):
                found = Postings(*kernels.phrase(self.segment, self.places(leaf), docs))
                self._narrowed[id(node), id(leaf)] = found
                docs = found.docs
        for child in children:
            if isinstance(child, Not):
                docs = kernels.drop(docs, self.match(child.child))
        return docs

    def _common(self, leaves: Sequence[Leaf], among: Docs | None, owner: int = 0) -> Docs:
        """Documents that have every word of ``leaves``, those of their phrases somewhere.

        ``owner``: the node for which the words' postings are kept, 0 for none.
        """
        words = [part for leaf in leaves for part in parts_of(leaf)]
        if not words:
            return NONE
        if len(words) > 1:
            words.sort(key=self.frequency)

        def make() -> Rows:
            return kernels.common(self.segment, tuple(map(self.place, words)), among)

        found = self.recall(_key(words), make) if owner and among is None else make()
        docs: Docs = found[0]
        for word, counts in zip(words, found[1:], strict=True):
            self._narrowed[owner, id(word)] = Postings(docs, counts)
        return docs

    def _rows(self, leaf: Leaf) -> Rows:
        if isinstance(leaf, Phrase):
            among = self._common((leaf,), None)
            return kernels.phrase(self.segment, self.places(leaf), among)
        return kernels.common(self.segment, (self.place(leaf),))

    def _keys(self, leaves: tuple[Leaf, ...]) -> list[Keys]:
        among = self._common(leaves, None)
        return [kernels.occurrences(self.segment, self.places(leaf), among) for leaf in leaves]

    def _together(self, parts: tuple[Leaf, ...], scope: int) -> Docs:
        keys = self._keys(parts)
        if not keys:
            return NONE
        marker = self.segment.markers[scope]
        forms = np.array([marker] if marker >= 0 else [], np.uint32)
        among = np.unique(pure.docs_of(keys[0]))
        marks = kernels.occurrences(self.segment, (Place(forms),), among)
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


def _key(words: Sequence[Part]) -> Hashable:
    """What words have in common is kept under all of them, a word's own postings under it."""
    return words[0] if len(words) == 1 else tuple(words)


def parts_of(leaf: Leaf) -> tuple[Part, ...]:
    """The words of a phrase; a word itself."""
    return leaf.parts if isinstance(leaf, Phrase) else (leaf,)
