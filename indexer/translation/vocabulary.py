"""The words of a generation that can have translations: terms, as they are written, how often."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.analysis.light_words import LIGHT, weight
from schemas.document import EXACT
from schemas.results import FormCount

MOST = 40_000
"""Words of a language that take part, the most frequent ones: time grows with their square."""

SHORTEST = 3
"""Letters of a word."""

_RUSSIAN = re.compile("[а-яё]+(?:-[а-яё]+)*")
_ENGLISH = re.compile("[a-z]+(?:['-][a-z]+)*")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms of each language, the most frequent first, with how they are ``written``."""

    russian: tuple[str, ...]
    english: tuple[str, ...]
    written: dict[str, str]


def vocabulary(
    forms: Iterable[FormCount],
    terms: Callable[[str], tuple[str, ...]],
    is_word: Callable[[str, str], bool],
) -> Vocabulary:
    """The words of ``forms``, each of which has ``terms``.

    ``is_word``: whether a form that has a term is a word of its language and no name; names have
    translations of their own.
    """
    counts: dict[str, int] = {}
    likeliest: dict[str, tuple[int, int, str]] = {}
    for found in forms:
        form = found.form.lower()
        for term in terms(found.form):
            if _fits(term):
                counts[term] = counts.get(term, 0) + found.count
                # the shortest of equal ones is nearest to what a dictionary has
                seen = found.count, -len(form), form
                likeliest[term] = max(likeliest.get(term, seen), seen)
    kept = sorted(counts, key=lambda term: (-counts[term], term))
    form_of = {term: likeliest[term][2] for term in kept}
    written = {term: form_of[term] if term.isascii() else term for term in kept}
    fitting = (term for term in kept if _is_word(written[term]))
    words = [term for term in fitting if is_word(form_of[term], term)]
    russian = [term for term in words if not term.isascii()]
    english = [term for term in words if term.isascii()]
    return Vocabulary(tuple(russian[:MOST]), tuple(english[:MOST]), written)


def _fits(term: str) -> bool:
    return not term.startswith(EXACT) and bool(_RUSSIAN.fullmatch(term) or _ENGLISH.fullmatch(term))


def _is_word(written: str) -> bool:
    return len(written) >= SHORTEST and weight(written) > LIGHT
