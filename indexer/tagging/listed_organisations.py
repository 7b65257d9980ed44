"""Organisations of our list in an article: where they are named, and what the article calls them.

A name is given as the article has it, in the nominative: ВКонтакте and VK become one only when the
names of an archive are joined. Within one article an organisation has one name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import get_args

from indexer.analysis import Analyzer
from indexer.tagging.institutions_ru import is_of_others
from indexer.tagging.known import known_organisations
from indexer.tagging.latin_names import is_latin_capital, is_space
from indexer.tagging.model import Organisation
from indexer.tagging.phrases import PhraseMatch, Phrases
from indexer.tagging.products import is_hit, is_model, is_of_maker
from indexer.tagging.region_names import GUARDED
from indexer.tagging.traits import lists, traits
from indexer.tagging.words import TextWord
from schemas.article import Language

KNOWN = 0.95
"""Confidence of a listed name."""

LANGUAGES: tuple[Language, ...] = get_args(Language)

_LOUD = 6
"""A name of so few letters may occur by chance in a headline in capitals."""

_ENDING = re.compile(r"['’]s?$")
_DOTTED = re.compile(r"(?:[A-Z]\.)+[A-Z]")


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A name of the list. ``guarded``: it counts in quotation marks, or after a noun, only."""

    name: str
    guarded: bool


class ListedOrganisations:
    """The names of our list, which are looked for in articles."""

    def __init__(self, analyzer: Analyzer, nouns: Phrases[bool], heads: frozenset[str]) -> None:
        """``nouns``: before a guarded name; ``heads``: words by which a longer name may go on."""
        self._phrases: dict[str, Phrases[_Spelling]] = {
            language: Phrases(analyzer, _spelt(language)) for language in LANGUAGES
        }
        self._displayed: dict[str, Mapping[str, str]] = {
            language: _displayed(language) for language in LANGUAGES
        }
        self._nouns, self._heads = nouns, heads

    def find(self, words: Sequence[TextWord], language: str) -> Iterator[Organisation]:
        """The listed names in ``words`` of an article in ``language``."""
        if language not in self._phrases:
            return
        for match in self._phrases[language].find(words):
            start, end = match.start, match.end
            if match.value.guarded and not self._is_named(words, start, end):
                continue
            if _is_shouted(words, match) or _is_sign(words, start, end):
                continue
            if self._is_within(words, start, end, match.text) or is_of_others(words, start, end):
                continue
            if not _is_spelt(match) or _is_somebody(words, start, end):
                continue
            if is_model(words, end) or (language == "ru" and _is_product(words, match)):
                continue
            yield Organisation(_written(match), start, end, KNOWN)

    def called_one_way(self, found: Iterable[Organisation], language: str) -> list[Organisation]:
        """``found`` with one name for each: our list's if the article has it, else the first."""
        displayed = self._displayed.get(language, {})
        listed = list(found)
        chosen: dict[str, str] = {}
        for one in listed:
            value = displayed.get(_key(one.name), one.name)
            earlier = chosen.setdefault(value, one.name)
            if _key(one.name) == _key(value) != _key(earlier):
                chosen[value] = one.name
        return [
            replace(one, name=chosen[displayed.get(_key(one.name), one.name)]) for one in listed
        ]

    def _is_within(self, words: Sequence[TextWord], start: int, end: int, text: str) -> bool:
        """Whether a name is a part of a longer one.

        Оксфорд-Гроув, МК-54, Телеграм-канал, Bank of Japan.
        """
        if end == start + 1 and words[start].parts and words[start].text != text:
            parts = words[start].parts
            last = parts[-1]
            kind = not last.capital and traits(last.form).common and last.form not in _FIRMS
            return kind or sum(part.capital for part in parts) > 1 or last.text.isdigit()
        if not start or words[start].form not in self._heads or end == start + 1:
            return False
        before = words[start - 1]
        return (
            words[start].joined and before.capital and before.text[0].isascii() and not before.opens
        )

    def _is_named(self, words: Sequence[TextWord], start: int, end: int) -> bool:
        """Whether words [start, end) stand in quotation marks or after a noun like "газета"."""
        if words[start].gap[-1:] in OPENING and closing(words, start) == end:
            return True
        if not start or not words[start].joined:
            return False
        before = words[start - 1]
        if words[start].text.isdigit():  # источник 112
            counted = end < len(words) and words[end].joined and not traits(words[end].form).verb
            return not counted and before.form in _SOURCES
        return self._nouns.has(before)


_SOURCES = frozenset({"источник", "источника", "источнику", "данным", "информации"})
"""A number after one of these is a name, unless a noun follows that it counts."""


