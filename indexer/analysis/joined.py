"""A word of several parts written as one: Магомед-Салам and Магомедсалам, Ф.С.Б. and ФСБ."""

from __future__ import annotations

import re

SHORTEST = 5
"""Letters of the shortest word that a hyphenated one is written as: из-за is not "изза"."""

_WORDS = re.compile(r"\w+(?:-\w+)+")
_NUMBERS = re.compile(r"\d-\d")
"""Two numbers side by side stay apart: 2-1 is not 21."""


_DOTTED = re.compile(r"[^\W\d_](?:\.[^\W\d_]){2,}|(?!a\.m|i\.t|n\.o|u\.s)[a-z]\.[a-z]|ph\.d")
"""An abbreviation with dots. Two Cyrillic letters are initials, some Latin ones another word."""


def joined(word: str) -> str | None:
    """``word`` without its hyphens or dots; None when nobody writes it so, or it has none."""
    if _DOTTED.fullmatch(word):
        return word.replace(".", "")
    if not _WORDS.fullmatch(word) or _NUMBERS.search(word):
        return None
    one = word.replace("-", "")
    return one if len(one) >= SHORTEST or not one.isalpha() else None
