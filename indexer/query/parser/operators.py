"""Operators that are written in letters: ours, and those of other search engines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.query.parser.lexeme import OPERATORS, Lexeme
from indexer.query.parser.model import Problem

_NEAR = re.compile(r"(?:NEAR|РЯДОМ|(?P<adjacent>ADJ))(\d{1,9})")
_SLASHED = re.compile(
    r"(?:near|рядом|within|w|n|(?P<ordered>onear|pre|adj))/(\d{1,9})", re.IGNORECASE
)
_SCOPE = re.compile(r"w?/(?:(s|sent|sentence)|p|para|paragraph)", re.IGNORECASE)
_AROUND = re.compile(r"(?:AROUND|NEAR|РЯДОМ)\((\d{1,9})\)")
_BRACKETED = re.compile(r"<([\w/]+)>")
_NUMBER = re.compile(r"[1-9]\d?")
TAKES_NUMBER = frozenset({"NEAR", "РЯДОМ", "ADJ", "WITHIN", "AROUND"})
"""The operators whose number may stand apart from them: NEAR 5."""

_Operand = tuple[Lexeme, ...]
"""A word or phrase, or a group of them with OR between them."""

_OPERANDS = frozenset({"word", "phrase", "address", "everything", "open", "field", "not"})
_BEFORE_OPERAND = frozenset({"open", "and", "or", "not", "field"})
_ELSEWHERE = re.compile(r"[wWnN]\d{1,2}|XOR|SAME|MAYBE|WITHIN|BUT|BUTNOT")
"""Words that are operators of other search engines, but are common words or names as well."""

_SMALL = frozenset({"not"})
"""Operators without which a query means the opposite, in small letters. Not "не": many have it."""

QUESTION = re.compile(
    "why|whether|if|am|are|be|been|can|could|did|do|does|had|has|have|is|may|might|must|shall|should"
    "|was|were|will|would",
    re.IGNORECASE,
)
"""Words after which "not" is no operator: why not vote."""


def around(text: str, start: int) -> Lexeme | None:
    """``AROUND(5)`` at ``start``: NEAR/5."""
    found = _AROUND.match(text, start)
    if found is None:
        return None
    return Lexeme("near", found[0], start, found.end(), number=int(found[1]))


def operator(chunk: str, start: int, problems: list[Problem]) -> Lexeme | None:
    """The operator that a run of characters without spaces is; None when it is none."""
    end = start + len(chunk)
    if chunk in {"&", "&&"}:
        return Lexeme("and", chunk, start, end)
    if bracketed := _BRACKETED.fullmatch(chunk):
        inside = operator(bracketed[1].upper(), start, problems)
        return inside and Lexeme(inside.kind, chunk, start, end, number=inside.number)
    if scope := _SCOPE.fullmatch(chunk):
        return Lexeme("sentence" if scope[1] else "paragraph", chunk, start, end)
    if near := _NEAR.fullmatch(chunk) or _SLASHED.fullmatch(chunk):
        if near[1]:
            problems.append(Problem(start, "unordered", chunk))
        return Lexeme("near", chunk, start, end, number=int(near[2]))
    kind = OPERATORS.get(chunk)
    return None if kind is None else Lexeme(kind, chunk, start, end)


def is_operator(word: str) -> bool:
    """Whether a word is read as an operator, at least before a number."""
    return word in TAKES_NUMBER or operator(word, 0, []) is not None


def distances(found: list[Lexeme], problems: list[Problem]) -> list[Lexeme]:
    """The lexemes with the number behind NEAR, if an operand follows it, as its distance.

    Words that are operators elsewhere are told.
    """
    kept: list[Lexeme] = []
    for at, lexeme in enumerate(found):
        last = kept[-1] if kept else None
        follows = found[at + 1].kind if at + 1 < len(found) else "close"
        if (
            last
            and last.text in TAKES_NUMBER  # NEAR/2 has its number
            and last.kind in {"near", "word"}
            and not (last.exact or last.required)
            and lexeme.kind == "word"
            and _NUMBER.fullmatch(lexeme.text)
            and follows in _OPERANDS  # else the number is the operand: мэр NEAR 5
        ):
            number = int(lexeme.text)
            kept[-1] = Lexeme(
                "near", f"{last.text} {number}", last.start, lexeme.end, number=number
            )
        else:
            kept.append(lexeme)
    return [_settled(kept, at, problems) for at in range(len(kept))]


def functions(found: list[Lexeme]) -> list[Lexeme]:
    """``NEAR(a, b, 5)``, with no operand before it or behind "+", as ``(a NEAR/5 b)``."""
    kept: list[Lexeme] = []
    at = 0
    while at < len(found):
        lexeme = found[at]
        follows = found[at + 1] if at + 1 < len(found) else None
        called = follows and follows.kind == "open" and follows.start == lexeme.end
        begins = not kept or kept[-1].kind in _BEFORE_OPERAND
        # behind "+" the name of an operator is a word, but for this
        near = operator(lexeme.text, lexeme.start, []) if lexeme.required else lexeme
        if near and near.kind == "near" and called and (begins or lexeme.required):
            end, operands = _arguments(found, at + 1)
            if len(operands) > 1:
                opening = replace(found[at + 1], required=lexeme.required)
                kept += _tied(near, opening, operands, found[end - 1])
                at = end
                continue
        kept.append(lexeme)
        at += 1
    return kept


def _arguments(found: list[Lexeme], at: int) -> tuple[int, list[_Operand]]:
    """Where the parenthesis at ``at`` ends, and its operands; none if it holds anything else."""
    operands: list[_Operand] = []
    depth = 0
    end = at
    while end < len(found):
        lexeme = found[end]
        alternatives = _alternatives(found, end) if depth and lexeme.kind == "open" else ()
        if alternatives:
            operands.append(alternatives)
            end += len(alternatives)
            continue
        depth += {"open": 1, "close": -1}.get(lexeme.kind, 0)
        end += 1
        if not depth:
            return end, operands
        if lexeme.kind == "word":
            operands += ((word,) for word in _between_commas(lexeme))
        elif lexeme.kind == "phrase":
            operands.append((lexeme,))
        elif lexeme.kind not in {"open", "close"}:
            break
    return at, []


def _alternatives(found: list[Lexeme], at: int) -> _Operand:
    """The group at ``at`` if words and phrases with OR between them are all that it holds."""
    for end in range(at + 1, len(found)):
        if found[end].kind == "close":
            group = tuple(found[at : end + 1])
            return group if any(lexeme.kind == "or" for lexeme in group) else ()
        if found[end].kind not in {"word", "phrase", "or"}:
            break
    return ()


def _between_commas(word: Lexeme) -> Iterator[Lexeme]:
    offset = word.end - len(word.text)
    for piece in re.finditer("[^,;]+", word.text):
        yield replace(word, text=piece[0], start=offset + piece.start(), end=offset + piece.end())


def _tied(
    operator: Lexeme, opening: Lexeme, operands: list[_Operand], closing: Lexeme
) -> Iterator[Lexeme]:
    if len(operands) > 2 and _NUMBER.fullmatch(operands[-1][0].text):
        operator = replace(operator, number=int(operands.pop()[0].text))
    yield opening
    for number, operand in enumerate(operands):
        if number:
            yield operator
        yield from operand
    yield closing


def _settled(found: list[Lexeme], at: int, problems: list[Problem]) -> Lexeme:
    """ADJ with the distance that it has without a number; others as they are, or told."""
    lexeme = found[at]
    if lexeme.kind == "near" and (lexeme.text == "ADJ" or lexeme.text.startswith("ADJ ")):
        problems.append(Problem(lexeme.start, "unordered", lexeme.text))
        number = 1 if lexeme.number is None else lexeme.number
        return Lexeme("near", lexeme.text, lexeme.start, lexeme.end, number=number)
    between = 0 < at < len(found) - 1 and found[at - 1].kind in {"word", "phrase", "close"}
    if (
        between
        and lexeme.kind == "word"
        and not (lexeme.exact or lexeme.required)
        and found[at + 1].kind in _OPERANDS
    ):
        if _ELSEWHERE.fullmatch(lexeme.text) or _is_within(lexeme, found[at + 1]):
            problems.append(Problem(lexeme.start, "word-operator", lexeme.text))
        elif lexeme.text in _SMALL and not QUESTION.fullmatch(found[at - 1].text):
            problems.append(Problem(lexeme.start, "small-operator", lexeme.text))
    return lexeme


def _is_within(word: Lexeme, following: Lexeme) -> bool:
    return word.text == "within" and _NUMBER.fullmatch(following.text) is not None
