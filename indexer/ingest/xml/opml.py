"""OPML: the feeds that somebody reads, and what they are called; the feeds lie saved beside it.

http://opml.org/spec2.opml. Nothing is fetched. The name in the list is the source of the articles
that do not name one, in place of what the feed calls itself.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from types import MappingProxyType
from xml.etree.ElementTree import Element

from indexer.ingest.records import Items, Source
from indexer.ingest.xml import feeds, saved
from indexer.ingest.xml import stream as xmlstream
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each

ROOTS = MappingProxyType({"opml": WantedElements(frozenset({"opml/body/outline"}))})


def read(finds: Finds, source: Source) -> Items:
    """The articles of the feeds that a list names."""
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
                yield from saved.read_named(Path(file), source, partial(_feed, _name(outline)))
            elif address:
                missing.add(address)

    yield from each(finds, take)
    yield from missing.told(source.name, "feed")


def _feed(name: str, source: Source) -> Items:
    return feeds.read(xmlstream.read_elements(source, feeds.ROOTS), source, name)


def _name(outline: Element) -> str:
    return " ".join((outline.get("title") or outline.get("text") or "").split())
