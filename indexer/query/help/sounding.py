"""Words of the index that sound like another, and how they do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.analysis import sound
from indexer.analysis.nominatives import both_genders, surnames
from indexer.index.contract import Searcher
from indexer.query.help.headlines import Style
from indexer.query.help.known_words import is_english, is_place, is_unknown
from indexer.query.help.lexicon import Lexicon
from indexer.tagging.traits import traits
from schemas.document import EXACT

ALIKE = 7
"""Letters from which a Latin name that articles have may differ in its final vowels."""

SHORTEST_KEY = 4
"""Signs of a key of a transcription: shorter ones are alike by accident (Cahit, Кая)."""

_ENDED = re.compile("(?:[ое]в|[иы]н|[ыио]й|[ая]я|[ое]е)а?$")
"""Endings of names that are adjectives, or are declined like adjectives: Кадыров, Нагорный."""


@dataclass(frozen=True, slots=True)
class Other:
    """Another word, which sounds alike; ``number``: in the lexicon.

    ``same``: it sounds the same as it is written. ``sure``: it or its nominative does.
    ``fitting``: one of its terms sounds alike.
    ``evident``: it, or another of its case forms, is written with a capital letter.
    ``name``: it is evident, or no dictionary knows it.
    ``transcribed``: it sounds alike only as a Russian transcription of another language.
    """

    number: int
    word: str
    terms: set[str]
    same: bool
    sure: bool
    fitting: bool
    name: bool
    evident: bool
    transcribed: bool


def sounding(keys: set[str], form: str, lexicon: Lexicon, searcher: Searcher) -> list[Other]:
    """The words that sound like ``form``; [] when none of them can be another spelling of it."""
    wide = keys.union(transcribed(form))
    numbers = lexicon.sounding(wide)
    each = zip(numbers, lexicon.words(numbers), strict=True)
    words = {number: word for number, word in each if is_pronounced(word)}
    if not form.isascii() and not any(map(str.isascii, words.values())):
        return []
    own = {number: _own_terms(word, searcher) for number, word in words.items()}
    names = {t for n in words if lexicon.styles[n] == Style.NAME for t in own[n]}
    unknown = any(word.isascii() and is_unknown(word) for word in (form, *words.values()))

    found = []
    for number, word in words.items():
        fitting = {term for term in own[number] if _sounds(term, keys)}
        same = is_same(word, keys)
        by_rule = not (fitting or same)
        if by_rule:
            fitting = _transcriptions(word, own[number], form, wide)
            by_rule = bool(fitting)
            same = by_rule and (word.isascii() or is_same(word, wide))
        names_of = (n for t in fitting if _is_whole(word, t) for n in both_genders(t))
        sure = same or any(is_same(name, wide) for name in names_of)
        if fitting or same or _sounds(word, keys):
            name = not names.isdisjoint(own[number]) or any(map(_is_name_of, fitting))
            # two words that no dictionary knows are one name; «таргет» is no Target
            evident, name = name, name or (unknown and sure and is_unknown(word))
            terms = fitting or own[number]
            found.append(
                Other(number, word, terms, same, sure, bool(fitting), name, evident, by_rule)
            )
    return found


def _is_whole(word: str, term: str) -> bool:
    """Whether a term is nearly a nominative: that of a Latin word is a stem. Apple is no АПЛ."""
    return not term.isascii() or "'" in word or len(word) >= ALIKE


def is_pronounced(word: str) -> bool:
    """Whether no part of a word is a letter by itself: T-bill and Т-Технологии are no names."""
    return all(len(part) > 1 for part in word.split("-"))


def _is_name_of(nominative: str) -> bool:
    """Whether the dictionary knows a Cyrillic word as a name alone, or its shape is a surname's."""
    known = traits(nominative)
    if known.lemmas:
        return bool(known.given or known.surnames or known.town) and not known.common
    return not nominative.isascii() and bool(surnames(nominative))


def is_common(word: str) -> bool:
    """Whether the dictionary knows ``word``, and not as a name: Белый is common though of a house.

    A place that is a common word, too (Орёл), is none.
    """
    known = traits(word)
    name = known.given or known.surnames or known.patronymic or known.town
    return known.common and not name


def keys_of(form: str, terms: Iterable[str]) -> set[str]:
    """How a form sounds: in Latin letters by itself, else by the nominatives of its terms."""
    if form.isascii():
        return set(pronounced(form))
    others = {term for term in terms if not term.startswith(EXACT) and not term.isascii()}
    # with a capital letter: surnames that are common words, too
    names = {t.lower() for t in others if not (t.islower() and is_common(t))}
    # of a case form its nominative counts: "Корее" is Korea, not "Core"
    both = (one for name in names or {form} for one in both_genders(name))
    return {key for name in both for key in pronounced(name)}


def pronounced(word: str) -> tuple[str, ...]:
    """A key of its sound for each way in which a word may be read."""
    one = word.replace("-", "")
    return sound.keys_of_readings(one) if one.isascii() else (sound.keys(one),)


def _transcriptions(word: str, terms: set[str], form: str, keys: set[str]) -> set[str]:
    """The ``terms`` of a ``word`` that is a Russian transcription of ``form``, or the reverse.

    A word that is common in either language is no transcription, whatever else it may be: Levee is
    not левый, nor Aaron «арену», which could also be of Арен.
    """
    if any(traits(one).common for one in (word, form)):
        return set()
    if word.isascii():
        heard = not (form.isascii() or keys.isdisjoint(transcribed(word)))
        return terms if heard else set()
    if not form.isascii():
        return set()
    if is_unknown(word) and is_same(word, keys):
        return terms
    names = (term for term in terms if not is_common(term))
    return {name for name in names if any(is_same(one, keys) for one in both_genders(name))}


def transcribed(word: str) -> set[str]:
    """More keys of a Latin word that may be a name; only Cyrillic words are compared by them."""
    if not word.isascii() or "'" in word or is_english(word):
        return set()
    keys = sound.keys_of_names(word.replace("-", ""))
    return {key for key in keys if len(key) >= SHORTEST_KEY}


def _sounds(word: str, keys: set[str]) -> bool:
    """Whether ``word``, or the same surname of a woman, sounds like ``keys``.

    The final vowels may differ only in places and in names with several endings: Patricia is not
    Патрик.
    """
    readings = {key for one in both_genders(word) for key in pronounced(one)}
    if not readings.isdisjoint(keys):
        return True
    if not (word.isascii() or _ENDED.search(word) or is_place(word) or traits(word).town):
        return False
    return any(sound.sound_alike(one, other) for one in readings for other in keys)


def is_same(word: str, keys: set[str]) -> bool:
    """Whether ``word``, as it is written, has one of the sounds ``keys``."""
    return not keys.isdisjoint(pronounced(word))


def _own_terms(word: str, searcher: Searcher) -> set[str]:
    """The terms under which articles have ``word``, with and without its capital letter."""
    return {*searcher.terms(word), *searcher.terms(word.title())} or {EXACT + word}
