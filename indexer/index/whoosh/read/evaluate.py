"""The expression tree over one segment: which documents match, and with what frequencies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import numpy as np
from numpy.typing import NDArray

from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels import pure_reading as pure
from indexer.index.whoosh.kernels import reading
from indexer.index.whoosh.kernels.types import BITS, Docs, Keys, Place, Places, Postings, Rows
from indexer.index.whoosh.read.cache import Cache
from indexer.index.whoosh.read.lookup import Lookup, Meaning
from schemas.deadline import NEVER, Deadline
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
SHARE = 0.75
"""Of the time that is left, what a node that reads positions may take while others follow.

Those read only the documents that it reached.
"""

AT_ONCE = 2_048
"""Documents whose positions are read between two looks at the clock."""


@dataclass(slots=True)
class Evaluation:
    """Expressions over one segment, the one of number ``index``.

    ``lookup``: what words stand for, and how frequent they are over all segments: the rarest of
    words that must meet is read first. ``cache``: postings, and what words have in common. What
    was found is kept by the node's identity, which is cheaper than its hash: an evaluation lives
    no longer than its expression.

    ``deadline``: checked between blocks of documents whose positions are read, and between words.
    ``reach``: what is found is right for the documents below it, which are all of them unless an
    evaluation that may be ``partial`` was cut short; one that may not raises CutShortError.
    ``_turns``: how many nodes that read positions are still to come.
    """

    segment: Segment
    index: int
    lookup: Lookup
    cache: Cache[Rows]
    deadline: Deadline = NEVER
    partial: bool = False
    reach: int = field(init=False)
    _turns: int = 0
    _matches: dict[int, Docs] = field(default_factory=dict)
    _known: dict[int, Postings] = field(default_factory=dict)
    _narrowed: dict[tuple[int, int], Postings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Reach all documents."""
        self.reach = self.segment.size

    def found(self, node: Node, share: float) -> Docs:
        """Live documents within reach that match ``node``.

        ``share``: of the time that is left, what a part of them may take, 0 to 1.
        """
        if not self.partial:
            return self.match(node)
        whole, self.deadline = self.deadline, self.deadline.part(share)
        self._turns = _turns(node)
        docs = self._reached(self.match(node))
        self.deadline = whole
        return docs

    def whole(self) -> bool:
        """Whether all documents were reached so far."""
        return self.reach == self.segment.size

    def match(self, node: Node) -> Docs:
        """Live documents that match ``node``, those beyond reach wrong or left out."""
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
            rows = self.cache.get((self.index, key), lambda: self._rows(leaf), self.whole)
            known = Postings(rows)
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
                return Postings(self.cache.get(key, lambda: self._close(node), self.whole)).docs
            case Ids(ids):
                return self.segment.live_docs_of(ids)

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
                found = Postings(self._phrase(leaf, docs))
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
        among = self._in_time(among)
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
            found = self.cache.get((index, *keys), make, self.whole)
        else:
            found = make()
        if owner:
            for row, (_, word) in enumerate(ordered, 1):
                self._narrowed[owner, id(word)] = Postings(found, row)
        docs: Docs = found[0]
        return docs

    def _rows(self, leaf: Leaf) -> Rows:
        if isinstance(leaf, Phrase):
            return self._phrase(leaf, self._common((leaf,), None))
        return reading.common(self.segment, self.places(leaf), self._in_time(None))

    def _phrase(self, phrase: Phrase, among: Docs) -> Rows:
        places = self.places(phrase)
        return self._by_blocks(among, lambda docs: reading.phrase(self.segment, places, docs))

    def _close(self, node: Near | Together) -> Rows:
        """Documents in which the parts of ``node`` stand together, as rows without frequencies."""
        among = self._common(node.parts, None)
        places = [self.places(leaf) for leaf in node.parts]
        if isinstance(node, Near):
            near, distance = partial(reading.near, self.segment, places), node.distance
            return self._by_blocks(among, lambda docs: near(docs, distance)[np.newaxis])
        marker = self.segment.markers[SCOPES.index(node.scope)]
        forms = np.array([marker] if marker >= 0 else [], np.uint32)
        together = partial(_together, self.segment, places, Place(forms))
        return self._by_blocks(among, lambda docs: together(docs)[np.newaxis])

    def _by_blocks(self, among: Docs, find: Callable[[Docs], Rows]) -> Rows:
        """What ``find`` gives for ``among``, some documents at a time, as far as time allows."""
        among = self._reached(among)
        deadline = self.deadline.part(SHARE) if self._turns > 1 else self.deadline
        self._turns -= 1
        found: list[Rows] = []
        for start in range(0, max(1, len(among)), AT_ONCE):
            if not self.partial:
                deadline.check()
            elif start and deadline.passed:
                self.reach = int(among[start])
                break
            found.append(find(among[start : start + AT_ONCE]))
        return found[0] if len(found) == 1 else np.concatenate(found, axis=1)

    def _in_time(self, among: Docs | None) -> Docs | None:
        """The documents of which words are read: few when the time is over."""
        if not self.partial:
            self.deadline.check()
        elif self.deadline.passed:
            self.reach = min(self.reach, AT_ONCE)
        if self.whole():
            return among
        return self._reached(self.segment.everything if among is None else among)

    def _reached(self, docs: Docs) -> Docs:
        if self.whole():
            return docs
        within: Docs = docs[: int(docs.searchsorted(np.uint32(self.reach)))]
        return within


def _rarest(each: tuple[Meaning, Part]) -> int:
    return each[0].frequency


def _together(segment: Segment, parts: Sequence[Places], mark: Place, among: Docs) -> Docs:
    """Documents of ``among`` with an occurrence of each part between the same two marks."""
    marks = reading.occurrences(segment, (mark,), among)
    found: Keys | None = None
    for places in parts:
        keys = _places(reading.occurrences(segment, places, among), marks)
        found = keys if found is None else found[pure.member(found, keys)]
    return NONE if found is None else pure.distinct(pure.docs_of(found))


def _turns(node: Node) -> int:
    """How many nodes of a tree read positions."""
    match node:
        case And(nodes) | Or(nodes):
            return sum(map(_turns, nodes))
        case Not(child):
            return _turns(child)
        case _:
            return int(isinstance(node, (Phrase, Near, Together)))


def _places(keys: Keys, marks: Keys) -> NDArray[np.uint64]:
    """For each key its document and the number of marks up to it: the sentence that it lies in.

    Shape (n,), uint64: document << BITS | number, ascending, distinct.
    """
    ranks = np.searchsorted(marks, keys, "right").astype(np.uint64)
    return pure.distinct(keys >> BITS << BITS | ranks)
