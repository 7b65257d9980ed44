"""Initials beside a surname: М.М. Быков, or Быков ММ, as courts and offices write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.analysis.nominatives import surnames
from indexer.query.parser.lexeme import Lexeme

_INITIALS = re.compile(r"[А-ЯЁ]{2}|[А-ЯЁ]\.[А-ЯЁ]\.?")
_NAME = re.compile(r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?")


def beside_surnames(query: Sequence[Lexeme]) -> Iterator[tuple[int, str]]:
    """Where initials of two capitals start, with dots or without, each with its surname."""
    for one, other in pairwise(query):
        for initials, name in ((one, other), (other, one)):
            if _INITIALS.fullmatch(initials.text) and _is_surname(name):
                yield initials.start, name.text


def _is_surname(lexeme: Lexeme) -> bool:
    shaped = lexeme.kind == "word" and _NAME.fullmatch(lexeme.text)
    return bool(shaped and surnames(lexeme.text.rpartition("-")[2].lower().replace("ё", "е")))
