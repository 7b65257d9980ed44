"""Text → forms at positions; form → terms. Russian, English and names.

A *form* is a token as written, normalised (see ``normalise``); it keeps the capital letter of
"Шали" only where the capital can change the reading. Its *terms* are what a query asks for:
lemmas and names. Terms depend on the form alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pymorphy3
import Stemmer

from indexer.analysis.normalise import normalise
from indexer.analysis.tokenizer import RAW
from schemas.document import EXACT
from schemas.expression import Word


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of the original text. ``terms`` includes the EXACT term.

    A hyphenated word is several tokens: the whole at its position, its parts at that and the next.
    """

    text: str
    start: int
    end: int
    position: int
    form: str
    terms: tuple[str, ...]


class Analyzer:
    """Morphology of both languages. Safe to share between threads."""

    fingerprint = "0"

    def __init__(self) -> None:
        self._morph = pymorphy3.MorphAnalyzer()
        self._english = Stemmer.Stemmer("english")
        self._terms: dict[str, tuple[str, ...]] = {}

    def tokens(self, text: str) -> list[Token]:
        """The words of ``text`` in order."""
        found: list[Token] = []
        position = 0
        for match in RAW.finditer(text):
            pieces = split(match.group())
            start = match.start()
            for step, offset, raw, form in pieces:
                a = start + offset
                terms = tuple(sorted({*self.terms(form), EXACT + form}))
                found.append(Token(raw, a, a + len(raw), position + step, form, terms))
            if pieces:
                position += pieces[-1][0] + 1
        return found

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of one form, sorted, without its EXACT term."""
        if form not in self._terms:
            self._terms[form] = tuple(sorted(self._find(form)))
        return self._terms[form]

    def _find(self, form: str) -> set[str]:
        if re.search("[а-я]", form):
            return {p.normal_form.replace("ё", "е") for p in self._morph.parse(form.lower())}
        return {self._english.stemWord(form)}

    def word(self, text: str) -> Word:
        """The first word of ``text`` as a word of a query: what any of its readings asks for."""
        tokens = self.tokens(text)
        return Word(self.terms(tokens[0].form) if tokens else (), text=text)

    def exact(self, text: str) -> tuple[str, ...]:
        """The EXACT terms of the first word of ``text``: "=шали", and "=Шали" if that is a form."""
        tokens = self.tokens(text)
        return (EXACT + tokens[0].form,) if tokens else ()


def split(raw: str) -> list[tuple[int, int, str, str]]:
    """A raw token as (step from its position, offset, text, form) of its words."""
    if raw.startswith(("http", "www.")) and "." in raw:
        host = re.match(r"(?:https?://)?(?:www\.)?([^/:?#]+)", raw)
        form = normalise(host[1]) if host else ""
        return [(0, host.start(1), host[1], form)] if host and form else []
    form = normalise(raw) if any(c.isalnum() for c in raw) else ""
    if not form:
        return []
    whole = [(0, 0, raw, form)]
    if "-" not in raw or "@" in raw:
        return whole
    parts = [(m.start(), m.group()) for m in re.finditer("[^-]+", raw)]
    forms = [(offset, text, normalise(text)) for offset, text in parts]
    return whole + [(i, offset, text, form) for i, (offset, text, form) in enumerate(forms) if form]


@cache
def default_analyzer() -> Analyzer:
    """The one analyzer of this process."""
    return Analyzer()
