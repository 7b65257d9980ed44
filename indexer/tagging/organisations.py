"""Organisations: known names; quoted names after "газета" and the like; English ones by ending."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from indexer.analysis import Analyzer
from indexer.tagging.phrases import Phrases
from indexer.tagging.words import TextWord

KNOWN, RULE = 0.95, 0.8
"""Confidence of a listed name, and of one that a rule found."""

LONGEST_NAME = 8
"""Words of a quoted name at most."""

_OPENING, _CLOSING = '«"“„', '»"”“'


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation at words [start, end), as displayed."""

    name: str
    start: int
    end: int
    confidence: float


class Organisations:
    """What finds organisations; made once a process."""

    def __init__(self, analyzer: Analyzer) -> None:
        text = (files(__package__) / "data" / "organisations.toml").read_text(encoding="utf-8")
        data = tomllib.loads(text)
        self._known = Phrases(
            analyzer, [(name, names[0]) for names in data["known"] for name in names]
        )
        self._nouns = Phrases(analyzer, ((noun, True) for noun in data["nouns_ru"]))
        self._endings = frozenset(word.lower() for word in data["nouns_en"])
        self._heads = frozenset(word.lower() for word in data["heads_en"])
        self._bodies = Phrases(analyzer, ((noun, noun) for noun in data["bodies_ru"]))
        self._between = Phrases(analyzer, ((word, word) for word in data["between_ru"]))

    def find(self, words: Sequence[TextWord]) -> list[Organisation]:
        """The organisations in ``words``; none within another."""
        taken: set[int] = set()
        found: list[Organisation] = []
        for rule in (self._by_list, self._quoted, self._bodies_of, self._english):
            for one in rule(words):
                places = range(one.start, one.end)
                if taken.isdisjoint(places):
                    taken.update(places)
                    found.append(one)
        return found

    def _by_list(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        for match in self._known.find(words):
            loud = all(word.text.isupper() for word in words[match.start : match.end])
            if not (words[match.start].opens and loud and len(match.text) > 6):
                yield Organisation(match.value, match.start, match.end, KNOWN)

    def _quoted(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """газета «Чегемская правда»; компания Tusaş."""
        for at in range(1, len(words)):
            word = words[at]
            if not self._nouns.has(words[at - 1]) or not (word.capital or word.text[0].isdigit()):
                continue
            end = _closing(words, at) if word.gap[-1:] in _OPENING else _latin(words, at)
            if end:
                name = _display(words[at:end])
                yield Organisation(name, at, end, RULE)

    def _bodies_of(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Волгоградский областной суд, Лефортовский суд, in the nominative."""
        for match in self._bodies.find(words):
            first = match.start - 1
            middle = ""
            if first >= 0 and self._between.has(words[first]) and words[match.start].joined:
                middle = next(m.value for m in self._between.find(words[first : first + 1]))
                first -= 1
            if first < 0 or not words[first].capital or not words[first + 1].joined:
                continue
            lemma = next((x for x in sorted(words[first].terms) if x.endswith("ский")), "")
            if lemma:
                name = " ".join(filter(None, (lemma.capitalize(), middle, match.value)))
                yield Organisation(name, first, match.end, RULE)

    def _english(self, words: Sequence[TextWord]) -> Iterator[Organisation]:
        """Tennessee Valley Authority; Ministry of Health."""
        at = 0
        while at < len(words):
            end = _run(words, at)
            while (
                end - at > 1 and words[end - 1].form.strip(".") not in self._endings | self._heads
            ):
                end -= 1
            of = end - 1
            if end - at >= 1 and words[of].form in self._heads and _is(words, end, "of"):
                far = _run(words, end + 1)
                end = far if far > end + 1 else end
            start = at
            while start < end - 1 and (
                words[start].form in _ARTICLES
                or (words[start].opens and words[start].form in _OPENERS)
            ):
                start += 1
            if end - start > 1:
                yield Organisation(_display(words[start:end]), start, end, RULE)
            at = max(end, at + 1)


_ARTICLES = frozenset({"the", "a", "an"})
_OPENERS = frozenset(
    [
        "in",
        "at",
        "on",
        "for",
        "from",
        "by",
        "but",
        "and",
        "as",
        "after",
        "before",
        "when",
        "while",
        "if",
        "this",
        "that",
    ]
)


def _is(words: Sequence[TextWord], at: int, form: str) -> bool:
    return at < len(words) and words[at].form == form


def _run(words: Sequence[TextWord], at: int) -> int:
    """Where the capitalised Latin words from ``at`` on end; ``at`` when there are none."""
    end = at
    while end < len(words) and _latin_capital(words[end]):
        if end > at and (words[end].gap not in {" ", "-", ". "} or words[end].text.isupper()):
            break
        end += 1
        if words[end - 1].text.endswith(("'s", "’s")):
            break
        if end > at + 1 and _is(words, end, "and") and end + 1 < len(words):
            end += _latin_capital(words[end + 1])
    return end


def _latin_capital(word: TextWord) -> bool:
    return word.capital and word.text[0].isascii() and not (word.opens and word.text.isupper())


def _latin(words: Sequence[TextWord], at: int) -> int:
    """Where the name in Latin letters at ``at`` ends; 0 when it is not one in a Russian text."""
    if not (words[at].joined and words[at].text[0].isascii() and words[at].text[0].isalpha()):
        return 0
    if words[at - 1].text[0].isascii():
        return 0
    return _run(words, at)


def _closing(words: Sequence[TextWord], at: int) -> int:
    """Where the quotation that opens before ``at`` ends; 0 when it is too long."""
    for end in range(at + 1, min(at + LONGEST_NAME, len(words)) + 1):
        gap = words[end].gap if end < len(words) else '"'
        if any(mark in _CLOSING for mark in gap):
            return end
    return 0


def _display(words: Sequence[TextWord]) -> str:
    """The words with what stands between them."""
    return words[0].text + "".join(f"{word.gap}{word.text}" for word in words[1:])
