"""Articles in JSON-LD: https://schema.org/NewsArticle and the like, by our names of fields."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from indexer.ingest.html import linked_names, markup
from indexer.ingest.records import Fields

# fmt: off
_ARTICLES = frozenset((
    "AdvertiserContentArticle", "AnalysisNewsArticle", "Article", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "BlogPosting", "LiveBlogPosting", "NewsArticle", "OpinionNewsArticle",
    "Report", "ReportageNewsArticle", "ReviewNewsArticle",
))
# fmt: on
"""Types of schema.org that are an article of ours."""

_PAGES = frozenset(("WebPage", "ItemPage"))
"""Types that are no article, but whose date may be that of the one on the page."""

_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_DEEPEST = 6
"""Nodes within each other in which an article is looked for."""


def read(script: str) -> tuple[list[Fields], list[str]]:
    """The articles of a script, and the dates of the pages in it. What is no JSON has none."""
    value = _json(script)
    names = linked_names.names_in(value)
    nodes = _nodes(value, _ARTICLES, _DEEPEST)
    articles = [_fields(linked_names.with_authors(node, names)) for node in nodes]
    pages = _nodes(value, _PAGES, _DEEPEST)
    return articles, [_first(page.get("datePublished")) for page in pages]


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
