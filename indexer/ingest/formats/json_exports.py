"""JSON files that are one object with records within: feeds and exports of other programs.

What the object says of itself, before its records or at least within the first MiB, decides;
what says nothing is left to the reader of records of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

from indexer.ingest.formats import json_feed, telegram
from indexer.ingest.formats.json_value import parsed
from indexer.ingest.formats.json_walk import Closed, Element, Fact, Fault, Opened, Path, Walk
from indexer.ingest.records import (
    Fields,
    Item,
    Items,
    Journal,
    Places,
    Record,
    Rejection,
    Source,
    too_long,
)
from schemas.errors import InputError

HEAD = 1024 * 1024
"""Bytes in which a file says what it is."""

_RECORDS = frozenset((*json_feed.RECORDS, *telegram.RECORDS))
_CORRECT = "correct this place in the file, and ingest it again"
_AGAIN = "fetch or export it again, one object in a file; what follows this place was not read"

Facts = dict[Path, object]


class Export(Protocol):
    """One file of a format while it is read."""

    def learn(self, path: Path, value: object) -> None:
        """Remember what the file says outside of its records."""

    def leave(self, path: Path) -> None:
        """Forget what was said of an array of records that ended."""

    def fields(self, path: Path, element: Fields, place: str) -> Fields | None:
        """The fields of a record; None, and a remark, when it is no article."""


_FORMATS: tuple[tuple[Callable[[Path, Facts], bool], Callable[[Source], Export]], ...] = (
    (json_feed.is_feed, json_feed.JsonFeed),
    (telegram.is_export, telegram.TelegramExport),
)


def recognised(pieces: Iterable[bytes], encoding: str) -> Callable[[Source], Export] | None:
    """The format of an object that begins with ``pieces``; None when it says none.

    One that says it only behind its records is read on: what it says there is known from the
    first record on.
    """
    walk, facts, read = Walk(_RECORDS), Facts(), 0
    found = None
    behind = False
    for piece in pieces:
        for event in walk.feed(piece[: HEAD - read]):
            if isinstance(event, Fault):
                return found and _informed(found, facts)
            behind = behind or isinstance(event, Element)
            if isinstance(event, Fact):
                facts[event.path] = _value(event, encoding)
            if found is None and isinstance(event, Fact | Opened):
                found = next((one for is_one, one in _FORMATS if is_one(event.path, facts)), None)
            if found and not behind:
                return _informed(found, facts)
        read += len(piece)
        if read >= HEAD or walk.done:
            break
    return found and _informed(found, facts)


def _informed(export: Callable[[Source], Export], facts: Facts) -> Callable[[Source], Export]:
    def begin(source: Source) -> Export:
        begun = export(source)
        for path, value in facts.items():
            begun.learn(path, value)
        return begun

    return begin


def read(pieces: Iterator[bytes], first: int, source: Source, export: Export) -> Items:
    """The records of a file whose line ``first`` begins with ``pieces``."""
    count = 0
    for item in _read(Walk(_RECORDS, first), pieces, source, export):
        count += 1
        yield item
    if not count:
        source.journal.remark(source.name, "it has no articles")


def _read(walk: Walk, pieces: Iterator[bytes], source: Source, export: Export) -> Items:
    places = Places(source.name)
    for piece in pieces:
        for event in walk.feed(piece):
            yield from _items(event, source, export, places)
        if walk.ended:
            return
    for event in walk.close():
        yield from _items(event, source, export, places)


def _items(
    event: Fact | Opened | Closed | Element | Fault, source: Source, export: Export, places: Places
) -> Iterator[Item]:
    match event:
        case Fact():
            value = _value(event, source.encoding, source.name, source.journal)
            export.learn(event.path, value)
        case Closed():
            export.leave(event.path)
        case Fault():
            place = f"{source.name}:{event.line}"
            hint = _AGAIN if event.last else _CORRECT
            yield Rejection(InputError(event.message, place=place, hint=hint, code="not-json"))
        case Element():
            yield from _record(event, places.of(event.line), source, export)


def _value(fact: Fact, encoding: str, name: str = "", journal: Journal | None = None) -> object:
    """What a fact says; None, and a remark, when it cannot be read."""
    place = f"{name}:{fact.line}"
    try:
        return parsed(fact.text, place, encoding, journal)
    except InputError:
        if journal:
            journal.remark(place, "a value around the records cannot be read: left out")
        return None


def _record(element: Element, place: str, source: Source, export: Export) -> Iterator[Item]:
    if not element.whole:
        yield Rejection(too_long(place))
        return
    try:
        value = _object(parsed(element.text, place, source.encoding, source.journal), place)
        fields = export.fields(element.path, value, place)
    except InputError as error:
        hint = _CORRECT if error.code == "not-json" else error.hint
        # Its text is not kept: it is no record of ours, and is read again at its place.
        yield Rejection(InputError(error.message, place=place, hint=hint, code=error.code))
        return
    if fields is not None:
        yield Record(place, fields)


def _object(value: object, place: str) -> Fields:
    if isinstance(value, dict):
        return value
    raise InputError("a record that is no object", place=place, code="not-json")
