"""The text of a page that nobody described, by trafilatura, which knows pages in general.

It is asked about the part of the page in which the text stands, which is sooner done: most of a
page is menus, side bars and scripts. A page without a link is all text: nothing has to be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from indexer.ingest.html import markup, menus
from indexer.ingest.html.choose import machine_date
from indexer.ingest.html.signs import WITHOUT_SPACES
from indexer.ingest.html.text_region import (
    FEWEST,
    NAMES,
    between,
    has_comments,
    named_beside,
    paragraphs,
    region_of,
)
from indexer.language.detection import detect
from indexer.language.names import code_named

PROSE = re.compile(
    r"^(?:(?!- )(?:(?:\S+\s+){4}\S|(?!\S*://)\S{40})|- (?:\S+\s+){15}\S)", re.MULTILINE
)
"""A line of five words or more, or one of a script that has no spaces, that is not a list item:
shorter lines are menu entries.
"""

_SHORT = 250
"""Characters of a text below which it is asked again, for all that it can find."""

_LITTLE = 0.3
"""Share of the prose of a page, comments included, below which it is asked so, too."""

_HALF = 0.5
"""Share of it below which the element that the paragraphs are in may have more."""

_PLENTY = 1_000
"""Characters of a text from which it is no little one, whatever else the page shows."""

_OFFERS = (
    "descendant::*[@class][contains(@class, 'paywall') or contains(@class, 'subscri') "
    "or contains(@class, 'newsletter')][string-length() < 300]"
)
"""Short elements that offer to subscribe; some sites name a whole text so that is not free."""

_NOT_FREE = etree.XPath(
    "/html/body//p[@class][contains(@class, 'paywall') or contains(@class, 'subscri')]"
)
_MOST_OFFERS = 3
"""Most paragraphs with such names side by side; more of them are a text that is not free."""

_DATES = (
    "descendant::*[@itemprop][self::time or self::abbr or self::span or self::div or self::p]"
    "[@itemprop='datePublished' or @itemprop='dateModified' or @itemprop='dateCreated']"
    "[string-length() < 60]"
)
"""What microdata call the date of the article: it is no word of the text that follows."""

_PRUNED = (((b"paywall", b"subscri", b"newsletter"), _OFFERS), ((b"itemprop",), _DATES))
"""What is left out of a page, if one of these words is in it: most pages have none."""

_UNSEEN = ("style", "template")
_MAY_BE_TEXT = frozenset(("figure", "form", "math"))
"""What trafilatura leaves out in some cases only (a form may be around the page) or reads first."""

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

_NEARLY_ALL = 0.7
"""Share of a page's prose that its paragraphs have if they are a text that no element holds."""

_MORE = 1.3
"""How much longer the paragraphs of a page are than a text that is only a part of them."""

_TWICE = 2
"""How many times as long as its own text another one must be for trafilatura to prefer it."""

_SENTENCE = re.compile(rf"(?:\S+\s+){{4}}\S|(?=\S{{25}})\S*?{WITHOUT_SPACES}{{5}}")
_LINKS_OF_A_LIST = 3
"""Links at the end of a text that are a list of other articles, not a part of it."""


def prose(lines: Sequence[str]) -> list[str]:
    """The lines that are not entries of menus."""
    return list(filter(PROSE.match, lines))


def text_of(
    root: etree._Element, data: bytes, shown: Sequence[str], title: str, others: Sequence[str]
) -> str:
    """The text of a page, without what stands around it (see extracted and trimmed).

    All that the page shows is the text if it leads nowhere. ``shown``: its prose, which is the text
    if no element is known to hold it.
    """
    size = sum(map(len, shown))
    is_all = size >= _SHORT and not any("href" in link.attrib for link in root.iter("a"))
    text = _all_of(root, data) if is_all else extracted(root, data, shown)
    if not text and size >= FEWEST:
        text = "\n".join(shown)
    found = [line for one in text.splitlines() if (line := one.strip())]
    return "\n\n".join(trimmed(found, title, others))


