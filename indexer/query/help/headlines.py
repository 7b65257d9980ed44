"""What titles tell of words: how often they stand there, and with which capital letters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_INNER = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[^\W\d_], ))[^\W\d_]+(?:['-][^\W\d_]+)*")
"""A word behind another one, where only a name has a capital letter."""

_INSIDE = re.compile(r"(?<=-)[^\W\d_]{1,3}(?=-)")
"""A short word inside a compound, which has no capital letter of its own."""

_FOLD = str.maketrans("ёЁ", "еЕ")


class Style(IntEnum):
    """How a word is written in mid-sentence: слово, Имя, МВД."""

    COMMON = 0
    NAME = 1
    ABBREVIATION = 2


def in_style(word: str, style: int) -> str:
    """``word``, in lower case, with its capital letters: Чечня, Ростов-на-Дону, МВД."""
    if style == Style.NAME:
        return _INSIDE.sub(lambda part: part[0].lower(), word.title())
    return word.upper() if style else word


@dataclass(frozen=True, slots=True)
class Headlines:
    """``counts``: of words in lower case; ``styles``: of those seen in mid-sentence."""

    counts: Counter[str]
    styles: Mapping[str, int]


def headlines(titles: Iterable[str]) -> Headlines:
    """What ``titles`` tell. One Written Like This or IN CAPITALS tells nothing of capitals."""
    words: Counter[str] = Counter()
    inner: Counter[str] = Counter()
    for title in titles:
        text = title.translate(_FOLD)
        words.update(_WORD.findall(text.lower()))
        inside = _INNER.findall(text)
        if sum(map(str.islower, inside)) * 2 >= len(inside):
            inner.update(inside)
    most: dict[str, tuple[int, int]] = {}
    for word, count in inner.items():
        folded = word.lower()
        most[folded] = max(most.get(folded, (0, 0)), (count, _style(word)))
    return Headlines(words, {word: style for word, (_, style) in most.items()})


def _style(word: str) -> Style:
    if word.islower():
        return Style.COMMON
    return Style.ABBREVIATION if word.isupper() and len(word) > 1 else Style.NAME
