"""Which forms a wildcard fits: ``*`` is any run of characters, ``?`` exactly one."""

from __future__ import annotations

import re
from collections.abc import Iterator


def fitting(lines: str, pattern: str) -> Iterator[int]:
    """Numbers of the lines, from 0, that ``pattern`` fits; a form has no line breaks."""
    line = at = 0
    for found in re.finditer(_regular(pattern), lines, re.MULTILINE):
        line += lines.count("\n", at, found.start())
        at = found.start()
        yield line


def _regular(pattern: str) -> str:
    """The regular expression of ``*``, any run of characters, and ``?``, one character.

    What lies between stars is looked for once, from the left: an atomic group never tries the next
    place, so that many stars take at most length times length steps.
    """
    first, *others = pattern.split("*")
    last = f"[^\n]*{_piece(others.pop())}" if others else ""
    between = "".join(f"(?>[^\n]*?{_piece(each)})" for each in others if each)
    return f"^{_piece(first)}{between}{last}$"


def _piece(text: str) -> str:
    return "".join("[^\n]" if char == "?" else re.escape(char) for char in text)
