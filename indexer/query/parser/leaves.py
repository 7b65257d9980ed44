"""The leaves of a query: typed words, wildcards and phrases → nodes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from indexer.analysis import Analyzer, Token
from indexer.analysis.joined import joined
from indexer.analysis.normalise import normalise
from indexer.query.parser import initials
from indexer.query.parser.lexeme import Lexeme, is_filter
from indexer.query.parser.model import OPERANDS, STARS, WILDCARDS, WORDS, Leaf, Problem
from indexer.query.parser.nearby import window
from indexer.query.parser.operators import is_operator
from indexer.query.parser.units import REMEMBERED, Unit, groups, units
from indexer.query.parser.ways import other_phrases
from schemas.document import EXACT
from schemas.expression import And, Field, Node, Or, Part, Phrase, Wildcard, Word

WITHOUT = "!="
"""шали!=шаль,шалью: the word, but not these written forms of it."""

EXCLUDED = 32
"""Written forms that can be taken out of one word."""

_COMPOUND = re.compile(
    r"(?<!\d)[-‐‑]|[-‐‑](?!\d)|[^\W\d_]\d|\d[^\W\d_]|^[A-Za-z]\.|^\w\.\w\.\w|[^\W\d_][₀-₉_]"
    r"|^\d{1,2}([-.])\d{1,2}\1\d{4}$|^\d{4}([-.])\d{1,2}\2\d{1,2}$|[a-z]{2}\.[a-z]{2,}$"
)
"""What makes a word one of several: a hyphen, a number beside letters, the dots of U.S., Ф.С.Б., a
date in figures, the host of an address."""
_SPACED = re.compile(r"\s")
"""A number in groups of digits: 10 000."""
_WILD = re.compile(r"[*?]")
_PIECE = re.compile(r"[^\s,;:/!…]+")
_PIECE_OF_PHRASE = re.compile(r"(?<![\w,])\d+(?:,\d+)+(?!\w)|[^\s,;:/!…]+")
"""The same, a number with its commas in one: 10,000; 1,5."""

_EDGE = re.compile(r"^[^\w*?]+|[^\w*?]+$")
_BESIDE_NUMBERS = frozenset("авикосуягпai")
"""Letters that are words or abbreviations beside numbers: С-400 is not "с 400"."""


@dataclass(frozen=True, slots=True)
class LeafScope:
    """Where a leaf stands: in a field, or under NOT. ``surname``: it is read as one alone."""

    field: Field | None = None
    excluded: bool = False
    surname: bool = False


class Leaves:
    """Makes the leaves of one query and keeps their budgets."""

    def __init__(self, analyzer: Analyzer, problems: list[Problem], query: list[Lexeme]) -> None:
        """``query``: the only word of one is in the nominative, and its "?" is a wildcard."""
        self.found: list[Leaf] = []
        self._analyzer = analyzer
        self._problems = problems
        self._alone = _operands(query) == 1
        self._end = query[-1].end if query else 0
        self._initials = dict(initials.beside_surnames(query))
        self._words = self._wildcards = 0
        self._met: dict[str, Word] = {}

    def word(self, lexeme: Lexeme, scope: LeafScope) -> Node | None:
        """What a run of characters without spaces asks for; None when nothing in it is a word."""
        if self._words > WORDS:  # nothing is analysed that the budget has cut off
            return None
        text, offset = lexeme.text, lexeme.end - len(lexeme.text)
        head, sign, forms = text.partition(WITHOUT)
        if sign and head and forms:
            return self._without(Lexeme("word", head, offset, offset + len(head)), forms, scope)
        if _WILD.search(text):
            return _all(self._wild(text, offset, lexeme, scope))
        if lexeme.exact:
            return _all(self._exact(lexeme, scope))
        node = _all(self._plain(text, offset, scope))
        if node and offset in self._initials:
            return self._initials_of(self._initials[offset], node, text, scope)
        return node

    def _initials_of(self, surname: str, node: Node, text: str, scope: LeafScope) -> Node:
        """Initials, with dots and without.

        ММ is also М. М.; but beside М. М. it has to stand by the surname: ВВ are troops, too.
        """
        letters = text.replace(".", "")
        if letters == text:
            apart = tuple(self._query_word(letter, scope.field) for letter in letters)
            either = Or((node, Phrase(apart, text=text)))
        else:
            pair = tuple(self._query_word(word, scope.field) for word in (letters, surname))
            orders = (Phrase(each, text=text) for each in (pair, pair[::-1]))
            either = Or((node, *orders))
        self.found[-1] = replace(self.found[-1], node=either)
        return either

    def phrase(self, lexeme: Lexeme, scope: LeafScope) -> Node | None:
        """What the text between quotation marks asks for; None when it holds no word."""
        parts: list[Part] = []
        if self._words > WORDS:
            return None
        for piece in _PIECE_OF_PHRASE.finditer(lexeme.text):
            if _WILD.search(piece[0]) and not lexeme.exact:
                parts += self._wild_parts(piece[0], lexeme.start, scope.field)
            else:
                parts += self._parts(piece[0], lexeme, scope.field)
        if not parts or not self._afford(lexeme.start, lexeme.text, len(parts)):
            return None
        node: Node = parts[0] if len(parts) == 1 else Phrase(tuple(parts), text=lexeme.text)
        whole = None if lexeme.exact else self._last_compound(lexeme.text, scope.field)
        if len(parts) > 1:  # one word has the terms of all its ways
            node = _either((node, *self._other_ways(tuple(parts), lexeme, scope.field)))
        if whole:
            word, count = whole
            before = parts[: len(parts) - count]
            node = _either((node, Phrase((*before, word), text=lexeme.text) if before else word))
        self._keep(Leaf(node, lexeme.start, lexeme.end, scope.excluded, lexeme.exact))
        return self._window(node, lexeme) if lexeme.number else node

    def _other_ways(
        self, parts: tuple[Part, ...], lexeme: Lexeme, field: Field | None
    ) -> Iterator[Node]:
        """The same phrase with its numbers and abbreviations written otherwise."""

        def read(text: str) -> tuple[Part, ...]:
            pieces = _PIECE_OF_PHRASE.finditer(text)
            return tuple(part for piece in pieces for part in self._parts(piece[0], lexeme, field))

        if lexeme.exact or any(isinstance(part, Wildcard) for part in parts):
            return
        for found in other_phrases(lexeme.text, parts, read, self._analyzer):
            text = " ".join(part.text for part in found)
            yield Phrase(found, text=text) if len(found) > 1 else found[0]

    def _window(self, node: Node, lexeme: Lexeme) -> Node:
        """``node`` with its phrases as windows of the size that the lexeme asks for.

        Without other ways of a phrase that have more words than NEAR may have in a query.
        """
        if isinstance(node, Phrase):
            return window(node, lexeme.number or 0, lexeme.start, self._problems)
        if isinstance(node, Or):
            first, *others = node.children
            short = (
                one for one in others if not isinstance(one, Phrase) or len(one.parts) <= OPERANDS
            )
            return _either(tuple(self._window(child, lexeme) for child in (first, *short)))
        return node

    def _last_compound(self, text: str, field: Field | None) -> tuple[Word, int] | None:
        """The compound at the end of a phrase, whose parts may be other words by themselves.

        With the number of its parts. Elsewhere it cannot be one word: it takes several positions.
        """
        unit = next(reversed(units(self._analyzer, text.rpartition(" ")[2])), None)
        whole = self._whole(unit, field) if unit else None
        return (whole, len(unit.parts)) if unit and whole else None

    def _plain(self, text: str, offset: int, scope: LeafScope) -> Iterator[Node]:
        runs = groups(text, units(self._analyzer, text))
        for group in runs:
            start, end = group[0].whole.start, group[-1].whole.end
            tokens = [token for unit in group for token in unit.parts or (unit.whole,)]
            if not self._afford(offset + start, text[start:end], len(tokens)):
                return
            if len(tokens) == 1:
                alone = self._alone and len(runs) == 1
                word = _word(self._analyzer, tokens[0].text, alone=alone)
                if scope.surname:
                    word = _surname(self._analyzer, tokens[0].text)
                node: Node = replace(word, field=scope.field)
            else:
                node = self._group(group, tokens, text[start:end], scope)
            if "." in group[-1].whole.text and text[end : end + 1] == ".":
                end += 1  # the last dot of U.S.
            yield self._keep(Leaf(node, offset + start, offset + end, scope.excluded))

    def _group(self, group: list[Unit], tokens: list[Token], text: str, scope: LeafScope) -> Node:
        # in quotation marks, the notation of a part such as ADJ would be an abbreviation
        texts = (one.lower() if is_operator(one) else one for one in (t.text for t in tokens))
        parts = tuple(self._query_word(one, scope.field) for one in texts)
        phrase = Phrase(parts, text=text)
        whole = self._whole(group[0], scope.field) if len(group) == 1 else None
        if whole is None:
            return phrase
        numbers = any(token.form.isdigit() for token in tokens)
        if numbers and any(token.form in _BESIDE_NUMBERS for token in tokens):
            return whole
        if _SPACED.search(text):
            return whole
        return Or((phrase, whole))

    def _whole(self, unit: Unit, field: Field | None) -> Word | None:
        """A compound with a letter as one word, with its hyphens and without; else None."""
        text = unit.whole.text
        if not unit.parts or not (_SPACED.search(text) or _COMPOUND.search(text)):
            return None
        whole, one = self._query_word(text, field), joined(unit.whole.form)
        if one is None:
            return whole
        terms = {*whole.terms, *self._query_word(one, None).terms}
        return replace(whole, terms=tuple(sorted(terms)))

    def _exact(self, lexeme: Lexeme, scope: LeafScope) -> Iterator[Node]:
        for unit in units(self._analyzer, lexeme.text):
            if not self._afford(lexeme.start, lexeme.text, 1):
                return
            node = self._exact_word(unit.whole.text, scope.field)
            yield self._keep(Leaf(node, lexeme.start, lexeme.end, scope.excluded, exact=True))

    def _without(self, head: Lexeme, forms: str, scope: LeafScope) -> Node | None:
        excluded = sorted(
            term.removeprefix(EXACT)
            for form in _PIECE.findall(forms)[:EXCLUDED]
            for term in self._analyzer.exact(form)
        )
        found = _word(self._analyzer, head.text, alone=self._alone)
        if not found.terms or not self._afford(head.start, head.text, 1):
            return None
        node = replace(found, field=scope.field, without=tuple(dict.fromkeys(excluded)))
        return self._keep(Leaf(node, head.start, head.end, scope.excluded))

    def _wild(self, text: str, offset: int, lexeme: Lexeme, scope: LeafScope) -> Iterator[Node]:
        for piece in _PIECE.finditer(text):
            start = offset + piece.start()
            pattern = self._punctuation(_EDGE.sub("", piece[0]), start + len(piece[0]))
            if not _WILD.search(pattern):
                yield from self._plain(piece[0], start, scope)
                continue
            for part in self._wild_parts(pattern, start, scope.field):
                if self._afford(start, piece[0], 1):
                    end = min(start + len(piece[0]), lexeme.end)
                    yield self._keep(Leaf(part, start, end, scope.excluded))

    def _punctuation(self, pattern: str, end: int) -> str:
        """``pattern`` without the question marks that end a word of a sentence."""
        word = pattern.rstrip("?")
        # people paste questions; in a query of one word "?" can only stand for a letter
        if word == pattern or _WILD.search(word) or self._alone:
            return pattern
        if end < self._end:  # at the end of the query it is what questions end with
            self._problems.append(Problem(end - 1, "question-mark", "?"))
        return word

    def _wild_parts(self, text: str, start: int, field: Field | None) -> list[Part]:
        pattern = "".join(
            piece if _WILD.match(piece) else normalise(piece)
            for piece in re.split(r"([*?]+)", _EDGE.sub("", text))
        )
        pattern = re.sub(r"\*{2,}", "*", pattern)
        if not pattern.strip("*?"):
            self._problems.append(Problem(start, "wildcard-bare", text))
            return []
        self._wildcards += 1
        many_stars = pattern.count("*") > STARS
        if many_stars or self._wildcards > WILDCARDS:
            if many_stars or self._wildcards == WILDCARDS + 1:
                self._problems.append(Problem(start, "cut-wildcards", text))
            word = _word(self._analyzer, _WILD.sub("", text))
            return [replace(word, field=field)] if word.terms else []
        return [Wildcard(pattern, field, text=text)]

    def _parts(self, text: str, lexeme: Lexeme, field: Field | None) -> Iterator[Part]:
        for unit in units(self._analyzer, text):
            if lexeme.exact:
                yield from self._exact_parts(unit, field)
            else:
                for token in unit.parts or (unit.whole,):
                    yield self._query_word(token.text, field)

    def _exact_parts(self, unit: Unit, field: Field | None) -> Iterator[Part]:
        for token in unit.parts or (unit.whole,):
            yield self._exact_word(token.text, field)

    def _query_word(self, text: str, field: Field | None) -> Word:
        if text not in self._met:  # the ways of a phrase repeat its words
            self._met[text] = _word(self._analyzer, text)
        return replace(self._met[text], field=field)

    def _exact_word(self, text: str, field: Field | None) -> Word:
        return Word(self._analyzer.exact(text), field, text=text)

    def _afford(self, position: int, text: str, words: int) -> bool:
        """Whether the budget of words still holds ``words`` more; says so once when not."""
        cut = self._words > WORDS
        self._words += words
        if self._words > WORDS and not cut:
            self._problems.append(Problem(position, "cut-words", text[:80]))
        return self._words <= WORDS

    def _keep(self, leaf: Leaf) -> Node:
        self.found.append(leaf)
        return leaf.node


def _either(nodes: tuple[Node, ...]) -> Node:
    """Any of ``nodes``, which may be alternatives themselves."""
    every = (
        child for node in nodes for child in (node.children if isinstance(node, Or) else (node,))
    )
    found = tuple(dict.fromkeys(every))
    return found[0] if len(found) == 1 else Or(found)


def _all(nodes: Iterator[Node]) -> Node | None:
    found = tuple(nodes)
    if not found:
        return None
    return found[0] if len(found) == 1 else And(found)


@lru_cache(maxsize=REMEMBERED)
def _surname(analyzer: Analyzer, text: str) -> Word:
    """``text`` as a surname alone; as it is where that is no other word."""
    word = _word(analyzer, text.title())
    surnames = tuple(filter(str.istitle, word.terms))
    own = normalise(text).lower().title()
    terms = (own,) if own in surnames else surnames
    return replace(word, terms=terms or word.terms, text=text)


def _word(analyzer: Analyzer, text: str, *, alone: bool = False) -> Word:
    return replace(analyzer.word(text, alone=alone), text=text)


def _operands(query: list[Lexeme]) -> int:
    """Words and phrases that are searched: not the values of filters."""
    return sum(
        lexeme.kind in {"word", "phrase"} and not (last and is_filter(last))
        for last, lexeme in zip([None, *query], query, strict=False)
    )
