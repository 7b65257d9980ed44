"""OPML: the feeds that somebody reads, and what they are called; the feeds lie saved beside it.

http://opml.org/spec2.opml. Nothing is fetched. The name in the list is the source of the articles
that do not name one, in place of what the feed calls itself.
"""

from __future__ import annotations

import io
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import cast
from xml.etree.ElementTree import Element

from indexer.ingest.records import Items, Reader, Source
from indexer.ingest.xml import feeds, saved
from indexer.ingest.xml import stream as xmlstream
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each

_BEFORE = b"\xef\xbb\xbf \t\r\n"
"""A byte order mark and blanks, which may stand before the object that a feed in JSON is."""

ROOTS = MappingProxyType({"opml": WantedElements(frozenset({"opml/body/outline"}))})


def read(finds: Finds, source: Source, read_json: Reader) -> Items:
    """The articles of the feeds that a list names; ``read_json`` reads those in JSON."""
    path = source.path
    if path is None or not path.is_file():
        source.journal.remark(
            source.name, "a list of feeds in an archive: skipped, unpack it first"
        )
        for _ in finds:  # to the end, or the next outline would be taken for another list
            pass
        return
    folder, missing = path.parent, saved.MissingFiles()

    def take(found: FoundElement) -> Items:
        for outline in found.element.iter("outline"):
            address = (outline.get("xmlUrl") or outline.get("xmlurl") or "").strip()
            file = saved.find(folder, address) if address else None
            if file is not None:
                read_feed = partial(_feed, _name(outline), read_json)
                yield from saved.read_named(Path(file), source, read_feed)
            elif address:
                missing.add(address)

    yield from each(finds, take)
    yield from missing.told(source.name, "feed")


def _feed(name: str, read_json: Reader, source: Source) -> Items:
    # no suffix tells: the address of a feed often has none
    head = cast(io.BufferedReader, source.stream).peek(1)
    source = replace(source, called=name)
    if head.lstrip(_BEFORE).startswith(b"{"):
        return read_json(source)
    return feeds.read(xmlstream.read_elements(source, feeds.ROOTS), source)


def _name(outline: Element) -> str:
    return " ".join((outline.get("title") or outline.get("text") or "").split())
