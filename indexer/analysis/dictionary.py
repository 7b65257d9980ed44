"""The Russian dictionary of OpenCorpora, read as pymorphy3 compiled it.

We read its automaton directly: twice as fast as ``MorphAnalyzer.normal_forms``, the same lemmas.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from typing import Any

import pymorphy3

_NAMES = {"Name", "Surn", "Patr", "Geox"}
LONGEST_ENDING = 5
"""Letters by which the dictionary guesses how an unknown word is inflected."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One form of a paradigm: how to get the lemma from it, and what it is.

    ``name``: of a first name, surname, patronymic or place. ``plural``: of a first name or a place
    in the plural: grammar allows it, few write it. ``closed``: of a pronoun, preposition, ...:
    no new word is inflected like it; so is an adjective of possession (Иванов дом).
    """

    cut_left: int
    cut_right: int
    before: str
    after: str
    name: bool
    plural: bool
    closed: bool
    tag: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The cells that a word fills, as names (but for rare plurals) and as other words."""

    every: tuple[Cell, ...]
    names: tuple[Cell, ...]
    common: tuple[Cell, ...]
    named: bool
    """Whether any cell, a rare plural too, is of a name."""


class _Cells(dict[tuple[int, int], Cell]):
    """(paradigm, index of the form) → Cell, made when first asked for."""

    def __init__(self, source: Any) -> None:
        super().__init__()
        self._source = source

    def __missing__(self, key: tuple[int, int]) -> Cell:
        source, (number, index) = self._source, key
        paradigm = source.paradigms[number]
        size = len(paradigm) // 3
        suffix = source.suffixes[paradigm[index]]
        prefix = source.paradigm_prefixes[paradigm[2 * size + index]]
        after = source.suffixes[paradigm[0]].replace("ё", "е") if index else ""
        before = source.paradigm_prefixes[paradigm[2 * size]] if index else ""
        tag = source.gramtab[paradigm[size + index]]
        marks = tag.grammemes
        cell = self[key] = Cell(
            len(prefix) if index else 0,
            len(suffix) if index else 0,
            before,
            after,
            name=bool(marks & _NAMES) and "Init" not in marks,
            plural=bool(marks & {"Name", "Geox"}) and "plur" in marks and "Pltm" not in marks,
            closed=not tag.is_productive() or "Poss" in marks,
            tag=str(tag),
        )
        return cell


class _Readings(dict[tuple[tuple[int, int], ...], Readings]):
    """Keys of cells → Readings: words of one declension share one."""

    def __init__(self, cells: _Cells) -> None:
        super().__init__()
        self._cells = cells

    def __missing__(self, keys: tuple[tuple[int, int], ...]) -> Readings:
        every = tuple(self._cells[key] for key in keys)
        names = tuple(cell for cell in every if cell.name and not cell.plural)
        common = tuple(cell for cell in every if not cell.name)
        found = self[keys] = Readings(every, names, common, any(cell.name for cell in every))
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
        self.version = version("pymorphy3") + " " + version("pymorphy3-dicts-ru")

    def readings(self, word: str) -> Readings | None:
        """How ``word`` can be read, None when the dictionary does not have it."""
        found = self._words.similar_item_values(word, self._yo)
        if not found:
            return None
        return self._readings[tuple(found[0]) if len(found) == 1 else tuple(chain(*found))]

    def probability(self, word: str, cells: Iterable[Cell]) -> float:
        """P(one of ``cells`` | word) in the OpenCorpora corpus; 0.0 if never seen there."""
        return float(sum(self._estimate.prob(word, tag) for tag in {cell.tag for cell in cells}))

    def guesses(self, word: str) -> list[tuple[int, Cell]]:
        """How words that end like ``word`` are inflected: (number of such words, cell).

        Of the longest ending of at most LONGEST_ENDING letters that the dictionary has.
        """
        for size in range(min(LONGEST_ENDING, len(word) - 1), 0, -1):
            values = self._endings.similar_item_values(word[-size:], self._yo)
            cells = [(count, self._cells[number, index]) for count, number, index in chain(*values)]
            if found := [(count, cell) for count, cell in cells if not cell.closed]:
                return found
        return []


def lemmas(word: str, cells: Iterable[Cell]) -> set[str]:
    """The lemmas of ``word``, if it fills ``cells``."""
    size = len(word)
    return {c.before + word[c.cut_left : size - c.cut_right] + c.after for c in cells}
