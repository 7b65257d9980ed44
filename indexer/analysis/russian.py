"""Terms of a Russian form: lemmas by the dictionary, nominatives by the rules for names."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from indexer.analysis import endings
from indexer.analysis.dictionary import Dictionary, Readings, lemmas
from indexer.analysis.nominatives import MEN, forms, nominatives, plurals, surnames, towns
from indexer.analysis.numerals import in_words, ordinal
from indexer.analysis.word_lists import read_words

CAPITAL_RATE = 0.03
"""How often a common word is capitalised in mid-sentence (Партия, Фонд), roughly."""

SURE, UNLIKELY = 0.8, 0.15
"""A common reading goes when the corpus has it as UNLIKELY and the name as SURE (Киев, кий).

These and CAPITAL_RATE were chosen on 15,780 posts; they move few words: docs/russian.md.
"""

SHORTEST = 4
"""Letters of the shortest word, or rest of a word, whose inflection is guessed."""

SHORTEST_PREFIX, LONGEST_PREFIX = 4, 6
"""Letters that may stand before a known word: кибератака, криптокошелёк."""

KNOWN_SURNAMES = 20_000
"""Surnames of which it is remembered whether they are common words."""

MOST_PARTS, MOST_TERMS = 4, 64
"""Bounds of what one hyphenated form gets."""


_COUNTED = re.compile(r"(\d{1,3}|1000)-?([а-я]{4,})")
"""30-летию, 16-этажный."""

_LETTERS = re.compile(r"[^\W\d_.]+(?:[-'][^\W\d_.]+)*")


class Russian:
    """Terms of forms in lower case, ё written as е."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._is_known_word = lru_cache(KNOWN_SURNAMES)(self._is_word)
        self._places = {form: place for place in read_words("places") for form in forms(place)}

    def terms(self, word: str, *, capital: bool = False, closed: bool = True) -> set[str]:
        """All plausible lemmas. ``capital``: written with one where a common word has none.

        ``closed``: those of pronouns, prepositions and their like count.
        """
        if word[:1].isdigit() and (found := self._numbered(word)):
            return found
        readings = self._dictionary.readings(word)
        if readings is None:
            return self._roman(word) or self._unknown(word, capital=capital)
        place = self._places.get(word)
        if not (readings.names or place):
            found = lemmas(word, readings.every)
            if capital or readings.named or "-" in word:
                found = found | surnames(word) | towns(word)
            return found
        found = lemmas(word, readings.names)
        if place:
            found.add(place)
        others = readings.open + (() if capital or not closed else readings.closed)
        if others and self._common(word, readings, place, capital=capital):
            found |= lemmas(word, others)
        elif capital and readings.adjectives:  # "на Северном Кавказе": names begin with them
            found |= lemmas(word, readings.adjectives)
        return found

    def _numbered(self, word: str) -> set[str]:
        """The terms of an ordinal, or of a number followed by letters: 90-х, 30-летию."""
        if found := endings.COUNT.fullmatch(word):
            return {word, found[1]}
        if found := endings.ORDINAL.fullmatch(word):
            own = {found[1]} if word.endswith("го") else set()  # 9-го мая, 9 мая
            return {found[1] + "-й", *filter(None, [ordinal(found[1])]), *own}
        if (counted := _COUNTED.fullmatch(word)) and (
            words := in_words(int(counted[1]), counted[2])
        ):
            whole = words + counted[2]
            known = any(self._dictionary.readings(one) is not None for one in (whole, counted[2]))
            return self._unknown(word, capital=False) | (self.terms(whole) if known else set())
        return set()

    def _roman(self, word: str) -> set[str]:
        """The number of an ordinal in Roman letters: XX-го."""
        found = endings.ROMAN.fullmatch(word)
        return {found[1]} if found else set()

    def as_surname(self, word: str, found: set[str], *, capital: bool) -> set[str]:
        """The surnames that are common words, too, which ``word`` is a form of: Жук, Романов.

        Each with a capital. ``found``: its terms. Of a form that may be a common word itself, only
        with the evidence of a capital.
        """
        readings = self._dictionary.readings(word)
        if not capital and readings and not found.isdisjoint(lemmas(word, readings.open)):
            return set()
        # capitalised adjectives in -ский are of institutions mostly: the dictionary must know them
        names = {name for name in surnames(word) if name.endswith(MEN)}
        if readings:
            names |= lemmas(word, readings.surnames)
        return {name.title() for name in names if self._is_known_word(name)}

    def _is_word(self, name: str) -> bool:
        """Whether a surname, in small letters, may be a common word."""
        readings = self._dictionary.readings(name)
        return readings is not None and not self.terms(name).isdisjoint(lemmas(name, readings.open))

    def headwords(self, word: str) -> set[str]:
        """The forms under which a dictionary of words and names would have ``word``.

        Of an unknown word those of a surname, if it is shaped like one.
        """
        if word in self._places:
            return {self._places[word]}
        readings = self._dictionary.readings(word)
        if readings is None and "-" in word:
            parts = [self.headwords(part) for part in word.split("-")]
            return {"-".join(part.pop() for part in parts)} if _lone(parts) else set()
        if readings is None:
            return surnames(word)
        return lemmas(word, readings.names or readings.open or readings.every)

    def is_place(self, word: str) -> bool:
        """Whether ``word`` is the nominative of a place that we know."""
        return self._places.get(word) == word or self._dictionary.is_place(word)

    def _common(self, word: str, readings: Readings, place: str | None, *, capital: bool) -> bool:
        """Whether ``word``, which may be a name, may also be a common word."""
        if place:
            return not capital
        name, other = self._dictionary.probability(word, readings)
        if capital:
            return other * CAPITAL_RATE > name
        return name < SURE or other > UNLIKELY

    def _unknown(self, word: str, *, capital: bool) -> set[str]:
        if not _LETTERS.fullmatch(word):
            return {word}
        if "-" in word:
            return self._hyphenated(word, capital=capital)
        if capital:
            return nominatives(word)
        return nominatives(word) | plurals(word) | self._guess(word)

    def _guess(self, word: str) -> set[str]:
        """Lemmas by the end of a word that is no name for certain: криптокошельков, загуглила."""
        for size in range(SHORTEST_PREFIX, LONGEST_PREFIX + 1):
            readings = (
                self._dictionary.readings(word[size:]) if len(word) - size > SHORTEST else None
            )
            if readings and readings.open:
                return {word[:size] + lemma for lemma in lemmas(word[size:], readings.open)}
        return lemmas(word, self._dictionary.guesses(word)) if len(word) >= SHORTEST else set()

    def _hyphenated(self, word: str, *, capital: bool) -> set[str]:
        parts = [part for part in word.split("-") if part]
        if not 1 < len(parts) <= MOST_PARTS:
            return {word}
        # as it is written, too: many first parts are not declined (мини-футбола, контр-атаки)
        choices = [
            list(dict.fromkeys((*sorted(self.terms(part, capital=capital)), part)))
            for part in parts[:-1]
        ]
        choices.append(sorted(self.terms(parts[-1], capital=capital) | nominatives(parts[-1])))
        found = ("-".join(choice) for choice in product(*choices))
        return {lemma for lemma, _ in zip(found, range(MOST_TERMS), strict=False)}


def _lone(sets: list[set[str]]) -> bool:
    return all(len(found) == 1 for found in sets)
