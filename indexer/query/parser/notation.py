"""An expression → the query that means it, fully bracketed. For people, and for explanations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from indexer.query.parser.operators import is_operator
from schemas.document import EXACT
from schemas.expression import (
    EVERYTHING,
    And,
    Ids,
    Near,
    Node,
    Not,
    Or,
    Part,
    Phrase,
    Together,
    Wildcard,
    Word,
)

_PLAIN = re.compile(r"\w[\w.,-]*")
"""What needs no quotation marks behind "id:"."""

_JOINTS = re.compile("[-‐‑._]")
_TIES = {"sentence": " /s ", "paragraph": " /p "}


def notation(node: Node) -> str:  # noqa: PLR0911 - one a kind of node
    """The query that is read as ``node``: ``(a OR b) NOT title:c``. NOTHING is ``()``."""
    match node:
        case And(children) if node != EVERYTHING:
            return " ".join(_inner(child) for child in children)
        case Or(children):
            return " OR ".join(map(_inner, _without_parts(children))) or "()"
        case Not(Not() as child):
            return f"NOT ({notation(child)})"  # NOT NOT would be nothing
        case Not(child):
            return f"NOT {_inner(child)}"
        case Near(parts, distance):
            return f" NEAR/{distance} ".join(map(notation, parts))
        case Together(parts, scope):
            return _TIES[scope].join(map(notation, parts))
        case Phrase(parts):
            return _phrase(parts)
        case Ids(ids):
            listed = ",".join(ids)
            return f"id:{listed}" if _PLAIN.fullmatch(listed) else f'id:"{listed}"'
        case Word() | Wildcard():
            return f"{node.field}:{_part(node)}" if node.field else _part(node)
        case _:
            return "*"


def _without_parts(children: tuple[Node, ...]) -> Iterator[Node]:
    """``children`` without the phrase before a compound that is the parts of it."""
    for child, following in zip_longest(children, children[1:]):
        if not _is_compound(child, following):
            yield child


def _is_compound(phrase: Node, whole: Node | None) -> bool:
    """Whether ``phrase`` is the parts of ``whole``: Йошкар-Ола, Ту154, 12.05.2020."""
    if not (isinstance(phrase, Phrase) and isinstance(whole, Word)):
        return False
    parts = "".join(part.text for part in phrase.parts)
    joint = _JOINTS.sub("", whole.text)
    return phrase.text == whole.text and parts.lower() == joint.lower()


def _inner(node: Node) -> str:
    if node == EVERYTHING:
        return "*:*"  # a lone "*" beside words is a slip
    written = notation(node)
    simple = isinstance(node, Word | Wildcard | Phrase | Not | Ids) or " " not in written
    return written if simple else f"({written})"


def _phrase(parts: tuple[Part, ...]) -> str:
    field = f"{parts[0].field}:" if parts[0].field else ""
    exact = all(isinstance(part, Word) and _is_exact(part) for part in parts)
    words = " ".join(part.text if exact else _part(part, quoted=True) for part in parts)
    return f'{field}{EXACT if exact else ""}"{words}"'


def _part(part: Part, *, quoted: bool = False) -> str:
    if isinstance(part, Wildcard):
        return part.pattern
    # in capitals the word would be read as an operator, but not in quotation marks
    text = part.text.lower() if not quoted and is_operator(part.text) else part.text
    exact = EXACT if _is_exact(part) else ""
    if part.terms and all(map(str.istitle, part.terms)):
        exact = "surname:"
    without = "!=" + ",".join(part.without) if part.without else ""
    return f"{exact}{text}{without}"


def _is_exact(word: Word) -> bool:
    return bool(word.terms) and all(term.startswith(EXACT) for term in word.terms)
