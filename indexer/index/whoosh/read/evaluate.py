"""The expression tree over one segment: which documents match, and with what frequencies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels import pure_reading as pure
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import BITS, Docs, Keys, Place, Places, Postings, Rows
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.lookup import Lookup, Meaning
from schemas.expression import (
    And,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Together,
    Wildcard,
    Word,
)

Leaf = Word | Wildcard | Phrase
LEAVES = (Word, Wildcard, Phrase)
SCOPES = ("sentence", "paragraph")
NONE = np.empty(0, np.uint32)


@dataclass(slots=True)
class Evaluation:
    """Expressions over one segment, the one of number ``index``.

    ``lookup``: what words stand for, and how frequent they are over all segments: the rarest of
    words that must meet is read first. ``cache``: postings, and what words have in common. What
    was found is kept by the node's identity, which is cheaper than its hash: an evaluation lives
    no longer than its expression.
    """

    segment: Segment
    index: int
    lookup: Lookup
    cache: Cache[Rows]
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
            key = leaf if isinstance(leaf, Phrase) else self.lookup.meaning(leaf).key
            known = Postings(self.cache.get((self.index, key), lambda: self._rows(leaf)))
            self._known[id(leaf)] = known
        return known

    def inside(self, node: And, leaf: Leaf) -> Postings:
        """Postings of a child of ``node``; those outside of its matches may be left out."""
        return self._narrowed.get((id(node), id(leaf))) or self.postings(leaf)

    def places(self, leaf: Leaf) -> Places:
        """Where the words of a pseudo-term stand, the rarest first."""
        if not isinstance(leaf, Phrase):
            return (self.lookup.meaning(leaf).places[self.index],)
        meanings = enumerate(map(self.lookup.meaning, leaf.parts))
        return tuple(
            Place(*meaning.places[self.index][:2], at)
            for at, meaning in sorted(meanings, key=lambda each: each[1].frequency)
        )

    def _match(self, node: And | Or | Not | Near | Together | Ids) -> Docs:
        match node:
            case And():
                return self._match_all(node)
            case Or(children):
                return reading.merge([self.match(c) for c in children], self.segment.size)
            case Not(child):
                return reading.drop(self.segment.everything, self.match(child))
            case Near() | Together():
                # kept: facets, forms, later pages and help ask for them again and again
                key = self.index, node
                return Postings(self.cache.get(key, lambda: self._close(node)[np.newaxis])).docs
            case Ids(ids):
                docs = {doc for id in ids if (doc := self.segment.doc_of(id)) is not None}
                return np.array(sorted(docs), np.uint32)

    def _match_all(self, node: And) -> Docs:
        leaves: list[Leaf] = []
        others: list[Docs] = []
        without: list[Node] = []
        for child in node.children:
            if isinstance(child, LEAVES):
                leaves.append(child)
            elif isinstance(child, Not):
                without.append(child.child)
            else:
                others.append(self.match(child))
        among = reading.intersect(others) if others else None
        if leaves:
            docs = self._common(leaves, among, id(node))
        else:
            docs = self.segment.everything if among is None else among
        # Positions cost most: they are read last, where every word is there.
        for leaf in leaves:
            if isinstance(leaf, Phrase):
                found = Postings(reading.phrase(self.segment, self.places(leaf), docs))
                self._narrowed[id(node), id(leaf)] = found
                docs = found.docs
        for child in without:
            docs = reading.drop(docs, self.match(child))
        return docs

    def _common(self, leaves: Sequence[Leaf], among: Docs | None, owner: int = 0) -> Docs:
        """Documents that have every word of ``leaves``, those of their phrases somewhere.

        ``owner``: the node for which the words' postings are kept, 0 for none.
        """
        words = [
            p for leaf in leaves for p in (leaf.parts if isinstance(leaf, Phrase) else (leaf,))
        ]
        if not words:
            return NONE
        meaning, index = self.lookup.meaning, self.index
        ordered = [(meaning(word), word) for word in words]
        if len(ordered) > 1:
            ordered.sort(key=_rarest)

        def make() -> Rows:
            places = tuple([known.places[index] for known, _ in ordered])
            return reading.common(self.segment, places, among)

        # Kept unless narrowed: the next page, a filter or another order then read nothing.
        if among is None and owner:
            keys = [known.key for known, _ in ordered]
            found = self.cache.get((index, *keys), make)
        else:
            found = make()
        if owner:
            for row, (_, word) in enumerate(ordered, 1):
                self._narrowed[owner, id(word)] = Postings(found, row)
        docs: Docs = found[0]
        return docs

    def _rows(self, leaf: Leaf) -> Rows:
        places = self.places(leaf)
        if isinstance(leaf, Phrase):
            return reading.phrase(self.segment, places, self._common((leaf,), None))
        return reading.common(self.segment, places)

    def _close(self, node: Near | Together) -> Docs:
        if isinstance(node, Together):
            return self._together(node.parts, SCOPES.index(node.scope))
        return self._near(node.parts, node.distance)

    def _near(self, parts: tuple[Leaf, ...], distance: int) -> Docs:
        places = [self.places(leaf) for leaf in parts]
        return reading.near(self.segment, places, self._common(parts, None), distance)

    def _together(self, parts: tuple[Leaf, ...], scope: int) -> Docs:
        if not parts:
            return NONE
        marker = self.segment.markers[scope]
        forms = np.array([marker] if marker >= 0 else [], np.uint32)
        among = self._common(parts, None)
        marks = reading.occurrences(self.segment, (Place(forms),), among)
        found: Keys | None = None
        for leaf in parts:
            keys = reading.occurrences(self.segment, self.places(leaf), among)
            places = _places(keys, marks)
            found = places if found is None else found[pure.member(found, places)]
        return NONE if found is None else pure.distinct(pure.docs_of(found))


def _rarest(each: tuple[Meaning, Part]) -> int:
    return each[0].frequency


def _places(keys: Keys, marks: Keys) -> NDArray[np.uint64]:
    """For each key its document and the number of marks up to it: the sentence that it lies in.

    Shape (n,), uint64: document << BITS | number, ascending, distinct.
    """
    ranks = np.searchsorted(marks, keys, "right").astype(np.uint64)
    return pure.distinct(keys >> BITS << BITS | ranks)
