"""An expression with some of its words exchanged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from schemas.expression import And, Near, Node, Not, Or, Part, Phrase, Together, Word


def any_of(node: Node) -> Node | None:
    """``node`` with any of its words in place of all of them; exclusions stay.

    None when it does not ask for several words.
    """
    either = wanted(node)
    if not either:
        return None
    unwanted = excluded(node)
    return And((Or(either), *unwanted)) if unwanted else Or(either)


def wanted(node: Node) -> tuple[Node, ...]:
    """What an article must have all of, () when that is not several things."""
    children = node.children if isinstance(node, And) else ()
    found = tuple(child for child in children if not isinstance(child, Not))
    return found if len(found) > 1 else ()


def excluded(node: Node) -> tuple[Not, ...]:
    """What an article must not have beside what it must."""
    children = node.children if isinstance(node, And) else ()
    return tuple(child for child in children if isinstance(child, Not))


def relaxes(node: Node, frequency: Callable[[Node], int]) -> bool:
    """Whether any of the words of ``node`` are wanted: no article has all, and some have one."""
    either = any_of(node)
    return either is not None and not frequency(node) and frequency(either) > 0


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
