"""Addresses of articles in a query."""

from __future__ import annotations

import re

from indexer.query.parser.lexeme import Lexeme

_ADDRESS = re.compile(
    r"(?:https?://|/(?:api/)?articles[/?]|(?:[\w-]+\.)+(?:[a-z]{2,}|рф|xn--\w+)(?::\d+)?/)"
    r"[^\s\"“”„«»<>|]+",
    re.IGNORECASE,
)
"""With a scheme, of a host and a path, or a path of our own."""


def address(text: str, at: int) -> Lexeme | None:
    """The address at ``at``, without the punctuation of the sentence that it ends."""
    found = _ADDRESS.match(text, at)
    if found is None:
        return None
    kept = found[0]
    while kept[-1] in ".,;:!?…'’" or (kept[-1] == ")" and kept.count(")") > kept.count("(")):
        kept = kept[:-1]
    return Lexeme("address", kept, at, at + len(kept))
