"""Terms of a Russian form: lemmas by the dictionary, nominatives by the rules for names."""

from __future__ import annotations

import re
from itertools import product

from indexer.analysis.dictionary import Dictionary, Kind, Rule
from indexer.analysis.names import nominatives, surnames

CAPITAL_RATE = 0.03
"""How often a common word is capitalised in mid-sentence (Партия, Фонд), roughly."""

SURE, UNLIKELY = 0.8, 0.15
"""A common reading goes when the corpus has it as UNLIKELY and the name as SURE (Киев, кий)."""

RARE_GUESS = 0.05
"""A guessed lemma counts if it has this share of the words with the same ending."""

MOST_PARTS, MOST_TERMS = 4, 64
"""Bounds of what one hyphenated form gets."""


_LETTERS = re.compile("[^\\W\\d_.]+(?:[-'][^\\W\\d_.]+)*")


class Russian:
    """Terms of forms in lower case, ё written as е."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary

    def terms(self, word: str, *, capital: bool = False) -> set[str]:
        """All plausible lemmas. ``capital``: written with one where a common word has none."""
        if not _LETTERS.fullmatch(word):
            return {word}
        rules = self._dictionary.rules(word)
        if not rules:
            if "-" in word:
                return self._hyphenated(word, capital=capital)
            return nominatives(word) if capital else nominatives(word) | self._guess(word)
        names = [r for r in rules if r.kind & Kind.NAME and not r.kind & Kind.PLURAL]
        if not names:
            shaped = surnames(word) if capital or rules[0].kind & Kind.NAME else set()
            return _lemmas(word, rules) | shaped
        common = [r for r in rules if not r.kind & Kind.NAME]
        if common and not self._plausible(word, names, common, capital=capital):
            common = []
        return _lemmas(word, names) | _lemmas(word, common)

    def _plausible(
        self, word: str, names: list[Rule], common: list[Rule], *, capital: bool
    ) -> bool:
        name = sum(self._dictionary.probability(word, rule) for rule in names)
        other = sum(self._dictionary.probability(word, rule) for rule in common)
        if capital:
            return other * CAPITAL_RATE > name
        return not (name >= SURE and other <= UNLIKELY)

    def _guess(self, word: str) -> set[str]:
        guesses = self._dictionary.guesses(word)
        least = RARE_GUESS * max((count for count, _ in guesses), default=0)
        return {rule.lemma(word) for count, rule in guesses if count >= least}

    def _hyphenated(self, word: str, *, capital: bool) -> set[str]:
        parts = [part for part in word.split("-") if part]
        if not 1 < len(parts) <= MOST_PARTS:
            return {word}
        choices = [sorted(self.terms(part, capital=capital)) for part in parts[:-1]]
        choices.append(sorted(self.terms(parts[-1], capital=capital) | nominatives(parts[-1])))
        found = ("-".join(choice) for choice in product(*choices))
        return {lemma for lemma, _ in zip(found, range(MOST_TERMS), strict=False)}


def _lemmas(word: str, rules: list[Rule]) -> set[str]:
    return {rule.lemma(word) for rule in rules}
