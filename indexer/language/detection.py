"""The language of a text: by script and letters, by function words, then by langdetect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from langdetect.detector_factory import DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from indexer.language.function_words import borne_out
from indexer.language.letters import (
    CAUCASIAN,
    WITH_LETTERS,
    by_script,
    cyrillic_but_not_russian,
    words_of,
)
from schemas.article import Language

SAMPLE = 4_000
"""Characters of a text that are looked at."""

CLEAR = 0.7
"""Share of one script's letters from which the script alone decides between our languages."""

SURE = 0.95
"""Probability, by langdetect, from which a text is in another language than ours."""

FEW = 4
"""Words below which a text is too short to be in another language than its script says."""

_GREEK, _CYRILLIC = 0x370, range(0x400, 0x530)
"""Where the letters of the one, which others follow, and of the other lie in Unicode."""
_LATIN = np.zeros(0x10000, np.bool_)
_LATIN[[*range(0x41, 0x5B), *range(0x61, 0x7B), *range(0xC0, 0x250), 0x259]] = True
_LATIN[0x1E00:0x1F00] = True
_FOREIGN = np.zeros(0x10000, np.bool_)
_FOREIGN[0x400:0x530] = True
_FOREIGN[[ord(letter) for letter in "абвгдежзийклмнопрстуфхцчшщъыьэюяёѣѳѵ"]] = False
_FOREIGN[[ord(letter) for letter in "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁѢѲѴ"]] = False
"""Cyrillic letters that Russian never had."""
_OTHER = re.compile(r"[^\W\d_\u0000-\u024f\u0259\u02b0-\u036f\u0400-\u052f\u1e00-\u1eff]")
_NAME = re.compile(r"\b[A-ZА-ЯЁ]\w*")
"""A capitalised word: often foreign to the text that it stands in."""

_ADDRESS = re.compile(r"\S+://\S+|\bwww\.\S+|\S+@\S+")
"""Addresses are in Latin letters, whatever the language around them."""

_NEW = re.compile(r"[\u0450\u0452-\u0462\u0464-\u0472\u0474\u0476-\u052f]")
"""Small Cyrillic letters that Russian never had."""

_SOFT_VOWELS = ("аь", "оь", "уь", "юь", "яь")
_HARD = re.compile(r"[бвгджзклмнпрстфхцчшщ]ъ[^\Wеёюяи]")
_PALOCHKA = re.compile(r"[а-я]1[а-я]|[гкптхцч]i[а-я]")
_RUSSIAN = re.compile(r"[ыэ]|ь[^о]|\b(?:что|его|их)\b")
"""What Bulgarian has not."""

_FUNCTION_WORDS = """the of and for from with was were has have had this that which said says will
    its their not are been by at an is to in on as it he she they but or"""
_ENGLISH = frozenset(_FUNCTION_WORDS.split())
_OWN_ENGLISH = frozenset({"the", "of", "and", "with", "was", "has", "have", "said"})
_GLANCE = 300
"""Characters at which one glances for function words of English."""

ACCENTS = 0.2
"""Share of words with accents that no text in English has."""

_ACCENTED = re.compile(r"[\u00c0-\u024f\u0259\u1e00-\u1eff]")
CYRILLIC = frozenset({"bg", "kum", "krc", "nog", *CAUCASIAN, *WITH_LETTERS})
"""Languages in Cyrillic letters that a page may declare."""

_CYRILLIC_LANGUAGES = ("bg", "mk", "ru", "uk")
_LATIN_CODES = """af ca cs cy da de en es et fi fr hr hu id it lt lv nl no pl pt ro sk sl so sq sv
    sw tl tr vi"""
_LATIN_LANGUAGES = tuple(_LATIN_CODES.split())
LATIN = frozenset({"az", "uz", *_LATIN_LANGUAGES} - {"en"})
"""Languages in Latin letters that a page may declare."""


def detect(text: str, hint: str | None = None) -> str | None:
    """The ISO 639 code of the language of ``text``, the same for the same text; None without words.

    ``hint``: what is declared, which counts where the letters and words do not tell. Costs
    microseconds when letters and function words tell, else some milliseconds of langdetect.
    """
    sample = text[:SAMPLE]
    if any(sign in sample for sign in ("://", "www.", "@")):
        sample = _ADDRESS.sub(" ", sample)
    found = _count(sample)
    if found.other > found.letters / 2:
        # what is repeated over and over says no more than once
        found = _count(" ".join(dict.fromkeys(sample.split())))
    if not found.letters:
        return None
    if found.other > found.letters / 2:
        return _in_other_script(sample, hint)
    if found.cyrillic >= CLEAR * found.letters:
        return _in_cyrillic(sample, hint, foreign=found.foreign)
    if found.latin >= CLEAR * found.letters:
        return _in_latin(sample, hint)
    return _by_statistics(sample) or ("ru" if found.cyrillic >= found.latin else "en")


