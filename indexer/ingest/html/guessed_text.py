"""The text of a page that nobody described, by trafilatura, which knows pages in general.

It is asked about the part of the page in which the text stands, which is sooner done: most of a
page is menus, side bars and scripts. The paragraphs tell where: the innermost element that has
nearly all of their letters, under the names of the elements around it.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from html import escape

from lxml import etree

_PARAGRAPHS = etree.XPath("/html/body//p[string-length() > 60]")
_NEARLY_ALL = 0.9
"""Share of the letters of all paragraphs that the element has."""

_FEWEST = 400
"""Characters of prose below which a page is too short for more than one look."""

_MOST = 0.5
"""Share of the prose of a page that paragraphs must have to tell where it is."""

_SHORT = 250
"""Characters of a text below which it is asked again, for all that it can find."""

_LITTLE = 0.3
"""Share of the prose of a page, comments included, below which it is asked so, too."""

_PLENTY = 1_000
"""Characters of a text from which it is no little one, whatever else the page shows."""

_OFFERS = (
    "//*[contains(@class, 'paywall') or contains(@class, 'subscri') "
    "or contains(@class, 'newsletter')][string-length() < 300]"
)
"""Short elements that offer to subscribe; some sites name a whole text so that is not free."""

_DATES = (
    "//*[self::time or self::abbr or self::span or self::div or self::p]"
    "[@itemprop='datePublished' or @itemprop='dateModified' or @itemprop='dateCreated']"
    "[string-length() < 60]"
)
"""What microdata call the date of the article: it is no word of the text that follows."""

_NAMES = ("class", "id", "itemprop", "role")


def extracted(root: etree._Element, data: bytes, shown: int) -> str:
    """The text; "" when there is none. ``data``: the page in UTF-8, of which ``root`` was made.

    ``shown``: how many characters of prose the page shows.
    """
    from trafilatura import extract  # noqa: PLC0415 - it is slow to load, and few pages need it

    asked = partial(extract, include_comments=False, prune_xpath=[_OFFERS, _DATES])
    if shown < _FEWEST:
        return asked(data.decode(), fast=True) or ""
    page = _part(root, shown) or data.decode()
    body = asked(page, fast=True, favor_precision=True) or ""
    little = min(_PLENTY, _LITTLE * shown)
    if len(body) < max(_SHORT, little):  # it takes more then, and more time
        body = max(asked(data.decode()) or "", body, key=len)
    return body


def _part(root: etree._Element, shown: int) -> str | None:
    """A page of that element alone; None when the paragraphs do not tell."""
    letters: Counter[etree._Element] = Counter()
    whole = 0
    for paragraph in _PARAGRAPHS(root):
        size = sum(map(len, paragraph.itertext()))
        whole += size
        for around in paragraph.iterancestors():
            letters[around] += size
    body = root.find("body")
    if whole < max(_FEWEST, _MOST * shown) or body is None:
        return None
    inner: etree._Element | None = body
    while inner is not None:
        region = inner
        inner = next((one for one in region if letters[one] >= _NEARLY_ALL * whole), None)
    return None if region is body else _alone(region)


def _alone(region: etree._Element) -> str:
    around = [one for one in region.iterancestors() if one.tag not in {"html", "body"}]
    start = "".join(map(_start, reversed(around)))
    end = "".join(f"</{one.tag!s}>" for one in around)
    text = etree.tostring(region, encoding="unicode", method="html", with_tail=False)
    return f"<html><body>{start}{text}{end}</body></html>"


def _start(element: etree._Element) -> str:
    names = (f' {name}="{escape(value)}"' for name in _NAMES if (value := element.get(name)))
    return f"<{element.tag!s}{''.join(names)}>"
