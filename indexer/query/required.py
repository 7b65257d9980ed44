"""Which words of a query an article must have: not function words; any where none has all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeGuard

from indexer.query.function_words import is_function_word
from indexer.query.help.help import Rewrite
from indexer.query.help.substitution import exchanged, relaxes, with_any_of
from indexer.query.parser import Parsed
from schemas.document import EXACT
from schemas.expression import And, Ids, Node, Not, Word
from schemas.results import Note

EMPHASIS = 2.0
"""The weight of a word in quotation marks that may be missing."""

_YEAR = re.compile(r"(?:1\d|20)(?!00)\d\d")
"""Not a round number, which counts other things as well: 2000 человек."""
_OF_A_YEAR = re.compile("гг?|год(?:а|у|ом|е|ы|ов|ам|ах)?")


def relaxed(parsed: Parsed, frequency: Callable[[Node], int]) -> tuple[Parsed, tuple[Rewrite, ...]]:
    """Any of the words where no article has all of them; exclusions stay."""
    if not relaxes(parsed.expression, frequency, required(parsed)):
        return parsed, ()
    loose = with_any(parsed)
    count = frequency(loose.expression)
    note = Note("any-words", text=parsed.text, count=count, applied=True)
    return loose, (Rewrite(note, parsed.expression, loose.expression),)


def with_any(parsed: Parsed) -> Parsed:
    """``parsed`` with any of its words in place of all of them."""
    loose = with_any_of(parsed.expression, required(parsed))
    words = (replace(leaf, node=emphasised(leaf.node, parsed.quoted)) for leaf in parsed.words)
    return replace(parsed, expression=emphasised(loose, parsed.quoted), words=tuple(words))


def emphasised(node: Node, quoted: Iterable[Node]) -> Node:
    """What finds the same as ``node``, but with more weight for the ``quoted`` words."""
    words = (word for word in quoted if isinstance(word, Word))
    return exchanged(node, {word: replace(word, weight=EMPHASIS * word.weight) for word in words})


def without_function_words(parsed: Parsed) -> tuple[Parsed, tuple[Note, ...]]:
    """The query that does not require function words, unless it consists of them."""
    node = parsed.expression
    if not isinstance(node, And):
        return parsed, ()
    needed = expected(parsed)
    dropped: list[Node] = []
    kept: list[Node] = []
    for before, child in zip((None, *node.children), node.children, strict=False):
        says_little = _is_function_word(child) or _is_of_a_year(before, child)
        (dropped if says_little and child not in needed else kept).append(child)
    if not dropped or all(isinstance(child, Not) for child in kept):
        return parsed, ()
    words = ", ".join(dict.fromkeys(child.text for child in dropped if isinstance(child, Word)))
    expression = kept[0] if len(kept) == 1 else And(tuple(kept))
    return replace(parsed, expression=expression), (Note("function-words", text=words),)


def required(parsed: Parsed) -> set[Node]:
    """What the reader requires, and articles that are named."""
    node = parsed.expression
    named = (
        (each for each in node.children if isinstance(each, Ids)) if isinstance(node, And) else ()
    )
    return {*named, *parsed.required}


def expected(parsed: Parsed) -> set[Node]:
    """What is required, and words in quotation marks, which may be missing if any will do."""
    return {*required(parsed), *parsed.quoted}


def _is_function_word(node: Node) -> bool:
    return _is_plain(node) and is_function_word(node.text)


def _is_of_a_year(before: Node | None, node: Node) -> bool:
    """Whether ``node`` is the word for a year after its number: articles also write "2021 г."."""
    if not (_is_plain(before) and _is_plain(node) and _YEAR.fullmatch(before.text)):
        return False
    return _OF_A_YEAR.fullmatch(node.text.lower()) is not None


def _is_plain(node: Node | None) -> TypeGuard[Word]:
    """Whether ``node`` is a word in any form, in any field: after "=" all words count."""
    return (
        isinstance(node, Word)
        and node.field is None
        and not all(term.startswith(EXACT) for term in node.terms)
    )
