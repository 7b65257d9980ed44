"""What a page says of itself for machines: JSON-LD, microdata, OpenGraph and other meta elements.

https://schema.org/NewsArticle, https://ogp.me/, https://html.spec.whatwg.org/multipage/microdata.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urldefrag

from lxml import etree

from indexer.addresses import absolute
from indexer.ingest.html import linked_names, markup
from indexer.ingest.records import Fields
from indexer.language import language_named
from schemas.article import Language

# fmt: off
ARTICLES = frozenset((
    "AdvertiserContentArticle", "AnalysisNewsArticle", "Article", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "NewsArticle", "OpinionNewsArticle",
    "Report", "ReportageNewsArticle", "ReviewNewsArticle",
))
# fmt: on
"""Types of schema.org that are an article of ours."""

PAGES = frozenset(("WebPage", "ItemPage"))
"""Types that are no article, but whose date may be that of the one on the page."""

_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_DEEPEST = 6
"""Nodes within each other in which an article is looked for."""
_METAS = etree.XPath("/html/*/meta[@content]")
_LINKS = etree.XPath("/html/*/link[@rel and @href]")
_ITEMS = etree.XPath("//*[@itemprop]")
_NAME = etree.XPath("descendant::*[@itemprop='name' and not(@content)]")

_META_NAMES = {
    "og:title": "title",
    "twitter:title": "title",
    "dc:title": "title",
    "og:description": "lede",
    "description": "lede",
    "article:published_time": "published",
    "og:article:published_time": "published",
    "datepublished": "published",
    "dc.date.issued": "published",
    "pubdate": "published",
    "article:published": "dated",
    "article.published": "dated",
    "article_date_original": "dated",
    "bepress_citation_date": "dated",
    "citation_date": "dated",
    "citation_publication_date": "dated",
    "date": "dated",
    "dc:date": "dated",
    "dc.created": "dated",
    "dc.issued": "dated",
    "epoch-publish-date": "dated",
    "originalpublicationdate": "dated",
    "prism.publicationdate": "dated",
    "publicationdate": "dated",
    "publishdate": "dated",
    "rnews:datepublished": "dated",
    "dc.date": "dated",
    "dc.date.created": "dated",
    "dcterms.date": "dated",
    "dcterms.created": "dated",
    "dcterms.issued": "dated",
    "parsely-pub-date": "dated",
    "publish-date": "dated",
    "publish_date": "dated",
    "publication_date": "dated",
    "sailthru.date": "dated",
    "article:modified_time": "updated",
    "og:updated_time": "updated",
    "og:url": "url",
    "og:site_name": "site",
    "og:type": "type",
    "og:locale": "locale",
    "content-language": "locale",
    "article:author": "author",
    "article.author": "author",
    "author": "author",
    "byl": "author",
    "citation_author": "author",
    "dc.creator": "author",
    "dc:creator": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
    "article:section": "sections",
    "article:tag": "keywords",
}
_PROPERTIES = {
    "headline": "title",
    "description": "lede",
    "datepublished": "published",
    "datemodified": "updated",
    "author": "author",
    "keywords": "keywords",
    "articlesection": "sections",
    "caption": "captions",
}


@dataclass
class Structured:
    """What a page says of itself. ``articles``: of JSON-LD. ``meta``, ``micro``: by our names.

    ``meta`` has under "dated" what may be the date of something else, such as the page's own.
    ``bodies``: elements that microdata call the text. ``canonical``: the page's own address.
    ``alternates``: links to it in our languages, itself perhaps included.
    """

    articles: list[Fields] = field(default_factory=list)
    meta: dict[str, list[str]] = field(default_factory=dict)
    micro: dict[str, list[str]] = field(default_factory=dict)
    bodies: list[etree._Element] = field(default_factory=list)
    canonical: str | None = None
    alternates: dict[Language, str] = field(default_factory=dict)

    def own(self, address: str | None) -> Fields:
        """The article of JSON-LD that the page is about; {} if there is none, or it is unclear."""
        if len({article.get("title") for article in self.articles}) == 1:
            return self.articles[0]
        here = comparable_address(address)
        there = (
            one for one in self.articles if here and comparable_address(one.get("url")) == here
        )
        whole = [one for one in self.articles if one.get("body")]
        return next(there, whole[0] if len(whole) == 1 else {})

    def translation(self, addresses: Sequence[str], told: str | None) -> str | None:
        """The address of the page in the other language, None when its own is not known.

        ``addresses``: its own, the surest first. ``told``: the language that the page declares.
        """
        here, base = set(map(comparable_address, addresses)), next(iter(addresses), "")
        linked = ((language, absolute(base, to)) for language, to in self.alternates.items())
        found = {language: at for language, at in linked if at}
        own = next(
            (language for language, at in found.items() if comparable_address(at) in here),
            language_named(told or ""),
        )
        return next((at for language, at in found.items() if own and language != own), None)


def comparable_address(address: str | None) -> str:
    """An address without scheme, "www.", fragment and closing slash: for comparison only."""
    if not address:
        return ""
    return urldefrag(address)[0].partition("://")[2].removeprefix("www.").rstrip("/")


def read_structured(root: etree._Element, data: bytes) -> Structured:
    """All that a page says of itself. What cannot be read is passed over: pages err.

    ``data``: the page that ``root`` was made from; what it does not mention is not looked for.
    """
    found = Structured()
    for script in root.iter("script") if b"ld+json" in data else ():
        if "ld+json" in script.get("type", ""):
            value = _json(script.text or "")
            names = linked_names.names_in(value)
            for node in _nodes(value, ARTICLES, _DEEPEST):
                found.articles.append(_fields(linked_names.with_authors(node, names)))
            for page in _nodes(value, PAGES, _DEEPEST):
                _add(found.meta, "dated", _first(page.get("datePublished")))
    _read_meta(root, found.meta)
    _read_links(root, found)
    if b"itemprop" in data:
        _read_microdata(root, found)
    return found


def _read_meta(root: etree._Element, into: dict[str, list[str]]) -> None:
    for meta in _METAS(root):
        names = (meta.get("property") or "").lower().split() or [(meta.get("name") or "").lower()]
        for name in names:
            if ours := _META_NAMES.get(name):
                _add(into, ours, meta.get("content"))


def _read_links(root: etree._Element, found: Structured) -> None:
    for link in _LINKS(root):
        kind, language = link.get("rel").lower(), language_named(link.get("hreflang", ""))
        if kind == "canonical":
            found.canonical = found.canonical or link.get("href")
        elif kind == "alternate" and language:
            found.alternates.setdefault(language, link.get("href").strip())


def _read_microdata(root: etree._Element, found: Structured) -> None:
    for element in _ITEMS(root):
        for name in element.get("itemprop").lower().split():
            if name == "articlebody":
                if not _is_within(element, found.bodies):
                    found.bodies.append(element)
            elif ours := _PROPERTIES.get(name):
                given = element.get("content") or element.get("datetime")
                if element.tag == "abbr":
                    given = given or element.get("title")
                _add(found.micro, ours, given or markup.text(_named(element)))


def _named(element: etree._Element) -> etree._Element:
    """The part of an element that has the name of the thing or person; else the element itself."""
    return next(iter(_NAME(element)), element)


def _is_within(element: etree._Element, others: Sequence[etree._Element]) -> bool:
    """Whether an element is in one of ``others``."""
    return bool(others) and not set(others).isdisjoint(element.iterancestors())


def _add(into: dict[str, list[str]], name: str, value: str) -> None:
    value = " ".join(unescape(value).split()) if "&" in value else markup.text(value)
    if value and value not in into.setdefault(name, []):
        into[name].append(value)


def _json(script: str) -> Any:
    """The value of a script; None if it is not JSON."""
    script = script.strip().removeprefix("<!--").removesuffix("-->")
    script = script.strip().removeprefix("//<![CDATA[").removesuffix("//]]>").strip().rstrip(";")
    try:
        return json.loads(script, strict=False)  # raw line breaks in strings are common
    except (ValueError, RecursionError):
        return None


def _nodes(value: Any, types: frozenset[str], deepest: int) -> Iterator[dict[str, Any]]:
    """The nodes of ``types``, those within them left out."""
    if isinstance(value, list):
        for one in value:
            yield from _nodes(one, types, deepest)
    elif isinstance(value, dict) and deepest:
        if _types(value) & types:
            yield value
        else:
            for name in _NESTED:
                yield from _nodes(value.get(name), types, deepest - 1)


def _types(node: dict[str, Any]) -> set[str]:
    return {one.rpartition("/")[2].rpartition(":")[2] for one in _texts(node.get("@type"))}


def _fields(node: dict[str, Any]) -> Fields:
    """A node's fields by our names; the empty ones left out."""
    fields: Fields = {
        "title": _first(node.get("headline")) or _first(node.get("name")),
        "named": _first(node.get("name")),
        "lede": _first(node.get("description")),
        "body": _body(node.get("articleBody")),
        "published": _first(node.get("datePublished")) or _first(node.get("dateCreated")),
        "updated": _first(node.get("dateModified")),
        "author": ", ".join(_texts(node.get("author"))),
        "source": ", ".join(_texts(node.get("publisher"))),
        "language": _first(node.get("inLanguage")),
        "url": next(filter(_is_address, _addresses(node)), ""),
        "sections": _texts(node.get("articleSection")),
        "keywords": _keywords(node.get("keywords")),
        "captions": _captions(node.get("image")),
    }
    return {name: value for name, value in fields.items() if value}


