"""Stored text and an expression → the passage to show, with the matched words marked."""

from __future__ import annotations

import fnmatch
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import NamedTuple, TypeAlias

import numpy as np

from indexer.analysis import Analyzer
from indexer.analysis.tokenizer import RUN
from schemas.article import Article
from schemas.document import EXACT
from schemas.expression import And, Near, Node, Or, Part, Phrase, Together, Wildcard, Word
from schemas.results import Snippet

WIDTH = 240
"""Characters of a passage, ellipses not counted."""

BLOCK = 8_000
"""Characters analysed at a time; reading stops with a passage that shows every word."""

OVERLAP = 400
"""Characters that two blocks share, so that no passage is torn; more than WIDTH and a word."""

KNOWN_FORMS = 50_000
"""Forms remembered for one expression."""

LONGEST_WORD = 40
"""Characters back to which a cut looks for a space."""

_ELLIPSIS = "…"
_SENTENCE = re.compile(r"[.!?…][\"»”’)\]]*\s+|\n+")
_BREAK = re.compile(r"\n\s*\n|\s")


@dataclass(frozen=True, slots=True)
class _Mark:
    """An occurrence of leaf ``leaf``: the words at ``spans``, offsets in the text."""

    start: int
    end: int
    leaf: int
    spans: tuple[tuple[int, int], ...]


_Piece: TypeAlias = tuple[str, str, int, int]
"""(field, text, start, end): a piece of a text."""

_Places: TypeAlias = dict[tuple[int, int], tuple[int, int]]
"""(part, position) → offsets of the word there."""


