"""Whether two articles say nearly the same: a reprint, an update, a copy under another id.

The overlap of their shingles (runs of three words; Broder 1997, "On the resemblance and
containment of documents") tells how much of the text is the same. Templates are not: a daily
weather report shares most of its words with the one before, but not its numbers and names, which
are therefore compared on their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeVar

from schemas.article import Article

_T = TypeVar("_T")

SHINGLE = 3
"""Words of a shingle."""

ALIKE = 0.75
"""Share of the shorter text's shingles that the longer one has, from which they are alike."""

FACTS = 0.85
"""Share of numbers and names, of the text with fewer, that the other must have."""

FEWEST = 12
"""Words below which only the very same text is alike."""

_NUMERALS = {
    word: str(number)
    for number, words in enumerate(
        (
            "два две двух двум двумя two",
            "три трех трем тремя three",
            "четыре четырех четырем four",
            "пять пяти пятью five",
            "шесть шести шестью six",
            "семь семи семью seven",
            "восемь восьми восемью eight",
            "девять девяти девятью nine",
            "десять десяти десятью ten",
        ),
        2,
    )
    for word in words.split()
}
_ADDRESS = re.compile(r"https?://\S+")
_WORD = re.compile(r"\w+")
_STEM = 5
"""Characters of a name that are compared: its case form may differ."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is compared of an article: shingles, as hashes of this process; numbers and names.

    ``numbered``: the numbers of the title, which tell the parts of a series.
    """

    shingles: frozenset[int]
    facts: frozenset[str]
    numbered: frozenset[str]
    words: int


def drawing(article: Article) -> Drawing:
    """What is compared of an article: title, lede and text; notices and captions are not."""
    text = _ADDRESS.sub(" ", f"{article.title}\n{article.lede}\n{article.body}")
    words: list[str] = []
    facts: set[str] = set()
    numbered: set[str] = set()
    last = 0
    for match in _WORD.finditer(text):
        word = match.group().lower().replace("ё", "е")
        word = _NUMERALS.get(word, word)
        words.append(word)
        # behind a mere space a capital is not that of a sentence's first word
        within = text[last : match.start()] == " "
        if word[0].isdigit():
            facts.add(word)
            if match.start() < len(article.title):
                numbered.add(word)
        elif within and match.group()[0].isupper():
            facts.add(word[:_STEM])
        last = match.end()
    runs = range(max(1, len(words) - SHINGLE + 1))
    shingles = frozenset(hash(tuple(words[at : at + SHINGLE])) for at in runs)
    return Drawing(shingles, frozenset(facts), frozenset(numbered), len(words))


def overlap(one: Drawing, other: Drawing) -> float:
    """The share of the shorter text that the longer one has too; 0.0 when they are not alike."""
    if min(one.words, other.words) < FEWEST:
        return float(one.words == other.words and one.shingles == other.shingles)
    if one.numbered and other.numbered and one.numbered != other.numbered:
        return 0.0
    if _share(one.facts, other.facts) < FACTS:
        return 0.0
    share = _share(one.shingles, other.shingles)
    return share if share >= ALIKE else 0.0


def _share(one: frozenset[_T], other: frozenset[_T]) -> float:
    fewer = min(len(one), len(other))
    return len(one & other) / fewer if fewer else 1.0
