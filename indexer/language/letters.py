"""Languages that are told by their letters: by script, or by what no Russian word is written with.

langdetect knows neither Belarusian nor Kazakh nor most languages of the Caucasus, and calls them
Russian, Ukrainian or Bulgarian.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable

OF_THE_CAUCASUS = "cau"
"""ISO 639-5: a language of the Caucasus that is written with the letters of Russian."""

CAUCASIAN = frozenset({OF_THE_CAUCASUS, "ce", "inh", "av", "lez", "lbe", "kbd", "kum", "krc"})
"""Languages that the letters tell from Russian, but not from each other."""

_RUSSIAN = "абвгдежзийклмнопрстуфхцчшщъыьэюяё"
_LETTERS = {
    "uk": "іїєґ", "be": "іў", "sr": "јљњђћџ", "mk": "јљњѓќѕџ",
    "kk": "әғқңөұүһі", "ky": "ңөү", "tt": "әҗңөүһ", "ba": "әғҙҡңөҫүһ", "mn": "өү", "tg": "ғӣқӯҳҷ",
    "uz": "ғқўҳ", "cv": "ӑӗҫӳ", "os": "ӕ", "ab": "әҟқҧҭҩҽҿџӡҵҳ", "sah": "ҕҥһөү", "az": "әғҝөүһҹј",
    "chm": "ҥӧӱ", "udm": "ӝӟӥӧӵ", "kv": "іӧ",
}  # fmt: skip
"""The letters of each language that Russian has not."""

WITH_LETTERS = frozenset(_LETTERS)

_SCRIPTS = {
    "GEORGIAN": "ka", "ARMENIAN": "hy", "GREEK": "el", "HEBREW": "he", "THAI": "th", "HANGUL": "ko",
    "HIRAGANA": "ja", "KATAKANA": "ja", "CJK": "zh", "BENGALI": "bn", "GURMUKHI": "pa",
    "GUJARATI": "gu", "TAMIL": "ta", "TELUGU": "te", "KANNADA": "kn", "MALAYALAM": "ml",
    "ETHIOPIC": "am", "KHMER": "km", "LAO": "lo", "MYANMAR": "my", "SINHALA": "si", "TIBETAN": "bo",
}  # fmt: skip
"""Scripts of one language, by the first word of the names of their letters."""

SHARED_SCRIPTS = {"ARABIC": ("ar", "fa", "ur"), "DEVANAGARI": ("hi", "mr", "ne")}
"""Scripts of several languages that langdetect tells apart."""

_WORD = re.compile(r"(?:[^\W\d_]|(?<=[а-я])1)+")
"""A word; the figure 1 inside of one is typed for the palochka, which few keyboards have."""

_CAUCASIAN = re.compile(r"[аоуюя]ь|[гкх]ъ[^еёюяи]|[гкпстхцч](?:ӏ|1|i(?=[а-яӏ]))|ӏ")
"""What Russian words never have: a soft sign behind a vowel, гъ, къ, хъ, a palochka."""

_CHECHEN = re.compile(
    r"(?:а|ду|ву|бу|ю|цу|цо|ца|цара|ткъа|амма|х[ӏ1]инца|уьш|шайн|аьлла|бац|дара|вара|яра|нах|"
    r"керла|цхьа|хьалха|дукха|цуьнан|хила|хилла|хиллачу|долу|волу|йолу|дац|юха|вайн|дуккха|нохчийн|"
    r"нохчийчоьнан|нохчий|т[ӏ1]е|т[ӏ1]ехь|чохь|тхан|церан|деш|деза|ма|ша|оцу|х[ӏ1]ара|х[ӏ1]ун|"
    r"\w+(?:ехь|ахь|чохь|уьнан|уьйра|оьнан|ийн))"
)
_INGUSH = re.compile(
    r"(?:да|я|ва|хинна|хиннача|цун|укх|дола|йола|из|г[ӏ1]алг[ӏ1]ай|хила|кхы|тайпара)"
)

_BULGARIAN = re.compile(r"[бвгджзклмнпрстфхцчшщ]ъ[бвгджзклмнпрстфхцчшщ]")
"""Ъ between two consonants, a vowel of Bulgarian; that of old Russian ends words."""

_OLD_RUSSIAN = re.compile(r"\w*(?:ѣ\w*|[бвгджзклмнпрстфхцчшщ]ъ)")
_NOT_BULGARIAN = re.compile("[ыэё]")

FOREIGN = 0.12
"""Share of words with letters that Russian has not from which a text is not Russian: a quotation
or some names stay below it."""

VOWEL_SIGN = 0.04
"""The same for the vowel ъ of Bulgarian, which fewer words have."""


def words_of(text: str) -> list[str]:
    """The words of ``text`` in lower case."""
    return _WORD.findall(text.lower())


def by_script(text: str) -> tuple[str, ...]:
    """The languages that are written in the script that most letters of ``text`` are of."""
    names = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()
    )
    # Japanese has more of the Chinese letters than of its own
    if 10 * (names["HIRAGANA"] + names["KATAKANA"]) > names.total():
        return ("ja",)
    for script, _ in names.most_common():
        if script in _SCRIPTS:
            return (_SCRIPTS[script],)
        if script in SHARED_SCRIPTS:
            return SHARED_SCRIPTS[script]
    return ()


def cyrillic_but_not_russian(words: list[str]) -> str | None:
    """The language of Cyrillic ``words`` by their letters; None when they may be Russian.

    "bg" is what langdetect should be asked about: Bulgarian has no letters of its own.
    """
    foreign = Counter(letter for word in words for letter in set(word) if _is_foreign(letter))
    having = sum(any(map(_is_foreign, set(word))) for word in words)
    caucasian = sum(1 for word in words if _CAUCASIAN.search(word))
    if sum(1 for word in words if _OLD_RUSSIAN.fullmatch(word)) >= FOREIGN * len(words):
        return None
    if caucasian >= FOREIGN * len(words) and caucasian >= having and not foreign["ӕ"]:
        return _caucasian(words)
    if having >= FOREIGN * len(words):
        return _by_letters(foreign, words)
    vowels = sum(1 for word in words if _BULGARIAN.search(word))
    plain = not any(map(_NOT_BULGARIAN.search, words))
    return "bg" if plain and vowels >= VOWEL_SIGN * len(words) else None


def _is_foreign(letter: str) -> bool:
    return "Ѐ" <= letter <= "ԯ" and letter not in _RUSSIAN and letter not in "ӏѣѳѵ"


def _caucasian(words: list[str]) -> str:
    chechen = sum(1 for word in words if _CHECHEN.fullmatch(word))
    ingush = sum(1 for word in words if _INGUSH.fullmatch(word))
    rounded = any("оь" in word or "уь" in word for word in words)
    if rounded and chechen > ingush and chechen >= FOREIGN * len(words):
        return "ce"
    return OF_THE_CAUCASUS


def _by_letters(found: Counter[str], words: Iterable[str]) -> str | None:
    if found["і"] and not found.keys() - set("іїєґў"):  # of a few words only і may have come
        return "be" if found["ў"] or any("ы" in word or "э" in word for word in words) else "uk"
    best = max(_LETTERS, key=lambda code: _fit(code, found))
    return best if _fit(best, found)[0] > 0 else None


def _fit(code: str, found: Counter[str]) -> tuple[int, int]:
    """How many of the letters found a language has, less those that it has not; fewest others."""
    own = _LETTERS[code]
    covered = sum(count if letter in own else -count for letter, count in found.items())
    return covered, -sum(letter not in found for letter in own)
