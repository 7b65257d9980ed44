"""Words and phrases found by lemma in the words of an article.

An entry is written in its base form: "Нагорный Карабах", "права человека". A single word is found
in every form that has it among its terms; a word of a phrase in every form that shares a term with
it, so that "правами человека" is found too. An entry written with a capital asks for one, one in
capitals ("ООН") for capitals. "=Грозного" is found as it is written only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from indexer.analysis import Analyzer
from indexer.tagging.words import TextWord
from schemas.document import EXACT

Value = TypeVar("Value")

KNOWN_FORMS = 300_000
"""Forms whose entries are remembered at most."""

LONGEST_ABBREVIATION = 6
"""Letters of an entry that asks for capitals."""


@dataclass(frozen=True, slots=True)
class PhraseEntry(Generic[Value]):
    """``keys``: for each word of the phrase the terms of which it has to have one."""

    value: Value
    keys: tuple[frozenset[str], ...]
    capital: bool
    loud: bool

    def fits(self, word: TextWord) -> bool:
        """Whether ``word``, which has a key of the first word, is written as it should be."""
        if self.loud:
            return word.text.isupper()
        return word.capital or not self.capital


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[Value]):
    """An entry found at words [start, end). ``text``: as written there."""

    value: Value
    start: int
    end: int
    text: str


_Starting = tuple[tuple[PhraseEntry[Value], ...], dict[str, list[PhraseEntry[Value]]]]


class Phrases(Generic[Value]):
    """A set of entries, each with what it stands for."""

    def __init__(self, analyzer: Analyzer, entries: Iterable[tuple[str, Value]]) -> None:
        self._analyzer = analyzer
        self._by_key: dict[str, list[PhraseEntry[Value]]] = {}
        self._by_form: dict[str, tuple[PhraseEntry[Value], ...]] = {}
        self._starts: dict[str, _Starting[Value]] = {}
        listed = list(entries)
        for (text, value), forms in zip(
            listed, _forms([text for text, _ in listed], analyzer), strict=True
        ):
            entry = self._entry(text, forms, value)
            for key in entry.keys[0]:
                self._by_key.setdefault(key, []).append(entry)

    def find(self, words: Sequence[TextWord]) -> Iterator[PhraseMatch[Value]]:
        """The entries in ``words``, the longest at each place, none within another."""
        end = 0
        for at, word in enumerate(words):
            if at < end:
                continue
            entries = self._candidates(word)
            entry = next((one for one in entries if _fits(one, words, at)), None)
            if entry:
                end = at + len(entry.keys)
                yield PhraseMatch(entry.value, at, end, " ".join([w.text for w in words[at:end]]))
                continue
            for part in word.parts:
                for entry in self._candidates(part):
                    if len(entry.keys) == 1 and entry.fits(part):
                        yield PhraseMatch(entry.value, at, at + 1, part.text)
                        break

    def find_all(self, words: Sequence[TextWord]) -> Iterator[PhraseMatch[Value]]:
        """Every entry in ``words``, those within others too; at each place the longest first."""
        for at, word in enumerate(words):
            alone, longer = self._starting(word)
            for entry in _next(longer, words, at) if longer else ():
                if _fits(entry, words, at):
                    end = at + len(entry.keys)
                    yield PhraseMatch(
                        entry.value, at, end, " ".join([w.text for w in words[at:end]])
                    )
            for entry in alone:
                if entry.fits(word):
                    yield PhraseMatch(entry.value, at, at + 1, word.text)
            for part in word.parts:
                for entry in self._candidates(part):
                    if len(entry.keys) == 1 and entry.fits(part):
                        yield PhraseMatch(entry.value, at, at + 1, part.text)

    def has(self, word: TextWord) -> bool:
        """Whether ``word`` alone is an entry."""
        return any(len(e.keys) == 1 and e.fits(word) for e in self._candidates(word))

    def _candidates(self, word: TextWord) -> tuple[PhraseEntry[Value], ...]:
        found = self._by_form.get(word.key)
        if found is None:
            # dicts, not sets: the same text must have the same tags in every process
            keys = dict.fromkeys((word.form, EXACT + word.form, *word.terms))
            entries = {id(e): e for key in keys for e in self._by_key.get(key, ())}
            found = tuple(sorted(entries.values(), key=_precedence))
            if len(self._by_form) > KNOWN_FORMS:
                self._by_form.clear()
            self._by_form[word.key] = found
        return found

    def _starting(self, word: TextWord) -> _Starting[Value]:
        """The entries that begin with ``word``: single words, and phrases by their second word.

        By two words, so that thousands of phrases cost no time.
        """
        found = self._starts.get(word.key)
        if found is None:
            entries = self._candidates(word)
            longer: dict[str, list[PhraseEntry[Value]]] = {}
            for entry in entries:
                for key in entry.keys[1] if len(entry.keys) > 1 else ():
                    longer.setdefault(key, []).append(entry)
            found = tuple([e for e in entries if len(e.keys) == 1]), longer
            if len(self._starts) > KNOWN_FORMS:
                self._starts.clear()
            self._starts[word.key] = found
        return found

    def _entry(self, text: str, forms: list[str], value: Value) -> PhraseEntry[Value]:
        plain = text.removeprefix(EXACT)
        loud = plain.isupper() and 1 < len(plain) <= LONGEST_ABBREVIATION
        if text != plain or loud:
            keys = [frozenset({EXACT + form}) for form in forms]
        elif len(forms) == 1:
            keys = [self._base_form(forms[0])]
        else:
            keys = [self._any_term(form) for form in forms]
        return PhraseEntry(value, tuple(keys), plain[0].isupper(), loud)

    def _any_term(self, form: str) -> frozenset[str]:
        terms = self._analyzer.terms
        return frozenset({form, *terms(form), *terms(form.title())})

    def _base_form(self, form: str) -> frozenset[str]:
        """The form alone if analysis holds it to be a base form, else what it is a form of."""
        terms = self._any_term(form) - {form}
        known = form in self._analyzer.terms(form) or form in self._analyzer.terms(form.title())
        return frozenset({form}) if known or not terms else terms | {form}


def _next(
    longer: dict[str, list[PhraseEntry[Value]]], words: Sequence[TextWord], at: int
) -> Sequence[PhraseEntry[Value]]:
    """Those of the phrases that have the word after ``at`` as their second, the longest first."""
    if at + 1 == len(words):
        return ()
    word = words[at + 1]
    found = [
        entry
        for key in dict.fromkeys((word.form, EXACT + word.form, *word.terms))
        for entry in longer.get(key, ())
    ]
    return sorted(dict.fromkeys(found), key=_precedence) if len(found) > 1 else found


def _fits(entry: PhraseEntry[Value], words: Sequence[TextWord], at: int) -> bool:
    """Whether ``entry``, which has a key of the word at ``at``, stands there."""
    if not entry.fits(words[at]):
        return False
    if len(entry.keys) == 1:
        return True
    rest = words[at + 1 : at + len(entry.keys)]
    return len(rest) == len(entry.keys) - 1 and all(
        word.linked
        and (word.form in keys or EXACT + word.form in keys or not keys.isdisjoint(word.terms))
        for word, keys in zip(rest, entry.keys[1:], strict=True)
    )


def _precedence(entry: PhraseEntry[Value]) -> tuple[int, bool, bool]:
    """The longer phrase first, then what is asked for as written, then what asks for a capital."""
    written = all(key.startswith(EXACT) for key in entry.keys[0])
    return -len(entry.keys), not written, not entry.capital


def _forms(texts: Sequence[str], analyzer: Analyzer) -> list[list[str]]:
    """The forms of each text in lower case; hyphenated words whole."""
    found: list[list[str]] = [[] for _ in texts]
    starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
    number = end = 0
    for token in analyzer.tokens("\n".join(texts)):
        if token.end > end:
            while token.start >= starts[number + 1]:
                number += 1
            found[number].append(token.form.lower())
            end = token.end
    return found
