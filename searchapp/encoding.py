"""Answers made smaller on their way: brotli or gzip, whichever the browser takes.

No answer holds a secret beside what a stranger chooses, so that its length tells nobody anything
(the attack is called BREACH): there are no cookies, no accounts and no tokens in pages.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from functools import lru_cache

import brotli  # type: ignore[import-untyped]
from flask import Response, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

SMALLEST = 500
"""Bytes below which there is nothing to gain."""

BEGINNINGS = ("text/", "application/json")
ENDINGS = ("+json", "+xml", "/xml", "/javascript")
"""Of the media types that are text."""

Encoder = Callable[[bytes], bytes]

QUICK: dict[str, Encoder] = {
    "br": lambda body: brotli.compress(body, quality=7, lgwin=18),
    "gzip": lambda body: gzip.compress(body, 4, mtime=0),
}
"""For answers that are made while somebody waits, the better one first."""

THOROUGH: dict[str, Encoder] = {
    "br": lambda body: brotli.compress(body, quality=11),
    "gzip": lambda body: gzip.compress(body, 9, mtime=0),
}
"""For files that are made smaller once."""


def accepted() -> str:
    """How the browser wants the answer: "br", "gzip" or "" as it is."""
    return _best(request.environ.get("HTTP_ACCEPT_ENCODING", ""))


@lru_cache(maxsize=256)
def _best(header: str) -> str:
    known = parse_accept_header(header, Accept)
    # the server's order decides among those that the browser likes equally
    ranked = sorted(QUICK, key=known.quality, reverse=True)
    return ranked[0] if known.quality(ranked[0]) > 0 else ""


def encode(response: Response) -> None:
    """Encode an answer that is text, whole, and not encoded yet."""
    if response.status_code == 304 or not response.is_sequence or not is_text(response.mimetype):
        return
    response.vary.add("Accept-Encoding")
    wanted = accepted()
    if not wanted or "Content-Encoding" in response.headers:
        return
    body = response.get_data()
    if len(body) < SMALLEST:
        return
    response.set_data(QUICK[wanted](body))
    response.headers["Content-Encoding"] = wanted


def is_text(mimetype: str | None) -> bool:
    """Whether a media type is text, which becomes smaller."""
    return mimetype is not None and (mimetype.startswith(BEGINNINGS) or mimetype.endswith(ENDINGS))
