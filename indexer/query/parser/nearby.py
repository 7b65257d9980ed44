"""NEAR, same sentence, same paragraph: two operands → one node."""

from __future__ import annotations

from typing import TypeAlias

from indexer.query.parser.lexeme import Lexeme
from indexer.query.parser.model import ALTERNATIVES, OPERANDS, Code, Problem
from schemas.document import FIELD_GAP
from schemas.expression import And, Ids, Near, Node, Not, Or, Part, Phrase, Together

DISTANCE = 10
"""Words within which NEAR finds when it names no number."""

LONGEST = FIELD_GAP - 1
"""Words of the longest distance: a longer one would reach into the next field."""

_Parts: TypeAlias = "tuple[Part | Phrase, ...]"


class _CannotTieError(Exception):
    """An operand that has no place of its own. Never leaves this module."""

    def __init__(self, code: Code) -> None:
        super().__init__(code)
        self.code = code


def tie(left: Node, operator: Lexeme, right: Node, problems: list[Problem]) -> Node | None:
    """``left`` and ``right`` near each other; None, with a problem, when that cannot be.

    OR within an operand is spread: ``(a OR b) NEAR c`` is ``(a NEAR c) OR (b NEAR c)``. A chain
    ``a NEAR/5 b NEAR/5 c`` ties all its words together.
    """
    like = _tied((), operator, problems)
    try:
        spread = _product(_alternatives(left, like), _alternatives(right, like))
    except _CannotTieError as error:
        problems.append(Problem(operator.start, error.code, operator.text))
        return None
    nodes = tuple(_with(like, parts) for parts in spread)
    return nodes[0] if len(nodes) == 1 else Or(nodes)


def window(phrase: Phrase, others: int, position: int, problems: list[Problem]) -> Near:
    """The words of ``phrase`` in any order, with at most ``others`` more words among them."""
    wanted = len(phrase.parts) - 1 + others
    distance = min(wanted, LONGEST)
    if distance != wanted:
        problems.append(Problem(position, "distance", str(distance)))
    return Near(phrase.parts, distance)


def _tied(parts: _Parts, operator: Lexeme, problems: list[Problem]) -> Near | Together:
    if operator.kind == "sentence":
        return Together(parts, "sentence")
    if operator.kind == "paragraph":
        return Together(parts, "paragraph")
    wanted = DISTANCE if operator.number is None else operator.number
    distance = min(max(wanted, 1), LONGEST)
    if distance != wanted:
        problems.append(Problem(operator.start, "distance", str(distance)))
    return Near(parts, distance)


def _with(like: Near | Together, parts: _Parts) -> Near | Together:
    return Near(parts, like.distance) if isinstance(like, Near) else Together(parts, like.scope)


def _alternatives(node: Node, like: Near | Together) -> list[_Parts]:
    """The combinations of parts, any of which satisfies ``node``."""
    match node:
        case And(()) | Ids():
            raise _CannotTieError("near-mixed")
        case And(children):
            found: list[_Parts] = [()]
            for child in children:
                found = _product(found, _alternatives(child, like))
            return found
        case Or(children):
            found = [parts for child in children for parts in _alternatives(child, like)]
            if len(found) > ALTERNATIVES:
                raise _CannotTieError("cut-near")
            return found
        case Not():
            raise _CannotTieError("not-inside-near")
        case Near() | Together():
            if _with(like, node.parts) != node:
                raise _CannotTieError("near-mixed")
            return [node.parts]
        case _:
            return [(node,)]


def _product(left: list[_Parts], right: list[_Parts]) -> list[_Parts]:
    if len(left) * len(right) > ALTERNATIVES:
        raise _CannotTieError("cut-near")
    found = [a + b for a in left for b in right]
    if any(len(parts) > OPERANDS for parts in found):
        raise _CannotTieError("cut-near")
    return found
