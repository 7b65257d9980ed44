"""Initials without dots beside a surname: Быков ММ, as courts and offices write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.nominatives import surnames
from indexer.query.parser.lexeme import Lexeme

DOTTED = re.compile(r"([А-ЯЁ])\.\s?([А-ЯЁ])\.?")
GLUED = re.compile(r"[А-ЯЁ]{2}")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")


def glued(query: Sequence[Lexeme]) -> Iterator[int]:
    """Where such initials start: two capitals before or after a word shaped like a surname."""
    for one, other in pairwise(query):
        for initials, name in ((one, other), (other, one)):
            if GLUED.fullmatch(initials.text) and _is_surname(name):
                yield initials.start


def _is_surname(lexeme: Lexeme) -> bool:
    shaped = lexeme.kind == "word" and _NAME.fullmatch(lexeme.text)
    return bool(shaped and surnames(lexeme.text.rpartition("-")[2].lower().replace("ё", "е")))
