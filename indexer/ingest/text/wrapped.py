"""Texts whose lines were broken at a certain width, as agencies send them → paragraphs.

A line is broken where the next word would not have fitted, in the midst of a sentence. A text in
which nearly all lines end so is joined; others, such as verses and lists, stay as they are.
"""

from __future__ import annotations

import re
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 100
"""Characters of the longest line of a text that was broken at a width."""

_FEWEST = 4
"""Broken lines from which the width can be told."""

_LONGEST = 25
"""Characters of a word; what is longer is an address, and begins a line in a list."""

_NEARLY_ALL, _HALF = 0.85, 0.5
"""Shares of the lines that end where the next word would not fit; and within a sentence."""

_END = re.compile(r"[.!?…:;][\s\"'»”)]*$")
_COLUMNS = re.compile(r"\S {3,}\S|\t")
_PARTED = re.compile(r"[^\W\d_]-$")


def unwrapped(text: str) -> str:
    """``text`` with a line for each paragraph, if its lines were broken at a width."""
    given = text.split("\n")
    # most texts are told by their longest line
    if len(given) <= _FEWEST or len(max(given, key=len).rstrip()) > _WIDEST:
        return text
    lines = [line.rstrip() for line in given]
    width = max(map(len, lines))
    if not _NARROWEST <= width <= _WIDEST:
        return text
    pairs = [(line, after) for line, after in pairwise(lines) if _may_go_on(line, after)]
    broken = [line for line, after in pairs if _is_full(line, after, width)]
    within = sum(not _END.search(line) for line in broken)
    if len(broken) < max(_FEWEST, _NEARLY_ALL * len(pairs)) or within < _HALF * len(broken):
        return text
    return _joined(lines, width)


def _may_go_on(line: str, after: str) -> bool:
    """Whether ``after`` may be of the same paragraph: it is neither empty nor indented."""
    columns = _COLUMNS.search(line.strip()) or _COLUMNS.search(after.strip())
    return bool(line and after) and not after[0].isspace() and not columns


def _is_full(line: str, after: str, width: int) -> bool:
    """Whether the first word of ``after`` would not have fitted in ``line``."""
    first = len(after.split(maxsplit=1)[0])
    return first <= _LONGEST and len(line) + 1 + first > width


def _joined(lines: list[str], width: int) -> str:
    pieces = [lines[0].strip()]
    for number, (line, after) in enumerate(pairwise(lines)):
        # before the first line there was an indent or a dateline
        full = _is_full(line, after, width) if number and after else not _END.search(line)
        # a word that is parted by a hyphen is joined by analysis, which knows words
        parted = _PARTED.search(line) and after[:1].islower()
        if _may_go_on(line, after) and full and not parted:
            pieces.append(" ")
        else:
            indented = line and after[:1].isspace() and not _COLUMNS.search(after.strip())
            pieces.append("\n\n" if indented else "\n")
        pieces.append(after.strip())
    return "".join(pieces)
