"""The text of a page that nobody described, by trafilatura, which knows pages in general.

It is asked about the part of the page in which the text stands, which is sooner done: most of a
page is menus, side bars and scripts. The paragraphs tell where: the innermost element that has
nearly all of their letters, under the names of the elements around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from itertools import islice, takewhile
from typing import Any

from lxml import etree

from indexer.ingest.html import markup
from indexer.ingest.html.choose import machine_date

PROSE = re.compile(
    r"^(?:(?!- )(?:(?:\S+\s+){4}\S|(?!\S*://)\S{40})|- (?:\S+\s+){15}\S)", re.MULTILINE
)
"""A line of five words or more, or one of a script that has no spaces, that is not a list item:
shorter lines are menu entries.
"""

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
    "descendant::*[@class][contains(@class, 'paywall') or contains(@class, 'subscri') "
    "or contains(@class, 'newsletter')][string-length() < 300]"
)
"""Short elements that offer to subscribe; some sites name a whole text so that is not free."""

_DATES = (
    "descendant::*[@itemprop][self::time or self::abbr or self::span or self::div or self::p]"
    "[@itemprop='datePublished' or @itemprop='dateModified' or @itemprop='dateCreated']"
    "[string-length() < 60]"
)
"""What microdata call the date of the article: it is no word of the text that follows."""

_PRUNED = ((("paywall", "subscri", "newsletter"), _OFFERS), (("itemprop",), _DATES))
"""What is left out of a page, if one of these words is in it: most pages have none."""

_UNSEEN = re.compile(rb"<(script|style|svg)(?=[\s/>])[^<>]*>?", re.IGNORECASE)
"""Where elements begin that take up half of many pages and have no text: svg, but not svg-icon."""

_ASKS_FOR_SCRIPTS = re.compile(
    r"java\s?script.*(?:enabl|disabl|turn|support|requir|need|browser|activ|включ|отключ|поддерж|браузер)"
    r"|(?:enabl|disabl|turn|support|requir|need|activ|включ|отключ|поддерж).*java\s?script",
    re.IGNORECASE | re.DOTALL,
)
"""What a page without text says: that it needs scripts."""

_UNFILLED = re.compile(r"\{\{[^{}]*\}\}")
"""A placeholder that a script would replace by a part of the article."""

_LONG = 5_000
"""Characters of prose from which a whole page is asked for its sure parts alone, which is sooner
done."""

_MUCH_MORE = 1.5
"""How much longer the paragraphs of a page are than a text that is only a part of them."""

_PARTS_BESIDE = frozenset(("aside", "nav", "footer", "header", "form", "figure", "table"))
_NAMES_BESIDE = re.compile(
    r"comment|disqus|related|sidebar|widget|promo|newsletter|subscri|share|social|cookie|footer"
    r"|\bmodal|caption|overlay|banner|login|popup|video|gallery"
)

_MAY_BE_BESIDE = ("div", "section", "ul", "aside", "footer", "form", "figure")
_MOST_PARTS = 200
"""Parts that are looked at: they may lie within each other."""
_WHOLE_TEXT = etree.XPath("string()")

_SENTENCE = re.compile(r"(?:\S+\s+){4}\S")
_LINKS_OF_A_LIST = 3
"""Links at the end of a text that are a list of other articles, not a part of it."""

_NAMES = ("class", "id", "itemprop", "role")


def prose(lines: Sequence[str]) -> list[str]:
    """The lines that are not entries of menus."""
    return list(filter(PROSE.match, lines))


def text_of(
    root: etree._Element, data: bytes, lines: Sequence[str], title: str, others: Sequence[str]
) -> str:
    """The text of a page, without what stands around it (see extracted and trimmed).

    ``lines``: all that it shows. They are the text if no element is known to hold it.
    """
    shown = prose(lines)
    size = sum(map(len, shown))
    text = extracted(root, data, size)
    if not text and size >= _FEWEST:
        text = "\n".join(shown)
    found = [line for one in text.splitlines() if (line := one.strip())]
    return "\n\n".join(trimmed(found, title, others))


def extracted(root: etree._Element, data: bytes, shown: int) -> str:
    """The text; "" when there is none. ``data``: the page in UTF-8, of which ``root`` was made.

    ``shown``: how many characters of prose the page shows.
    """
    from trafilatura import extract  # noqa: PLC0415 - it is slow to load, and few pages need it

    def asked(page: str, *, fast: bool = True, sure: bool = False) -> str:
        pruned = [path for marks, path in _PRUNED if any(mark in page for mark in marks)]
        how: dict[str, Any] = {"include_comments": False, "prune_xpath": pruned}
        return extract(page, fast=fast, favor_precision=sure, **how) or ""

    if shown < _FEWEST:
        return asked(data.decode())
    region = _region(root, shown)
    page = _without_unseen(data).decode() if region is None else _alone(region)
    body = asked(page, sure=region is None and shown > _LONG)
    if len(body) >= (enough := max(_SHORT, min(_PLENTY, _LITTLE * shown))):
        return body
    # A text in several pieces: it takes the first. To ask it for all that it can find takes long.
    text = _paragraphs(root if region is None else region)
    if len(text) >= max(enough, _MUCH_MORE * len(body)):
        return text
    return max(asked(data.decode(), fast=False), body, key=len)


def _without_unseen(data: bytes) -> bytes:
    """A page without scripts and the like, up to the first of them that does not end."""
    kept, at = [], 0
    while found := _UNSEEN.search(data, at):
        end: re.Match[bytes] | None = found
        if not found[0].endswith(b"/>"):  # else it is empty: what follows is of the page
            end = re.compile(rb"</%s\s*>" % found[1], re.IGNORECASE).search(data, found.end())
        if end is None:
            break
        kept.append(data[at : found.start()])
        at = end.end()
    return b"".join((*kept, data[at:]))


def trimmed(lines: Sequence[str], title: str, others: Sequence[str]) -> Sequence[str]:
    """The lines of a text without what stands around it: title, menu, date; links to ``others``.

    What stands above the title is a menu unless it has a sentence.
    """
    if title in lines:
        above = lines.index(title)
        lines = lines if any(map(_SENTENCE.match, lines[:above])) else lines[above + 1 :]
    if len(lines) > 1 and machine_date(lines[0]):
        lines = lines[1:]
    text = "\n".join(lines)
    unfilled = sum(len(line) for line in lines if _UNFILLED.search(line))
    if 2 * unfilled > len(text) or (len(text) < _SHORT and _ASKS_FOR_SCRIPTS.search(text)):
        return ()
    linked = set(others)
    is_other = (line.removeprefix("- ") in linked for line in reversed(lines))
    last = sum(1 for _ in takewhile(bool, is_other))
    return lines[:-last] if last >= _LINKS_OF_A_LIST else lines


def _paragraphs(region: etree._Element) -> str:
    """All paragraphs that are not mostly links and do not stand in a part for something else."""
    is_beside = cache(_is_beside)  # many paragraphs are in the same parts
    found = []
    for paragraph in region.iter("p"):
        text = markup.text(paragraph)
        linked = sum(len(markup.text(link)) for link in paragraph.iter("a"))
        if 2 * linked < len(text) and not any(map(is_beside, paragraph.iterancestors())):
            found.append(text)
    return "\n".join(dict.fromkeys(found))


def parts_beside(text: etree._Element) -> Iterator[etree._Element]:
    """Parts within an element with a text that are for something else, as offers to share are.

    What is named so and has much of the text is none.
    """
    most = _LITTLE * len(_WHOLE_TEXT(text))
    named = (part for part in text.iter(*_MAY_BE_BESIDE) if part is not text and _is_beside(part))
    for part in islice(named, _MOST_PARTS):
        if len(_WHOLE_TEXT(part)) < most:
            yield part


def _is_beside(part: etree._Element) -> bool:
    name = f"{part.get('class', '')} {part.get('id', '')}".lower()
    return part.tag in _PARTS_BESIDE or bool(_NAMES_BESIDE.search(name))


def _region(root: etree._Element, shown: int) -> etree._Element | None:
    """The element in which the text stands; None when the paragraphs do not tell."""
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
    return None if region is body else region


def _alone(region: etree._Element) -> str:
    around = [one for one in region.iterancestors() if one.tag not in {"html", "body"}]
    start = "".join(map(_start, reversed(around)))
    end = "".join(f"</{one.tag!s}>" for one in around)
    text = etree.tostring(region, encoding="unicode", method="html", with_tail=False)
    return f"<html><body>{start}{text}{end}</body></html>"


def _start(element: etree._Element) -> str:
    names = (f' {name}="{escape(value)}"' for name in _NAMES if (value := element.get(name)))
    return f"<{element.tag!s}{''.join(names)}>"
