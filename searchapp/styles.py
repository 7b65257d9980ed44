"""The style sheet: parts that lie side by side, sent as one file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

STYLE = "style.css"
"""Its name among the static files."""

PARTS = (
    "base",
    "frame",
    "search-box",
    "filters",
    "timeline",
    "results",
    "feeds",
    "article",
    "take",
    "texts",
    "api",
    "narrow",
    "print",
)
"""In this order: where two rules weigh the same, the later one wins."""


@cache
def sheet() -> str:
    """The parts as one."""
    folder = files("searchapp") / "styles"
    return "\n".join((folder / f"{part}.css").read_text("utf-8") for part in PARTS)
