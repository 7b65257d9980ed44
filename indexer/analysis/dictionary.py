"""The Russian dictionary of OpenCorpora, read as pymorphy3 compiled it.

We read its automaton directly: twice as fast as ``MorphAnalyzer.normal_forms``, the same lemmas.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from importlib.metadata import version
from itertools import chain
from typing import Any, NamedTuple

import pymorphy3

_NAMES = {"Name", "Surn", "Patr", "Geox"}
_ADJECTIVE = ("ой", "ый", "ий")
_Key = tuple[int, int]

LONGEST_ENDING = 5
"""Letters by which the dictionary guesses how an unknown word is inflected."""

RECENT = 1_024
"""Words whose readings are remembered: the rules ask for those of one word several times."""

RARE = 0.05
"""Share of the commonest inflection's words below which another one is no guess."""


class Grammemes(NamedTuple):
    """What a form is, as far as our rules ask.

    ``name``: a first name, surname, patronymic or place. ``place``: a place. ``rare``: a
    first name or a place in the plural, an adjective of possession (Иванов дом): grammar allows
    it, few write it.
    ``closed``: a pronoun, preposition, ...: no new word is inflected like it. ``adjective``: one
    that is neither rare nor closed. ``part``: of speech.
    """

    tag: str
    part: str
    name: bool
    place: bool
    rare: bool
    closed: bool
    adjective: bool


class Cut(NamedTuple):
    """How to get from a form to its lemma: letters to cut off at both ends, what to put there."""

    left: int
    right: int
    before: str
    after: str


class Cell(NamedTuple):
    """One form of a paradigm."""

    cut: Cut
    mark: Grammemes


class Readings(NamedTuple):
    """How a word can be read: as names, as other words of open and closed kinds.

    ``every``: these and the rare ones. ``named``: whether any of them is a name. ``keys``: of
    the cells. ``adjectives``: those of a form that is also an oblique case of a name: Северном.
    ``surnames``: readings as surnames, rare ones too.
    """

    every: tuple[Cut, ...]
    names: tuple[Cut, ...]
    open: tuple[Cut, ...]
    closed: tuple[Cut, ...]
    adjectives: tuple[Cut, ...]
    surnames: tuple[Cut, ...]
    named: bool
    keys: tuple[_Key, ...]


