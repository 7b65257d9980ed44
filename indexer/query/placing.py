"""By which words a query in both languages puts articles in order, beside those that find them.

Of each word those of the other language that may mean it, though one in two does not: too many are
wrong to find articles by, and to be shown; together they say well which articles are meant. A word
counts more the surer it is, and the more the surer it is that another one means it, too::

    score = EXACT * of it and its translations
          + CLOSE * of these and the words near to it
          + FAR   * of all of these and the words less near to it

Each is one pseudo-term, so that a word with many others weighs no more than one with none.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from indexer.query.both import Translated, best, changes_of, translatable
from indexer.query.parser import Parsed
from indexer.translation.table import Translations
from schemas.expression import Node, Or, Word, scoring

EXACT, CLOSE, FAR = 0.4, 0.3, 0.3
"""Weights of the parts of a score; measured: docs/decisions/0024-both-languages.md."""

NEAR = 0.1
"""The score from which a word of the table is near; it is less near below."""

MOST = 8
"""Words near to one, the nearest ones."""

Parts: TypeAlias = "tuple[Word, ...]"


def parts_of(
    typed: Parsed,
    helped: Parsed,
    words: Sequence[Translated],
    table: Translations,
    refused: Collection[str],
) -> Mapping[Node, Parts]:
    """The parts of the score of each word of ``helped`` that has others near to it.

    ``words``: those that are translated. ``refused``: terms that the reader has refused.
    """
    changes = changes_of(words)
    found: dict[Node, Parts] = {}
    for _, word in translatable(typed, helped):
        whole = changes.get(word, word)
        near = best(table.near, word, {*refused, *whole.terms}, MOST)
        if near:
            close = {one.term for one in near if one.score >= NEAR}
            found[whole] = _parts(whole, close, {one.term for one in near})
    return found


def placing(expression: Node, parts: Mapping[Node, Parts]) -> Node | None:
    """What places articles that ``expression`` finds; None where that is its own score."""
    leaves = scoring(expression)
    if parts.keys().isdisjoint(leaves):
        return None
    return Or(tuple(part for leaf in leaves for part in parts.get(leaf, (leaf,))))


def _parts(word: Word, close: Collection[str], near: Collection[str]) -> Parts:
    weights: dict[tuple[str, ...], float] = {}
    for others, weight in (((), EXACT), (close, CLOSE), (near, FAR)):
        terms = tuple(sorted({*word.terms, *others}))
        weights[terms] = weights.get(terms, 0.0) + weight
    return tuple(replace(word, terms=terms, weight=weight) for terms, weight in weights.items())