@dataclass(frozen=True, slots=True)
class _Letters:
    """How many letters of each script; ``foreign``: Cyrillic ones that Russian never had."""

    cyrillic: int
    latin: int
    other: int
    foreign: bool

    @property
    def letters(self) -> int:
        return self.cyrillic + self.latin + self.other


def _count(text: str) -> _Letters:
    units = np.frombuffer(text.encode("utf-16-le", "replace"), np.uint16)
    cyrillic = int(np.count_nonzero((units >= _CYRILLIC.start) & (units < _CYRILLIC.stop)))
    latin = int(np.count_nonzero(_LATIN[units]))
    # arrows, dashes and pictures are no letters, but few texts have more of them than letters
    beyond = int(np.count_nonzero(units >= _GREEK)) - cyrillic
    other = len(_OTHER.findall(text)) if 2 * beyond > cyrillic + latin else 0
    return _Letters(cyrillic, latin, other, bool(_FOREIGN[units].any()))


def begins_in(language: str, text: str) -> bool:
    """Whether ``text`` begins in this one of our languages, at a glance; else one has to look."""
    glance = text[:_GLANCE]
    if language == "en":
        return _is_quickly_english(glance)
    lower = glance.lower()
    return bool(_RUSSIAN.search(lower)) and not (_NEW.search(lower) or _is_suspicious(lower))


def _is_quickly_english(glance: str) -> bool:
    words = glance.lower().split()
    return sum(word in _OWN_ENGLISH for word in words) > 0.04 * len(words)


def _in_other_script(text: str, hint: str | None) -> str | None:
    found = by_script(text)
    if len(found) < 2:
        return found[0] if found else None
    return hint if hint in found else _likeliest(text, found)[0] or found[0]


def _in_cyrillic(text: str, hint: str | None, *, foreign: bool) -> str:
    lower = text.lower()
    russian = bool(_RUSSIAN.search(lower))
    if russian and not foreign and not _is_suspicious(lower):
        return "ru"
    words = [word for word in words_of(lower) if "Ѐ" <= word[0] <= "ԯ"]
    declared = hint if hint in CYRILLIC else None
    if len(words) < FEW:
        return declared or "ru"
    told = cyrillic_but_not_russian(words)
    if told in CAUCASIAN and declared in CAUCASIAN:
        return declared or told
    if told not in {None, "bg"}:
        return told or "ru"
    if told is None and russian:
        return "ru"
    # with the vowel ъ, and nothing that Bulgarian lacks, a text needs no function words
    strange = told == "bg" and not russian
    return declared or _borne_out(lower, words, _CYRILLIC_LANGUAGES, strange=strange) or "ru"


def _is_suspicious(lower: str) -> bool:
    return (
        any(pair in lower for pair in _SOFT_VOWELS)
        or ("ъ" in lower and bool(_HARD.search(lower)))
        or (("1" in lower or "i" in lower) and bool(_PALOCHKA.search(lower)))
    )


def _in_latin(text: str, hint: str | None) -> str:
    if _is_quickly_english(text[:_GLANCE]):
        return "en"
    lower = text.lower()
    words = words_of(lower)
    english = sum(word in _ENGLISH for word in words)
    accented = sum(1 for word in words if _ACCENTED.search(word))
    if english >= 0.15 * len(words) and accented < 0.05 * len(words):
        return "en"
    declared = hint if hint in LATIN else None
    if len(words) < FEW:
        return declared or "en"
    if "ə" in lower and accented >= 0.1 * len(words):
        return "az"
    # a headline may have no function words
    strange = accented >= max(2, ACCENTS * len(words))
    found = _borne_out(lower, words, _LATIN_LANGUAGES, strange=strange)
    return found or declared or "en"


def _borne_out(
    text: str, words: Sequence[str], among: tuple[str, ...], *, strange: bool = False
) -> str | None:
    """The language that function words bear out and langdetect is sure of, if there is one."""
    possible = set(among) if strange else borne_out(words) & set(among)
    if not possible:  # langdetect takes a hundred times as long
        return None
    found, probability = _likeliest(text, among)
    return found if found in possible and probability >= SURE else None


def _by_statistics(text: str) -> Language | None:
    found, _ = _likeliest(_NAME.sub(" ", text), ("ru", "en"))
    return "ru" if found == "ru" else "en" if found == "en" else None


def _likeliest(text: str, among: tuple[str, ...]) -> tuple[str | None, float]:
    """The language of ``among`` that langdetect finds most probable, with its probability."""
    detector = _factory(among).create()
    detector.append(text)
    try:
        found = detector.get_probabilities()
    except LangDetectException:
        return None, 0.0
    return (found[0].lang, found[0].prob) if found else (None, 0.0)


@cache
def _factory(among: tuple[str, ...]) -> DetectorFactory:
    """A langdetect with these languages only, so that no other can win, and a fixed seed."""
    factory = DetectorFactory()
    factory.seed = 0
    profiles = files("langdetect") / "profiles"
    factory.load_json_profile([(profiles / name).read_text("utf-8") for name in among])
    return factory
