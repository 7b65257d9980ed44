"""Where on a page of a site that nobody described the text stands, by its paragraphs.

It is the innermost element that has nearly all of their letters. Parts of it may be for something
else, as offers to share are: their names tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from lxml import etree

from indexer.ingest.html import markup
from indexer.ingest.html.signs import HEADLINE

_PARAGRAPHS = etree.XPath("/html/body//p[string-length() > 60]")
_NEARLY_ALL = 0.9
"""Share of the letters of all paragraphs that the element has."""

FEWEST = 400
"""Characters of prose below which a page is too short for more than one look."""

_MOST = 0.5
"""Share of the prose of a page that paragraphs must have to tell where it is."""

_MUCH = 0.3
"""Share of a text from which a part of it belongs to it, whatever its name is."""

_PARTS_BESIDE = frozenset(("aside", "nav", "footer", "header", "form", "figure", "table"))
_NAMES_BESIDE = re.compile(
    r"comment|disqus|related|sidebar|widget|(?<!node-)(?<!node--)promo|newsletter|subscri|share"
    r"|social|cookie|footer|\bmodal|caption|overlay|banner|login|popup|video|gallery"
    r"|author[-_]*(?:box|bio|info|card)|about[-_]*author|(?:post|article)[-_]*tags"
    r"|tag[-_]*(?:list|cloud)|(?:read|see)[-_]*(?:more|also)|lee[-_]*tambien|leia[-_]*(?:mais|tambem)|lire[-_]*aussi"
)

_FEWEST_TAGS = 2

_MAY_BE_BESIDE = ("div", "section", "ul", "aside", "footer", "form", "figure")
_LISTS = ("nav", "ol")
_OF_COMMENTS = re.compile(r"comment|disqus|respond")
_MOST_PARTS = 200
"""Parts that are looked at: they may lie within each other."""
_WHOLE_TEXT = etree.XPath("normalize-space()")

NAMES = ("class", "id", "itemprop", "role")
"""Attributes by which trafilatura knows what an element is for."""


def region_of(root: etree._Element, shown: int) -> etree._Element | None:
    """The element in which the text stands; None when the paragraphs do not tell."""
    letters: Counter[etree._Element] = Counter()
    whole = 0
    for paragraph in _PARAGRAPHS(root):
        size = sum(map(len, paragraph.itertext()))
        whole += size
        for around in paragraph.iterancestors():
            letters[around] += size
    body = root.find("body")
    if whole < max(FEWEST, _MOST * shown) or body is None:
        return None
    inner: etree._Element | None = body
    while inner is not None:
        region = inner
        inner = next((one for one in region if letters[one] >= _NEARLY_ALL * whole), None)
    return None if region is body else region


def paragraphs(region: etree._Element) -> str:
    """All paragraphs that are not mostly links and do not stand in a part for something else."""
    is_beside = cache(_is_beside)  # many paragraphs are in the same parts
    found = []
    for paragraph in region.iter("p"):
        text = markup.text(paragraph)
        linked = sum(len(markup.text(link)) for link in paragraph.iter("a"))
        if text and 2 * linked < len(text) and not any(map(is_beside, paragraph.iterancestors())):
            found.append(text)
    return "\n".join(dict.fromkeys(found))


def between(region: etree._Element) -> str:
    """All from the first to the last paragraph: headings, lists and tables, too; no bare links."""
    found = set(paragraphs(region).splitlines())
    beside = {part for part in region.iter(*_MAY_BE_BESIDE, *_LISTS) if _is_beside(part)}
    links = {markup.text(link) for link in region.iter("a")}
    lines = [line for line in markup.lines(region, beside) if line and line not in links]
    at = [number for number, line in enumerate(lines) if line in found]
    return "\n".join(lines[at[0] : at[-1] + 1] if at else ())


def named_beside(root: etree._Element) -> Iterator[etree._Element]:
    """Parts of a page whose names say that they are for something else, as comments are."""
    named = (part for part in root.iter(*_MAY_BE_BESIDE, *_LISTS) if _is_beside(part))
    return islice(named, _MOST_PARTS)


def has_comments(part: etree._Element) -> bool:
    """Whether a part, by its name, has the comments of readers."""
    return bool(_OF_COMMENTS.search(_name(part)))


def parts_beside(text: etree._Element) -> Iterator[etree._Element]:
    """Parts within an element with a text that are for something else, as offers to share are.

    They are known by their names, or because they are nothing but short links, as tags are. A part
    that has much of the text is not among them.
    """
    most = _MUCH * len(_WHOLE_TEXT(text))
    parts = (part for part in text.iter(*_MAY_BE_BESIDE, "p") if part is not text)
    named = (part for part in parts if _are_tags(part) or (part.tag != "p" and _is_beside(part)))
    for part in islice(named, _MOST_PARTS):
        if len(_WHOLE_TEXT(part)) < most:
            yield part


def _are_tags(part: etree._Element) -> bool:
    """Whether a part is several short links, and has no words of its own."""
    links = [one[0] if one.tag == "li" and len(one) == 1 else one for one in part]
    if len(links) < _FEWEST_TAGS or any(one.tag != "a" for one in links):
        return False
    items = [one for one in part if one.tag == "li"]
    around = (part.text, *(one.tail for one in (*part, *links)), *(one.text for one in items))
    has_words = any(map(str.isalnum, "".join(filter(None, around))))
    return not (has_words or any(HEADLINE.match(markup.text(one)) for one in links))


def _is_beside(part: etree._Element) -> bool:
    return part.tag in _PARTS_BESIDE or bool(_NAMES_BESIDE.search(_name(part)))


def _name(part: etree._Element) -> str:
    return f"{part.get('class', '')} {part.get('id', '')}".lower()
