"""What a page says of itself for machines: JSON-LD, microdata, OpenGraph and other meta elements.

https://ogp.me/, https://html.spec.whatwg.org/multipage/microdata.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag

from lxml import etree

from indexer.addresses import absolute
from indexer.ingest.html import json_ld, markup
from indexer.ingest.records import Fields
from indexer.language import language_named
from schemas.article import Language

_METAS = etree.XPath("/html/*/meta[@content]")
_LINKS = etree.XPath("/html/*/link[@rel and @href]")
_ITEMS = etree.XPath("//*[@itemprop]")
_NAME = etree.XPath("descendant::*[@itemprop='name']")

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
    "article:author_name": "author",
    "author": "author",
    "bepress_citation_author": "author",
    "byl": "author",
    "citation_author": "author",
    "cxenseparse:author": "author",
    "dc.author": "author",
    "dc.creator": "author",
    "dc:creator": "author",
    "dcsext.author": "author",
    "dcterms.creator": "author",
    "parsely-author": "author",
    "sailthru.author": "author",
    "sailthru.byline_name": "author",
    "article:section": "sections",
    "article:tag": "keywords",
    "keywords": "words",
    "news_keywords": "words",
    "citation_keywords": "words",
    "dc.subject": "words",
    "dc:subject": "words",
    "dcterms.subject": "words",
    "parsely-tags": "words",
    "sailthru.tags": "words",
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

_OTHERS = frozenset((
    "AudioObject", "Comment", "ImageObject", "MediaObject", "Organization", "Person", "VideoObject",
))  # fmt: skip
"""Things on a page of an article that have descriptions of their own."""


@dataclass
class Structured:
    """What a page says of itself. ``articles``: of JSON-LD. ``meta``, ``micro``: by our names.

    ``meta`` has under "dated" what may be the date of something else, such as the page's own, and
    under "words" keywords that may be those of the whole site.
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
            articles, dates = json_ld.read(script.text or "")
            found.articles.extend(articles)
            for date in dates:
                _add(found.meta, "dated", date)
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
            elif (ours := _PROPERTIES.get(name)) and not (ours == "lede" and _is_of_other(element)):
                given = element.get("content") or element.get("datetime")
                if element.tag == "abbr":
                    given = given or element.get("title")
                _add(found.micro, ours, given or _name(element))


def _is_of_other(element: etree._Element) -> bool:
    """Whether an element describes a picture, a person or the like, not the article."""
    for around in element.iterancestors():
        if around.tag in {"figure", "figcaption"}:
            return True
        if around.get("itemscope") is not None:
            return around.get("itemtype", "").rpartition("/")[2] in _OTHERS
    return False


def _name(element: etree._Element) -> str:
    """What an element says; of one that is about a person or a thing, only the name."""
    named = next(iter(_NAME(element)), element)
    return named.get("content") or markup.text(named)


def _is_within(element: etree._Element, others: Sequence[etree._Element]) -> bool:
    """Whether an element is in one of ``others``."""
    return bool(others) and not set(others).isdisjoint(element.iterancestors())


def _add(into: dict[str, list[str]], name: str, value: str) -> None:
    value = " ".join(unescape(value).split()) if "&" in value else markup.text(value)
    if value and value not in into.setdefault(name, []):
        into[name].append(value)
