"""Words of news in both languages, written down by us: what is certain needs no model."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files

from indexer.taxonomy import Taxonomy
from schemas.article import Language

LANGUAGES: tuple[Language, Language] = ("en", "ru")

Terms = Callable[[str], tuple[str, ...]]
Line = tuple[tuple[str, ...], tuple[str, ...]]
"""English words and Russian ones."""


@cache
def listed() -> tuple[Line, ...]:
    """English words and Russian ones that mean the same, line by line of ``data/glossary.tsv``."""
    text = (files(__package__) / "data" / "glossary.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(_line(line) for line in lines)


def _line(line: str) -> Line:
    english, russian = line.split("\t")
    return tuple(english.split(", ")), tuple(russian.split(", "))


def labels(taxonomy: Taxonomy) -> Iterator[Line]:
    """The labels of one word that a taxonomy has in both languages."""
    for entry in taxonomy.entries:
        english, russian = (entry.labels.get(code, "").lower() for code in LANGUAGES)
        if english.isalpha() and russian.isalpha() and english.isascii():
            yield (english,), (russian,)


def pairs(lines: Iterable[Line], terms: Terms) -> Iterator[tuple[str, str]]:
    """Terms of English words and of Russian ones that mean the same. ``terms``: of a form."""
    for english, russian in lines:
        for one in (term for word in english for term in _own(word, terms)):
            for other in (term for word in russian for term in _own(word, terms)):
                yield one, other


def _own(word: str, terms: Terms) -> tuple[str, ...]:
    """The terms of a word as dictionaries have it, not those of other words it is a form of.

    left is no form of leave here, and мир none of миро; no stem of a word shares more with it.
    """
    found = terms(word)
    if word in found or not word.isascii():
        return (word,) if word in found else found
    shared = {term: _shared(word, term) for term in found}
    return tuple(term for term in found if shared[term] == max(shared.values()))


def _shared(one: str, other: str) -> int:
    """Letters that both begin with."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
