"""What was meant by a misspelt word: words of our own vocabulary, the likeliest first.

A noisy channel (Kernighan, Church and Gale 1990, "A spelling correction program based on a noisy
channel model"): the price of the edits that lead from the typed to the meant word, less the
logarithm of how frequent that word is. Prices say which slips are common: a neighbouring key, a
letter that sounds alike, a letter doubled or two swapped.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from indexer.query.help.keyboard import NEIGHBOURS
from indexer.query.help.lexicon import LONGEST, Lexicon

SHORT = 3
"""Letters up to which a word is allowed one edit, not two."""

WEIGHED = 60
"""Candidates whose edits are priced: the nearest, then the most frequent."""

COMMON = 0.08
"""How much a frequent word is preferred: price of an edit for e times as many articles.

More is worse (0.2 costs five points of 100): most words that are meant are rare in news.
"""

# prices were set by hand, on the odd lines of a collection of misprints: docs/decisions/0005
OTHER, SOUND, KEY, UNLIKE = 1.0, 0.6, 0.75, 1.1
"""Price of a letter for another: any, one that sounds alike, a neighbour, vowel for consonant."""
LETTER, DOUBLED, BESIDE, SILENT, SWAPPED = 0.9, 0.5, 0.75, 0.6, 0.7
"""Price of a letter too many or too few, doubled, hit beside another, silent; of a swap."""
FIRST = 1.2
"""Factor for the first letter, which people rarely miss."""

_VOWELS = frozenset("аеиоуыэюяaeiouy")
_SILENT = frozenset("ьъй")
_ALIKE = (
    "аояе еиэы дт бп гкх зс жш вф шщ чщ цс ьъ ий уюо йь "  # Russian
    "ae ei iy ou sc ck kq sz vw td gj ea"  # English
)
_SOUND = frozenset((a, b) for group in _ALIKE.split() for a in group for b in group if a != b)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the lexicon and the articles that have it.

    ``edits``: the price of the edits. ``price``: that less what its frequency is worth; the less
    the likelier.
    """

    word: str
    count: int
    edits: float
    price: float


def corrections(word: str, lexicon: Lexicon, limit: int = 3) -> list[Correction]:
    """The likeliest ``limit`` words meant by ``word``, itself among them when it is there."""
    typed = word.lower().replace("ё", "е")
    if not typed or len(typed) > LONGEST:
        return []
    distance = 1 if len(typed) <= SHORT else 2
    numbers = lexicon.near(typed, distance)
    words = lexicon.words(numbers)
    found = process.extract_iter(typed, words, scorer=OSA.distance, score_cutoff=distance)
    numbered = ((far, -int(lexicon.counts[numbers[at]]), other) for other, far, at in found)
    nearest = heapq.nsmallest(WEIGHED, numbered)
    priced = (_priced(typed, other, -count) for _, count, other in nearest)
    return heapq.nsmallest(limit, priced, key=lambda one: (one.price, one.word))


def _priced(typed: str, meant: str, count: int) -> Correction:
    price = edits(typed, meant)
    return Correction(meant, count, price, price - COMMON * log(count + 1))


def edits(typed: str, meant: str) -> float:
    """The price of ``typed`` for ``meant``: weighted optimal string alignment."""
    row = _sums(_missed(meant, at) for at in range(len(meant)))
    above: list[float] = []
    for at, letter in enumerate(typed):
        before, above, row = above, row, [row[0] + _added(typed, at, meant, -1)]
        for place, other in enumerate(meant):
            price = min(
                above[place] + _taken(letter, other, first=not (at and place)),
                above[place + 1] + _added(typed, at, meant, place),
                row[place] + _missed(meant, place),
            )
            if at and place and letter == meant[place - 1] != other == typed[at - 1]:
                price = min(price, before[place - 1] + SWAPPED)
            row.append(price)
    return row[-1]


def _sums(prices: Iterable[float]) -> list[float]:
    found = [0.0]
    for price in prices:
        found.append(found[-1] + price)
    return found


def _taken(typed: str, meant: str, *, first: bool) -> float:
    """The price of one letter for another."""
    if typed == meant:
        return 0.0
    pair = (typed, meant)
    if pair in _SOUND:
        price = SOUND
    elif pair in NEIGHBOURS:
        price = KEY
    else:
        price = OTHER if (typed in _VOWELS) == (meant in _VOWELS) else UNLIKE
    return price * FIRST if first else price


def _added(typed: str, at: int, meant: str, place: int) -> float:
    """The price of a letter too many: typed[at], behind meant[place]."""
    letter = typed[at]
    if at and typed[at - 1] == letter:
        return DOUBLED
    around = meant[max(place, 0) : place + 2]
    price = BESIDE if any((letter, other) in NEIGHBOURS for other in around) else LETTER
    return price if at else price * FIRST


def _missed(meant: str, place: int) -> float:
    """The price of a letter too few: meant[place]."""
    letter = meant[place]
    if place and meant[place - 1] == letter:
        return DOUBLED
    if letter in _SILENT:
        return SILENT
    return LETTER if place else LETTER * FIRST
