"""What pasted texts have and typed queries have not: marks of Markdown."""

from __future__ import annotations

import re

_BOLD = re.compile(r"\*{2,}")
_OPENS = re.compile(r"(?<![\w*])\*{2,}(?=[^\s*])")
_STRUCK = re.compile(r"(?<!\w)~~(?=\S)[^~]+(?<=\S)~~(?!\w)")


def unmarked(text: str) -> str:
    """``text`` with spaces in place of the marks of **bold** and ~~struck out~~ words."""
    if _OPENS.search(text):
        text = _BOLD.sub(lambda marks: " " * len(marks[0]), text)
    return _STRUCK.sub(lambda struck: f"  {struck[0][2:-2]}  ", text)
