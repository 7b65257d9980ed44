"""The people or organisations of an archive from A to Z, in the order of a language."""

from __future__ import annotations

import threading
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from indexer.index.contract import Searcher
from indexer.page.facets import Labels
from indexer.tagging.eastern_names import is_family_first
from schemas.article import Language

CYRILLIC = "абвгґдеёєжзиіїйклмнопрстуўфхцчшщъыьэюя"
LATIN = "abcdefghijklmnopqrstuvwxyz"
OTHER = "#"
"""Stands for all that begins with no letter of these two alphabets."""

_SAME = str.maketrans("ё", "е")


@dataclass(frozen=True, slots=True)
class Entry:
    """A value, what it is called, in how many articles it is, and the letter it is under."""

    value: str
    label: str
    count: int
    letter: str


@dataclass(frozen=True)
class NameIndex:
    """The values of one facet in one language, sorted."""

    entries: tuple[Entry, ...]

    @cached_property
    def letters(self) -> Mapping[str, int]:
        """The letters that have entries, in order, and how many they have."""
        found: dict[str, int] = {}
        for entry in self.entries:
            found[entry.letter] = found.get(entry.letter, 0) + 1
        return found

    def under(self, letter: str) -> tuple[Entry, ...]:
        """The entries under a letter, in order."""
        return tuple(entry for entry in self.entries if entry.letter == letter)

    def of(self, values: Sequence[str]) -> tuple[Entry, ...]:
        """The entries of these values, in order."""
        wanted = set(values)
        return tuple(entry for entry in self.entries if entry.value in wanted)

    def most_named(self, limit: int) -> tuple[Entry, ...]:
        """The entries with most articles, the most first."""
        return tuple(sorted(self.entries, key=lambda entry: -entry.count)[:limit])


@dataclass(slots=True)
class NameIndexes:
    """The indexes of one generation, each made when it is first asked for."""

    searcher: Searcher
    labels: Labels
    _made: dict[tuple[str, Language], NameIndex] = field(default_factory=dict)
    _making: threading.Lock = field(default_factory=threading.Lock)

    def of(self, facet: str, language: Language) -> NameIndex:
        """The index of "person", by surname, or of "organisation", by name."""
        with self._making:
            if (facet, language) not in self._made:
                self._made[facet, language] = self._make(facet, language)
            return self._made[facet, language]

    def _make(self, facet: str, language: Language) -> NameIndex:
        labels = self.labels.get(language, {})
        named = (
            (value, labels.get(value, value), count)
            for value, count in self.searcher.values(facet).items()
            if count
        )
        alphabets = (CYRILLIC, LATIN) if language == "ru" else (LATIN, CYRILLIC)
        ranks = {letter: rank for rank, letter in enumerate("".join(alphabets))}
        keyed = []
        for value, label, count in named:
            sorted_by = _letters(_surname_first(label) if facet == "person" else label)
            key = [ranks.get(letter, -1) for letter in sorted_by]
            first = sorted_by[:1]
            letter = first.upper() if first in ranks else OTHER
            # what begins with no letter comes last, and within words a space comes first
            keyed.append((letter == OTHER, key, value, Entry(value, label, count, letter)))
        return NameIndex(tuple(entry for *_, entry in sorted(keyed, key=lambda one: one[:3])))


def _surname_first(name: str) -> str:
    if is_family_first(name):
        return name
    words = name.split()
    return " ".join((*words[-1:], *words[:-1]))


def _letters(name: str) -> str:
    """A name without marks over Latin letters, ё as е, and what stands before its first letter."""
    folded = name.casefold().translate(_SAME)
    plain = "".join(
        letter if letter in CYRILLIC else unicodedata.normalize("NFKD", letter)[:1]
        for letter in folded
    )
    return plain.lstrip("«»\"'„“”‘’([-– ")
