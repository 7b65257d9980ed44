"""An expression with some of its words exchanged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from indexer.query.function_words import is_function_word
from schemas.document import EXACT
from schemas.expression import And, Ids, Near, Node, Not, Or, Part, Phrase, Together, Word


def any_of(node: Node, required: Collection[Node] = ()) -> Node | None:
    """``node`` with any of its words in place of all of them; ``required`` and exclusions stay.

    None when it does not ask for several words, or requires all of them.
    """
    either = wanted(node)
    if all(child in required for child in either):  # of none, too
        return None
    # what is required stands among the words as well: then the others are free to be missing
    stay = (*(child for child in either if child in required), *excluded(node))
    some = some_of(either)
    return And((some, *stay)) if stay else some


def some_of(parts: Sequence[Node]) -> Or:
    """Any of ``parts``, or of the words of those that are phrases.

    A headline may quote what its article says in other words. With the phrase, it scores more.
    """
    words = (word for part in parts for word in _words_within(part))
    return Or(tuple(dict.fromkeys((*parts, *words))))


def _words_within(node: Node) -> Iterator[Word]:
    """The words of a phrase, or of its first way of writing; no exact and no function words."""
    match node:
        case Phrase(parts) | Or((Phrase(parts), Phrase(), *_)):
            words = (part for part in parts if isinstance(part, Word))
            for word in words:
                exact = all(term.startswith(EXACT) for term in word.terms)
                if not (exact or is_function_word(word.text)):
                    yield word


def with_any_of(node: Node, required: Collection[Node] = ()) -> Node:
    """The same; ``node`` itself where ``any_of`` has none."""
    return any_of(node, required) or node


def wanted(node: Node) -> tuple[Node, ...]:
    """What an article must have all of, () when that is not several things."""
    children = node.children if isinstance(node, And) else ()
    found = tuple(child for child in children if not isinstance(child, Not))
    return found if len(found) > 1 else ()


def excluded(node: Node) -> tuple[Not, ...]:
    """What an article must not have beside what it must."""
    children = node.children if isinstance(node, And) else ()
    return tuple(child for child in children if isinstance(child, Not))


def relaxes(node: Node, frequency: Callable[[Node], int], required: Collection[Node] = ()) -> bool:
    """Whether any of the words of ``node`` are wanted: no article has all, and some have one."""
    either = any_of(node, required)
    return either is not None and not frequency(node) and frequency(either) > 0


def widened(node: Node, runs: Mapping[tuple[Node, ...], Node]) -> Node:
    """``node`` with "or that" behind each run of nodes, which stand side by side under And."""
    if (node,) in runs:
        return Or((node, runs[node,]))
    match node:
        case Or(children):
            return Or(tuple(widened(child, runs) for child in children))
        case And(children):
            found = _joined(children, runs)
            return found[0] if len(found) == 1 else And(found)
        case _:
            return node


def _joined(children: tuple[Node, ...], runs: Mapping[tuple[Node, ...], Node]) -> tuple[Node, ...]:
    found: list[Node] = []
    at = 0
    while at < len(children):
        ends = range(len(children), at + 1, -1)
        end = next((end for end in ends if children[at:end] in runs), None)
        if end is None:
            found.append(widened(children[at], runs))
            at += 1
        else:
            found.append(Or((And(children[at:end]), runs[children[at:end]])))
            at = end
    return tuple(found)


def substitute(node: Node, changes: Mapping[Word, Word]) -> Node:
    """``node`` with words exchanged, wherever they stand."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(substitute(child, changes) for child in children))
        case Near(parts) | Together(parts):
            return replace(node, parts=tuple(_operand(part, changes) for part in parts))
        case Not(child):
            return Not(substitute(child, changes))
        case Ids():
            return node
        case _:
            return _operand(node, changes)


def exchanged(node: Node, changes: Mapping[Node, Word]) -> Node:
    """``node`` with words under AND and OR exchanged, none that are excluded or tied to others."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(exchanged(child, changes) for child in children))
        case _:
            return changes.get(node, node)


def _operand(node: Part | Phrase, changes: Mapping[Word, Word]) -> Part | Phrase:
    if isinstance(node, Phrase):
        return replace(node, parts=tuple(_part(part, changes) for part in node.parts))
    return _part(node, changes)


def _part(part: Part, changes: Mapping[Word, Word]) -> Part:
    return changes.get(part, part) if isinstance(part, Word) else part
