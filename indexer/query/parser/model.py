"""What the parser gives, and its budgets."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from schemas.expression import Node
from schemas.query import NO_FILTERS, Filters, Period

LENGTH = 20_000
"""Characters of a query that are read."""

WORDS = 256
"""Words, those of phrases included, that are searched."""

DEPTH = 32
"""Parentheses within parentheses: the parser, and all that walk its tree, recurse."""

WILDCARDS = 8
"""Words with * or ? that are expanded."""

STARS = 3
"""Stars in one word: each further one costs a factor in the time of matching."""

FILTERS = 32
"""Filters (region:, before:, ...) that are read."""

PROBLEMS = 20
"""Problems that are reported, the first in the text."""

ALTERNATIVES = 64
"""Combinations that NEAR and its like are spread over when their operands hold OR."""

OPERANDS = 16
"""Words that one NEAR, sentence or paragraph ties together."""

Code: TypeAlias = Literal[
    "unclosed-quote",
    "unclosed-parenthesis",
    "unopened-parenthesis",
    "missing-operand",
    "empty-field",
    "unknown-region",
    "unknown-topic",
    "unknown-language",
    "unknown-person",
    "unknown-organisation",
    "unknown-author",
    "unknown-source",
    "unknown-keyword",
    "unknown-date",
    "filter-excluded",
    "filter-whole",
    "empty-period",
    "not-inside-near",
    "near-mixed",
    "distance",
    "wildcard-bare",
    "question-mark",
    "capitals",
    "capital-operator",
    "read-as-not",
    "dash",
    "sign",
    "weight",
    "fuzzy",
    "truncation",
    "unordered",
    "word-operator",
    "small-operator",
    "single-quotes",
    "unknown-address",
    "unknown-id",
    "foreign-field",
    "unknown-field",
    "no-words",
    "cut-length",
    "cut-words",
    "cut-depth",
    "cut-wildcards",
    "cut-filters",
    "cut-near",
]
"""What a Problem says:

``unclosed-quote``, ``unclosed-parenthesis``, ``unopened-parenthesis``: read as if it were not there
(an open parenthesis: as if it were closed at the end).
``missing-operand``: an operator with nothing beside it; searched as a word.
``empty-field``: a field with nothing after it; searched as a word.
``unknown-…``: the value of a filter that we do not know; searched as words.
``filter-excluded``: a date cannot be excluded; searched as words.
``filter-whole``: a filter inside a group or beside OR holds for the whole query.
``not-inside-near``: NOT under NEAR, sentence or paragraph; the words are tied by AND instead.
``near-mixed``: NEAR under another NEAR or under sentence or paragraph; tied by AND as well.
``empty-period``: the dates leave no day.
``distance``: a distance out of bounds; the nearest possible is taken.
``wildcard-bare``: a wildcard without a letter; left out.
``question-mark``: a ? at the end of a word was read as punctuation.
``capitals``: in a query all in capitals an operator was read as such, not as a word.
``capital-operator``: an operator in a sentence was searched for as a word.
``read-as-not``: ! or ~~ was read as NOT. ``dash``: a dash was not read as a minus.
``sign``: a sign that asks for nothing here was left out. ``weight``: likewise the weight of a word.
``fuzzy``: likewise the mark that asks for similar words. ``truncation``: a sign that elsewhere
stands for any ending was read as punctuation. ``unordered``: an operator that elsewhere keeps the
order of words was read as NEAR. ``word-operator``: an operator elsewhere was searched as a word.
``small-operator``: an operator in small letters was searched as a word.
``single-quotes``: read as apostrophes, not as quotation marks.
``unknown-address``, ``unknown-id``: no article is there; searched as words.
``foreign-field``: a field that there is elsewhere; left out, what follows is searched as words.
``unknown-field``: what looks like a field and is none; searched as a word.
``no-words``: nothing in the query can be searched.
``cut-…``: a budget; what lies behind is not searched (``cut-wildcards``: searched without it;
``cut-depth``: the parenthesis is left out; ``cut-near``: the words are tied by AND instead).
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not read as typed. ``position``: character of the query, from 0.

    ``text``: the piece of the query that it speaks of, or the value that was taken.
    """

    position: int
    code: Code
    text: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A word, wildcard or phrase of the query and where it stands: ``text[start:end]``.

    ``node``: a Word, Wildcard or Phrase; of a compound (Йошкар-Ола, Ту154)
    Or(Phrase of its parts, Word). ``excluded``: under NOT. ``exact``: the reader asked for this
    written form alone.
    """

    node: Node
    start: int
    end: int
    excluded: bool = False
    exact: bool = False


@dataclass(frozen=True, slots=True)
class WrittenFilter:
    """A filter of the query and where it stands: ``text[start:end]``, with the name of its field.

    ``field``: a facet, or "before", "after" or "date". ``excluded``: under NOT, which is a part
    of the place when it stands right before.
    """

    field: str
    start: int
    end: int
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Parsed:
    """A query as read. ``filters``, ``period`` and ``without``: what ``written`` say in the text.

    ``without``: for each facet the values that are excluded. ``required``: what stands behind
    "+": it counts even as a function word and where any of the words will do. ``quoted``: words
    alone in quotation marks, which count even as function words.
    """

    text: str
    expression: Node
    filters: Filters
    period: Period
    problems: tuple[Problem, ...] = ()
    words: tuple[Leaf, ...] = ()
    written: tuple[WrittenFilter, ...] = ()
    required: tuple[Node, ...] = ()
    quoted: tuple[Node, ...] = ()
    without: Filters = field(default_factory=lambda: NO_FILTERS)

    @property
    def editable(self) -> str:
        """``text`` to change words of, as long: operators that are words here in small letters.

        Beside the changed words they might be operators.
        """
        text = self.text
        for problem in self.problems:
            if problem.code == "capital-operator":
                at, end = problem.position, problem.position + len(problem.text)
                text = text[:at] + text[at:end].lower() + text[end:]
        return text
