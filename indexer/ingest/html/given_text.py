"""The text of an article in JSON-LD: how much of it the page must show to be the better source."""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGER = 1.5
"""How much longer the text of a page is than that in JSON-LD, if that is only its beginning."""

_WHOLE = 0.9
"""Share of the text in JSON-LD from which the page's own text is better: it has paragraphs."""

_WITH_CODE = 0.5
"""The same if the text in JSON-LD has code of scripts, which may be most of it."""

_LACKING = 0.1
"""What a text in JSON-LD lacks must have this share of its length; less may be a caption."""

_NEARLY_ALL = 0.95
"""Share of the text in JSON-LD that a text of the page must have to be the same one."""

_PARAGRAPH = 100
"""Fewest characters of a paragraph, not of a caption."""

_START = 60
"""Letters by which a paragraph is recognised in another text."""

_LONGEST, _MOST_LINES = 100_000, 1_000
"""The most characters of a text, and lines of a page, to compare: the time grows with both."""

_NO_LETTER = re.compile(r"[\W_]+")

_RUN_TOGETHER = re.compile(r"[^\W\d_]{2}[.!?…]+[»”\")]?(?=([^\W\d_])[^\W\d_])")
_FEWEST = 2
"""Fewest sentences with no space before them in a text that has lost its paragraphs."""


def runs_together(text: str) -> bool:
    """Whether a text of one line has lost the breaks between paragraphs: "… ended.The next …"."""
    if "\n" in text:
        return False
    ends: int = sum(one[1].isupper() for one in _RUN_TOGETHER.finditer(text))
    return ends >= _FEWEST


_CODE = re.compile(
    r"\bfunction\s*\w*\([\w\s,]*\)\s*\{|\b(?:document|window|googletag|jQuery)(?:\.\w+)+(?:[(\[]|\s*=)"
    r"|\badsbygoogle\b|</?(?:script|style)\b"
)


def has_code(text: str) -> bool:
    """Whether a text has code of scripts in it, which was left when their elements were removed."""
    return bool(_CODE.search(text))


def least_marked(given: str) -> float:
    """Characters of a text that the page marks as such from which it is better than ``given``."""
    return (_WITH_CODE if has_code(given) else _WHOLE) * len(given)


def least_found(given: str) -> float:
    """The same of a text that is found on a page that marks none.

    It is better if it is much longer, since ``given`` is then only its beginning; or if ``given``
    has code between its paragraphs, or they run together, which joins words.
    """
    if has_code(given) or runs_together(given):
        return least_marked(given)
    return _LONGER * len(given)


def lacks_paragraphs(given: str, lines: Sequence[str]) -> bool:
    """Whether ``lines`` of a page have paragraphs among those of ``given``, or just before them.

    Those that begin alike count once: they may be offers that the page repeats.
    """
    text = _plain(given) if len(given) <= _LONGEST else ""
    lines = lines[:_MOST_LINES]
    starts = [_plain(line)[:_START] if len(line) >= _PARAGRAPH else "" for line in lines]
    known = [bool(start) and start in text for start in starts]
    if not any(known):
        return False
    first, last = known.index(True), len(known) - known[::-1].index(True)
    around = range(max(first - 1, 0), last)
    lacking = {starts[at]: len(lines[at]) for at in around if starts[at] and not known[at]}
    return sum(lacking.values()) >= _LACKING * len(given)


def is_part_of(given: str, found: str) -> bool:
    """Whether a text that was found on the page has ``given`` in it, and more."""
    text = _plain(given)
    lines = (line for line in found.split("\n")[:_MOST_LINES] if line)
    shared = sum(len(line) for line in lines if _plain(line)[:_START] in text)
    return shared >= _NEARLY_ALL * len(given) and len(found) >= (1 + _LACKING) * len(given)


def _plain(text: str) -> str:
    """The letters of a text alone."""
    return _NO_LETTER.sub("", text.casefold())
