"""Words that are right as they are typed: help may offer another one, never take it unasked.

A word is known when a dictionary has it in any form (that of OpenCorpora; for English the words of
SCOWL that a school dictionary has), when it is a word of a place's name (in the
taxonomy of regions; in GeoNames, CC BY 4.0, from which cities.txt has the cities of the world; or
in villages.txt, written by hand), when it is a surname or has the shape of one, in either alphabet,
or when it is a first name or a frequent surname in English. What states and their people are called
is known to tagging: Pakistani is no misprint of Pakistan. That the archive does not have a word
says nothing: "nothing found" is then the right answer.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files

from babel import Locale

from indexer.analysis import Analyzer
from indexer.analysis.nominatives import nominatives, surnames
from indexer.analysis.normalise import normalise
from indexer.query.help.suggestions import in_other_alphabet
from indexer.tagging.region_names import tabled
from indexer.tagging.traits import known_surnames, lists, traits
from indexer.taxonomy import Taxonomy

SHORTEST = 3
"""Letters of a word that can be the name of a place."""

LONG_NAME = 5
"""Fewest letters of a word that may be a name because no dictionary has it."""

_WORD = re.compile(r"[\w-]+")
_SURNAME = re.compile(r"\w{2,}(?:швили|дзе|дзия|нко|[чщ]ук|юк|янц?|заде|оглы|[сц]кой|ович|евич)")
"""Shapes of surnames beside those that are declined as adjectives: Гогоберидзе, Ткачук, Авакян."""

_CAUCASIAN = re.compile(r"\w{2,}(?:[иу]а|ба|ава)")
"""More of them, which few misprints have: Хаджимба, Лежава, Гамсахурдиа."""

_CAPITAL = re.compile(r"\w{2,}(?:ия|ая)")
"""Shapes that many words have: of surnames only with a capital letter. Бжания, Ахалая."""


class KnownWords:
    """What the dictionary, the gazetteer and the shapes of surnames know. Immutable."""

    def __init__(self, analyzer: Analyzer, places: Taxonomy, names: AbstractSet[str]) -> None:
        self._analyzer = analyzer
        labels = [text for e in places.entries for text in (*e.labels.values(), *e.aliases)]
        named = (text for text, _ in tabled())
        words = (normalise(w).lower() for text in (*labels, *named) for w in _WORD.findall(text))
        self._places = (
            _listed("places.txt")
            | _listed("villages.txt")
            | _listed("cities.txt")
            | names
            | {word for word in words if len(word) >= SHORTEST}
        )

    def has(self, text: str) -> bool:
        """Whether ``text``, one word in any case form, is known."""
        form = normalise(text).lower()
        if self._analyzer.headwords(form):
            return True
        if form.isascii() and (
            is_english(form)
            or form in lists()["given_en"]
            or is_english_surname(form)
            or any(self._is_spelt(one, text) for one in in_other_alphabet(form))
        ):
            return True
        names = {form, *nominatives(form)}
        if not self._places.isdisjoint(names) or any(map(_is_surname, names)):
            return True
        if text.istitle() and any(map(_CAPITAL.fullmatch, names)):
            return True
        parts = form.split("-")
        return len(parts) > 1 and all(map(self.has, parts))

    def _is_spelt(self, russian: str, typed: str) -> bool:
        """Whether Latin letters spell a name of the dictionary, a place or the shape of a surname.

        Tambov, Lesken; Tarba only with a capital letter.
        """
        known = traits(russian)
        listed = len(russian) >= SHORTEST and russian in self._places  # КС sounds like "cs"
        named = known.given or known.surnames or known.town or listed
        return bool(named) or (typed.istitle() and _is_surname(russian))


def is_place(form: str) -> bool:
    """Whether a Cyrillic form in small letters may be that of a place of the Caucasus."""
    names = {form, *nominatives(form)}
    return not (
        names.isdisjoint(_listed("places.txt")) and names.isdisjoint(_listed("villages.txt"))
    )


def is_english(form: str) -> bool:
    """Whether a form in small letters is a word that an English school dictionary has."""
    return form in _listed("english-words.txt")


def is_english_surname(form: str) -> bool:
    """Whether a form in small letters is a frequent surname in English, and no word."""
    return form in _listed("surnames-en.txt")


def is_unknown(form: str) -> bool:
    """Whether a form in small letters is in no dictionary and long enough for a name: ирбид."""
    if len(form) < LONG_NAME:
        return False
    return not (is_english(form) if form.isascii() else traits(form).lemmas)


def is_language(form: str) -> bool:
    """Whether a form is the English name of a language, always with a capital: German."""
    return form in _languages()


@cache
def _languages() -> frozenset[str]:
    return frozenset(name.lower() for name in Locale("en").languages.values())


def _is_surname(nominative: str) -> bool:
    shapes = _SURNAME, _CAUCASIAN
    shaped = surnames(nominative) or any(shape.fullmatch(nominative) for shape in shapes)
    return bool(shaped) or nominative in known_surnames()


@cache
def _listed(file: str) -> frozenset[str]:
    text = (files(__package__) / "data" / file).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines for word in line.split())
