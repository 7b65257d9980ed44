"""The tables of words in data/: words apart by white space, "#" starts a comment.

Some give forms of words, a line each: ``child: children``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources


@cache
def read_words(name: str) -> frozenset[str]:
    """All words of the table ``name``."""
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def read_forms(name: str) -> Mapping[str, tuple[str, ...]]:
    """The words of each form in the table ``name``."""
    words: dict[str, list[str]] = {}
    for line in _lines(name):
        word, _, forms = line.partition(":")
        for form in forms.split():
            words.setdefault(form, []).append(word)
    return {form: tuple(found) for form, found in words.items()}


def _lines(name: str) -> Iterator[str]:
    text = resources.files(__package__).joinpath(f"data/{name}.txt").read_text("utf-8")
    return (line.partition("#")[0] for line in text.splitlines())
