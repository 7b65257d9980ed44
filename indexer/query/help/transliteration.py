"""Other spellings of a word: Kadyrov for Кадыров and back, Gadjiev for Gadzhiev."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from indexer.analysis import Analyzer
from indexer.analysis.normalise import normalise
from indexer.index.contract import Searcher
from indexer.query.help.headlines import Style, in_style
from indexer.query.help.known_words import (
    LONG_NAME,
    is_english,
    is_language,
    is_place,
    is_unknown,
)
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.sounding import (
    ALIKE,
    Other,
    is_common,
    is_pronounced,
    is_same,
    keys_of,
    pronounced,
    sounding,
)
from indexer.tagging.traits import traits
from schemas.expression import Word

SHARE = 5
"""A word that articles have is taken for a name when a fifth as many have it in Cyrillic."""

SHORTEST = 3
"""Letters of a word that is looked for in other spellings."""

_ENDINGS = ("s", "d", "ed", "ing")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Other spellings as articles write them, and the terms that ask for all their forms.

    ``words``: each word with those of the terms that it has. ``sure``: one of them sounds the same,
    letter by letter, or is of the same alphabet.
    """

    written: tuple[str, ...]
    terms: tuple[str, ...]
    words: Mapping[str, Collection[str]]
    sure: bool = True

    def among(self, names: Iterable[str], *, latin: bool) -> Spelling | None:
        """Those in Latin letters if ``latin``, else in Cyrillic; and what sounds like ``names``."""
        keys = {key for name in names for key in pronounced(normalise(name).lower())}
        kept = {
            word: terms
            for word, terms in self.words.items()
            if word.isascii() == latin or any(is_same(one, keys) for one in (word, *terms))
        }
        if not kept:
            return None
        written = [text for text in self.written if normalise(text).lower() in kept]
        terms = tuple(sorted({term for each in kept.values() for term in each}))
        return Spelling(tuple(written or [*kept][:1]), terms, kept, self.sure)


def spellings(
    asked: Word, lexicon: Lexicon, searcher: Searcher, analyzer: Analyzer, *, found: bool
) -> Spelling | None:
    """What sounds like ``asked`` and is written otherwise.

    A word in Latin letters is looked for in both alphabets, a Cyrillic one in Latin letters; its
    terms stand for its case forms. Only names have other spellings in Latin letters: лось is not
    "loss". When articles have the word as it is typed (``found``), only names have any: "most" is
    neither мост nor "mosty", and белый is not "Belly".
    """
    form, terms = normalise(asked.text).lower(), asked.terms
    if len(form) < SHORTEST or not form.replace("-", "").replace("'", "").isalpha():
        return None
    if not is_pronounced(form):
        return None
    if _has_no_other(asked, form, lexicon, found=found):
        return None
    keys = keys_of(form, terms)
    if not (form.isascii() or analyzer.headwords(form)):
        keys.update(pronounced(form))  # Кокойты: it may be the nominative of a name
    keys = {key for key in keys if len(key) > 1}  # www is not "вв"
    group = sounding(keys, form, lexicon, searcher)
    if found:
        group = [other for other in group if _fits(other) and not _derived(form, other, lexicon)]
    latin = [other for other in group if other.word.isascii() and other.word != form]
    cyrillic = [other for other in group if not other.word.isascii()]
    if not form.isascii():
        chosen = _named_like(latin, lexicon, found=found)
        if found and not any(other.evident for other in cyrillic):
            chosen = [other for other in chosen if is_unknown(other.word)]
    else:
        english = _is_of_english(form) and lexicon.style(form) != Style.NAME
        chosen = [o for o in latin if _is_spelling(form, o) and not _is_word(o, lexicon)]
        chosen = [] if english else chosen
        names = (
            cyrillic if not english else [o for o in cyrillic if o.same and asked.text.istitle()]
        )
        chosen += [o for o in names if not (found or english) or _is_named(o)]
    if found and chosen and not _is_name(form, cyrillic, lexicon):
        return None
    added = {term for other in chosen for term in other.terms}.difference(terms)
    if not added:
        return None
    best = max(chosen, key=lambda other: (other.same, lexicon.counts[other.number]))
    word = best.word if best.same else _nominative(best, lexicon, analyzer)
    named = any(other.name for other in group)
    style = int(lexicon.styles[best.number]) or (Style.NAME if named else Style.COMMON)
    sure = any(
        (other.sure and not other.transcribed) or other.word.isascii() == form.isascii()
        for other in chosen
    )
    words = {other.word: other.terms.difference(terms) for other in chosen}
    return Spelling((in_style(word, style),), tuple(sorted(added)), words, sure)


