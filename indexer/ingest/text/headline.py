"""A title for a text that has none: its first line, or its first sentence."""

from __future__ import annotations

import re

LONGEST = 200
"""Characters of the longest title that is made."""

SHORTEST = 25
"""Characters below which no sentence ends: a full stop before is that of an abbreviation."""

_WORD = re.compile(r"\w")
_EMPHASIS = re.compile(r"\*\*|__|^#+ ")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_SENTENCE_END = re.compile(r"[.!?…]+[\"»”’)]*(?=\s)")


def split_headline(text: str) -> tuple[str, str]:
    """(title, body) of a text.

    A first line that fits becomes the title and leaves the body; otherwise the title is made
    of its first sentence, or of as many words as fit, and the body stays whole: nothing is lost.
    Markdown's marks do not enter the title. ("", "") for a text without a word.
    """
    text = text.strip()
    word = _WORD.search(text)
    if word is None:
        return "", ""
    start = text.rfind("\n", 0, word.start()) + 1
    line, _, rest = text[start:].partition("\n")
    title = " ".join(_LINK.sub(r"\1", _EMPHASIS.sub("", line)).split())
    # An address that leaves the title must stay in the body.
    if start == 0 and len(title) <= LONGEST and not _LINK.search(line):
        # Bold that begins in the title ends below, where its second mark would stand alone.
        unclosed = line.count("**") % 2 == 1
        return title, (rest.replace("**", "", 1) if unclosed else rest).strip()
    return _shortened(title), text


def _shortened(line: str) -> str:
    if len(line) <= LONGEST:
        return line
    end = _SENTENCE_END.search(line, SHORTEST)
    if end and end.end() <= LONGEST:
        return line[: end.end()]
    cut = line[: LONGEST - 1]
    return (cut[: cut.rfind(" ")] if " " in cut else cut).rstrip(" ,;:—–-") + "…"
