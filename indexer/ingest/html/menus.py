"""Menus: the parts of a page that are nothing but links.

trafilatura leaves them out, too, but searches them first, and they are up to half of a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from indexer.ingest.html.scope import outermost

_Size = tuple[int, int, int]
"""Letters of an element, those of them in links, and how many links."""

_BLOCKS = frozenset(("div", "dl", "header", "ol", "section", "table", "ul"))
_PARAGRAPHS = frozenset(("blockquote", "p", "pre"))

_FEWEST = 3
"""Links of a menu."""

_LINKED = 0.9
"""Share of the letters of a menu that are in its links."""

_BESIDE = 20
"""Most letters of its own that an element may have around a menu."""

_PARAGRAPH = 60
"""Letters outside of links from which a paragraph makes links beside it a part of a text."""


def cut(page: HtmlElement) -> None:
    """Take the menus out of a page; what stands behind them stays.

    Links beside paragraphs may belong to a text, so trafilatura decides about them.
    """
    sizes: dict[etree._Element, _Size] = {}
    menus = []
    for _, one in etree.iterwalk(page, events=("end",)):
        letters, linked, links = sizes[one] = _size(one, sizes)
        if links >= _FEWEST and linked >= _LINKED * letters and one.tag in _BLOCKS:
            menus.append(one)
    for menu in outermost(menus):
        around = menu.getparent()
        if around is not None and not _is_text(around, sizes):
            cast("HtmlElement", menu).drop_tree()


def _size(element: etree._Element, sizes: Mapping[etree._Element, _Size]) -> _Size:
    """That of an element, by those of what is in it."""
    letters, linked, links = _length(element.text), 0, 0
    for inner in element:
        size = sizes[inner]
        letters += size[0] + _length(inner.tail)
        linked += size[1]
        links += size[2]
    return (letters, letters, 1) if element.tag == "a" else (letters, linked, links)


def _is_text(around: etree._Element, sizes: Mapping[etree._Element, _Size]) -> bool:
    """Whether an element has words of its own, or paragraphs."""
    own = _length(around.text) + sum(_length(one.tail) for one in around)
    paragraphs = (sizes[one] for one in around if one.tag in _PARAGRAPHS)
    return own > _BESIDE or any(size[0] - size[1] > _PARAGRAPH for size in paragraphs)


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
