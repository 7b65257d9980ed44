"""What one query has asked of the index while it is helped: each question is asked once."""

from __future__ import annotations

from dataclasses import replace

from indexer.analysis import Analyzer
from indexer.index.contract import Searcher
from indexer.query.help.known_words import KnownWords
from indexer.query.help.lexicon import Lexicon
from indexer.query.help.spelling import Correction, corrections
from indexer.query.help.transliteration import Spelling, spellings
from schemas.deadline import Deadline
from schemas.expression import And, Node, Phrase, Word
from schemas.query import Filters, Request

LIKELIEST = 6
"""Corrections of a word that are looked at."""


class Asked:
    """Remembers frequencies, totals, spellings and corrections for one query of one thread.

    All of its questions raise CutShortError when the time for them is over.
    """

    def __init__(
        self,
        searcher: Searcher,
        analyzer: Analyzer,
        lexicon: Lexicon,
        known: KnownWords,
        deadline: Deadline,
    ) -> None:
        self.searcher = searcher
        self.deadline = deadline
        self.analyzer = analyzer
        self.lexicon = lexicon
        self.known = known
        self._frequencies: dict[Node, int] = {}
        self._totals: dict[object, int] = {}
        self._spellings: dict[Word, Spelling | None] = {}
        self._corrections: dict[str, list[Correction]] = {}

    def frequency(self, node: Node) -> int:
        """How many articles match ``node``, without filters."""
        known = self._frequencies.get(node)  # looked up once: a hash of a node takes time
        if known is None:
            lost = self._lacks_a_word(node)
            known = 0 if lost else self.searcher.frequency(node, self.deadline)
            self._frequencies[node] = known
        return known

    def has(self, node: Node) -> bool:
        """Whether any article matches ``node``, without filters."""
        return self.frequency(node) > 0

    def total(self, request: Request, expression: Node) -> int:
        """How many articles match ``expression`` within the filters of ``request``."""
        if not (request.filters or request.period or request.bounds):
            return self.frequency(expression)
        bounds = request.bounds
        key = (
            expression, _pairs(request.filters), request.period, _pairs(bounds.filters),
            bounds.period, _pairs(bounds.without),
        )  # fmt: skip
        if key not in self._totals:
            asked = replace(
                request, expression=expression, offset=0, limit=0, facets=False,
                deadline=self.deadline,
            )  # fmt: skip
            lost = self._lacks_a_word(expression)
            self._totals[key] = 0 if lost else self.searcher.search(asked).whole().total
        return self._totals[key]

    def _lacks_a_word(self, expression: Node) -> bool:
        """Whether all of some words are asked for, and no article has one: no need to search."""
        return isinstance(expression, And) and any(
            isinstance(child, Word | Phrase) and not self.has(child)
            for child in expression.children
        )

    def spelling(self, word: Word) -> Spelling | None:
        """Other spellings of ``word`` that articles have."""
        if word not in self._spellings:
            self.deadline.check()
            self._spellings[word] = spellings(
                word, self.lexicon, self.searcher, self.analyzer, found=self.has(word)
            )
        return self._spellings[word]

    def corrections(self, word: str) -> list[Correction]:
        """The LIKELIEST words meant by ``word``, the likeliest first."""
        if word not in self._corrections:
            self.deadline.check()
            self._corrections[word] = corrections(word, self.lexicon, LIKELIEST)
        return self._corrections[word]


def _pairs(filters: Filters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(sorted(filters.items()))
