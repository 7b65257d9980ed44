"""Text of articles → HTML: marks, how titles are set."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime

from markupsafe import Markup, escape

from schemas.article import is_future
from schemas.results import Snippet
from searchapp.form import switches

LONG = 90
"""Characters from which a title is set smaller."""

LOUD, LETTERS = 0.7, 8
"""Share of capitals from which a title is in capitals, and the fewest letters to judge by."""


def filters() -> dict[str, Callable[..., object]]:
    """What templates can pipe through."""
    return {
        "marked": marked,
        "manner": manner,
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


def manner(title: str) -> Markup:
    """The attribute of the element of a title that is set smaller, "" for any other."""
    letters = [char for char in title if char.isalpha()]
    capitals = sum(char.isupper() for char in letters)
    loud = len(letters) >= LETTERS and capitals >= LOUD * len(letters)
    kinds = " ".join(["long"] * (len(title) > LONG) + ["loud"] * loud)
    return Markup(' class="{}"').format(kinds) if kinds else Markup("")


def machine(published: datetime | date) -> str:
    """A date as the datetime attribute wants it."""
    return published.isoformat()


def future(published: datetime | date | None) -> bool:
    """Whether a date is still to come."""
    return is_future(published, datetime.now(UTC))
