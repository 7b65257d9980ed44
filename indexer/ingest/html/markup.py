"""HTML as a tree, and the text of its elements as lines."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from copy import deepcopy
from functools import cache
from itertools import islice, pairwise
from typing import cast

from cssselect import HTMLTranslator
from lxml import etree
from lxml.html import HtmlElement

from indexer.ingest.text.decode import visible
from schemas.errors import InputError

# fmt: off
_SKIPPED = frozenset((
    "audio", "button", "canvas", "dialog", "embed", "footer", "form", "head", "iframe", "input",
    "label", "map", "nav", "noscript", "object", "script", "select", "style", "svg", "template",
    "textarea", "video",
))
# fmt: on
"""Elements whose text a reader does not see."""

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot",
    "thead", "tr", "ul",
))
# fmt: on

_JOINT = "\0"
"""Stands where an element begins or ends and words may meet with nothing between them.

The text of no element can have this character.
"""

_AROUND: dict[object, tuple[str, str]] = {
    **dict.fromkeys(_BLOCKS, ("\n\n", "\n\n")),
    **dict.fromkeys(("td", "th"), ("", "\t")),
    "br": ("\n", ""),
    **dict.fromkeys(("a", "small", "time"), (_JOINT, _JOINT)),
}
"""What stands before and after the text of an element."""

ARTICLE_END = b"</article>"
_SAYING = (b"<article", b"</article", b"<meta", b"<link", b"ld+json", b"itemprop")
_CUT = "podshivka-cut"
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TOO_DEEP = "Excessive depth"
_CLOSED = re.compile(rb"(<html(?:\s[^<>]*)?)/>", re.IGNORECASE)
"""The start of a page that closes itself as in XML, which HTML does not know."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that lxml reads in a page, but refuses when the text of an element is set."""

_LINKS = 20
"""A form with more links is not one to fill in: it surrounds the page."""

_NAME = re.compile(r"[\w.-]+")
_IS_TOO_DEEP = etree.XPath(f"boolean({'/'.join('*' * 256)})")
"""Whether a page has more levels than the parser of trafilatura reads."""

_JOINTS = re.compile(rf"{_JOINT}(?<=\w\w{_JOINT})(?<!\bMc{_JOINT})(?={_JOINT}*(\w)[.:]?\w)")
"""Joints with two letters or digits before and behind them, those behind perhaps with a mark."""

_LONGEST_ADDRESS = 200
"""The most characters before a joint of an address that goes on behind it."""

_HEAD = 4_096
"""Bytes within which a page starts."""


def _parser(*, huge: bool = True) -> etree.HTMLParser:
    return etree.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        no_network=True,
        huge_tree=huge,  # else libxml2 refuses texts over 10 MB; LIMIT bounds a page
        collect_ids=False,  # no element is looked for by its id
    )


def parse(data: bytes, place: str) -> etree._Element:
    """The root of a page in UTF-8. Nothing is fetched. Raises InputError if it is not a page."""
    parser = _parser()
    root = etree.fromstring(_opened(data), parser) if data.strip() else None
    if root is None:
        raise InputError("the page is empty", place=place, hint="save it again", code="no-article")
    if _is_too_deep(parser):
        raise InputError(
            "its elements are nested more than 2,048 levels deep",
            place=place,
            hint="no article needs that: save the page again, or only its text",
            code="no-article",
        )
    return root


def for_trafilatura(
    element: etree._Element, *, names: Sequence[str] = (), without: Sequence[str] = ()
) -> HtmlElement | str:
    """A copy of an element as a page of its own, with elements of the class that trafilatura uses.

    ``names``: attributes that the elements around it keep. ``without``: tags that are left out.
    What is nested too deeply for trafilatura (its time grows with the depth) is given as HTML text.
    """
    parser = _parser(huge=False)
    # trafilatura's own parser looks up a class for each element, which takes longer
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    around = [*element.iterancestors()]
    page = cast("HtmlElement", parser.makeelement("html"))
    inner: etree._Element = page
    for one in filter(_has_name, reversed(around[:-1])):
        given = {name: one.get(name, "") for name in names if one.tag != "body"}
        kept = {name: _CONTROLS.sub("", value) for name, value in given.items() if value}
        inner = etree.SubElement(inner, one.tag, kept)
    for part in [element] if around else element:
        inner.append(deepcopy(part))
        if around:
            inner[-1].tail = None
    etree.strip_elements(page, *without, with_tail=False)
    if _IS_TOO_DEEP(page):
        return etree.tostring(page, encoding="unicode", method="html")
    all_text = etree.tostring(page, encoding="unicode", method="text")
    for one in page.iter() if _CONTROLS.search(all_text) else ():
        one.text, one.tail = (_CONTROLS.sub("", part or "") for part in (one.text, one.tail))
    return page


def _has_name(element: etree._Element) -> bool:
    """Whether its tag could be given to a new element: the parser also reads "p<p"."""
    return _NAME.fullmatch(str(element.tag)) is not None


