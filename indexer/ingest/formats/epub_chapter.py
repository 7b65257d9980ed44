"""A chapter of an EPUB → the fields of its article. All of its text is the article's."""

from __future__ import annotations

import re

from lxml import etree

from indexer.ingest.formats.epub_package import is_beside
from indexer.ingest.html import choose as parts
from indexer.ingest.html import markup
from indexer.ingest.records import Fields
from indexer.ingest.text.page_encoding import as_utf8

_EMPTY = re.compile(
    rb"<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)[\s/])"
    rb"([A-Za-z][\w:-]*)((?:\s[^<>]*)?)/>"
)
"""An element that XML closes at once and HTML would leave open."""

_HEADINGS = etree.XPath("/html/body//*[self::h1 or self::h2 or self::h3 or self::h4]")
_TITLE = etree.XPath("string(/html/head/title)")
_TIMES = etree.XPath("/html/body//time/@datetime")
_CAPTIONS = etree.XPath("/html/body//figcaption")
_BARS = etree.XPath("/html/body//*[contains(@class, 'navbar')]")
_LINKS = etree.XPath("/html/body//a[@href]")
_OUTER = etree.XPath("/html/body | /html/body/section | /html/body/div | /html/body/article")
_ORIGINS = etree.XPath(
    "//link[@rel='canonical']/@href | /html/body//a[@rel='calibre-downloaded-from']/@href"
)
_AUTHORS = "[class~=byline], [class~=author], [rel=author]"
_SPACES = 4
"""Spaces in a line of prose: a chapter without a line of five words is a picture or names."""

_LINKED = 0.6
"""Share of the text in links from which a chapter leads to others."""

_LONGEST_NAME = 200


def read(data: bytes, place: str, label: str, *, is_part: bool = False) -> Fields | None:
    """The article; None when the chapter is none. Raises InputError.

    ``label``: what the contents of the book call the chapter, "" if they do not. ``is_part``:
    whether it may go on with the text of the one before: it does if it begins without a heading,
    and its own text, however short, has no title then.
    """
    root = markup.parse(_EMPTY.sub(rb"<\1\2></\1>", as_utf8(data, place)), place)
    if is_beside(_types(root)):
        return None
    is_rest = is_part and _begins_with_text(root)
    title, above = ("", []) if is_rest else _title(root, label)
    authors = [one for one in markup.selector(_AUTHORS)(root) if one not in above]
    author = markup.text(authors[0]) if authors else ""
    captions = _CAPTIONS(root)
    dropped = {*above, *captions, *_BARS(root), *(authors[:1] if author else ())}
    body = next(root.iter("body"), root)
    lines = markup.lines(body, dropped)
    prose = [line for line in lines if line and (is_rest or line.count(" ") >= _SPACES)]
    linked = sum(len(markup.text(link)) for link in _LINKS(root) if not _is_within(link, dropped))
    if not prose or linked > _LINKED * sum(map(len, lines)):
        return None
    found: Fields = {
        "title" if title else "text": title or "\n".join(lines).strip(),
        "body": "\n".join(lines).strip() if title else "",
        "author": author if len(author) <= _LONGEST_NAME else "",
        "captions": [text for one in captions if (text := markup.text(one))],
        "published": parts.first_date(_TIMES(root)),
        "url": next((one for one in _ORIGINS(root) if one.startswith("http")), ""),
    }
    return {name: value for name, value in found.items() if value}


def _begins_with_text(root: etree._Element) -> bool:
    """Whether a text stands before the first heading, or where there is none."""
    first = next(iter(_HEADINGS(root)), None)
    return any(markup.lines(root, _BARS(root), first))


def _title(root: etree._Element, label: str) -> tuple[str, list[etree._Element]]:
    """The title, and the headings that are not of the text: its own and those above it."""
    headings = [(one, text) for one in _HEADINGS(root) if (text := markup.text(one))]
    named = label.casefold().split()
    texts = [text.casefold().split() for _, text in headings]
    if not headings:
        return label or "", []
    at = texts.index(named) if named in texts else 0
    return headings[at][1], [one for one, _ in headings[: at + 1]]


def _types(root: etree._Element) -> list[str]:
    """What the chapter says it is: its body, or the one part that it has."""
    outer = _OUTER(root)
    of_all = outer[:1] + (outer[1:2] if len(outer) == 2 else [])
    given = (one.get(name) or "" for one in of_all for name in ("epub:type", "role"))
    return " ".join(given).split()


def _is_within(element: etree._Element, others: set[etree._Element]) -> bool:
    return element in others or any(one in others for one in element.iterancestors())
