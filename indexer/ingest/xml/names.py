"""Names in XML → the names that our readers know, whatever prefix a file gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://news.yandex.ru": "yandex",
    "http://news.rambler.ru": "rambler",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "",
    "http://iptc.org/std/nar/2006-10-01/": "",
    "http://www.sitemaps.org/schemas/sitemap/0.9": "",
    "http://www.google.com/schemas/sitemap-news/0.9": "news",
}
"""Namespaces by the prefix that stands for them here; "": none."""

_ATOM = frozenset(("feed", "entry"))
"""Roots that no other format has."""

_IPTC = re.compile(r"^https?://(?:www\.)?iptc\.org/std/(?:NITF|NewsML)/[\d.-]+/?$", re.IGNORECASE)
"""NITF and NewsML 1, which have a namespace, of some version, or none."""

_MEDIAWIKI = re.compile(r"^https?://www\.mediawiki\.org/xml/export-[\d.]+/$")
_WORDPRESS = re.compile(r"^http://wordpress\.org/export/[\d.]+/(excerpt/)?$")


class Names:
    """The namespaces in force at one place of a document.

    A namespace that is not known here, or a prefix that was never declared, keeps its prefix.
    """

    def __init__(self, prefixes: Mapping[str, str] | None = None) -> None:
        self._prefixes = prefixes or {}
        self._found: dict[str, str] = {}

    @classmethod
    def of_root(cls, written: str, attributes: Mapping[str, str]) -> Names:
        """The names around a root: an Atom feed that forgot its namespace is one all the same."""
        return cls({"": "atom"} if written in _ATOM and "xmlns" not in attributes else {})

    def within(self, attributes: Mapping[str, str]) -> Names:
        """The names inside of an element with these attributes."""
        declared = {
            name[6:]: _prefix(uri, name[6:])
            for name, uri in attributes.items()
            if name == "xmlns" or name.startswith("xmlns:")
        }
        return Names({**self._prefixes, **declared}) if declared else self

    def __getitem__(self, written: str) -> str:
        """Our name of an element: "dc.creator", "item"."""
        found = self._found.get(written)
        if found is None:
            before, _, local = written.rpartition(":")
            prefix = self._prefixes.get(before, before)
            found = self._found[written] = f"{prefix}.{local}" if prefix else local
        return found


def _prefix(uri: str, written: str) -> str:
    if match := _WORDPRESS.match(uri):
        return "excerpt" if match[1] else "wp"
    return "" if _IPTC.match(uri) or _MEDIAWIKI.match(uri) else _PREFIXES.get(uri, written)
