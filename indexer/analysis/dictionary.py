"""The Russian dictionary of OpenCorpora, read as pymorphy3 compiled it.

We read its automaton directly: twice as fast as ``MorphAnalyzer.normal_forms``, the same lemmas.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from importlib.metadata import version
from typing import Any

import pymorphy3


class Kind(IntFlag):
    """What a reading is, as far as our rules ask."""

    COMMON = 0
    NAME = 1
    """A first name, surname, patronymic or place."""
    PLURAL = 2
    """A first name or a place in the plural: grammar allows it, few write it."""
    CLOSED = 4
    """A pronoun, preposition, ...: no new word is inflected like it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How one cell of a paradigm is undone: what to cut from the word, what to put instead."""

    cut_left: int
    cut_right: int
    before: str
    after: str
    kind: Kind
    tag: str

    def lemma(self, word: str) -> str:
        """The lemma of ``word``, if it is this form of it."""
        return self.before + word[self.cut_left : len(word) - self.cut_right] + self.after


_NAME_TAGS = {"Name", "Surn", "Patr", "Geox"}


class _Rules(dict[tuple[int, int], Rule]):
    """(paradigm, cell) → Rule, made when first asked for."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self._source = source

    def __missing__(self, cell: tuple[int, int]) -> Rule:
        source, (number, index) = self._source, cell
        paradigm = source.paradigms[number]
        size = len(paradigm) // 3
        suffix = source.suffixes[paradigm[index]]
        prefix = source.paradigm_prefixes[paradigm[2 * size + index]]
        first = source.suffixes[paradigm[0]] if index else suffix
        before = source.paradigm_prefixes[paradigm[2 * size]] if index else prefix
        tag = source.gramtab[paradigm[size + index]]
        rule = Rule(len(prefix), len(suffix), before, first.replace("ё", "е"), _kind(tag), str(tag))
        self[cell] = rule
        return rule


def _kind(tag: Any) -> Kind:
    marks = tag.grammemes
    kind = Kind.COMMON
    if marks & _NAME_TAGS and "Init" not in marks:
        kind |= Kind.NAME
    if marks & {"Name", "Geox"} and {"plur", "sing"} & marks == {"plur"} and "Pltm" not in marks:
        kind |= Kind.PLURAL
    if not tag.is_productive():
        kind |= Kind.CLOSED
    return kind


class Dictionary:
    """All readings of a word. Words are in lower case with ё written as е."""

    def __init__(self) -> None:
        morph = pymorphy3.MorphAnalyzer(lang="ru", result_type=None)
        self._words = morph.dictionary.words
        self._suffixes = morph.dictionary.prediction_suffixes_dawgs
        self._yo = morph.char_substitutes
        self._rules = _Rules(morph.dictionary)
        self._estimate = morph.prob_estimator.p_t_given_w
        self.version = version("pymorphy3") + " " + version("pymorphy3-dicts-ru")

    def rules(self, word: str) -> list[Rule]:
        """The cells that ``word`` fills, [] when the dictionary does not have it."""
        rules = self._rules
        return [
            rules[cell]
            for cells in self._words.similar_item_values(word, self._yo)
            for cell in cells
        ]

    def knows(self, word: str) -> bool:
        """Whether the dictionary has ``word``."""
        return bool(self._words.similar_item_values(word, self._yo))

    def probability(self, word: str, rule: Rule) -> float:
        """P(tag of ``rule`` | word) in the OpenCorpora corpus; 0.0 when it was never seen there."""
        return float(self._estimate.prob(word, rule.tag))

    def guesses(self, word: str) -> list[tuple[int, Rule]]:
        """How words that end like ``word`` are inflected: (number of such words, cell).

        By the longest ending, up to five letters, that the dictionary has often enough.
        """
        for size in range(min(5, len(word) - 1), 0, -1):
            found = [
                (count, self._rules[number, index])
                for cells in self._suffixes[0].similar_item_values(word[-size:], self._yo)
                for count, number, index in cells
            ]
            found = [(count, rule) for count, rule in found if not rule.kind & Kind.CLOSED]
            if found:
                return found
        return []
