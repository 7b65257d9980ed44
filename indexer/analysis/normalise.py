"""A word as written → its form: one spelling for what readers hold to be the same word."""

from __future__ import annotations

import re
import unicodedata

from indexer.analysis.endings import MARKED

LONGEST = 64
"""Letters of the longest form; what a longer word has beyond them is cut off."""

INSIDE = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""Stress marks, soft hyphens, joiners, marks of direction: inside a word, never on their own."""

_MARKS = re.compile(f"[{INSIDE}]")
_JUNK = re.compile(r"[^\w.,:'@+⁄-]")  # NFKC makes 1⁄2 of ½
_EDGES = "-.,:'+_"
_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN = re.compile("[A-Za-z]")
_ACCENTED = re.compile("[À-ÖØ-öø-ʯḀ-ỿ]")
_PLAIN = re.compile("[А-Яа-яЁё]+")
_HYPHENS = str.maketrans("‐‑‒−", "----")
_SAME = str.maketrans("ёЁѐЀѝЍӀӏ’‘ʼʻʹʾʿ`´", "еЕеЕиИІі" + "'" * 9)

_LETTERS = str.maketrans(
    dict(zip("ŁłÐðØøıƏəĦħŦŧ", "LlDdOoiAaHhTt", strict=True))
    | {"Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "ß": "ss", "ẞ": "SS", "Þ": "Th", "þ": "th"}
)
"""Latin letters that Unicode does not split into a letter and an accent: Wałęsa, Straße."""

_STROKES = ("Đ", "đ", "Ð", "ð")
_VIETNAMESE = re.compile(".[aeiouy]+(?:ng|nh|ch|[ckmnpt])?$", re.IGNORECASE)
"""A first letter that is read as d: Đặng; that of Đoković is read as dj. ð is never the first."""

_LATIN_LIKE = "ABCEHKMOPTXYaceopxykiI"
_CYRILLIC_LIKE = "АВСЕНКМОРТХУасеорхукіІ"
_TO_CYRILLIC = str.maketrans(_LATIN_LIKE, _CYRILLIC_LIKE)
_FOREIGN = re.compile("[A-Za-z1]")
_PALOCHKA = re.compile("(?<=[Ѐ-ӿ])[lL1](?=[Ѐ-ӿ])")
_HARD_SIGN = re.compile("(?<=[бвгджзклмнпрстфхцчшщ])'(?=[еюя])", re.IGNORECASE)
"""An apostrophe in place of ъ, as on typewriters and in papers of the 1920s: об'явление."""

_ROMAN = re.compile("[ХхXxІіIiVv]{2,}")
"""A Roman number, as of a century, in letters of either alphabet: ХХ, ХIХ, XVIII."""

_TO_LATIN = str.maketrans(_CYRILLIC_LIKE, _LATIN_LIKE)


def normalise(word: str) -> str:
    """The form of one word, in lower case; "" when nothing of a word is left.

    NFKC; no accents, stress marks, soft hyphens; ё is е; letters of the other alphabet that
    look the same are mended, in each part of a hyphenated word by itself. A Roman number is in
    Latin letters. A Cyrillic word has no apostrophe; where one stands for ъ, it has ъ, and before
    the ending of an abbreviation a hyphen. The palochka of the Caucasus (ГӀалгӀай), also written
    І, I, l, L and 1, is і.
    """
    if word.isascii():
        return word.lower().replace("`", "'")[:LONGEST].strip(_EDGES)
    if _PLAIN.fullmatch(word) and word[0] not in "Хх":  # as most are: nothing but ё would change
        return word[:LONGEST].lower().replace("ё", "е")
    text = unicodedata.normalize("NFKC", word[: 2 * LONGEST].translate(_HYPHENS))
    text = _MARKS.sub("", text).translate(_SAME)
    if _ACCENTED.search(text):  # before look-alikes are mended: é is one only when it is e
        text = _without_accents(text)
    if _CYRILLIC.search(text):
        text = _HARD_SIGN.sub("ъ", MARKED.sub("-", text)).replace("'", "")
        text = "-".join(map(_repaired, text.split("-")))
    return _JUNK.sub("", text.lower().translate(_SAME))[:LONGEST].strip(_EDGES)


def _repaired(part: str) -> str:
    """One alphabet for a word of two, if look-alikes explain the mixture."""
    if _ROMAN.fullmatch(part):
        return part.translate(_TO_LATIN)
    if not _CYRILLIC.search(part) or not _FOREIGN.search(part):
        return part
    mended = part.translate(_TO_CYRILLIC)
    with_palochka = _PALOCHKA.sub("і", mended)
    letters = _JUNK.sub("", with_palochka).strip(_EDGES)
    if letters.isalpha() and not _LATIN.search(letters):
        return with_palochka
    if not (_LATIN.search(part) and _LATIN.search(mended)):
        return mended
    mended = part.translate(_TO_LATIN)
    return part if _CYRILLIC.search(mended) else mended


def _without_accents(text: str) -> str:
    """Take the accents off Latin letters; й stays what it is."""
    plain = "".join(
        unicodedata.normalize("NFD", letter)[0] if _ACCENTED.match(letter) else letter
        for letter in text
    )
    return "-".join(map(_without_strokes, plain.split("-"))).translate(_LETTERS)


def _without_strokes(part: str) -> str:
    """Write đ as people without that letter do: d in Vietnamese, dj in Serbian and Croatian."""
    if part[:1] in _STROKES:
        part = ("D" if _VIETNAMESE.match(part) else "Dj") + part[1:]
    return part.replace("đ", "dj").replace("Đ", "Dj")
