"""The style sheet: parts that lie side by side, sent as one file, and the fonts that it names."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files

STYLE = "style.css"
"""Its name among the static files."""

PARTS = (
    "fonts",
    "base",
    "frame",
    "search-box",
    "filters",
    "timeline",
    "compare",
    "results",
    "stories",
    "feeds",
    "article",
    "take",
    "texts",
    "seen",
    "sets",
    "private",
    "archive",
    "api",
    "narrow",
    "print",
)
"""In this order: where two rules weigh the same, the later one wins."""

STEPS = 50
"""Lengths that bars have, in even steps: more could not be told apart."""

_FONT = re.compile(r'(?<=url\(")fonts/[^"]+')


@cache
def sheet() -> str:
    """The parts as one."""
    folder = files("searchapp") / "styles"
    parts = (folder / f"{part}.css" for part in PARTS)
    text = "\n".join((*(part.read_text("utf-8") for part in parts), _lengths()))
    return _FONT.sub(lambda font: f"{font[0]}?v={digest(font[0])}", text)


def _lengths() -> str:
    """The classes of ``length`` and ``length_behind``: pages may have no style of their own."""
    steps = [(step, f"{step / STEPS:g}") for step in range(STEPS + 1)]
    return "".join(f".s{step}{{--s:{share}}}.t{step}{{--t:{share}}}" for step, share in steps)


def length(value: int, highest: int) -> str:
    """The class of a bar that stands for ``value``: never so short that it cannot be seen."""
    return f"s{max(1, round(STEPS * value / highest))}"


def length_behind(value: int, highest: int) -> str:
    """The class of what is drawn behind a bar."""
    return f"t{round(STEPS * value / highest)}"


@cache
def names() -> frozenset[str]:
    """The static files: their paths below /static/."""
    folder = files("searchapp") / "static"
    listed = {entry.name: entry for entry in folder.iterdir()}
    fonts = {f"fonts/{entry.name}" for entry in listed.pop("fonts").iterdir()}
    return frozenset({STYLE, *listed, *fonts})


def content(name: str) -> bytes:
    """What a static file holds."""
    if name == STYLE:
        return sheet().encode()
    return (files("searchapp") / "static" / name).read_bytes()


@cache
def digest(name: str) -> str:
    """A short digest of a static file."""
    return hashlib.blake2b(content(name), digest_size=6).hexdigest()
