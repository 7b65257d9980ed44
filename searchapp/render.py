"""Text of articles → HTML: marks, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from schemas.article import is_future
from schemas.results import Snippet
from searchapp.form import switches

_BLANK_LINE = re.compile(r"\n\s*\n")


def filters() -> dict[str, Callable[..., object]]:
    """What templates can pipe through."""
    return {
        "marked": marked,
        "paragraphs": paragraphs,
        "machine": machine,
        "future": future,
        "switches": switches,
    }


def marked(snippet: Snippet) -> Markup:
    """The text, escaped, with its marks as <mark>."""
    return Markup("").join(_pieces(snippet))


def _pieces(snippet: Snippet) -> Iterator[Markup]:
    at = 0
    for start, end in snippet.marks:
        yield escape(snippet.text[at:start])
        yield Markup("<mark>{}</mark>").format(snippet.text[start:end])
        at = end
    yield escape(snippet.text[at:])


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: what stands between blank lines."""
    return [part.strip() for part in _BLANK_LINE.split(text) if part.strip()]


def machine(published: datetime | date) -> str:
    """A date as the datetime attribute wants it."""
    return published.isoformat()


def future(published: datetime | date | None) -> bool:
    """Whether a date is still to come."""
    return is_future(published, datetime.now(UTC))
