"""Adjectives in names: does «Северный Кавказ», as typed, find its other cases."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

import pymorphy3

from indexer.analysis import Analyzer

_ENDINGS = "ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ом|ем|ей|ую|юю|ых|их|ыми|ими"
_PAIR = re.compile(
    rf"(?<![\w-])([А-ЯЁ][а-яё]{{3,}}(?:{_ENDINGS})) ([А-ЯЁа-яё][а-яё]{{2,}})(?![\w-])"
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """``lost``: (as typed, as written, times) where the adjective as typed does not find it."""

    written: int
    lost: tuple[tuple[str, str, int], ...]

    @property
    def share(self) -> float:
        """The share of written pairs that are lost."""
        return sum(times for _, _, times in self.lost) / self.written


def adjectives(analyzer: Analyzer, posts: Sequence[str]) -> Pairs:
    """Measure the capitalised adjectives before a noun that agrees with them."""
    pairs = Counter(chain.from_iterable(map(_PAIR.findall, posts)))
    parse = lru_cache(None)(pymorphy3.MorphAnalyzer().parse)
    written, lost = 0, []
    for (adjective, noun), times in sorted(pairs.items()):
        found = set(analyzer.tokens(f"вчера {adjective}")[1].terms)
        for typed in sorted(set(_nominatives(parse(adjective.lower()), parse(noun.lower())))):
            written += times
            if not found & set(analyzer.word(typed.title()).terms):
                lost.append((typed.title(), f"{adjective} {noun}", times))
    return Pairs(written, tuple(lost))


def _nominatives(adjectives: list[Any], nouns: list[Any]) -> Iterator[str]:
    """The nominatives, in the same number and gender, of the adjectives that fit a noun."""
    agreeing = {_agreement(noun.tag) for noun in nouns if noun.tag.POS == "NOUN"}
    for parse in adjectives:
        fits = parse.is_known and "ADJF" in parse.tag and _agreement(parse.tag) in agreeing
        if fits and "Apro" not in parse.tag:
            gender = {parse.tag.gender} - {None}
            nominative = parse.inflect({"nomn", parse.tag.number} | gender)
            if nominative:
                yield nominative.word


def _agreement(tag: Any) -> tuple[str | None, ...]:
    return tag.number, tag.case, tag.gender if tag.number == "sing" else None
