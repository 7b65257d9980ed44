"""Where the words of an expression occur in texts."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import NamedTuple, TypeAlias
from weakref import WeakKeyDictionary

import numpy as np

from indexer.analysis import Analyzer
from indexer.analysis.positions import TokenColumns
from indexer.analysis.string_table import Ids
from indexer.analysis.tokenizer import RUN
from indexer.analysis.vocabulary import Vocabulary
from indexer.page.snippets.company import Company, company
from indexer.page.snippets.occurrence import Occurrence
from schemas.document import EXACT
from schemas.expression import And, Near, Node, Or, Part, Phrase, Together, Wildcard, Word

_Places: TypeAlias = dict[tuple[int, int], tuple[int, int]]
"""(part, position) → offsets of the word there."""

KNOWN_TERMS = 60_000
"""The terms of so many forms are at hand by number."""

_KNOWN: WeakKeyDictionary[Vocabulary, dict[int, tuple[str, ...]]] = WeakKeyDictionary()
"""By vocabulary, since numbers are private to it: one that is given up takes its terms along."""


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
    patterns: list[tuple[int, re.Pattern[str]]] = field(default_factory=list)
    company: Company = field(default_factory=Company)

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
            self.patterns.append((number, re.compile(pattern)))
        else:
            for term in part.terms:
                known = self.exact if term.startswith(EXACT) else self.by_term
                known.setdefault(term.removeprefix(EXACT), []).append(number)
        return number

    def leaves_in(self, name: str) -> list[tuple[int, tuple[int, ...]]]:
        """(number, parts) of the leaves that can occur in the field ``name``."""
        return [
            (number, parts)
            for number, parts in enumerate(self.leaves)
            if all(self.parts[part].field in {None, name} for part in parts)
        ]

    def marks(self, pieces: Sequence[TextPiece], analyzer: Analyzer) -> list[list[Occurrence]]:
        """For each piece of text the occurrences in it, in order.

        All pieces are analysed at once: what costs time is a call, not its text.
        """
        if not self.leaves or not pieces:
            return [[] for _ in pieces]
        places: list[_Places] = [{} for _ in pieces]
        texts = [piece.text[piece.start : piece.end] for piece in pieces]
        layout, vocabulary = analyzer.lay_out(texts)
        for at, position, parts, span in self._words(pieces, texts, layout, vocabulary, analyzer):
            for part in parts:
                places[at].setdefault((part, position), span)
        kept = self.company.judge(layout)
        return [
            kept(at, sorted(_occurrences(found, self.leaves_in(piece.field)), key=_order))
            if found
            else []
            for at, (found, piece) in enumerate(zip(places, pieces, strict=True))
        ]

    def _words(
        self,
        pieces: Sequence[TextPiece],
        texts: Sequence[str],
        layout: TokenColumns,
        vocabulary: Vocabulary,
        analyzer: Analyzer,
    ) -> Iterator[tuple[int, int, tuple[int, ...], tuple[int, int]]]:
        """(piece, position, parts, offsets) of each word that is an occurrence of a part."""
        parts = self._parts(layout.forms, vocabulary, analyzer)
        chosen = np.zeros(len(vocabulary.forms), np.bool_)
        chosen[list(parts)] = True
        tokens = np.flatnonzero(chosen[layout.forms] & (layout.pieces >= 0))
        words = layout.pieces[tokens]
        columns = zip(
            layout.texts[tokens].tolist(),
            layout.positions[tokens].tolist(),
            layout.forms[tokens].tolist(),
            _starts(texts, layout.texts[tokens], layout.places[tokens], vocabulary),
            vocabulary.offset.data[words].tolist(),
            vocabulary.length.data[words].tolist(),
            strict=True,
        )
        for at, position, form, run, offset, length in columns:
            start = pieces[at].start + run + offset
            yield at, position, parts[form], (start, start + length)

    def _parts(
        self, numbers: Ids, vocabulary: Vocabulary, analyzer: Analyzer
    ) -> dict[int, tuple[int, ...]]:
        """The parts of which words are occurrences, by number of the form."""
        met = np.unique(numbers).tolist()
        terms = _terms(met, vocabulary, analyzer)
        if not self.patterns and not self.exact:
            apart = self.by_term.keys().isdisjoint
            met = [number for number in met if not apart(terms[number])]
        found = {
            number: tuple(self._look_up(vocabulary.forms[number], terms[number])) for number in met
        }
        return {number: parts for number, parts in found.items() if parts}

    def _look_up(self, form: str, terms: tuple[str, ...]) -> set[int]:
        known = (*self.exact.get(form, ()), *chain.from_iterable(map(self._of_term, terms)))
        numbers = {number for number in known if form not in self._without(number)}
        fitting = {number for number, pattern in self.patterns if pattern.match(form.lower())}
        return numbers | fitting

    def _of_term(self, term: str) -> list[int]:
        return self.by_term.get(term, [])

    def _without(self, number: int) -> tuple[str, ...]:
        part = self.parts[number]
        return part.without if isinstance(part, Word) else ()


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


def _terms(
    numbers: Sequence[int], vocabulary: Vocabulary, analyzer: Analyzer
) -> Mapping[int, tuple[str, ...]]:
    """Terms by number of the form, those of ``numbers`` among them.

    To look them up by the form itself takes ten times as long.
    """
    known = _KNOWN.setdefault(vocabulary, {})
    if len(known) > KNOWN_TERMS:
        known = _KNOWN[vocabulary] = {}
    for number in numbers:
        if number not in known:
            known[number] = analyzer.terms(vocabulary.forms[number])
    return known


def _starts(texts: Sequence[str], within: Ids, places: Ids, vocabulary: Vocabulary) -> list[int]:
    """Where runs start in their texts, ``places`` being their indices among those of all texts.

    ``within``: the text of each, in order. A text is read up to the last of its runs.
    """
    _, counts = vocabulary.find(list(texts))
    own = places - (np.cumsum(counts) - counts)[within]
    found: list[int] = []
    for text, runs in groupby(zip(within.tolist(), own.tolist(), strict=True), itemgetter(0)):
        asked = [run for _, run in runs]
        starts = [run.start() for run in islice(RUN.finditer(texts[text]), asked[-1] + 1)]
        found += map(starts.__getitem__, asked)
    return found


def _occurrences(
    places: _Places, leaves: list[tuple[int, tuple[int, ...]]]
) -> Iterator[Occurrence]:
    starting: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    for number, parts in leaves:
        starting.setdefault(parts[0], []).append((number, parts))
    for part, position in places:
        for number, parts in starting.get(part, ()):
            found = [places.get((p, position + step)) for step, p in enumerate(parts)]
            whole = tuple(span for span in found if span is not None)
            if len(whole) == len(parts):
                yield Occurrence(whole[0][0], whole[-1][1], number, whole, position)


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
