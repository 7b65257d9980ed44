"""Other spellings of a word: Kadyrov for Кадыров and back, Gadjiev for Gadzhiev."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.analysis.normalise import normalise
from indexer.engine import Searcher
from indexer.forgive import sound
from indexer.forgive.headlines import Style
from indexer.forgive.lexicon import Lexicon
from schemas.document import EXACT

SHORTEST = 3
"""Letters of a word that is looked for in other spellings."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """Another spelling as articles write it, and the terms that ask for it in all its forms."""

    written: str
    terms: tuple[str, ...]


def spellings(
    word: str, terms: Iterable[str], lexicon: Lexicon, searcher: Searcher, *, found: bool
) -> Spelling | None:
    """What sounds like ``word``, whose terms are ``terms``, and is written otherwise.

    A word in Latin letters is looked for in both alphabets, a Cyrillic one in Latin letters; its
    terms stand for its case forms. When articles have the word as it is typed (``found``), only
    names have other spellings: "most" is neither мост nor "mosty".
    """
    form = normalise(word).lower()
    if len(form) < SHORTEST or not form.replace("-", "").replace("'", "").isalpha():
        return None
    if found and not form.isascii() and not _is_name(form, terms, lexicon):
        return None
    keys = _keys(form, terms)
    others = [
        other for other in _sounding(keys, lexicon, searcher, found=found) if other.word != form
    ]
    cyrillic = [other for other in others if not other.word.isascii()] if form.isascii() else []
    if found and form.isascii():
        cyrillic = [other for other in cyrillic if lexicon.styles[other.number] == Style.NAME]
        if not cyrillic:
            return None
    latin = [other for other in others if other.word.isascii()]
    chosen = [*cyrillic, *latin]
    added = {term for other in chosen for term in other.terms}.difference(terms)
    if not added:
        return None
    best = max(chosen, key=lambda other: (other.alike, lexicon.counts[other.number]))
    return Spelling(lexicon.written(best.number), tuple(sorted(added)))


@dataclass(frozen=True, slots=True)
class _Other:
    """A word that sounds alike: itself (``alike``) or in the dictionary's form."""

    number: int
    word: str
    terms: set[str]
    alike: bool


def _sounding(
    keys: set[str], lexicon: Lexicon, searcher: Searcher, *, found: bool
) -> Iterator[_Other]:
    for number in sorted({number for key in keys for number in lexicon.sounding(key)}):
        word = lexicon.word(number)
        own = _own_terms(word, searcher)
        fitting = {term for term in own if _sounds(term, keys)}
        alike = _sounds(word, keys)
        if fitting or (alike and not found):
            yield _Other(number, word, fitting or own, alike)


def _keys(form: str, terms: Iterable[str]) -> set[str]:
    if form.isascii():
        return set(sound.readings(form))
    others = (term for term in terms if not term.startswith(EXACT) and not term.isascii())
    return set(sound.keys("\n".join((form, *others))).split("\n"))


def _sounds(word: str, keys: set[str]) -> bool:
    mine = sound.readings(word) if word.isascii() else (sound.keys(word),)
    return any(sound.alike(one, other) for one in mine for other in keys)


def _own_terms(word: str, searcher: Searcher) -> set[str]:
    """The terms under which articles have ``word``, with and without its capital letter."""
    return {*searcher.terms(word), *searcher.terms(word.title())} or {EXACT + word}


def _is_name(form: str, terms: Iterable[str], lexicon: Lexicon) -> bool:
    numbers = [lexicon.find(word) for word in (form, *terms)]
    return any(n is not None and lexicon.styles[n] == Style.NAME for n in numbers)
