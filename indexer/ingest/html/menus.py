"""Menus: the parts of a page that are nothing but links.

trafilatura leaves them out, too, but searches them first, and they are up to half of a page.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.html import HtmlElement

from indexer.ingest.html.scope import outermost

_Size = tuple[int, int, int]
"""Letters of an element, how many of them are in links, and how many links it has."""

_BLOCKS = frozenset(("div", "dl", "header", "ol", "section", "table", "ul"))
_PARAGRAPHS = frozenset(("blockquote", "p", "pre"))

_FEWEST = 3
"""The fewest links of a menu."""

_LINKED = 0.9
"""The least share of the letters of a menu that are in its links."""

_BESIDE = 20
"""The most letters of its own that an element around a menu may have."""

_PARAGRAPH = 60
"""Beside a paragraph with more letters outside of links, links may be a part of the text."""

_CUT = "podshivka-menu"


def cut(page: HtmlElement | str) -> bool:
    """Take the menus out of a page; what stands behind them stays. Whether there was one.

    Links beside paragraphs may belong to a text, so trafilatura decides about them. A page that is
    nested too deeply (see markup.for_trafilatura) stays as it is.
    """
    if isinstance(page, str):
        return False
    sizes: dict[etree._Element, _Size] = {}
    menus: dict[etree._Element, bool] = {}
    for _, around in etree.iterwalk(page, events=("end",)):
        inner: dict[etree._Element, _Size] = {one: sizes.pop(one) for one in around}
        sizes[around] = _size(around, inner)
        found = [one for one, size in inner.items() if _is_menu(one, size)]
        if found:
            menus |= dict.fromkeys(found, not _is_text(around, inner))
    taken = [menu for menu in outermost(list(menus)) if menus[menu]]
    for menu in taken:
        menu.tag = _CUT
    # All at once: one by one, what stands between them would be copied again for each.
    etree.strip_elements(page, _CUT, with_tail=False)
    return bool(taken)


def _size(element: etree._Element, inner: Mapping[etree._Element, _Size]) -> _Size:
    """The size of an element, from the sizes of those in it."""
    letters, linked, links = _length(element.text), 0, 0
    for one, size in inner.items():
        letters += size[0] + _length(one.tail)
        linked += size[1]
        links += size[2]
    is_link = element.tag == "a" and "href" in element.attrib  # else it may be a mark in a text
    return (letters, letters, 1) if is_link else (letters, linked, links)


def _is_menu(element: etree._Element, size: _Size) -> bool:
    letters, linked, links = size
    return element.tag in _BLOCKS and links >= _FEWEST and linked >= _LINKED * letters


def _is_text(around: etree._Element, inner: Mapping[etree._Element, _Size]) -> bool:
    """Whether an element has words of its own, or paragraphs."""
    own = _length(around.text) + sum(_length(one.tail) for one in inner)
    paragraphs = (size for one, size in inner.items() if one.tag in _PARAGRAPHS)
    return own > _BESIDE or any(size[0] - size[1] > _PARAGRAPH for size in paragraphs)


def _length(text: str | None) -> int:
    return len(text.strip()) if text else 0
