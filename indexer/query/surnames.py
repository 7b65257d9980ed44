"""A surname that is a form of another word: Романов is not only "of many a Роман".

With a capital letter that is evidence, such a form has the surname as a term of its own, written
with a capital: "Морозов" beside мороз and морозов. Whoever types the surname finds both, first the
articles that write it as one.
"""

from __future__ import annotations

from dataclasses import replace

from indexer.analysis.normalise import normalise
from schemas.expression import And, Node, Or, Word


def as_surname(word: Word) -> Word | None:
    """``word`` as a surname alone, None when it is not typed as one that is another word, too."""
    if not word.text.istitle():
        return None
    typed = normalise(word.text).lower().title()
    for surname in (typed, typed.removesuffix("а")):  # Романова is Романов
        if surname in word.terms and len(word.terms) > 1:
            return replace(word, terms=(surname,))
    return None


def surnames_first(node: Node) -> Node:
    """What finds the same articles as ``node``, and ranks first those that write surnames."""
    match node:
        case And(children) | Or(children):
            return replace(node, children=tuple(surnames_first(child) for child in children))
        case Word():
            surname = as_surname(node)
            return Or((node, surname)) if surname else node
        case _:
            return node
