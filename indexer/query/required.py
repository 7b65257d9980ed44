"""Which words of a query an article must have: not function words; any where none has all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from indexer.query.function_words import is_function_word
from indexer.query.help.help import Rewrite
from indexer.query.help.substitution import exchanged, relaxes, with_any_of
from indexer.query.parser import Parsed
from schemas.document import EXACT
from schemas.expression import And, Ids, Node, Not, Word
from schemas.results import Note

EMPHASIS = 2.0
"""The weight of a word in quotation marks that may be missing."""


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
    """What finds the same as ``node``; ``quoted`` words weigh more, as those of a phrase do."""
    words = (word for word in quoted if isinstance(word, Word))
    return exchanged(node, {word: replace(word, weight=EMPHASIS * word.weight) for word in words})


def without_function_words(parsed: Parsed) -> tuple[Parsed, tuple[Note, ...]]:
    """The query that does not require function words, unless it consists of them."""
    node = parsed.expression
    if not isinstance(node, And):
        return parsed, ()
    needed = expected(parsed)
    dropped = [child for child in node.children if _is_function_word(child) and child not in needed]
    kept = tuple(child for child in node.children if child not in dropped)
    if not dropped or all(isinstance(child, Not) for child in kept):
        return parsed, ()
    words = ", ".join(dict.fromkeys(child.text for child in dropped if isinstance(child, Word)))
    expression = kept[0] if len(kept) == 1 else And(kept)
    return replace(parsed, expression=expression), (Note("function-words", text=words),)


def required(parsed: Parsed) -> set[Node]:
    """What the reader requires, and articles that are named."""
    node = parsed.expression
    named = (
        (each for each in node.children if isinstance(each, Ids)) if isinstance(node, And) else ()
    )
    return {*named, *parsed.required}


def expected(parsed: Parsed) -> set[Node]:
    """What is required, and words in quotation marks, which may be missing where any will do."""
    return {*required(parsed), *parsed.quoted}


def _is_function_word(node: Node) -> bool:
    return bool(
        isinstance(node, Word)
        and node.field is None
        and is_function_word(node.text)
        and not all(term.startswith(EXACT) for term in node.terms)  # behind "=" all words count
    )
