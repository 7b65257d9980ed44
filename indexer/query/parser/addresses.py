"""Addresses of articles in a query."""

from __future__ import annotations

import re

from indexer.query.parser.lexeme import Lexeme

_ADDRESS = re.compile(
    r"<?(?P<address>"
    r"(?:https?://|/(?:api/v1/)?articles[/?]|(?:[\w-]+\.)+(?:[a-z]{2,}|рф|xn--\w+)(?::\d+)?/)"
    r"[^\s\"“”„«»<>|]+)>?",
    re.IGNORECASE,
)
"""With a scheme, of a host and a path, or a path of our own."""


def address(text: str, at: int) -> Lexeme | None:
    """The address at ``at``, without the punctuation of the sentence that it ends."""
    found = _ADDRESS.match(text, at)
    if found is None:
        return None
    kept = found["address"]
    while kept[-1] in ".,;:!?…'’]}" or (kept[-1] == ")" and kept.count(")") > kept.count("(")):
        kept = kept[:-1]
    whole = kept == found["address"]
    end = found.end() if whole else found.start("address") + len(kept)
    return Lexeme("address", kept, at, end)


def whole(text: str, start: int, end: int) -> Lexeme | None:
    """The address that ``text`` is, at its place in the query; None when it is anything else."""
    found = address(text.strip(), 0)
    if found is None or found.end != len(text.strip()):
        return None
    return Lexeme("address", found.text, start, end)