def _all_of(root: etree._Element, data: bytes) -> str:
    """All that a page shows, but for what is left out of every page."""
    dropped = {part for path in _pruned(root, data) for part in root.xpath(path)}
    return "\n".join(markup.lines(root, dropped))


def _pruned(root: etree._Element, data: bytes) -> list[str]:
    """What is left out of a page: paths that may find something on it."""
    paths = [path for marks, path in _PRUNED if any(mark in data for mark in marks)]
    if _OFFERS in paths:
        told = (one for one in _NOT_FREE(root) if _SENTENCE.match(markup.text(one)))
        beside = Counter(one.getparent() for one in told)
        if max(beside.values(), default=0) > _MOST_OFFERS:
            paths[paths.index(_OFFERS)] = f"{_OFFERS}[not(self::p)]"
    return paths


def extracted(root: etree._Element, data: bytes, lines: Sequence[str]) -> str:
    """The text; "" when there is none. ``data``: the page in UTF-8, of which ``root`` was made.

    ``lines``: the prose that the page shows.
    """
    from trafilatura import extract  # noqa: PLC0415 - it is slow to load, and few pages need it

    shown = sum(map(len, lines))
    pruned = _pruned(root, data)

    def asked(page: HtmlElement | str, **how: Any) -> str:
        return extract(page, include_comments=False, prune_xpath=pruned, **how) or ""

    if shown < FEWEST:
        page = markup.for_trafilatura(root)
        is_cut = menus.cut(page)
        text = asked(page, fast=True)
        if not is_cut or len(text) >= _HALF * shown:
            return text
        return asked(markup.for_trafilatura(root), fast=True)  # what seems to be a menu is the text
    region = region_of(root, shown)
    part = root if region is None else region
    page = markup.for_trafilatura(part, names=NAMES, without=_unseen())
    menus.cut(page)
    body = asked(page, fast=True, favor_precision=region is None and shown > _LONG)
    enough = _enough(_LITTLE * shown)
    if len(body) >= (enough if region is None else _enough(_HALF * shown)):
        return body
    # A text in several pieces: it takes the first. To ask it for all that it can find takes long.
    text = paragraphs(root) if region is None else between(region)
    least = _NEARLY_ALL * shown if region is None else enough
    if len(text) >= max(least, enough, _MORE * len(body)):
        return text
    if len(body) >= enough or _is_all(body, root, shown):
        return body
    # Without a language, trafilatura would look up the words in the lists of all languages, which
    # takes longer. It refuses a page if a meta element names another language, or if py3langid is
    # installed and finds another.
    language = detect("\n".join(lines), code_named(root.get("lang", "")))
    page = markup.for_trafilatura(root, without=("meta",))
    text = asked(page, fast=False, target_language=language) or asked(page, fast=False)
    return max(text, body, key=len)


@cache
def _unseen() -> tuple[str, ...]:
    """Tags of elements, up to half of a page, that trafilatura would search and leave out."""
    from trafilatura.settings import MANUALLY_CLEANED  # noqa: PLC0415 - as above

    return (*_UNSEEN, *(tag for tag in MANUALLY_CLEANED if tag not in _MAY_BE_TEXT))


def _is_all(text: str, root: etree._Element, shown: int) -> bool:
    """Whether the prose outside of links, comments and the like is about as much as a text.

    Parts that hold most of the prose of the page (``shown`` characters) are the text, whatever
    their names are, unless they hold comments.
    """
    beside = set(named_beside(root))
    comments = set(filter(has_comments, beside))
    if _size(markup.lines(root, beside - comments)) < _HALF * shown:
        beside = comments
    links = {markup.text(link) for link in root.iter("a")}
    rest = _size(line for line in markup.lines(root, beside) if line not in links)
    return rest <= _TWICE * len(text) and len(text) <= _TWICE * rest


def _size(lines: Iterable[str]) -> int:
    """Characters of prose."""
    return sum(map(len, filter(PROSE.match, lines)))


def _enough(share: float) -> float:
    """Characters of a text that is not asked for again. ``share``: of what the page shows."""
    return max(_SHORT, min(_PLENTY, share))


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
