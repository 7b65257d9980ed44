"""What an article says that has no language: names, numbers, places, people and subjects."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indexer.twins.name_keys import name_keys
from indexer.twins.numerals import joined, number
from schemas.article import Article

LOOKED_AT = 20_000
"""Characters of a text that are read: what an English page sums up stands at the beginning."""

FEWEST_WORDS = 4
"""Words of title and text below which an article says too little to be anyone's twin."""

MOST = 150
"""Names, and numbers, of an article that are compared: those that it has first."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_WITHIN = re.compile(r".*[^.!?…:\s]\s[«“„\"(]?", re.DOTALL)
"""What is before a word that does not begin a sentence."""

_POSSESSIVE = re.compile("['’]s?$")
_ADDRESS = re.compile(r"https?://\S+")
_CAPITALS, _FEWEST, _LONG = 0.75, 3, 4
"""The part of a title's words behind the first from which on its capitals tell no names: Headlines
Like This; of so many words at least, which have so many letters at least."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is compared. ``names``: by the word as it is written, its keys; ``words``: how many.

    ``marks``: values that are the same in both languages: ids of regions and topics, and people
    and organisations by the name that the archive gives them, each after its kind and a colon.
    """

    names: Mapping[str, frozenset[str]]
    numbers: frozenset[str]
    marks: frozenset[str]
    words: int


def facts(article: Article) -> Facts:
    """What ``article`` says; notices and captions are not read."""
    title, text = article.title, f"{article.lede}\n{article.body}"[:LOOKED_AT]
    names: dict[str, frozenset[str]] = {}
    numbers: dict[str, None] = {}
    seen: set[str] = set()
    words = 0
    for word, named in (*_read(title, trusted=not _is_headline(title)), *_read(text)):
        words += 1
        found = number(word.lower())
        if found is not None:
            numbers[found] = None
        elif named:
            for part in word.split("-"):
                if (keys := name_keys(part.lower())) and part.lower() not in seen:
                    seen.add(part.lower())
                    names[_POSSESSIVE.sub("", part)] = keys
    first = list(names.items())[:MOST]
    return Facts(dict(first), frozenset(list(numbers)[:MOST]), _marks(article), words)


def _read(text: str, *, trusted: bool = True) -> Iterator[tuple[str, bool]]:
    """The words of a text, and whether each is written as a name."""
    text, last = joined(_ADDRESS.sub(" ", text)), 0
    for match in _WORD.finditer(text):
        word, gap = match.group(), text[last : match.start()]
        capital = trusted and word[0].isupper()
        within = last > 0 and _WITHIN.fullmatch(text[last - 1] + gap) is not None
        yield word, capital and (within or (len(word) > 1 and word.isupper()))
        last = match.end()


def _is_headline(title: str) -> bool:
    words = [word for word in _WORD.findall(title)[1:] if len(word) >= _LONG]
    capital = sum(word[0].isupper() for word in words)
    return len(words) >= _FEWEST and capital > _CAPITALS * len(words)


def _marks(article: Article) -> frozenset[str]:
    kinds = ("region", article.regions), ("topic", article.topics), ("person", article.people)
    given = (*kinds, ("organisation", article.organisations))
    return frozenset(f"{kind}:{value}" for kind, values in given for value in values)
