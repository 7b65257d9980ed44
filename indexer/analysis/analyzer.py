"""The analyzer of both languages: what the rest of the project sees of this package."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import numpy as np
import Stemmer

from indexer.analysis import endings, version
from indexer.analysis.cache import Recent
from indexer.analysis.dictionary import Dictionary
from indexer.analysis.english import English
from indexer.analysis.joined import joined
from indexer.analysis.light_words import weight
from indexer.analysis.look_alikes import latin
from indexer.analysis.nominatives import surnames
from indexer.analysis.numbers import numbers, ordinal
from indexer.analysis.positions import TokenColumns, lay_out, lone_words
from indexer.analysis.russian import Russian
from indexer.analysis.sought import Sought, Told, among, seek
from indexer.analysis.tokenizer import RUN, plural
from indexer.analysis.vocabulary import Vocabulary
from indexer.analysis.vocabulary_file import load_columns, save_columns
from indexer.analysis.word_lists import read_forms
from schemas.document import EXACT
from schemas.expression import Word

KNOWN_RUNS = 600_000
"""When it has seen so many distinct runs, the vocabulary is started afresh: memory is bounded."""

KEPT_RUNS = 300_000
"""The runs, at most, that are kept of the vocabulary in a file."""

KNOWN_TERMS = 60_000
"""The terms of so many forms (up to twice as many) are remembered; others are looked up again."""

_CYRILLIC = re.compile("[Ѐ-ӿ]")
_LATIN_WORD = re.compile("[a-z]+(?:['-][a-z]+)*")


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

    def __init__(self) -> None:
        self._dictionary = Dictionary()
        self._russian = Russian(self._dictionary)
        self._english = English(read_forms("english-forms"))
        self._short = read_forms("short-words")
        self._terms = Recent(self._find, KNOWN_TERMS)
        self._kept: Path | None = None
        self.vocabulary = Vocabulary(self.capital, self.terms)

    @cached_property
    def fingerprint(self) -> str:
        """What changes with any rule, with the data files and with the libraries: see version."""
        return version.fingerprint((self._dictionary.version, f"PyStemmer {Stemmer.version()}"))

    def start(self, kept: Path | None) -> None:
        """Begin with the vocabulary that ``keep`` has put in a file, if there is one."""
        self._kept = kept
        self.vocabulary = self.fresh(kept)

    def fresh(self, kept: Path | None) -> Vocabulary:
        """A new vocabulary that begins with what the file ``kept`` holds, if it can be used."""
        columns = load_columns(kept, self.fingerprint) if kept else None
        return Vocabulary(self.capital, self.terms, columns)

    def keep(self, vocabulary: Vocabulary, file: Path) -> None:
        """Put what ``vocabulary`` knows in a file. Raises OSError."""
        save_columns(file, self.fingerprint, vocabulary.trimmed(KEPT_RUNS))

    def lay_out(self, texts: Sequence[str]) -> tuple[TokenColumns, Vocabulary]:
        """The tokens of ``texts`` as arrays, and the vocabulary that their ids refer to."""
        # numbers are of this one, even when another thread starts afresh meanwhile
        vocabulary = self.known()
        return self._laid_out(list(texts), vocabulary), vocabulary

    def known(self) -> Vocabulary:
        """The vocabulary to use now: another one when that has become too large."""
        if len(self.vocabulary) > KNOWN_RUNS:
            self.vocabulary = self.fresh(self._kept)
        return self.vocabulary

    def seek(
        self, texts: Sequence[str], vocabulary: Vocabulary, sought: Collection[int], told: Told
    ) -> Sought:
        """The words of ``texts`` whose forms are ``sought``, as ``lay_out`` has them.

        ``vocabulary``: the one that numbers the forms, from ``known``.
        """
        found = seek(list(texts), vocabulary, sought, told)
        lone = np.flatnonzero(found.lengths == 1).tolist()
        if not lone:
            return found
        labels = [texts[at] for at in lone]
        read = among(self._laid_out(labels, vocabulary), labels, vocabulary, sought, told)
        tokens = [token for token in found.tokens if token.text not in lone]
        tokens += [token._replace(text=lone[token.text]) for token in read.tokens]
        return Sought(tokens, list({*found.untold, *read.untold}), found.lengths)

    def _laid_out(self, texts: list[str], vocabulary: Vocabulary) -> TokenColumns:
        runs, counts = vocabulary.find(texts)
        layout = lay_out(runs, counts, vocabulary)
        for place in lone_words(layout).tolist():
            form = self._as_label(vocabulary.forms[layout.forms[place]])
            layout.forms[place] = vocabulary.form(form)
        return layout

    def tokens(self, text: str) -> list[Token]:
        """The words of ``text`` in order."""
        first = RUN.match(text)
        if first and first.end() == len(text):
            return self._lone_run(text)
        layout, vocabulary = self.lay_out([text])
        starts = np.fromiter((match.start() for match in RUN.finditer(text)), np.int64)
        chosen = np.flatnonzero(layout.pieces >= 0)
        pieces = layout.pieces[chosen]
        begin = starts[layout.places[chosen]] + vocabulary.offset.data[pieces]
        ends = begin + vocabulary.length.data[pieces]
        forms = (vocabulary.forms[form] for form in layout.forms[chosen].tolist())
        columns = (begin.tolist(), ends.tolist(), layout.positions[chosen].tolist(), forms)
        return [
            self._token(text, a, b, position, form)
            for a, b, position, form in zip(*columns, strict=True)
        ]

    def _token(self, text: str, start: int, end: int, position: int, form: str) -> Token:
        terms = tuple(sorted((EXACT + form, *self.terms(form))))
        return Token(text[start:end], start, end, position, form, terms)

    def _lone_run(self, text: str) -> list[Token]:
        """The words of a text that is one run, as most words of a query are: no need of arrays.

        It is a sentence of its own, so that its capital letter is evidence.
        """
        vocabulary = self.known()
        run = int(vocabulary.find([text])[0][0])
        first = int(vocabulary.first.data[run])
        label = vocabulary.width.data[run] == 1
        found = []
        for piece in range(first, first + int(vocabulary.count.data[run])):
            form = vocabulary.forms[int(vocabulary.upper.data[piece])]
            start = int(vocabulary.offset.data[piece])
            end = start + int(vocabulary.length.data[piece])
            found.append((start, end, int(vocabulary.step.data[piece]), form))
        if label and found:
            start, end, step, form = found[-1]
            found[-1] = start, end, step, self._as_label(form)
        return [self._token(text, *each) for each in found]

    def terms(self, form: str) -> tuple[str, ...]:
        """The terms of one form, sorted, without its EXACT term; any string will do."""
        return self._terms[form]

    def capital(self, form: str) -> str:
        """The form of the same letters with a capital as evidence; itself if nothing changes."""
        if not _CYRILLIC.search(form):
            return form
        title = form.title()
        return form if self.terms(title) == self.terms(form) else title

    def word(self, text: str, *, alone: bool = False) -> Word:
        """The first word of ``text`` as a word of a query.

        A capital letter that is typed is evidence. Without one a common word is looked for as
        what it is and as the surname that it may be: "героев" is герой and Героев. ``alone``:
        it is the whole query; then people type the nominative, and "газа" is Газа, not газ.
        Among other words it is both, but a place is no pronoun: "того" is not "те". Its weight
        is lower when it says little: see light_words. МИД-а is the word МИД.
        """
        tokens = self.tokens(text)
        if not tokens:
            return Word((), text=text)
        token = tokens[1] if endings.is_of_a_case(tokens[0].text) else tokens[0]
        form = token.form if alone or token.text.istitle() else _without_evidence(token.form)
        terms: Iterable[str] = self.terms(form)
        if form.islower():
            if self._russian.is_place(form):
                terms = self._russian.terms(form, closed=False)
            terms = {*terms, *surnames(form)}
        return Word(tuple(sorted(terms)), text=text, weight=weight(token.text))

    def exact(self, text: str) -> tuple[str, ...]:
        """The EXACT terms of the first word: "=шали" and, if that is a form, "=Шали"; "=MPs"."""
        tokens = self.tokens(text)
        if not tokens:
            return ()
        form = tokens[0].form.lower()
        return tuple(sorted({EXACT + one for one in (form, self.capital(form), plural(form))}))

    def headwords(self, form: str) -> set[str]:
        """The dictionary's forms of a Cyrillic form in lower case; none of any other script."""
        return self._russian.headwords(form) if _CYRILLIC.search(form) else set()

    def _as_label(self, form: str) -> str:
        """The form of a text of one word: it is in the nominative, and names what it can."""
        return self.capital(form) if self._russian.is_place(form) else form

    def _find(self, form: str) -> tuple[str, ...]:
        lower = form.lower()
        if _CYRILLIC.search(lower):
            capital = form != lower
            found = self._russian.terms(lower, capital=capital)
            found = found | self._russian.as_surname(lower, found, capital=capital) | latin(lower)
        elif _LATIN_WORD.fullmatch(lower):
            found = self._english.terms(lower)
            if form != lower:  # MPs
                found = found | self._english.terms(lower.removesuffix("s"))
        else:
            found = numbers(form)
            if word := ordinal(lower):
                found |= self._english.terms(word)
        for word in self._short.get(lower, ()):
            found = {*found, *self.terms(word)}
        if "-" in form or "." in form:
            one = {*filter(None, map(joined, found))}
            dotted = one if _CYRILLIC.search(lower) or "." not in form else self._stems(one)
            found = {*found, *dotted}
        return tuple(sorted(found)) if len(found) > 1 else tuple(found)

    def _stems(self, words: Iterable[str]) -> set[str]:
        """The terms of English words: O.S.C.E. and OSCE have the same."""
        return {term for word in words for term in self._english.terms(word)}


def _without_evidence(form: str) -> str:
    """A form without a capital letter that is evidence of a name; MPs keeps its capitals."""
    return form.lower() if form.istitle() else form


@cache
def default_analyzer() -> Analyzer:
    """The one analyzer of this process."""
    return Analyzer()