def _is_shouted(words: Sequence[TextWord], match: PhraseMatch[_Spelling]) -> bool:
    """Whether it stands in a headline in capitals, where it may be another word."""
    place = words[match.start : match.end]
    if not (place[0].opens and all(word.text.isupper() for word in place)):
        return False
    # "REUTER" below a text names its agency
    signs = match.end == len(words) and match.text == "REUTER"
    return signs or len(match.text) > _LOUD


def _is_sign(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether it is the ticker of a company's shares: <RT>."""
    closed = end < len(words) and words[end].gap.startswith(">")
    return closed and words[start].gap.endswith("<") and words[start].text.isupper()


def _is_spelt(match: PhraseMatch[_Spelling]) -> bool:
    """Whether a Latin name stands as it is spelt, but for accents.

    City is not Citi, "Shell's oil" not Shell Oil, Liberals are not Libération.
    """
    name, text = match.value.name, match.text
    if not (name[0].isascii() and text[0].isascii()):
        return True
    return _letters(_without_accents(name)) == _letters(_without_accents(text))


def _is_somebody(words: Sequence[TextWord], start: int, end: int) -> bool:
    """Whether a first name stands before a single word: Xavier Dupont, Henry Ford."""
    if (
        end > start + 1
        or not start
        or not is_space(words[start].gap)
        or words[start].text.isupper()
    ):
        return False
    before = words[start - 1]
    return before.capital and before.form in lists()["given_en"] and words[start].text.isascii()


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, _ENDING.sub("", name.lower())))


def _is_product(words: Sequence[TextWord], match: PhraseMatch[_Spelling]) -> bool:
    """Whether a name in a Russian text is a part of another, or names the maker of a product.

    Yandex GPT, Ural Mash, автомобиль Toyota, врезался в Фольксваген.
    """
    start, end = match.start, match.end
    after = words[end] if end < len(words) and is_space(words[end].gap) else None
    before = words[start - 1] if start and is_space(words[start].gap.rstrip(OPENING)) else None
    if before and (_is_of_maker(words, match) or is_hit(words, start, match.value.name)):
        return True
    if not match.text.isascii():
        return False
    beside = [one for one in (before, after) if one and is_latin_capital(one) and not one.opens]
    return bool(beside)


def _is_of_maker(words: Sequence[TextWord], match: PhraseMatch[_Spelling]) -> bool:
    """Whether a product stands before the name of its maker in the nominative.

    Not where the maker itself is meant: производитель мотоциклов Harley-Davidson.
    """
    at, text = match.start, match.text
    if not is_of_maker(words, at, vehicle=not text.isascii()):
        return False
    return text.isascii() or _key(text) == _key(match.value.name)


_FIRMS = frozenset({"банк", "банка", "банку", "банком", "банке", "групп", "клуб", "фонд", "медиа"})
"""Last parts of names of organisations: БКС-банк."""


def _written(match: PhraseMatch[_Spelling]) -> str:
    """The name as the article has it if it is in the nominative there, else as it is listed."""
    name, text = match.value.name, match.text
    if _key(name) == _key(text) and not text.isupper() and text[0].isupper():
        name = text
    return f"{name}." if _DOTTED.fullmatch(name) else name


OPENING, _CLOSING = '«"“„', '»"”“'

LONGEST_NAME = 8
"""The most words that a quoted name has."""


def closing(words: Sequence[TextWord], start: int) -> int:
    """Where the quotation that opens before ``start`` ends; 0 if it is too long for a name."""
    for end in range(start + 1, min(start + LONGEST_NAME, len(words)) + 1):
        gap = words[end].gap if end < len(words) else '"'
        if any(mark in _CLOSING for mark in gap):
            return end
        if words[end].opens and words[end].capital and not is_space(gap):
            return 0  # a sentence
    return 0


def _key(name: str) -> str:
    """``name`` without accents (El Pais, Societe Generale), but with й."""
    plain = name.lower().rstrip(".").replace("ё", "е")
    return plain if plain.isascii() or not plain[0].isascii() else _without_accents(plain)


def _without_accents(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name)
    return "".join(part for part in parts if not unicodedata.combining(part))


def _displayed(language: Language) -> dict[str, str]:
    """Each spelling → the name that our list displays for it."""
    return {
        _key(name.removeprefix(GUARDED)): one.display(language)
        for one in known_organisations()
        for name in chain.from_iterable(one.spellings.values())
    }


def _spelt(language: Language) -> Iterator[tuple[str, _Spelling]]:
    """Each name of each organisation. Russian articles have names in Latin letters too."""
    for one in known_organisations():
        both: tuple[Language, ...] = ("ru", "en") if language == "ru" else ("en",)
        for name in dict.fromkeys(chain.from_iterable(one.spellings[each] for each in both)):
            guarded = name.startswith(GUARDED)
            plain = name.removeprefix(GUARDED)
            yield plain, _Spelling(plain, guarded)
            if plain.startswith("Мин") and plain.isalpha():  # глава минобороны
                yield plain.lower(), _Spelling(plain, guarded)
