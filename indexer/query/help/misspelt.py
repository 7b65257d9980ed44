"""Which words of a query are misspelt, and what may be meant by them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from indexer.query.help.asked import Asked
from indexer.query.help.headlines import Style, in_style
from indexer.query.help.helped import helped_leaves, placed_words
from indexer.query.help.spelling import edits
from indexer.query.parser import Leaf, Parsed
from indexer.tagging.traits import traits
from schemas.expression import Node, Word

OFFERED = 3
"""Queries offered in place of a misspelt one."""

RARE, FAR_MORE = 3, 50
"""A word in at most RARE articles is perhaps misspelt if a likely one is FAR_MORE frequent."""

SURE = 0.8
"""Price of edits up to which a rare word is taken to be misspelt."""

SLIP, LONG = 1.0, 5
"""Price of edits up to which a word of LONG letters that no article has is put right unasked."""

LONG_NAME = 8
"""Letters from which a word with a capital letter may be a slip for a word that is no name."""

_COMPOUND = re.compile(r"\w+(?:-\w+)+")


@dataclass(frozen=True, slots=True)
class Misspelling:
    """Words that may be meant by the one at [start, end), the likeliest first.

    ``slip``: the first differs so little that it can be searched unasked. ``known``: the word is
    right as it is typed, so that others are only offered.
    """

    start: int
    end: int
    words: tuple[str, ...]
    slip: bool
    known: bool


@dataclass(frozen=True, slots=True)
class MisspellingFinder:
    """Looks for the misspelt words of one query."""

    asked: Asked

    def of(self, parsed: Parsed, searched: Mapping[Node, Node]) -> list[Misspelling]:
        """The misspelt words; ``searched``: what is searched for what has other names."""
        return [
            meant for leaf in helped_leaves(parsed) for meant in self._leaf(parsed, leaf, searched)
        ]

    def is_slip(self, word: Word) -> bool:
        """Whether no article has ``word``, and one of its alphabet differs from it but little."""
        found = self.asked.corrections(word.text)
        same = found and found[0].word.isascii() == word.text.isascii()
        if self.asked.known.has(word.text):
            return False
        return bool(same and self._is_slip(word.text, found[0].word, self.asked.frequency(word)))

    def _leaf(
        self, parsed: Parsed, leaf: Leaf, searched: Mapping[Node, Node]
    ) -> Iterator[Misspelling]:
        text = parsed.text[leaf.start : leaf.end]
        lost = _COMPOUND.fullmatch(text) and not self.asked.frequency(
            searched.get(leaf.node, leaf.node)
        )
        whole = self._meant(leaf.start, self.asked.analyzer.word(text), 0) if lost else None
        if whole:
            yield whole
            return
        for start, _, word in placed_words(parsed, leaf):
            frequency = self.asked.frequency(searched.get(word, word))
            if meant := self._meant(start, word, frequency):
                yield meant

    def _meant(self, start: int, word: Word, frequency: int) -> Misspelling | None:
        """What is meant by ``word``, None when it is likely to be right."""
        typed = word.text
        if frequency > RARE or not typed.replace("-", "").isalpha():
            return None
        right = self.asked.known.has(typed)
        known = set(word.terms)
        found: list[str] = []
        slip = False
        for one in self.asked.corrections(typed):
            terms = self.asked.analyzer.word(one.word).terms
            likely = not frequency or (one.count >= FAR_MORE * frequency and one.edits <= SURE)
            if likely and known.isdisjoint(terms):
                taken = not (found or right) and self._may_be(typed, one.word)
                slip = slip or (taken and self._is_slip(typed, one.word, frequency))
                found.append(self._written(typed, one.word))
            known.update(terms)  # another form of what is offered is no other offer
        end = start + len(typed)
        return Misspelling(start, end, tuple(found[:OFFERED]), slip, right) if found else None

    def _may_be(self, typed: str, meant: str) -> bool:
        """Whether ``meant`` is a name where ``typed`` looks like one: Яндаре is not январе.

        A long word is hardly a name that differs so little from another word: Презедент.
        """
        named = self.asked.lexicon.style(meant) != Style.COMMON
        if not typed.istitle() or named or len(typed) >= LONG_NAME:
            return True
        known = traits(meant)
        return bool(known.given or known.surnames or known.town)

    def _is_slip(self, typed: str, meant: str, frequency: int) -> bool:
        price = min(edits(_folded(typed), form) for form in self._forms(meant))
        return not frequency and len(typed) >= LONG and price <= SLIP

    def _forms(self, word: str) -> tuple[str, ...]:
        """``word`` and, if articles have it by that, its nominative: Махачкале, Махачкала."""
        found = {*self.asked.searcher.terms(word), *self.asked.searcher.terms(word.title())}
        return (word, *sorted(found & self.asked.analyzer.headwords(word) - {word}))

    def _written(self, typed: str, word: str) -> str:
        """That form of ``word`` which is the nearest to ``typed``, with its capital letters."""
        form = min(self._forms(word), key=lambda form: edits(_folded(typed), form))
        typed_style = Style.NAME if typed.istitle() else Style.COMMON
        return in_style(form, max(self.asked.lexicon.style(word), typed_style))


def doubtful(meant: Sequence[Misspelling]) -> Sequence[Misspelling]:
    """Those for which other words are offered.

    A word that is known is hardly a slip where another one is the likelier slip, or where no
    article has several: a pasted headline, whose words are right.
    """
    unknown = [one for one in meant if not one.known]
    return unknown or (meant if len(meant) == 1 else ())


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")
