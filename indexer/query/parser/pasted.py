"""What pasted texts have and typed queries have not: capitals all over, marks of Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from indexer.query.parser.lexeme import OPERATORS, Lexeme
from indexer.query.parser.model import Problem
from indexer.query.parser.operators import QUESTION, TAKES_NUMBER

FEWEST = 5
"""Words in capitals, operators apart, from which on they are a headline."""
_TO_EACH = 4
"""So many of them to each operator: МВД ИЛИ ФСБ ИЛИ … is a query."""
_LONG = 6
"""Letters from which on a word in capitals is no abbreviation."""

_BOLD = re.compile(r"\*{2,}")
_OPENS = re.compile(r"(?<![\w*])\*{2,}(?=[^\s*])")
_STRUCK = re.compile(r"(?<!\w)~~(?=\S)[^~]+(?<=\S)~~(?!\w)")


def unmarked(text: str) -> str:
    """``text`` with spaces in place of the marks of **bold** and ~~struck out~~ words."""
    if _OPENS.search(text):
        text = _BOLD.sub(lambda marks: " " * len(marks[0]), text)
    return _STRUCK.sub(lambda struck: f"  {struck[0][2:-2]}  ", text)


def as_words(found: list[Lexeme], problems: list[Problem]) -> list[Lexeme]:
    """The lexemes with operators as words, and told, where they are words of a sentence.

    They are among many other words in capitals; and NOT is behind a word like "will".
    """
    words = {at for run in _runs(found) if _is_headline(run) for at, _ in run}
    kept: list[Lexeme] = []
    for at, lexeme in enumerate(found):
        before = found[at - 1] if at else None
        behind = before is not None and QUESTION.fullmatch(before.text) is not None
        if lexeme.kind in _SPOKEN and (at in words or (lexeme.text == "NOT" and behind)):
            if lexeme.text in OPERATORS:
                problems.append(Problem(lexeme.start, "capital-operator", lexeme.text))
                lexeme = replace(lexeme, kind="word", text=lexeme.text.lower())  # noqa: PLW2901
            elif lexeme.text in TAKES_NUMBER:
                lexeme = replace(lexeme, text=lexeme.text.lower())  # noqa: PLW2901
        kept.append(lexeme)
    return kept


_SPOKEN = frozenset({"word", "and", "or", "not", "near", "sentence", "paragraph"})


def _runs(found: list[Lexeme]) -> Iterator[list[tuple[int, Lexeme]]]:
    """Words in capitals, with their places, between which no other word stands."""
    run: list[tuple[int, Lexeme]] = []
    for at, lexeme in enumerate(found):
        if lexeme.text.upper() != lexeme.text:
            yield run
            run = []
        elif lexeme.kind in _SPOKEN and any(map(str.isalpha, lexeme.text)):
            run.append((at, lexeme))
    yield run


def _is_headline(run: list[tuple[int, Lexeme]]) -> bool:
    words = [lexeme.text for _, lexeme in run if lexeme.text not in OPERATORS]
    enough = max(FEWEST, _TO_EACH * (len(run) - len(words)))
    return len(words) >= enough and any(len(word) >= _LONG for word in words)
