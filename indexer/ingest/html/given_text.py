"""The text of an article in JSON-LD: how much of it the page must show to be the better source."""

from __future__ import annotations

import re

_LONGER = 1.5
"""How much longer the text of a page is than that in JSON-LD, if that is only its beginning."""

_WHOLE = 0.9
"""Share of the text in JSON-LD from which the page's own text is better: it has paragraphs."""

_WITH_CODE = 0.5
"""The same if the text in JSON-LD has code of scripts, which may be most of it."""

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
