"""Where the words of an expression occur in texts."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple, TypeAlias

import numpy as np

from indexer.analysis import Analyzer
from indexer.analysis.known_forms import KnownForms, beginning, known_forms
from indexer.analysis.sought import SoughtToken, Told
from indexer.analysis.vocabulary import Vocabulary
from indexer.page.snippets.company import Company, company
from indexer.page.snippets.occurrence import Occurrence
from schemas.deadline import NEVER, Deadline
from schemas.document import EXACT
from schemas.expression import And, Near, Node, Or, Part, Phrase, Together, Wildcard, Word

_Places: TypeAlias = dict[tuple[int, int], SoughtToken]
"""(part, position) → the word there."""

_Leaf: TypeAlias = tuple[int, tuple[int, ...]]
"""The number of a leaf and those of its parts."""

_NONE: Told = np.zeros(0, np.uint8)


class TextPiece(NamedTuple):
    """[start, end) of the text of a field."""

    field: str
    text: str
    start: int
    end: int


@dataclass(slots=True)
class WantedLeaves:
    """The leaves of an expression, ready to be looked for in texts. Safe between threads."""

    leaves: list[tuple[int, ...]] = field(default_factory=list)
    """Each leaf as the numbers of its parts: one for a word, several for a phrase."""
    parts: list[Part] = field(default_factory=list)
    exact: dict[str, list[int]] = field(default_factory=dict)
    """Numbers of the parts that ask for a form itself."""
    by_term: dict[str, list[int]] = field(default_factory=dict)
    patterns: list[tuple[int, str, re.Pattern[str]]] = field(default_factory=list)
    """(number of the part, the letter that it begins with or "", what fits)."""
    company: Company = field(default_factory=Company)
    _in_field: dict[str, Mapping[int, Sequence[_Leaf]]] = field(default_factory=dict)

    def add(self, leaf: Word | Wildcard | Phrase) -> None:
        """Look for ``leaf``, too."""
        parts = leaf.parts if isinstance(leaf, Phrase) else (leaf,)
        self.leaves.append(tuple(map(self._number, parts)))

    def _number(self, part: Part) -> int:
        if part in self.parts:
            return self.parts.index(part)
        number = len(self.parts)
        self.parts.append(part)
        if isinstance(part, Wildcard):
            # fnmatch gives an expression that never backtracks far; it has brackets, we have not
            pattern = fnmatch.translate(part.pattern.replace("[", "[[]"))
            self.patterns.append((number, part.pattern[:1].strip("*?"), re.compile(pattern)))
        else:
            for term in part.terms:
                known = self.exact if term.startswith(EXACT) else self.by_term
                known.setdefault(term.removeprefix(EXACT), []).append(number)
        return number

    def leaves_in(self, name: str) -> int:
        """How many of the leaves can occur in the field ``name``."""
        return sum(map(len, self._starting(name).values()))

    def _starting(self, name: str) -> Mapping[int, Sequence[_Leaf]]:
        """The leaves that can occur in the field ``name``, by their first part."""
        if name not in self._in_field:
            found: dict[int, list[_Leaf]] = {}
            for number, parts in enumerate(self.leaves):
                if all(self.parts[part].field in {None, name} for part in parts):
                    found.setdefault(parts[0], []).append((number, parts))
            self._in_field[name] = found
        return self._in_field[name]

    def marks(
        self, pieces: Sequence[TextPiece], analyzer: Analyzer, deadline: Deadline = NEVER
    ) -> list[list[Occurrence]]:
        """For each piece of text the occurrences in it, in order; none from ``deadline`` on.

        All pieces are read at once: what costs time is a call, not its text.
        """
        if not self.leaves or not pieces or deadline.passed:
            return [[] for _ in pieces]
        places: list[_Places] = [{} for _ in pieces]
        tokens, parts = self._tokens([text[a:b] for _, text, a, b in pieces], analyzer)
        for token in tokens:
            for part in parts[token.form]:
                places[token.text].setdefault((part, token.position), token)
        return [
            self._occurrences(found, piece) if found and not deadline.passed else []
            for found, piece in zip(places, pieces, strict=True)
        ]

    def _occurrences(self, found: _Places, piece: TextPiece) -> list[Occurrence]:
        every = _occurrences(found, piece.start, self._starting(piece.field))
        return self.company.kept(sorted(every, key=_order))

    def _tokens(
        self, texts: list[str], analyzer: Analyzer
    ) -> tuple[list[SoughtToken], Mapping[int, set[int]]]:
        """The words that are occurrences of parts, and those parts by number of the form."""
        vocabulary = analyzer.known()
        known = known_forms(vocabulary)
        # patterns have to see every form; without them those that are new are enough
        told = _NONE if self.patterns else known.told
        parts = {} if self.patterns else self._parts(known, vocabulary)
        found = analyzer.seek(texts, vocabulary, parts, told)
        if not found.untold:
            return found.tokens, parts
        known.learn(found.untold)
        every = self._parts(known, vocabulary, found.untold)
        if every.keys() != parts.keys():
            found = analyzer.seek(texts, vocabulary, every, _NONE)
        return found.tokens, every

    def _parts(
        self, known: KnownForms, vocabulary: Vocabulary, met: Sequence[int] = ()
    ) -> dict[int, set[int]]:
        """The parts that each form is an occurrence of, by its number.

        Of the forms that are ``known``; patterns fit those of ``met`` alone.
        """
        found: dict[int, set[int]] = {}
        for term, numbers in self.by_term.items():
            for form in known.having(term):
                found.setdefault(form, set()).update(numbers)
        for text, numbers in self.exact.items():
            found.setdefault(vocabulary.form(text), set()).update(numbers)
        for number, part in enumerate(self.parts):
            for text in part.without if isinstance(part, Word) else ():
                found.get(vocabulary.form(text), set()).discard(number)
        for number, first, pattern in self.patterns:
            for form in beginning(vocabulary, met, first) if first else met:
                if pattern.match(vocabulary.forms[form].lower()):
                    found.setdefault(form, set()).add(number)
        return {form: numbers for form, numbers in found.items() if numbers}


@lru_cache(maxsize=64)
def wanted(expression: Node) -> WantedLeaves:
    """What to look for of ``expression``: its leaves that are not excluded."""
    found = WantedLeaves()
    numbers: dict[Node, int] = {}
    for leaf in dict.fromkeys(_leaves(expression)):
        numbers[leaf] = len(found.leaves)
        found.add(leaf)
    found.company = company(expression, numbers)
    return found


def spans(marks: Iterable[Occurrence]) -> tuple[tuple[int, int], ...]:
    """The words of all marks, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted({span for mark in marks for span in mark.spans}):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _order(mark: Occurrence) -> tuple[int, int]:
    return mark.start, mark.leaf


def _occurrences(
    places: _Places, shift: int, starting: Mapping[int, Sequence[_Leaf]]
) -> Iterator[Occurrence]:
    for (part, position), first in places.items():
        for number, parts in starting.get(part, ()):
            found = [places.get((p, position + step)) for step, p in enumerate(parts)]
            whole = tuple((one.start + shift, one.end + shift) for one in found if one is not None)
            if len(whole) == len(parts):
                start, end = whole[0][0], whole[-1][1]
                scopes = first.sentence, first.paragraph
                yield Occurrence(start, end, number, whole, position, *scopes)


def _leaves(node: Node) -> Iterator[Word | Wildcard | Phrase]:
    """The leaves that are not excluded."""
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _leaves(child)
        case Near(parts) | Together(parts):
            yield from parts
        case Word() | Wildcard() | Phrase():
            yield node
        case _:
            return
