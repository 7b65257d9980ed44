"""Sitemaps whose pages were saved beside them: they say which address each page has.

https://www.sitemaps.org/protocol.html, with Google's extension for news. Nothing is fetched.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from indexer.ingest.html import choose as parts
from indexer.ingest.html import file as html
from indexer.ingest.html.plain_text import remark_missing
from indexer.ingest.records import Items, Record, Rejection, Source
from indexer.ingest.xml import fragments, saved
from indexer.ingest.xml import stream as xmlstream
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child
from indexer.ingest.xml.saved import MissingFiles

_PAGES = WantedElements(frozenset({"urlset/url"}))
ROOTS = MappingProxyType(
    {"urlset": _PAGES, "sitemapindex": WantedElements(frozenset({"sitemapindex/sitemap"}))}
)

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
    yield from site.missing.told(source.name, "page")


@dataclass
class _Site:
    """The saved pages of a site. ``folder``: where its sitemap lies."""

    folder: Path
    source: Source
    missing: MissingFiles = field(default_factory=MissingFiles)

    def take(self, found: FoundElement) -> Items:
        """The records of what an entry names."""
        address = child(found.element, "loc")
        path = saved.find(self.folder, address)
        if path is None:
            self.missing.add(address)
        elif found.element.tag == "sitemap":
            yield from saved.read_named(Path(path), self.source, self._inner)
        else:
            yield self._page(path, address, found)

    def _inner(self, source: Source) -> Items:
        """The records of a sitemap that an index names; an index in an index is none."""
        yield from each(xmlstream.read_elements(source, {"urlset": _PAGES}), self.take)

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
        remark_missing(self.source.journal, page.place, fields)
        return Record(page.place, fields)
