"""The words of a run of characters: each with its hyphenated parts, and which belong together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from indexer.analysis import Analyzer, Token
from indexer.analysis.endings import stem

REMEMBERED = 4_096
"""Words and runs of characters whose analysis is remembered: readers repeat themselves."""

_GLUE = frozenset({"", ".", "-", "_", "@", "'", "’"})
"""What between two words ties them into a phrase: М.Евкуров, kavkaz.example; not а,б."""

_GLUE_OF_NAMES = frozenset({"+", "&"})
_SHORT = 2
"""Letters up to which a word beside + or & is a part of a name: AT&T, 1+1; not river+bridge."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A word of the text with its hyphenated parts, () when it has none."""

    whole: Token
    parts: tuple[Token, ...]


@lru_cache(maxsize=REMEMBERED)
def units(analyzer: Analyzer, text: str) -> tuple[Unit, ...]:
    """The words of ``text``, each with its hyphenated parts."""
    if not any(map(str.isalnum, text)):
        return ()
    found: list[tuple[Token, list[Token]]] = []
    for token in analyzer.tokens(text):
        if found and token.end <= found[-1][0].end:
            found[-1][1].append(token)
        else:
            found.append((token, []))
    # an ending is no word: of 90-х the whole is asked for
    return tuple(Unit(whole, () if stem(whole.text) else tuple(parts)) for whole, parts in found)


def groups(text: str, words: tuple[Unit, ...]) -> list[list[Unit]]:
    """Runs of words that nothing but glue separates."""
    runs: list[list[Unit]] = []
    for unit in words:
        if runs and _is_glue(text, runs[-1][-1].whole, unit.whole):
            runs[-1].append(unit)
        else:
            runs.append([unit])
    return runs


def _is_glue(text: str, one: Token, other: Token) -> bool:
    gap = text[one.end : other.start]
    if gap not in _GLUE_OF_NAMES:
        return gap in _GLUE
    return min(len(one.text), len(other.text)) <= _SHORT or one.text == other.text
