"""The tables of words in data/: words apart by white space, "#" starts a comment."""

from __future__ import annotations

from functools import cache
from importlib import resources


@cache
def read_words(name: str) -> frozenset[str]:
    """All words of the table ``name``."""
    text = resources.files(__package__).joinpath(f"data/{name}.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() for word in line.partition("#")[0].split())
