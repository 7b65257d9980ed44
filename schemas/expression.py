"""What an engine evaluates: a small tree over the terms of Batch.

An *occurrence* of a Word is a token that has one of its terms; of a Wildcard, a token whose form
fits the pattern; of a Phrase, the start of consecutive positions that its parts occupy in order.
Several tokens may share a position. Occurrences carry the position at which they start.

Every engine gives the same documents for the same tree; the score is defined in index.contract.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Field = Literal["title", "lede", "body"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query: one pseudo-term, the union of its terms.

    ``terms``: alternatives, sorted; a term "=x" stands for the form x itself. ``without``:
    forms that do not count as occurrences. ``text``: as typed, for display only. ``weight``: by
    which its part of a score is multiplied, above 0; nothing in a phrase.
    """

    terms: tuple[str, ...]
    field: Field | None = None
    without: tuple[str, ...] = ()
    text: str = dataclasses.field(default="", compare=False)
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Wildcard:
    """All forms that fit: ``*`` is any run of characters, ``?`` exactly one. One pseudo-term.

    At most EXPANSION forms count, the most frequent first (ties by form); Matches.cut says so.
    """

    pattern: str
    field: Field | None = None
    text: str = dataclasses.field(default="", compare=False)


EXPANSION = 20_000
"""Forms of the whole vocabulary that one Wildcard may stand for."""

Part: TypeAlias = "Word | Wildcard"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Parts at consecutive positions of one field. One pseudo-term; its occurrences are counted."""

    parts: tuple[Part, ...]
    text: str = dataclasses.field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Near:
    """One occurrence of each part, the first and last start at most ``distance`` positions apart.

    Any order; ``distance`` < FIELD_GAP, so that all lie in one field.
    """

    parts: tuple[Part | Phrase, ...]
    distance: int


@dataclass(frozen=True, slots=True)
class Together:
    """One occurrence of each part starts in the same sentence, or the same paragraph.

    A sentence (paragraph) runs from one SENTENCE (PARAGRAPH) marker to the next.
    """

    parts: tuple[Part | Phrase, ...]
    scope: Literal["sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class And:
    """Documents that match every child. ``children`` may be empty: then all documents."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Documents that match a child. ``children`` may be empty: then none."""

    children: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """All documents but those of the child."""

    child: Node


@dataclass(frozen=True, slots=True)
class Ids:
    """The documents of these ids, those that are there. Scores nothing."""

    ids: tuple[str, ...]


Node: TypeAlias = Word | Wildcard | Phrase | Near | Together | And | Or | Not | Ids


def parts(node: Node) -> tuple[Part, ...]:
    """Words and wildcards anywhere in the tree, in order."""
    match node:
        case And(nodes) | Or(nodes) | Near(nodes) | Together(nodes) | Phrase(nodes):
            return tuple(part for each in nodes for part in parts(each))
        case Not(child):
            return parts(child)
        case Ids():
            return ()
        case _:
            return (node,)


def scoring(node: Node) -> tuple[Part | Phrase, ...]:
    """The distinct leaves that score, in order: those of Near and Together, none under Not."""
    return tuple(dict.fromkeys(_scoring(node)))


def _scoring(node: Node) -> Sequence[Part | Phrase]:
    match node:
        case And(children) | Or(children):
            return [leaf for child in children for leaf in _scoring(child)]
        case Near(leaves) | Together(leaves):
            return leaves
        case Not() | Ids():
            return ()
        case _:
            return (node,)


EVERYTHING = And(())
NOTHING = Or(())
