"""HTML as a tree, and the text of its elements as lines."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from itertools import pairwise

from cssselect import HTMLTranslator
from lxml import etree

from indexer.ingest.text import visible
from schemas.errors import InputError

# fmt: off
_SKIPPED = frozenset((
    "audio", "button", "canvas", "dialog", "embed", "footer", "form", "head", "iframe", "input",
    "label", "map", "nav", "noscript", "object", "script", "select", "style", "svg", "template",
    "textarea", "video",
))
# fmt: on
"""Elements whose text is no part of what one reads."""

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
))
# fmt: on
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_TOO_DEEP = "Excessive depth"


def parse(data: bytes, place: str) -> etree._Element:
    """The root of a page in UTF-8. Nothing is fetched. Raises InputError for what is no page."""
    parser = etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=True,
        collect_ids=False,  # nobody asks for an element by its id
    )
    root = etree.fromstring(data, parser) if data.strip() else None
    if root is None:
        raise InputError("the page is empty", place=place, mend="save it again", code="no-article")
    last = parser.error_log.last_error
    if last is not None and last.message.startswith(_TOO_DEEP):
        raise InputError(
            "its elements are nested more than 2,048 deep",
            place=place,
            mend="no article is: save the page again, or its text alone",
            code="no-article",
        )
    return root


def lines(
    element: etree._Element,
    dropped: Collection[etree._Element] = (),
    end: etree._Element | None = None,
) -> list[str]:
    """The text in ``element`` that one sees: a line a paragraph, with empty lines between.

    Left out: ``dropped`` and what is in them, scripts, forms, navigation, what is hidden; ``end``
    and what follows it.
    """
    pieces: list[str] = []
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, one in walk:
        tag = one.tag
        if event == "end":
            pieces.append("\n\n" if tag in _BLOCKS else "\t" if tag in ("td", "th") else "")
            if one is not element and one.tail:
                pieces.append(one.tail.replace("\n", " "))
        elif one is end:
            break
        elif one in dropped or not _is_shown(one):
            walk.skip_subtree()
        else:
            pieces.append("\n" if tag == "br" else "\n\n" if tag in _BLOCKS else "")
            if one.text:
                pieces.append(one.text.replace("\n", " "))
    found = [
        " ".join(visible(line).split()) if line else "" for line in "".join(pieces).split("\n")
    ]
    return [line for before, line in pairwise(["", *found]) if line or before]


def text(element: etree._Element | str) -> str:
    """The text in an element, or of an attribute, on one line."""
    if isinstance(element, str):
        return " ".join(visible(element).split())
    if not len(element) and _is_shown(element):
        return " ".join(visible(element.text or "").split())
    return " ".join(line for line in lines(element) if line)


@cache
def selector(pattern: str) -> etree.XPath:
    """A CSS selector, or XPath (begins with "/", "." or "("), compiled. ValueError for neither."""
    try:
        path = pattern if pattern[:1] in "/.(" else HTMLTranslator().css_to_xpath(pattern)
        return etree.XPath(path, smart_strings=False)
    except (etree.XPathSyntaxError, SyntaxError) as error:
        raise ValueError(f"{pattern!r} is no selector: {error}") from None


def _is_shown(element: etree._Element) -> bool:
    if element.tag in _SKIPPED:
        return False
    attributes = element.attrib
    if not attributes:
        return True
    style = attributes.get("style")
    return "hidden" not in attributes and not (style and _HIDDEN.search(style))
