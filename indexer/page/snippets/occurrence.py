"""Where a word, wildcard or phrase of an expression stands in a text."""

from __future__ import annotations

from typing import NamedTuple


class Occurrence(NamedTuple):
    """An occurrence of leaf ``leaf``: the words at ``spans``, offsets in the text.

    ``position``, ``sentence``, ``paragraph``: of its first word (SoughtToken).
    """

    start: int
    end: int
    leaf: int
    spans: tuple[tuple[int, int], ...]
    position: int
    sentence: int
    paragraph: int
