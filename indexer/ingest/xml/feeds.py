"""Feeds: RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0; an item is an article.

https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287
"""

from __future__ import annotations

import base64
import re
from types import MappingProxyType
from xml.etree.ElementTree import Element

from indexer.addresses import absolute
from indexer.ingest.html import choose as parts
from indexer.ingest.records import Fields, Items, Record, Source
from indexer.ingest.text.page_encoding import as_utf8
from indexer.ingest.xml import fragments, wxr
from indexer.ingest.xml.found import Finds, FoundElement, WantedElements, each
from indexer.ingest.xml.fragments import child, children, markup_of
from schemas.errors import InputError

_FACTS = ("title", "link", "language", "dc.language")
ROOTS = MappingProxyType(
    {
        "rss": WantedElements(
            frozenset({"rss/channel/item", "rss/item"}),
            frozenset(f"rss/channel/{name}" for name in (*_FACTS, wxr.AUTHOR)),
        ),
        "rdf.RDF": WantedElements(frozenset({"rdf.RDF/item"}), frozenset({"rdf.RDF/channel"})),
        "atom.feed": WantedElements(
            frozenset({"atom.feed/atom.entry"}),
            frozenset({f"atom.feed/atom.{name}" for name in ("id", "title", "author")}),
        ),
        "atom.entry": WantedElements(frozenset({"atom.entry"})),
    }
)
"""What is read of each kind of feed."""

_RECORDS = frozenset(path for wanted in ROOTS.values() for path in wanted.records)
_FULL = ("content.encoded", "yandex.full-text", "rambler.fulltext")
_SHORT = ("description", "dc.description", "atom.summary")
_CAPTIONS = (".//media.description", ".//media.text")
_MAILED = re.compile(r"^[^\s@]+@[^\s@]+\s*(?:\((.*)\))?$")
_ATOM_TEXTS = ("text", "html", "xhtml", "text/html", "text/plain", "application/xhtml+xml")
_BASE64 = re.compile(r"[A-Za-z0-9+/]+=*")


def read(finds: Finds, source: Source) -> Items:
    """The records of a feed."""
    return each(finds, _Feed(source).take)


