"""An expression with some of its words exchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schemas.expression import And, Near, Node, Not, Or, Part, Phrase, Together, Word


def any_of(node: Node) -> Node | None:
    """``node`` with any of its words in place of all of them; exclusions stay.

    None when it does not ask for several words.
    """
    if not isinstance(node, And):
        return None
    wanted = tuple(child for child in node.children if not isinstance(child, Not))
    unwanted = tuple(child for child in node.children if isinstance(child, Not))
    if len(wanted) < 2:
        return None
    return And((Or(wanted), *unwanted)) if unwanted else Or(wanted)


def substitute(node: Node, changes: Mapping[Word, Word]) -> Node:
    """``node`` with words exchanged, wherever they stand."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(substitute(child, changes) for child in children))
        case Near(parts) | Together(parts):
            return replace(node, parts=tuple(_operand(part, changes) for part in parts))
        case Not(child):
            return Not(substitute(child, changes))
        case _:
            return _operand(node, changes)


def _operand(node: Part | Phrase, changes: Mapping[Word, Word]) -> Part | Phrase:
    if isinstance(node, Phrase):
        return replace(node, parts=tuple(_part(part, changes) for part in node.parts))
    return _part(node, changes)


def _part(part: Part, changes: Mapping[Word, Word]) -> Part:
    return changes.get(part, part) if isinstance(part, Word) else part
