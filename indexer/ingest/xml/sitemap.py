"""Sitemaps whose pages were saved beside them: they say which address each page has.

https://www.sitemaps.org/protocol.html, with Google's extension for news. Nothing is fetched: pages
are looked for as ``wget --mirror`` lays them out, with and without --adjust-extension.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from indexer.ingest.html import choose as parts
from indexer.ingest.html import file as html
from indexer.ingest.html.plain_text import remark_undated
from indexer.ingest.packed.streams import (
    Budget,
    DamagedError,
    TooMuchError,
    damage,
    peeled,
    unpacked,
)
from indexer.ingest.records import Items, Record, Rejection, Source, as_text, unreadable
from indexer.ingest.xml import fragments
from indexer.ingest.xml import stream as xmlstream
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child
from schemas.errors import InputError

_PAGES = WantedElements(frozenset({"urlset/url"}))
ROOTS = MappingProxyType(
    {"urlset": _PAGES, "sitemapindex": WantedElements(frozenset({"sitemapindex/sitemap"}))}
)

_SUFFIXES = ("", ".html", ".htm")
_INDEXES = ("index.html", "index.htm", "index.php", "index.php.html")
_SHOWN = 3
_NEWS = "news.news/news."


def read(finds: Finds, source: Source) -> Items:
    """The records of the pages that a sitemap, or the sitemaps of an index, names."""
    path = source.path
    if path is None or not path.is_file():
        source.journal.remark(source.name, "a sitemap in an archive: skipped, unpack it first")
        for _ in finds:  # to the end, or the next address would be taken for another sitemap
            pass
        return
    site = _Site(path.parent, source)
    yield from each(finds, site.take)
    yield from site.missing()


@dataclass
class _Site:
    """The saved pages of a site. ``folder``: where its sitemap lies."""

    folder: Path
    source: Source
    lost: list[str] = field(default_factory=list)
    """The first addresses without a file."""
    lost_count: int = 0

    def take(self, found: FoundElement) -> Items:
        """The records of what an entry names."""
        address = child(found.element, "loc")
        path = next(filter(os.path.isfile, _places(self.folder, address)), None)
        if path is None:
            self.lost_count += 1
            if self.lost_count <= _SHOWN:
                self.lost.append(address)
        elif found.element.tag == "sitemap":
            yield from self._inner(Path(path))
        else:
            yield self._page(path, address, found)

    def missing(self) -> Iterator[Rejection]:
        """One rejection for all addresses without a file."""
        if self.lost_count:
            message = f"{self.lost_count:,} of its addresses have no saved page beside it"
            hint = (
                f"save them as wget --mirror does, or remove them; such as {', '.join(self.lost)}"
            )
            fault = InputError(message, place=self.source.name, hint=hint, code="no-page")
            yield Rejection(fault)

    def _inner(self, path: Path) -> Items:
        """The records of a sitemap that an index names; an index in an index is none."""
        name = as_text(path)
        try:
            with path.open("rb") as stream:
                _, packed = peeled(path.name)
                budget = Budget(path.stat().st_size)
                inside = unpacked(stream, packed, name, budget) if packed else stream
                source = Source(name, inside, self.source.encoding, self.source.journal)
                yield from each(xmlstream.read_elements(source, {"urlset": _PAGES}), self.take)
        except DamagedError as error:
            yield Rejection(damage(name, error))
        except TooMuchError:
            hint = "it may be an attack; if it is not, unpack it yourself"
            message = "it unpacks to far more than its size"
            yield Rejection(InputError(message, place=name, hint=hint, code="too-much"))
        except OSError as error:
            yield Rejection(unreadable(name, error))

    def _page(self, path: str, address: str, found: FoundElement) -> Record | Rejection:
        page = html.saved(path, self.source.encoding, address)
        if isinstance(page, Rejection):
            return page
        news = {
            "title": child(found.element, f"{_NEWS}title"),
            "published": fragments.first_date_of(child(found.element, f"{_NEWS}publication_date")),
            "language": child(found.element, f"{_NEWS}publication/{_NEWS[10:]}language"),
            "source": child(found.element, f"{_NEWS}publication/{_NEWS[10:]}name"),
            "keywords": parts.split_labels([child(found.element, f"{_NEWS}keywords")]),
        }
        fields = fragments.without_empty(news) | fragments.without_empty(page.fields)
        remark_undated(self.source.journal, page.place, fields)
        return Record(page.place, fields)


def _places(folder: Path, address: str) -> Iterator[str]:
    """Where the page of an address may have been saved, the likeliest first."""
    try:
        url = urlsplit(address)
    except ValueError:
        return
    host = url.netloc
    # A host becomes a folder's name: ".." would be the one above.
    if url.scheme not in ("http", "https") or host.strip(".") == "":
        return
    for root in dict.fromkeys((*_of_host(folder, host), folder / host, folder)):
        for decode in (unquote, str):
            path = decode(url.path).lstrip("/")
            # No address may lead out of the folder.
            if ".." in path.split("/") or "\0" in path:
                continue
            for name in _names(path, decode(url.query).replace("/", "%2F")):
                yield os.path.join(root, name)  # noqa: PTH118 - an absolute name must not lead out


def _of_host(folder: Path, host: str) -> Iterator[Path]:
    """The folders of a host outside of ``folder``, where a mirror of whole sites has them.

    A name without a dot, such as "home", is no site's but one of this machine's.
    """
    if "." in host.strip("."):
        yield from islice((one for one in (folder, *folder.parents) if one.name == host), 1)
        if "." in folder.name:
            yield folder.parent / host


def _names(path: str, query: str) -> Iterator[str]:
    """The names that wget gives to a page; "@" stands for "?", which Windows does not allow."""
    stems = [path] if path and not path.endswith("/") else []
    folder = path if path.endswith("/") or not path else f"{path}/"
    stems += [f"{folder}{index}" for index in _INDEXES]
    if folder and not query:
        stems.append(folder.rstrip("/"))
    for mark in "?@" if query else [""]:
        for stem in stems:
            for suffix in _SUFFIXES:
                yield f"{stem}{mark}{query}{suffix}"
