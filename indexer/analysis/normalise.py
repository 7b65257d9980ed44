"""A token as written → its form: one spelling for what readers hold to be the same word."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 64
"""Letters of the longest form; what a longer word has beyond them is cut off."""

_VANISHING = re.compile("[\u0301\u0300\u00ad\u200b-\u200d\u2060\ufeff]")
_TO_CYRILLIC = str.maketrans("abcehkmoptxyi", "авсенкмортхуі")
_FOLD = str.maketrans({"ё": "е", "’": "'", "ʼ": "'"})
_CYRILLIC = re.compile("[а-яёіѣѵѳ]")
_LATIN = re.compile("[a-z]")
_POSSESSIVE = re.compile(r"'s?$")


def normalise(raw: str) -> str:
    """The form of one raw token; "" when nothing of a word is left."""
    text = unicodedata.normalize("NFKC", _VANISHING.sub("", raw[: 2 * LONGEST])).lower()
    text = text.translate(_FOLD).strip("@#")
    if _CYRILLIC.search(text) and _LATIN.search(text):
        mended = text.translate(_TO_CYRILLIC)
        if not _LATIN.search(mended):
            text = mended
    if _LATIN.search(text):
        text = _POSSESSIVE.sub("", text)
        text = "".join(
            c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c)
        )
    else:
        text = unicodedata.normalize("NFC", text.replace("й", "й")).replace("ё", "е")
    return text[:LONGEST]
