"""WACZ: a crawl packed with its indexes and lists of pages, as a zip file.

https://specs.webrecorder.net/wacz/. Only the crawl is read: the rest repeats parts of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from indexer.ingest.packed.streams import peeled

PACKAGE = "datapackage.json"
"""What lists the parts, by which one is recognised under another name."""

FOLDER = "archive"
"""The folder of the crawl."""

_CRAWLS = (".warc", ".arc")


def is_wacz(names: Iterable[str]) -> bool:
    """Whether the members of a zip file are those of a WACZ."""
    known = set(names)
    return PACKAGE in known and any(map(is_crawl, known))


def is_crawl(name: str) -> bool:
    """Whether a member is a part of the crawl."""
    return name.startswith(f"{FOLDER}/") and peeled(name)[0].endswith(_CRAWLS)