def _has_no_other(asked: Word, form: str, lexicon: Lexicon, *, found: bool) -> bool:
    """Whether a word has no other spelling, whatever sounds like it: most of them are common words.

    jury is not Юрий, mart not март, Victory not Виктория. Токаев may be a surname.
    """
    latin = form.isascii()
    if (found or not latin) and is_common(form) and not _may_be_named(asked, form):
        return True
    common = asked.text.islower() and traits(form).common and any(map(is_common, asked.terms))
    if common or is_language(form):
        return True
    small = asked.text.islower() and not is_unknown(form)
    english = latin and found and (small or is_english(form))
    return english and lexicon.style(form) == Style.COMMON


def _fits(other: Other) -> bool:
    """Whether one of its terms sounds alike, or the word itself: Campinas has Campina's stem."""
    return other.fitting or (other.same and is_unknown(other.word))


def _derived(form: str, other: Other, lexicon: Lexicon) -> bool:
    """Whether ``form`` comes from a Latin word that articles have: Pakistani is not Пакистан."""
    bare = form.rstrip("aeiouy")
    ends = (bare, bare + "e") if form.isascii() and not other.sure else ()
    return any(end != form and lexicon.count(end) for end in ends)


def _is_of_english(form: str) -> bool:
    """Whether a word, or all parts of a compound, are English words: as-yet; co-op, too."""
    parts = form.split("-")
    return all(is_english(part) or len(part) < SHORTEST for part in parts)


def _may_be_named(asked: Word, form: str) -> bool:
    """Whether a common word may be a name, by its capital letter: Токаев, Буча."""
    return any(map(str.istitle, asked.terms)) or (asked.text.istitle() and is_place(form))


def _named_like(others: list[Other], lexicon: Lexicon, *, found: bool) -> list[Other]:
    """The names among Latin words that sound like a Cyrillic one that is no common word.

    Where no article has it as it is typed, the name must sound the same: Бокерия is not "Booker".
    """
    named = (
        other
        for other in others
        if (other.name or not _is_inflected(other.word, lexicon)) and not _is_word(other, lexicon)
    )
    return [other for other in named if other.sure or (found and len(other.word) >= ALIKE)]


def _is_word(other: Other, lexicon: Lexicon) -> bool:
    """Whether a Latin word is one of English that headlines do not write as a name: route."""
    return is_english(other.word) and lexicon.styles[other.number] != Style.NAME


def _is_spelling(form: str, other: Other) -> bool:
    """Whether a Latin word may be another spelling of ``form``: Gadjiev of Gadzhiev, not In of Inn.

    Names differ so only if they are long; they sound the same.
    """
    return other.same and min(len(form), len(other.word)) >= LONG_NAME


def _is_named(other: Other) -> bool:
    """Whether a Cyrillic word is a name, and no common word."""
    return other.name and not is_common(other.word)


def _is_inflected(word: str, lexicon: Lexicon) -> bool:
    """Whether a Latin word is short or inflected as names are not: share, share's, shared.

    Titles IN CAPITALS tell nothing of names, and the English of many agencies has no others.
    """
    bare = word.removesuffix("es"), word.removesuffix("s"), word.removesuffix("'s")
    inflected = (*(word + ending for ending in _ENDINGS), *(one for one in bare if one != word))
    return len(word) < LONG_NAME or any(map(lexicon.count, inflected))


def _nominative(other: Other, lexicon: Lexicon, analyzer: Analyzer) -> str:
    """The word in the form of a dictionary if its terms have it: Москвы → Москва."""
    heads = other.terms & analyzer.headwords(other.word)
    return max(sorted(heads), key=lexicon.count, default=other.word)


def _is_name(form: str, cyrillic: list[Other], lexicon: Lexicon) -> bool:
    """Whether a word that articles have is a name in Cyrillic letters, and often enough."""
    named = filter(_is_named, cyrillic)
    count = sum(int(lexicon.counts[other.number]) for other in named)
    number = lexicon.find(form)
    typed = int(lexicon.counts[number]) if number is not None and form.isascii() else 0
    return count > 0 and count * SHARE >= typed