def _body(value: Any) -> str:
    """A text; one with elements in it becomes paragraphs."""
    body = value if isinstance(value, str) else ""
    if "&lt;" in body and "<" not in body:  # elements as text
        body = unescape(body)
    if "</" in body or "<br" in body:
        body = "\n".join(markup.lines(markup.parse(body.encode(), "")))
    return unescape(body).strip()


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for value in (node.get("url"), node.get("mainEntityOfPage"), node.get("@id")):
        yield from _texts(value, "@id", "url")


def _is_address(value: str) -> bool:
    return value.startswith(("http://", "https://"))


def _keywords(value: Any) -> list[str]:
    return [part for text in _texts(value) for one in text.split(",") if (part := one.strip())]


def _captions(value: Any) -> list[str]:
    images = value if isinstance(value, list) else [value]
    return [text for one in images if isinstance(one, dict) for text in _texts(one.get("caption"))]


def _first(value: Any) -> str:
    return next(iter(_texts(value, "@value", "name")), "")


def _texts(value: Any, *names: str) -> list[str]:
    """The texts in a value: itself, members of a list, the name of a thing."""
    values: Iterable[Any] = value if isinstance(value, list) else [value]
    found = []
    for one in values:
        if isinstance(one, dict):
            one = next((one[name] for name in names or ("name",) if one.get(name)), None)  # noqa: PLW2901 - the text stands for its thing
        if isinstance(one, str) and one.strip():
            found.append(markup.text(unescape(one)))
    return found