class _Cells(dict[_Key, Cell]):
    """(paradigm, index of the form) → Cell, made when first asked for."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self._source = source
        self._marks = [_mark(tag) for tag in source.gramtab]
        self._cuts: dict[Cut, Cut] = {}

    def __missing__(self, key: _Key) -> Cell:
        source, (number, index) = self._source, key
        # pymorphy's layout: the suffixes of all forms, then their tags, then their prefixes
        paradigm = source.paradigms[number]
        size = len(paradigm) // 3
        mark = self._marks[paradigm[size + index]]
        if index:
            suffix = source.suffixes[paradigm[index]]
            prefix = source.paradigm_prefixes[paradigm[2 * size + index]]
            before = source.paradigm_prefixes[paradigm[2 * size]]
            after = source.suffixes[paradigm[0]].replace("ё", "е")
            cut = Cut(len(prefix), len(suffix), before, after)
        else:
            cut = _NOTHING
        cell = self[key] = Cell(self._cuts.setdefault(cut, cut), mark)
        return cell


_NOTHING = Cut(0, 0, "", "")


def _mark(tag: Any) -> Grammemes:
    marks = tag.grammemes
    rare = "Poss" in marks or ("plur" in marks and bool(marks & {"Name", "Geox"}))
    closed = not tag.is_productive()
    return Grammemes(
        tag=str(tag),
        part=str(tag.POS),
        name=bool(marks & _NAMES) and "Init" not in marks,
        place="Geox" in marks,
        rare=rare,
        closed=closed,
        adjective="ADJF" in marks and not (rare or closed),
    )


class _Readings(dict[tuple[_Key, ...], Readings]):
    """Keys of cells → Readings: words of one declension share one."""

    def __init__(self, cells: _Cells) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, keys: tuple[_Key, ...]) -> Readings:
        every: list[Cut] = []
        names: list[Cut] = []
        free: list[Cut] = []
        closed: list[Cut] = []
        oblique: set[Cut] = set()
        adjectives: list[Cut] = []
        surnames: dict[Cut, None] = {}
        named = False
        for key in keys:
            cut, mark = self._cells[key]
            named = named or mark.name
            if cut not in every:
                every.append(cut)
            kind = names if mark.name else closed if mark.closed else free
            if not mark.rare and cut not in kind:
                kind.append(cut)
            # a surname that is itself an adjective (Толстой) says nothing about other adjectives
            named = mark.place or (mark.name and not cut.after.endswith(_ADJECTIVE))
            if named and not mark.rare:
                oblique.add(cut)
            if mark.adjective:
                adjectives.append(cut)
            if "Surn" in mark.tag:
                surnames[cut] = None
        if not oblique or _NOTHING in oblique:
            adjectives.clear()
        found = self[keys] = Readings(
            tuple(every),
            tuple(names),
            tuple(free),
            tuple(closed),
            tuple(adjectives),
            tuple(surnames),
            named,
            keys,
        )
        return found


class Dictionary:
    """All readings of a word. Words are in lower case with ё written as е."""

    def __init__(self) -> None:
        morph = pymorphy3.MorphAnalyzer(lang="ru", result_type=None)
        self._words = morph.dictionary.words
        self._endings = morph.dictionary.prediction_suffixes_dawgs[0]
        self._yo = morph.char_substitutes
        self._cells = _Cells(morph.dictionary)
        self._readings = _Readings(self._cells)
        self._estimate = morph.prob_estimator.p_t_given_w
        self.readings = lru_cache(RECENT)(self._look_up)
        """How a word can be read, None when the dictionary does not have it."""
        self.version = "pymorphy3-dicts-ru " + version("pymorphy3-dicts-ru")

    def _look_up(self, word: str) -> Readings | None:
        if "е" not in word:  # nothing stands for an ё either: one look-up is enough
            cells = self._words.get(word)
            return self._readings[tuple(cells)] if cells else None
        found = self._words.similar_item_values(word, self._yo)
        if not found:
            return None
        return self._readings[tuple(found[0]) if len(found) == 1 else tuple(chain(*found))]

    def probability(self, word: str, readings: Readings) -> tuple[float, float]:
        """P(a name | word) and P(another word | word) in the OpenCorpora corpus.

        Both are 0.0 if the corpus does not have the word.
        """
        marks = {self._cells[key].mark for key in readings.keys}
        name, other = 0.0, 0.0
        for mark in marks:
            probability = self._estimate.prob(word, mark.tag)
            if not mark.name:
                other += probability
            elif not mark.rare:
                name += probability
        return name, other

    def is_place(self, word: str) -> bool:
        """Whether ``word`` is the nominative of a place."""
        readings = self.readings(word)
        return readings is not None and any(
            self._cells[key].mark.place and word in lemmas(word, [self._cells[key].cut])
            for key in readings.keys
        )

    def guesses(self, word: str) -> list[Cut]:
        """How words that end like ``word`` get their lemma.

        Of the longest ending of at most LONGEST_ENDING letters that the dictionary has; without
        what fewer than RARE of the words with the commonest inflection do, and without lemmas
        that are another part of speech: «Мечел» is no past tense of мечеть.
        """
        for size in range(min(LONGEST_ENDING, len(word) - 1), 0, -1):
            values = list(chain(*self._endings.similar_item_values(word[-size:], self._yo)))
            least = RARE * max((count for count, _, _ in values), default=0)
            keys = [(key, index) for count, key, index in values if count >= least]
            if found := [key for key in keys if not self._cells[key].mark.closed]:
                return [self._cells[key].cut for key in found if self._inflects(word, key)]
        return []

    def _inflects(self, word: str, key: _Key) -> bool:
        """Whether the lemma of ``word`` at ``key`` is a new word, or known as such a word."""
        (lemma,) = lemmas(word, [self._cells[key].cut])
        known = self.readings(lemma)
        part = self._cells[key[0], 0].mark.part
        return known is None or any(self._cells[each].mark.part == part for each in known.keys)


def lemmas(word: str, cuts: Sequence[Cut]) -> set[str]:
    """The lemmas that ``cuts`` make of ``word``."""
    size = len(word)
    if len(cuts) == 1:
        left, right, before, after = cuts[0]
        return {before + word[left : size - right] + after}
    return {before + word[left : size - right] + after for left, right, before, after in cuts}
