"""A hyphenated word written as one: Магомед-Салам and Магомедсалам, Ту-154 and Ту154."""

from __future__ import annotations

import re

SHORTEST = 5
"""Letters of the shortest word that a hyphenated one is written as: из-за is not "изза"."""

_WORDS = re.compile(r"\w+(?:-\w+)+")
_NUMBERS = re.compile(r"\d-\d")
"""Two numbers side by side stay apart: 2-1 is not 21."""


def joined(word: str) -> str | None:
    """``word`` without its hyphens; None when nobody writes it so, or it has none."""
    if not _WORDS.fullmatch(word) or _NUMBERS.search(word):
        return None
    one = word.replace("-", "")
    return one if len(one) >= SHORTEST or not one.isalpha() else None
