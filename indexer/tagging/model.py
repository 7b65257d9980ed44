"""What tagging gives: tags that say where they come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Origin = Literal["given", "found"]

By = Literal["", "file", "list", "spelling", "archive"]
"""What tells that two names are one: the operator's file; our lists; that they are spellings of one
name; that in the archive hardly anybody else of that surname is named in those months."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A value of a facet: an id of a taxonomy, or the display form of a name.

    ``given``: by the article's metadata; ``found``: in its text. ``words``: the words of the text
    that speak for it, as written, the first few distinct ones. ``confidence``: 0 to 1; a given
    tag has 1. ``name``: what the article calls it, where that is not ``value`` but another name of
    the same person or organisation; ``by``: what says that it is. ``recogniser``: the name of what
    alone saw that it is one; "" where rules told it.
    """

    value: str
    origin: Origin
    words: tuple[str, ...]
    confidence: float
    name: str = ""
    by: By = ""
    recogniser: str = ""


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one article, surest first in each tuple."""

    regions: tuple[Tag, ...] = ()
    topics: tuple[Tag, ...] = ()
    people: tuple[Tag, ...] = ()
    organisations: tuple[Tag, ...] = ()


SURE, LIKELY, FAIR = 0.95, 0.85, 0.7
"""Confidence of a known first name with a surname; of a name after an office; of the rest."""

WORDS = 6
"""Distinct words that a tag keeps."""


def distinct(words: list[str]) -> tuple[str, ...]:
    """The first WORDS distinct ones of ``words``."""
    return tuple(dict.fromkeys(words))[:WORDS]


@dataclass(frozen=True, slots=True)
class Person:
    """A person as displayed, with the words of each mention. ``seen``: by the recogniser alone."""

    name: str
    words: tuple[str, ...]
    confidence: float
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation at words [start, end), as displayed."""

    name: str
    start: int
    end: int
    confidence: float
