"""The words of a query that are helped: not the exact, the excluded ones and wildcards."""

from __future__ import annotations

from collections.abc import Iterator

from indexer.query.parser import Leaf, Parsed
from schemas.expression import Node, Or, Phrase, Word


def helped_leaves(parsed: Parsed) -> Iterator[Leaf]:
    """The leaves whose words are helped."""
    return (leaf for leaf in parsed.words if not leaf.exact and not leaf.excluded)


def words_of_leaf(node: Node) -> Iterator[Word]:
    """The words of a leaf."""
    match node:
        case Word():
            yield node
        case Phrase(parts):
            yield from (part for part in parts if isinstance(part, Word))
        case Or((_, Word() as whole)) if "." in whole.text:
            yield whole  # U.S. is no U and S
        case Or(children):
            yield from words_of_leaf(children[0])  # the second is the same written as one word
        case _:
            return


def compound(node: Node) -> Word | None:
    """A leaf of several words written as one: Йошкар-Ола, Ту-154; None of any other leaf."""
    match node:
        case Or((Phrase(), Word() as whole)) if "-" in whole.text:
            return whole
        case _:
            return None


def placed_words(parsed: Parsed, leaf: Leaf) -> Iterator[tuple[int, int, Word]]:
    """The words of a leaf with their places [start, end) in the text."""
    at = leaf.start
    for word in words_of_leaf(leaf.node):
        start = parsed.text.find(word.text, at, leaf.end)
        if start >= 0:
            at = start + len(word.text)
            if "." in word.text and parsed.text[at : leaf.end].startswith("."):
                at += 1  # the last dot of U.S.
            yield start, at, word
