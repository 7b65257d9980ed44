"""Names that mean the same: Москва and Moscow, Трамп and Trump, ФСБ and its full name.

They are the two labels of a region in the taxonomy, and its other one in brackets ("Сухум
(Сухуми)"), the states and the cities of CLDR, and those of ``data/names.tsv`` (ours) and
``data/city-names.tsv`` (GeoNames, CC BY 4.0): names that do not sound alike in both alphabets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from babel import Locale

from indexer.analysis import Analyzer
from indexer.analysis.normalise import normalise
from indexer.tagging.traits import traits
from indexer.taxonomy import Taxonomy
from schemas.expression import Word

_Group = tuple[str, ...]
"""Names that mean the same, as they are written."""

_TWO = re.compile(r"(\w[\w-]*) \((\w[\w-]*)\)")
_PLAIN = re.compile(r"[A-ZА-ЯЁ][^\W\d_](?:[^\W\d_]|[ -]\w\w)[\w’'. -]*")
_BEGINNING = 3
"""Letters of a name by which it is found: no case form changes them."""
_BREAK = re.compile(r"[\s–—-]+")
_STATIONS = "Antarctica"
_SHORT = (("о-ва", "острова"), ("о-в", "остров"), (" — ", "-"), (" & ", " and "))
_CAPITAL = frozenset(("jersey", "perth", "reunion"))
"""English words that are names of places with a capital letter alone."""
_ABBREVIATION = 5
"""Letters of an abbreviation at most: a name all in capitals."""
_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+\.?")
_SMALL = 3
"""Letters from which an abbreviation is read in small letters, too: оон, but not ес."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name. ``words``: as a query reads them; ``small``: their terms in small letters."""

    text: str
    words: tuple[Word, ...]
    small: tuple[frozenset[str], ...]


class Names:
    """Which names mean the same. Safe to share between threads.

    Analysing all of them takes seconds, so each is analysed when a word that begins like it is
    asked for.
    """

    def __init__(self, places: Taxonomy, analyzer: Analyzer) -> None:
        self._analyzer = analyzer
        self._begun: dict[str, list[tuple[str, _Group]]] = {}
        self._analysed: set[str] = set()
        self._by_term: dict[str, dict[tuple[str, _Group], tuple[Name, _Group]]] = {}
        self._known: dict[str, Name] = {}
        self.forms: set[str] = set()
        """The words of all names, in small letters."""
        self._cities = frozenset(_listed("city-names.tsv"))
        for group in (*groups(places), *self._cities):
            for text in group:
                words = [normalise(piece).lower() for piece in _pieces(text)]
                self.forms.update(words)
                self._begun.setdefault(words[0][:_BEGINNING], []).append((text, group))

    def others(self, typed: Sequence[Word], *, cities: bool = True) -> tuple[Name, ...]:
        """The other names of what ``typed`` means, () when it may mean anything else.

        Without ``cities``, the names of the list of cities are left out: Nancy is also Нэнси.

        With a capital letter a word is a name, in any of its cases. Without one a single Cyrillic
        word must be no form of anything else, and no common word: "гала" is not Гали.
        """
        found: dict[str, Name] = {}
        for name, group in self._meant(typed):
            if group in self._cities and not cities:
                continue
            found |= {other: self._name(other) for other in group if other != name.text}
        asked = {term for word in typed for term in word.terms}
        one = len(typed) == 1
        new = (n for n in found.values() if not (one and {*_terms(n)} <= asked))
        return tuple(sorted(new, key=lambda name: name.text))

    def meant(self, typed: Sequence[Word]) -> tuple[str, ...]:
        """The names that ``typed`` means, as they are written: Дания for «Дании»."""
        return tuple(sorted({name.text for name, _ in self._meant(typed)}))

    def _meant(self, typed: Sequence[Word]) -> Iterator[tuple[Name, _Group]]:
        named = self._beginning(typed[0]) if typed else iter(())
        return ((name, group) for name, group in named if self._means(typed, name))

    def longest(self, word: Word) -> int:
        """Words of the longest name that begins with ``word``, 0 when none does."""
        return max((len(name.words) for name, _ in self._beginning(word)), default=0)

    def _beginning(self, word: Word) -> Iterator[tuple[Name, _Group]]:
        """The names whose first word has a term of ``word``, with their groups."""
        wholes = (normalise(_bare(word.text)).lower(), *word.terms)
        for key in {whole[:size] for whole in wholes for size in range(2, _BEGINNING + 1)}:
            if key not in self._analysed:
                self._analyse(key)
        found: dict[tuple[str, _Group], tuple[Name, _Group]] = {}
        for term in word.terms:
            found |= self._by_term.get(term, {})
        return iter(found.values())

    def _analyse(self, key: str) -> None:
        # threads may do the same at once: the key is marked when all is there
        for text, group in self._begun.get(key, ()):
            name = self._name(text)
            for term in {*name.words[0].terms, *name.small[0]}:
                self._by_term.setdefault(term, {})[text, group] = name, group
        self._analysed.add(key)

    def _name(self, text: str) -> Name:
        if text not in self._known:
            pieces = _pieces(text)
            words = tuple(self._analyzer.word(piece) for piece in pieces)
            small = (frozenset(self._analyzer.word(piece.lower()).terms) for piece in pieces)
            self._known[text] = Name(text, words, tuple(small))
        return self._known[text]

    def _means(self, typed: Sequence[Word], name: Name) -> bool:
        if len(typed) != len(name.words):
            return False
        if _is_abbreviation(name.text):
            return _abbreviates(typed[0], name)
        if len(typed) == 1:
            return self._is_word(typed[0], name)
        return all(
            not {*one.terms}.isdisjoint({*other.terms, *small})
            for one, other, small in zip(typed, name.words, name.small, strict=True)
        )

    def _is_word(self, word: Word, name: Name) -> bool:
        terms = frozenset(word.terms)
        if word.text in _CAPITAL:
            return False
        if word.text.isascii() or word.text.istitle():
            return not terms.isdisjoint(name.words[0].terms)
        form = normalise(word.text).lower()
        nominative = normalise(name.text).lower()
        known = traits(form)
        # «франция» is hardly ever of "франций", so it has no term of that; «панама» is a hat, too
        if known.common and (nominative in known.common_lemmas or terms != {nominative}):
            return terms == name.small[0] and self._analyzer.capital(word.text) != word.text
        # «киеве» is a form of the name, and of no other word
        own = terms == {nominative} or (nominative in terms and known.lemmas == {nominative})
        return own or terms == name.small[0]


