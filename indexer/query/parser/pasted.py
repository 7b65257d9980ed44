"""What pasted texts have and typed queries do not: capitals, Markdown, the name of a site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise

from indexer.query.parser.lexeme import Lexeme
from indexer.query.parser.model import Problem
from indexer.query.parser.operators import QUESTION, TAKES_NUMBER

FEWEST = 5
"""Fewest words of a headline, without operators: in capitals, or beside "|"."""

TO_EACH = 4
"""Fewest of these words for each operator: ЧЕЧНЯ ИЛИ ИНГУШЕТИЯ ИЛИ … is a query."""

LONG = 6
"""Letters from which on a word in capitals is no abbreviation."""

_SPOKEN = frozenset({"word", "and", "or", "not", "near", "sentence", "paragraph"})
"""Kinds of lexemes that look like words."""

_NO_WORDS = frozenset({"ANDNOT", "ADJ"})
"""Operators in letters that no sentence has."""

_BOLD = re.compile(r"\*{2,}")
_OPENS = re.compile(r"(?<![\w*])\*{2,}(?=[^\s*])")
_STRUCK = re.compile(r"(?<!\w)~~(?=\S)[^~]+(?<=\S)~~(?![\w(\"«“„])")

_Placed = tuple[int, Lexeme]


def unmarked(text: str) -> str:
    """``text`` with spaces in place of the marks of **bold** and ~~struck out~~ words."""
    if _OPENS.search(text):
        text = _BOLD.sub(lambda marks: " " * len(marks[0]), text)
    return _STRUCK.sub(lambda struck: f"  {struck[0][2:-2]}  ", text)


def as_words(found: list[Lexeme], problems: list[Problem]) -> list[Lexeme]:
    """The lexemes; operators that are words of a sentence are read as words, and reported.

    They stand among many other words in capitals, or are a NOT after a word like "will", which is
    no name there: Theresa May NOT Brexit.
    """
    runs = [] if any(map(_is_typed, found)) else filter(_is_headline, _runs(found))
    spoken = {at for run in runs for at, _ in run if not _joins_groups(found, at)}
    spoken |= {
        at
        for at, (before, one) in enumerate(pairwise(found), 1)
        if one.text == "NOT" and one.kind == "not" and _is_verb(before)
    }
    return [_as_word(one, problems) if at in spoken else one for at, one in enumerate(found)]


def _is_typed(lexeme: Lexeme) -> bool:
    """Whether headlines have nothing like it: NEAR/5, *, ANDNOT."""
    if lexeme.kind == "word":
        return "*" in lexeme.text
    distance = lexeme.kind in {"near", "sentence", "paragraph"} and not lexeme.text.isalpha()
    return distance or lexeme.text in _NO_WORDS


def _is_verb(lexeme: Lexeme) -> bool:
    plain = lexeme.kind == "word" and not (lexeme.exact or lexeme.required)
    return plain and lexeme.text.islower() and QUESTION.fullmatch(lexeme.text) is not None


def _as_word(lexeme: Lexeme, problems: list[Problem]) -> Lexeme:
    if lexeme.kind != "word":
        problems.append(Problem(lexeme.start, "capital-operator", lexeme.text))
    # in small letters it takes no number that follows
    text = lexeme.text.lower() if lexeme.text in TAKES_NUMBER else lexeme.text
    return replace(lexeme, kind="word", text=text)


def _runs(found: list[Lexeme]) -> Iterator[list[_Placed]]:
    """Runs of words in capitals, with their places, without other words or groups between them."""
    run: list[_Placed] = []
    for at, lexeme in enumerate(found):
        if lexeme.text.upper() != lexeme.text or _groups(found, at):
            yield run
            run = []
        elif lexeme.kind in _SPOKEN and any(map(str.isalpha, lexeme.text)):
            run.append((at, lexeme))
    yield run


def _joins_groups(found: list[Lexeme], at: int) -> bool:
    """Whether a group stands right beside the operator at ``at``."""
    if found[at].kind == "word":
        return False
    beside = ((at - 1, "close"), (at + 1, "open"))
    return any(
        0 <= place < len(found) and found[place].kind == kind and _groups(found, place)
        for place, kind in beside
    )


def _groups(found: list[Lexeme], at: int) -> bool:
    """Whether the lexeme at ``at`` is a parenthesis; one around a word is that of an agency."""
    kind = found[at].kind
    if kind not in {"open", "close"}:
        return False
    start = at if kind == "open" else max(at - 2, 0)
    return [one.kind for one in found[start : start + 3]] != ["open", "word", "close"]


def _is_headline(run: list[_Placed]) -> bool:
    words = [lexeme.text for _, lexeme in run if lexeme.kind == "word"]
    enough = max(FEWEST, TO_EACH * (len(run) - len(words)))
    return len(words) >= enough and any(len(word) >= LONG for word in words)


def without_bars(found: list[Lexeme], problems: list[Problem]) -> list[Lexeme]:
    """The lexemes without the "|" between a headline and the name of a site, which is reported.

    A headline has FEWEST words, a name has fewer and is written like one; the bar has spaces
    around it, and there are no other operators.
    """
    bars = [at for at, lexeme in enumerate(found) if _is_bar(lexeme)]
    parts = [list(part) for bar, part in groupby(found, _is_bar) if not bar]
    names = [part for part in parts if len(part) < FEWEST]
    if not bars or len(parts) != len(bars) + 1 or len(names) != len(bars):
        return found
    plain = all(_is_plain(lexeme) for part in parts for lexeme in part)
    if not (plain and all(_is_name(first) for first, *_ in names)):
        return found
    if not all(_spaced(*found[at - 1 : at + 2]) for at in bars):
        return found
    problems.append(Problem(found[bars[0]].start, "sign", "|"))
    return [lexeme for part in parts for lexeme in part]


def _is_plain(lexeme: Lexeme) -> bool:
    signed = lexeme.exact or lexeme.required or "*" in lexeme.text
    return lexeme.kind in {"word", "phrase"} and not signed


def _is_name(first: Lexeme) -> bool:
    """Whether ``first`` may begin the name of a site: BBC News, 9 канал, lenta.ru."""
    return not first.text[:1].islower() or "." in first.text


def _is_bar(lexeme: Lexeme) -> bool:
    return lexeme.kind == "or" and lexeme.text == "|"


def _spaced(before: Lexeme, bar: Lexeme, behind: Lexeme) -> bool:
    return before.end < bar.start and bar.end < behind.start