def snippet(article: Article, expression: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """The title and the passage of the text that shows most of the query's words.

    Marks are the words that match a word, wildcard or phrase of ``expression`` that is not
    excluded; of a phrase only where it occurs whole.
    """
    return snippets([article], expression, analyzer)[0]


def snippets(
    articles: Sequence[Article], expression: Node, analyzer: Analyzer
) -> list[tuple[Snippet, Snippet]]:
    """``snippet`` of each article; analysing all of them at once costs a third."""
    wanted = _wanted(expression)
    texts = [text for article in articles for text in _texts(article)]
    pieces = [(text.name, text.value, *next(_blocks(text.value))) for text in texts]
    marks = iter(zip(texts, wanted.marks(pieces, analyzer), strict=True))
    found = []
    for article in articles:
        _, of_title = next(marks)
        title = Snippet(_spaced(article.title), _spans(of_title))
        found.append(
            (title, _best(list(islice(marks, len(_texts(article)) - 1)), wanted, analyzer))
        )
    return found


class _Text(NamedTuple):
    name: str
    value: str


def _texts(article: Article) -> list[_Text]:
    """The title, then what a passage can be of."""
    bodies = [_Text("body", text) for text in (article.body, *article.captions)]
    return [_Text("title", article.title), _Text("lede", article.lede), *bodies]


def _best(texts: list[tuple[_Text, list[_Mark]]], wanted: _Wanted, analyzer: Analyzer) -> Snippet:
    """The best passage of ``texts``, given with the marks of their first blocks."""
    best, chosen = (0, 0), Snippet("")
    for text, first in texts:
        every = len(wanted.leaves_in(text.name))
        for start, end in _blocks(text.value) if every else ():
            piece = (text.name, text.value, start, end)
            marks = wanted.marks([piece], analyzer)[0] if start else first
            a, b, worth = _window(marks)
            if worth > best:
                best, chosen = worth, _passage(text.value, marks[a:b], marks)
            if worth[0] == every:
                break
    if best[0]:
        return chosen
    return _passage(next((text.value for text, _ in texts if text.value.strip()), ""), [], [])


@dataclass(slots=True)
class _Wanted:
    """The leaves of an expression, ready to be looked for in tokens."""

    leaves: list[tuple[int, ...]] = field(default_factory=list)
    """Each leaf as the numbers of its parts: one for a word, several for a phrase."""
    parts: list[Part] = field(default_factory=list)
    by_term: dict[str, list[int]] = field(default_factory=dict)
    patterns: list[tuple[int, re.Pattern[str]]] = field(default_factory=list)
    _known: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def add(self, leaf: Word | Wildcard | Phrase) -> None:
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
                self.by_term.setdefault(term, []).append(number)
        return number

    def leaves_in(self, name: str) -> list[tuple[int, tuple[int, ...]]]:
        """(number, parts) of the leaves that can occur in the field ``name``."""
        return [
            (number, parts)
            for number, parts in enumerate(self.leaves)
            if all(self.parts[part].field in {None, name} for part in parts)
        ]

    def marks(self, pieces: Sequence[_Piece], analyzer: Analyzer) -> list[list[_Mark]]:
        """For each piece of text the occurrences in it, in order."""
        if not self.leaves:
            return [[] for _ in pieces]
        places: list[_Places] = [{} for _ in pieces]
        for at, position, parts, span in self._words(pieces, analyzer):
            for part in parts:
                places[at].setdefault((part, position), span)
        return [
            sorted(_occurrences(found, self.leaves_in(name)), key=lambda m: (m.start, m.leaf))
            for found, (name, *_) in zip(places, pieces, strict=True)
        ]

    def _words(
        self, pieces: Sequence[_Piece], analyzer: Analyzer
    ) -> Iterator[tuple[int, int, tuple[int, ...], tuple[int, int]]]:
        """(piece, position, parts, offsets) of each word that is an occurrence of a part."""
        cut = [text[start:end] for _, text, start, end in pieces]
        layout, vocabulary = analyzer.lay_out(cut)
        distinct, inverse = np.unique(layout.forms, return_inverse=True)
        parts = [self._of(vocabulary.forms[number], analyzer) for number in distinct.tolist()]
        wanted = np.fromiter(map(bool, parts), np.bool_, len(parts))[inverse]
        starts = [match.start() for text in cut for match in RUN.finditer(text)]
        for token in np.flatnonzero(wanted & (layout.pieces >= 0)).tolist():
            at, piece = int(layout.texts[token]), int(layout.pieces[token])
            start = pieces[at][2] + starts[layout.places[token]]
            start += int(vocabulary.offset.data[piece])
            end = start + int(vocabulary.length.data[piece])
            yield at, int(layout.positions[token]), parts[inverse[token]], (start, end)

    def _of(self, form: str, analyzer: Analyzer) -> tuple[int, ...]:
        """The parts of which a word of this form is an occurrence."""
        found = self._known.get(form)
        if found is None:
            if len(self._known) >= KNOWN_FORMS:
                self._known.clear()
            found = self._known[form] = tuple(self._look_up(form, analyzer))
        return found

    def _look_up(self, form: str, analyzer: Analyzer) -> set[int]:
        terms = (EXACT + form, *analyzer.terms(form))
        found = {number for term in terms for number in self.by_term.get(term, ())}
        found = {number for number in found if form not in self._without(number)}
        return found | {number for number, pattern in self.patterns if pattern.match(form.lower())}

    def _without(self, number: int) -> tuple[str, ...]:
        part = self.parts[number]
        return part.without if isinstance(part, Word) else ()


def _occurrences(places: _Places, leaves: list[tuple[int, tuple[int, ...]]]) -> Iterator[_Mark]:
    starting: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
    for number, parts in leaves:
        starting.setdefault(parts[0], []).append((number, parts))
    for part, position in places:
        for number, parts in starting.get(part, ()):
            spans = [places.get((p, position + step)) for step, p in enumerate(parts)]
            whole = tuple(span for span in spans if span is not None)
            if len(whole) == len(parts):
                yield _Mark(whole[0][0], whole[-1][1], number, whole)


@lru_cache(maxsize=64)
def _wanted(expression: Node) -> _Wanted:
    wanted = _Wanted()
    for leaf in dict.fromkeys(_leaves(expression)):
        wanted.add(leaf)
    return wanted


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


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """[start, end) of the pieces of ``text``: about BLOCK characters, OVERLAP shared."""
    start = 0
    while len(text) - start > BLOCK:
        end = text.rfind(" ", start + BLOCK // 2, start + BLOCK)
        end = end if end > 0 else start + BLOCK
        yield start, end
        start = max(text.rfind(" ", 0, end - OVERLAP), end - 2 * OVERLAP)
    yield start, len(text)


def _window(marks: list[_Mark]) -> tuple[int, int, tuple[int, int]]:
    """marks[first:last] within WIDTH with most distinct leaves, then most marks, then first."""
    best = (0, 0, (0, 0))
    inside: Counter[int] = Counter()
    first = 0
    for last, mark in enumerate(marks):
        inside[mark.leaf] += 1
        while first < last and mark.end - marks[first].start > WIDTH:
            inside[marks[first].leaf] -= 1
            if not inside[marks[first].leaf]:
                del inside[marks[first].leaf]
            first += 1
        worth = (len(inside), last + 1 - first)
        if worth > best[2]:
            best = (first, last + 1, worth)
    return best


def _passage(text: str, window: list[_Mark], marks: list[_Mark]) -> Snippet:
    """About WIDTH characters around ``window``, the beginning when it is empty; ``marks`` in it."""
    start, end = _bounds(text, window)
    before = _ELLIPSIS if text[:start].strip() else ""
    after = _continued(text, end) if text[end:].strip() else ""
    shift = len(before) - start
    spans = tuple((a + shift, b + shift) for a, b in _spans(marks) if start <= a and b <= end)
    return Snippet(before + _spaced(text[start:end]) + after, spans)


def _continued(text: str, end: int) -> str:
    """The sign that more follows: no fourth point behind a full stop, none behind an ellipsis."""
    last = text[end - 1 : end]
    if last == _ELLIPSIS:
        return ""
    return f" {_ELLIPSIS}" if last in {".", "!", "?"} and text[end].isspace() else _ELLIPSIS


def _bounds(text: str, marks: list[_Mark]) -> tuple[int, int]:
    first = marks[0].start if marks else 0
    last = min(max((mark.end for mark in marks), default=0), first + WIDTH)
    spare = WIDTH - (last - first)
    start = _start(text, first, spare)
    end = _cut_back(text, start + WIDTH, last)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _start(text: str, first: int, spare: int) -> int:
    """Where a passage begins: a sentence if it is near, else a word."""
    if first <= spare // 2:
        return 0
    tail = max(0, WIDTH - spare + first - len(text) + spare)
    earliest = first - max(spare // 2, min(spare, tail))
    sentences = [match.end() for match in _SENTENCE.finditer(text, max(0, earliest), first)]
    if sentences:
        return sentences[0]
    boundary = _BREAK.search(text, max(0, earliest), first)
    return boundary.end() if boundary else max(0, earliest, first - LONGEST_WORD)


def _cut_back(text: str, end: int, least: int) -> int:
    """The end of the last whole word before ``end``, not before ``least``."""
    if end >= len(text):
        return len(text)
    if text[end].isspace():
        return end
    for at in range(end, max(least, end - LONGEST_WORD), -1):
        if text[at - 1].isspace():
            return at
    return max(end, least)


def _spans(marks: Iterable[_Mark]) -> tuple[tuple[int, int], ...]:
    """The words of all marks, overlapping ones made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted({span for mark in marks for span in mark.spans}):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def _spaced(text: str) -> str:
    """``text`` on one line, each character at its offset."""
    return re.sub(r"\s", " ", text)