def groups(places: Taxonomy) -> Iterator[tuple[str, ...]]:
    """Names that mean the same, as they are written."""
    yield from _labels(places)
    yield from _listed("names.tsv")
    yield from _cldr()


def _abbreviates(word: Word, name: Name) -> bool:
    """Whether ``word`` is an abbreviation in any letters, or in a case: Nato, оон, МИДу, U.N."""
    text = _bare(word.text)
    base, ending = text[: len(name.text)], text[len(name.text) :]
    if base.upper() != name.text:
        return False
    if ending:
        return base.isupper() and ending.islower() and not {*word.terms}.isdisjoint(_terms(name))
    return base.isupper() or len(base) >= _SMALL


def _bare(text: str) -> str:
    """``text`` without the dots of an abbreviation."""
    return text.replace(".", "") if _DOTTED.fullmatch(text) else text


def _is_abbreviation(text: str) -> bool:
    return text.isupper() and len(text) <= _ABBREVIATION


def _pieces(text: str) -> list[str]:
    return [piece for piece in _BREAK.split(text) if piece]


def _terms(name: Name) -> Iterator[str]:
    return (term for word in name.words for term in word.terms)


def _labels(places: Taxonomy) -> Iterator[tuple[str, ...]]:
    for entry in places.entries:
        texts: list[str] = []
        for label in entry.labels.values():
            two = _TWO.fullmatch(label)
            texts += two.groups() if two else [label]
        yield tuple(dict.fromkeys(texts))


def _listed(file: str) -> Iterator[tuple[str, ...]]:
    text = (files(__package__) / "data" / file).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            yield tuple(line.split("\t"))


@cache
def _cldr() -> tuple[tuple[str, ...], ...]:
    """States and cities (those that time zones are named after) as CLDR calls them."""
    russian, english = Locale("ru"), Locale("en")
    pairs = [
        (_whole(name), _whole(english.territories.get(code, "")))
        for code, name in russian.territories.items()
        if not code.isdigit()
    ]
    for zone, names in russian.time_zones.items():
        continent, _, last = zone.rpartition("/")
        city = english.time_zones.get(zone, {}).get("city") or last
        # a "city" in Antarctica is a station: Восток
        if continent != _STATIONS and not _is_common(russian_name := names.get("city", "")):
            pairs.append((russian_name, city.replace("_", " ")))
    return tuple(dict.fromkeys(pair for pair in pairs if all(map(_PLAIN.fullmatch, pair))))


def _whole(name: str) -> str:
    """``name`` with the abbreviations of CLDR written out: о-ва, &."""
    for short, whole in _SHORT:
        name = name.replace(short, whole)
    return name[:1].upper() + name[1:]


def _is_common(russian: str) -> bool:
    """Whether a name is also a common word, and no city to the dictionary: Ном, Кантон."""
    known = traits(russian.lower())
    return known.common and not known.given and not known.town