def _is_too_deep(parser: etree.HTMLParser) -> bool:
    last = parser.error_log.last_error
    return last is not None and last.message.startswith(_TOO_DEEP)


def _opened(data: bytes) -> bytes:
    """A page with <html/> opened: to libxml2 the page would end there."""
    closed = _CLOSED.search(data, 0, _HEAD)
    return data[: closed.start()] + closed[1] + b">" + data[closed.end() :] if closed else data


def through_articles(data: bytes) -> etree._Element | None:
    """The root of a page up to where its last ``article`` ends; None when that is not certain.

    What follows is half of many pages: side bars, comments, footers. It must not say anything for
    machines, and for the parser, too, the articles must be closed there: an element of our own, put
    in place of what follows, shows which elements are still open.
    """
    end = data.rfind(ARTICLE_END) + len(ARTICLE_END)
    rest = data[end:].lower()
    if end < len(ARTICLE_END) or any(mark in rest for mark in _SAYING):
        return None
    root = etree.fromstring(data[:end] + b"<%s>" % _CUT.encode(), _parser())
    if root is None:  # the end was in a comment, and nothing stands before that
        return None
    last = root
    while len(last):
        last = last[-1]
    open_articles = last.iterancestors("article")
    return root if last.tag == _CUT and next(open_articles, None) is None else None


def lines(
    element: etree._Element,
    dropped: Collection[etree._Element] = (),
    end: etree._Element | None = None,
) -> list[str]:
    """The visible text in ``element``: one line for each paragraph, with empty lines between.

    Words of two elements are kept apart where only a capital or a date shows that they are two.

    Left out: ``dropped`` and what is in them, scripts, forms, navigation, what is hidden; ``end``
    and what follows it.
    """
    pieces: list[str] = []
    waiting: list[etree._Element | str] = [element]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            pieces.append(one)
            continue
        if one is end:
            break
        before, after = _AROUND.get(one.tag, ("", ""))
        if one is not element:
            if tail := one.tail:
                after += tail.replace("\n", " ")  # a line break of the source is a space in HTML
            elif not after and one.getnext() is not None:
                after = _JOINT
        if one not in dropped and _is_shown(one):
            if text := one.text:
                before += text.replace("\n", " ")
            pieces.append(before)
            if len(one):
                waiting.append(after)
                waiting.extend(reversed(one))
                continue
        pieces.append(after)
    shown = _unjoined("".join(pieces))
    found = [_tidy(line) if line else "" for line in shown.split("\n")]
    return [line for before, line in pairwise(["", *found]) if line or before]


def _unjoined(shown: str) -> str:
    """A text with a space at some of its joints, and nothing at the others."""
    return _JOINTS.sub(_apart, shown).replace(_JOINT, "") if _JOINT in shown else shown


def _apart(joint: re.Match[str]) -> str:
    """A space, if two words, or a word and a date, meet at a joint."""
    before, after = joint.string[joint.start() - 1], joint[1]
    begins = after.isupper() or (after.isdigit() and not before.isdigit())
    if not begins or before.isupper():
        return ""
    shown = joint.string[max(joint.start() - _LONGEST_ADDRESS, 0) : joint.start()]
    return "" if "://" in shown.split()[-1] else " "


def text(element: etree._Element | str) -> str:
    """The text in an element, or of an attribute, on one line."""
    if isinstance(element, str):
        return _tidy(element)
    if not len(element) and _is_shown(element):
        return _tidy(element.text or "")
    return " ".join(line for line in lines(element) if line)


def _tidy(text: str) -> str:
    """The visible part of ``text``, with single spaces."""
    if text.isprintable() and "  " not in text:  # nothing to take out: most lines
        return text.strip()
    return " ".join(visible(text).split())


@cache
def selector(pattern: str) -> etree.XPath:
    """A CSS selector, or XPath (begins with "/", "." or "("), compiled.

    Raises ValueError for what is neither.
    """
    try:
        path = pattern if pattern[:1] in "/.(" else HTMLTranslator().css_to_xpath(pattern)
        return etree.XPath(path, smart_strings=False)
    except (etree.XPathSyntaxError, SyntaxError) as error:
        raise ValueError(f"{pattern!r} is not a selector: {error}") from None


def _is_shown(element: etree._Element) -> bool:
    if element.tag in _SKIPPED and not (element.tag == "form" and _is_whole(element)):
        return False
    style = element.get("style")
    return element.get("hidden") is None and not (style and _HIDDEN.search(style))


def _is_whole(form: etree._Element) -> bool:
    """Whether a form is around the page: some systems put all that they show into one."""
    parent = form.getparent()
    outer = parent is not None and parent.tag == "body"
    told = form.iter("h1", "article", "main", *(["p"] if outer else []))
    return (
        next(told, None) is not None or next(islice(form.iter("a"), _LINKS, None), None) is not None
    )
