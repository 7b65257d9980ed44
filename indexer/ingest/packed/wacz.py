"""WACZ: a crawl packed with its indexes and lists of pages, as a zip file.

https://specs.webrecorder.net/wacz/. Of its own parts only the crawl is read: the rest repeats it.
A folder or a zip file that is one may hold more; so may one that only looks like it, since other
collections have a datapackage.json too (https://datapackage.org/).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from indexer.ingest.packed.streams import peeled

PACKAGE = "datapackage.json"
"""What lists the parts, by which one is recognised under another name."""

FOLDER = "archive"
"""The folder of the crawl."""

_CRAWLS = (".warc", ".arc")
_BESIDE = re.compile(rf"(?:{FOLDER}|indexes|pages)/|(?:datapackage|fuzzy)[^/]*\.json$")


def is_wacz(names: Iterable[str]) -> bool:
    """Whether the members of a zip file are those of a WACZ."""
    known = set(names)
    return PACKAGE in known and any(map(is_crawl, known))


def is_crawl(name: str) -> bool:
    """Whether a member is a part of the crawl."""
    return name.startswith(f"{FOLDER}/") and peeled(name)[0].endswith(_CRAWLS)


def is_wanted(name: str) -> bool:
    """Whether a member of a WACZ is a part of the crawl, or none of the WACZ."""
    return is_crawl(name) or not _BESIDE.match(name)


def wanted_in(folder: Path) -> list[Path]:
    """What lies in a folder; of an unpacked WACZ the crawl, and what is no part of it.

    Raises OSError.
    """
    children = list(folder.iterdir())
    archive = folder / FOLDER
    if not (folder / PACKAGE).exists() or not archive.is_dir():
        return children
    crawl = [child for child in archive.iterdir() if is_crawl(f"{FOLDER}/{child.name}")]
    rest = [child for child in children if is_wanted(child.name + "/" * child.is_dir())]
    return crawl + rest if crawl else children
