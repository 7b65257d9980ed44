"""The values of an open facet that a typed name means: in any case form, in either alphabet.

A value is a name in the nominative, and the terms of a form are nominatives: "Яндиеву" has the term
"яндиев". So a typed word means the values that have the word, one of its terms, or the woman's form
of one, as a word of theirs; in the other alphabet, a word that sounds like one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType

from rapidfuzz import fuzz, process

from indexer.analysis import Analyzer, sound
from indexer.analysis.normalise import normalise
from indexer.index.contract import Searcher
from schemas.document import EXACT
from schemas.errors import InputError
from schemas.facets import METADATA
from schemas.query import Request

MEANT = 100
"""Values that one name means at most, the most frequent."""

OFFERED, CLOSE = 3, 75.0
"""Values offered for a name that means none; their likeness in percent at least."""

_WORD = re.compile(r"\w+(?:[-.'’]\w+)*")
NO_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType({})

_MEN = (("ский", "ская"), ("цкий", "цкая"), ("ов", "ова"), ("ев", "ева"), ("ин", "ина"))


class UnknownNameError(InputError):
    """A name that no article has. ``offered``: the values that are most like it."""

    def __init__(self, name: str, facet: str, offered: tuple[str, ...]) -> None:
        hint = f"a search lists the values under {facet}"
        if offered:
            hint = "did you mean " + " or ".join(offered)
        super().__init__(f"no article names {name[:80]!r}", place=facet, hint=hint)
        self.offered = offered


class Values:
    """The values of one facet in one generation."""

    def __init__(
        self,
        searcher: Searcher,
        facet: str,
        analyzer: Analyzer,
        names: Mapping[str, tuple[str, ...]] = NO_NAMES,
    ) -> None:
        """``names``: other names of a value, by whose words it is found, too."""
        self._searcher = searcher
        self._facet = facet
        self._analyzer = analyzer
        self._names = names

    def has(self, text: str) -> bool:
        """Whether ``text`` is a value to the letter."""
        return bool(self._counts.get(text))

    def chosen(self, text: str) -> tuple[str, ...]:
        """The value that ``text`` is to the letter; otherwise what ``resolve`` gives or raises."""
        return (text,) if self.has(text) else self.resolve(text)

    def exactly(self, text: str) -> tuple[str, ...]:
        """The values that are ``text`` but for capitals and the dots of ё, () without any."""
        return tuple(self._by_whole.get(_folded(text), ()))

    def resolve(self, text: str) -> tuple[str, ...]:
        """The values that have all words of ``text``, most frequent first.

        Raises UnknownNameError when there are none.
        """
        found: set[int] | None = None
        end = 0
        for token in self._analyzer.tokens(text):
            if token.start >= end:  # not a part of a hyphenated word
                having = self._having(token.text)
                found, end = having if found is None else found & having, token.end
        if not found:
            raise UnknownNameError(text, self._facet, self._offered(text))
        named = sorted(found)[:MEANT]
        return tuple(self._values[number] for number in named)

    def likely(self, text: str) -> tuple[str, ...]:
        """What ``resolve`` offers for a name that no article has, () when one has it."""
        try:
            self.resolve(text)
        except UnknownNameError as error:
            return error.offered
        return ()

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        return self._searcher.values(self._facet)

    @cached_property
    def _values(self) -> tuple[str, ...]:
        """All values, most frequent first."""
        counts = self._counts
        return tuple(sorted(counts, key=lambda value: (-counts[value], value)))

    @cached_property
    def _by_whole(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for value in self._values:
            found.setdefault(_folded(value), []).append(value)
        return found

    @cached_property
    def _by_word(self) -> dict[str, set[int]]:
        """The values that have a word, by the word's form."""
        found: dict[str, set[int]] = {}
        for number, value in enumerate(self._values):
            # a source may be a title with signs: «Вестник», Go | Golang
            named = " ".join((value, *self._names.get(value, ())))
            words = _WORD.findall(value) if self._facet in METADATA else named.split()
            for word in words:
                found.setdefault(normalise(word), set()).add(number)
        return found

    @cached_property
    def _by_sound(self) -> dict[tuple[str, bool], list[str]]:
        """Forms by how they sound and whether they are in Latin letters."""
        found: dict[tuple[str, bool], list[str]] = {}
        words = list(self._by_word)
        keys = sound.keys("\n".join(words)).split("\n") if words else []
        for word, key in zip(words, keys, strict=True):
            found.setdefault((key, word.isascii()), []).append(word)
        return found

    def _having(self, text: str) -> set[int]:
        """The values with a word that ``text``, one word, means."""
        form = normalise(text)
        terms = {term for term in self._analyzer.word(text).terms if not term.startswith(EXACT)}
        wanted = {form, *terms, *_women(terms)}
        if self._facet in METADATA:  # a keyword may be in any form, such as the plural
            wanted |= self._forms_of(text)
        keys = {key for word in wanted for key in sound.keys_of_readings(word)}
        latin = form.isascii()
        wanted.update(word for key in keys for word in self._by_sound.get((key, not latin), ()))
        return {number for word in wanted for number in self._by_word.get(word, ())}

    def _forms_of(self, word: str) -> set[str]:
        """The forms in which articles have a word."""
        node = self._analyzer.word(word)
        forms = self._searcher.forms(node, Request(expression=node, facets=False))
        return {normalise(one.form) for one in forms}

    def _offered(self, text: str) -> tuple[str, ...]:
        """The most frequent values that have a word most like the last one of ``text``."""
        last = normalise(text[:200].rsplit(maxsplit=1)[-1]) if text.strip() else ""
        close = process.extract(
            last, self._by_word.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE, limit=OFFERED
        )
        # values are numbered by frequency: the least number is the most frequent one
        numbers = dict.fromkeys(min(self._by_word[word]) for word, _, _ in close)
        return tuple(self._values[number] for number in numbers)


def _folded(text: str) -> str:
    return " ".join(normalise(text).lower().split())


def _women(men: Iterable[str]) -> set[str]:
    """The forms of surnames that women have: Яндиева of Яндиев."""
    return {
        name.removesuffix(man) + woman for name in men for man, woman in _MEN if name.endswith(man)
    }
