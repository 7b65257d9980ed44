"""The tokens of an article as texts that OpenSearch analyses, and back.

A field is a line: positions separated by spaces, the forms of one position joined by OTHER, EMPTY
where there is none. Where a sentence (paragraph) begins and ends, marks stand beside the forms:
FIRST and LAST, or ONLY if that is one position. Lucene can find what lies between two marks, but
not what has no mark within it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from indexer.index.opensearch.mapping import OTHER
from schemas.document import FIELDS, PARAGRAPH, SENTENCE


class Marks(NamedTuple):
    """What marks a sentence or a paragraph."""

    first: str
    last: str
    only: str


MARKS: Mapping[str, Marks] = {
    SENTENCE: Marks("\ue010", "\ue011", "\ue012"),
    PARAGRAPH: Marks("\ue013", "\ue014", "\ue015"),
}

UNFIT = re.compile(r"[\s\ue000-\ue0ff]")
"""Characters that no form may have."""


class Slots(NamedTuple):
    """The positions of a field as read back: the forms of each, joined by OTHER."""

    joined: list[str]
    several: list[tuple[int, frozenset[str]]]
    """The positions with several forms, and these."""

    def of(self, forms: frozenset[str]) -> list[int]:
        """The positions that have one of ``forms``, in order."""
        found = [at for at, form in enumerate(self.joined) if form in forms]
        more = [at for at, each in self.several if not each.isdisjoint(forms)]
        return sorted({*found, *more}) if more else found

    def between(self, marker: str) -> list[int]:
        """Where sentences (paragraphs) begin: the positions of their marks."""
        marks = MARKS[marker]
        return self.of(frozenset({marks.first, marks.only}))


def read_back(source: Mapping[str, Any]) -> tuple[Slots, ...]:
    """The positions in each of FIELDS, from what OpenSearch keeps of an article."""
    return tuple(_slots(source.get(field, "")) for field in FIELDS)


def _slots(text: str) -> Slots:
    joined = text.split(" ") if text else []
    several = [
        (at, frozenset(each.split(OTHER))) for at, each in enumerate(joined) if OTHER in each
    ]
    return Slots(joined, several)
