"""A feed as the bytes of its formats."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from typing import Any

from lxml import etree
from pydantic_core import to_json

from indexer.page.news import Entry
from schemas.article import moment_of

ATOM = "http://www.w3.org/2005/Atom"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
JSON_FEED = "https://jsonfeed.org/version/1.1"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that no XML document may have."""

_UNKNOWN = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Item:
    """An article of a feed. ``labels``: its regions and topics in words."""

    id: str
    address: str
    entry: Entry
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed. ``page``: address of its search. ``links``: addresses of its pages, by relation."""

    id: str
    title: str
    about: str
    site: str
    language: str
    page: str
    links: Mapping[str, str]
    total: int
    items: tuple[Item, ...]

    @property
    def updated(self) -> datetime:
        """When the latest of its articles came to read as it does."""
        return max((item.entry.updated for item in self.items), default=_UNKNOWN)


def atom(channel: Channel) -> bytes:
    """The feed as an Atom document."""
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "os": OPENSEARCH})
    feed.set(LANG, channel.language)
    _add(feed, "id", channel.id)
    _add(feed, "title", channel.title)
    _add(feed, "subtitle", channel.about)
    _add(feed, "updated", _moment(channel.updated))
    _add(_add(feed, "author"), "name", channel.site)
    _add(feed, "generator", "Podshivka", version=version("podshivka"))
    _add(feed, "link", rel="alternate", type="text/html", href=channel.page)
    for relation, address in channel.links.items():
        _add(feed, "link", rel=relation, type="application/atom+xml", href=address)
    etree.SubElement(feed, f"{{{OPENSEARCH}}}totalResults").text = str(channel.total)
    for item in channel.items:
        _entry(_add(feed, "entry"), item)
    found: bytes = etree.tostring(feed, xml_declaration=True, encoding="utf-8")
    return found


def _entry(entry: Any, item: Item) -> None:
    article = item.entry.article
    entry.set(LANG, article.language)
    _add(entry, "id", item.id)
    _add(entry, "title", article.title)
    _add(entry, "link", rel="alternate", type="text/html", href=item.address)
    _add(entry, "updated", _moment(item.entry.updated))
    if article.published:
        _add(entry, "published", _moment(article.published))
    if article.author:
        _add(_add(entry, "author"), "name", article.author)
    for label in item.labels:
        _add(entry, "category", term=label)
    if item.entry.passage:
        _add(entry, "summary", item.entry.passage, type="text")


def _add(parent: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    element.text = _clean(text) or None
    for key, value in attributes.items():
        element.set(key, _clean(value))
    return element


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)


def json_feed(channel: Channel) -> bytes:
    """The feed as a JSON Feed document."""
    shape: dict[str, Any] = {
        "version": JSON_FEED,
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.links["self"],
        "description": channel.about,
        "language": channel.language,
        "authors": [{"name": channel.site}],
        "_podshivka": {"total": channel.total},
    }
    if "next" in channel.links:
        shape["next_url"] = channel.links["next"]
    shape["items"] = [_item(item) for item in channel.items]
    return to_json(shape) + b"\n"


def _item(item: Item) -> dict[str, Any]:
    article = item.entry.article
    shape: dict[str, Any] = {
        "id": item.id,
        "url": item.address,
        "title": article.title,
        "content_text": item.entry.passage,
        "date_modified": _moment(item.entry.updated),
        "language": article.language,
    }
    if article.published:
        shape["date_published"] = _moment(article.published)
    if article.author:
        shape["authors"] = [{"name": article.author}]
    if item.labels:
        shape["tags"] = list(item.labels)
    return shape


def _moment(value: datetime | date) -> str:
    """RFC 3339, to the second, in UTC."""
    return f"{moment_of(value).astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"
