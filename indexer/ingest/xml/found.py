"""What passes between the reading of XML and the readers of formats: the elements they want."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element

from indexer.ingest.records import Items, Rejection
from schemas.errors import InputError

Path: TypeAlias = str
"""Names of elements from the root down, as in "rss/channel/item"."""


@dataclass(frozen=True, slots=True)
class FoundElement:
    """A wanted element. ``place``: "file:line". ``language``: xml:lang in force, "" if none."""

    place: str
    path: Path
    element: Element
    language: str


Finds: TypeAlias = Iterator[FoundElement | Rejection]


@dataclass(frozen=True, slots=True)
class WantedElements:
    """What to give of documents with one kind of root.

    ``records``: elements that repeat; after damage reading goes on at the next of them.
    ``facts``: elements that say something of all records.
    """

    records: frozenset[Path]
    facts: frozenset[Path] = frozenset()


def each(finds: Finds, take: Callable[[FoundElement], Items]) -> Items:
    """What ``take`` makes of each find; the InputError that it may raise becomes a rejection."""
    for found in finds:
        if isinstance(found, Rejection):
            yield found
            continue
        try:
            yield from take(found)
        except InputError as error:
            fault = InputError(error.message, place=found.place, hint=error.hint, code=error.code)
            yield Rejection(fault)