class _Feed:
    """One feed while it is read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._facts: dict[str, str] = {"title": source.called} if source.called else {}
        self._people: wxr.People = {}

    def take(self, found: FoundElement) -> Items:
        """The record of an item; what the feed says of itself is remembered for later items."""
        item = found.element
        if found.path not in _RECORDS:
            self._learn(item)
        elif item.find(wxr.TYPE) is not None:
            yield from wxr.read(found, self._people, self._source, self._facts)
        else:
            fields = self._entry(item) if item.tag == "atom.entry" else self._item(item)
            own, common = fields["language"], found.language or self._facts.get("language", "")
            text = f"{fields['title']}\n{fields['lede']}\n{fields['body']}"
            fields["language"] = fragments.language(own, common, text)
            fields["source"] = fields["source"] or self._facts.get("title", "")
            yield Record(found.place, fragments.shortened(fields))

    def _learn(self, fact: Element) -> None:
        name = fact.tag.rpartition(".")[2]
        if name == "channel":
            for one in (own for path in _FACTS for own in fact.iterfind(path)):
                self._learn(one)
        elif fact.tag == wxr.AUTHOR:
            wxr.learn(self._people, fact)
        else:
            text = child(fact, "atom.name") if name == "author" else fragments.text_of(fact)
            self._facts.setdefault(name, text)

    def _item(self, item: Element) -> Fields:
        """An item of RSS."""
        guid = child(item, "guid")
        # A guid of RSS 2.0 is an address unless it says that it is none.
        is_address = item.find("guid[@isPermaLink='false']") is None
        links = [
            *children(item, "feedburner.origLink", "link"),  # beside it link is FeedBurner's own
            *(link.get("href", "") for link in item.iterfind("atom.link")),
            *([guid] if is_address else ()),
            item.get("rdf:about", ""),
        ]
        url = self._address(links)
        body, captions = fragments.prose(_first(item, _FULL))
        authors = children(item, "dc.creator", "atom.author/atom.name") or [
            person for one in children(item, "author") if (person := _MAILED.sub(r"\1", one))
        ]
        return {
            **self._id("" if url else guid),
            "guid": "" if guid == url else guid,
            "url": url,
            "title": child(item, "title", "dc.title", "media.title"),
            "lede": fragments.join_paragraphs(fragments.prose(_first(item, _SHORT))[0]),
            "body": fragments.join_paragraphs(body),
            "captions": [*captions, *children(item, *_CAPTIONS)],
            "published": fragments.first_date_of(
                *children(item, "pubDate", "dc.date", "dcterms.issued", "atom.published")
            ),
            "updated": fragments.first_date_of(*children(item, "atom.updated", "dcterms.modified")),
            "author": ", ".join(dict.fromkeys(authors)),
            "source": child(item, "source", "dc.publisher"),
            "language": item.get("xml:lang") or child(item, "dc.language"),
            **fragments.sorted_fields(parts.split_labels(children(item, "category", "dc.subject"))),
        }

    def _entry(self, entry: Element) -> Fields:
        """An entry of Atom."""
        id = child(entry, "atom.id")
        links = [
            link.get("href", "")
            for link in entry.iterfind("atom.link")
            if link.get("rel", "alternate") == "alternate"
        ]
        url = self._address([child(entry, "feedburner.origLink"), *links, id])
        content = entry.find("atom.content")
        body, captions = fragments.prose(_atom_markup(content))
        authors = children(entry, "atom.author/atom.name") or [self._facts.get("author", "")]
        published = fragments.first_date_of(*children(entry, "atom.published", "atom.issued"))
        updated = fragments.first_date_of(*children(entry, "atom.updated", "atom.modified"))
        given = (
            one.get("label") or one.get("term") or "" for one in entry.iterfind("atom.category")
        )
        return {
            **self._id("" if url else id),
            "guid": "" if id == url else id,
            "url": url,
            "title": fragments.plain(_atom_markup(entry.find("atom.title"))),
            "lede": fragments.join_paragraphs(
                fragments.prose(_atom_markup(entry.find("atom.summary")))[0]
            ),
            "body": fragments.join_paragraphs(body),
            "captions": [*captions, *children(entry, *_CAPTIONS)],
            "published": published or updated,  # Atom demands the second only
            "updated": updated if published and updated != published else "",
            "author": ", ".join(dict.fromkeys(authors)),
            "source": child(entry, "atom.source/atom.title"),
            "language": entry.get("xml:lang")
            or (content.get("xml:lang", "") if content is not None else ""),
            **fragments.sorted_fields(parts.split_labels(one for one in given if "://" not in one)),
        }

    def _id(self, given: str) -> Fields:
        name = self._facts.get("id") or self._facts.get("title", "")
        return fragments.scoped_id(given, self._facts.get("link", ""), name)

    def _address(self, links: list[str]) -> str:
        base = self._facts.get("link", "")
        return next(filter(None, (absolute(base, link) for link in links if link)), "")


def _first(item: Element, names: tuple[str, ...]) -> str:
    found = (markup_of(one) for name in names for one in item.iterfind(name))
    return next((text for text in found if text.strip()), "")


def _atom_markup(element: Element | None) -> str:
    """The HTML of a text construct; "" for a content of another kind."""
    if element is None or element.get("type", "text") not in _ATOM_TEXTS:
        return ""
    if element.get("mode") == "base64":  # of Atom 0.3
        given = "".join((element.text or "").split())
        if len(element) == 0 and _BASE64.fullmatch(given):
            return _unpacked(given)
    return markup_of(element)


def _unpacked(text: str) -> str:
    """What a text in base64 says; "" if that is in no known encoding."""
    try:
        return as_utf8(base64.b64decode(text), "").decode()
    except (ValueError, InputError):
        return ""
