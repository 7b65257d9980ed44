"""Whether a page of a site that nobody described is one article or lists several.

What the page says of itself decides first: one article in JSON-LD or OpenGraph makes it one,
however many cards stand beside it; the root of a site is a front page. Otherwise repeated cards and
the share of the text that is links decide, unless there is prose as of an article.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit

from lxml import etree

from indexer.ingest.html import markup
from indexer.ingest.html.structured import Structured

_BESIDE = "[not(ancestor::aside or ancestor::nav or ancestor::footer)]"
_CARDS = etree.XPath(
    f"//article[(.//h1 | .//h2 | .//h3 | .//h4)[.//a or ancestor::a]]{_BESIDE}"
    f"[not(ancestor::article)]"
)
_TEASERS = etree.XPath(
    f"//article[.//h1 or .//h2 or .//h3 or .//h4]{_BESIDE}[not(ancestor::article)]"
)
_LINKED_HEADINGS = etree.XPath(
    f"/html/body//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]{_BESIDE}"
)
_LINKS = etree.XPath(f"/html/body//a[@href]{_BESIDE}")
_PROSE = re.compile(r"(?:\S+\s+){7}\S|(?!\S*://)\S{40}")
"""A line of eight words or more, or one of a script that has no spaces."""

_HEADLINE = re.compile(r"(?:\S+\s+){3}\S")
"""A link of four words or more is a headline; shorter ones are menu entries."""

_ONLY_AROUND = frozenset(("a", "header", "hgroup"))

_CARDS_OF_A_LIST = 3
_PROSE_OF_AN_ARTICLE = 400
"""Characters of text outside of links and cards that a page which lists articles does not have."""

_LINKED = 0.6
"""Share of the text in headlines of links from which a page without prose lists articles."""

_ROOT = re.compile(r"/?(?:index\.\w+|(?:[a-z]{2}(?:[-_][a-z]{2})?|rus|eng)/?)?")


def several(root: etree._Element, said: Structured, addresses: Sequence[str]) -> int:
    """How many articles a page lists; 0 when it is one article, or says nothing of several."""
    headlines = [text for link in _LINKS(root) if _HEADLINE.match(text := markup.text(link))]
    if _are_front(addresses):
        return max(len(headlines), 1)
    if _is_one(said, addresses):
        return 0
    told = max(
        len({article.get("title") for article in said.articles}),
        len(said.micro.get("title", ())),
    )
    if told >= _CARDS_OF_A_LIST:
        return told
    cards = _cards(root)
    lines = markup.lines(root, {*cards})
    linked = sum(map(len, headlines))
    prose = sum(len(line) for line in lines if _PROSE.match(line)) - (0 if cards else linked)
    if prose >= _PROSE_OF_AN_ARTICLE:
        return 0
    if len(cards) >= _CARDS_OF_A_LIST:
        return len(cards)
    whole = sum(map(len, lines))
    return len(headlines) if len(headlines) > 2 and linked > _LINKED * whole else 0


def _is_one(said: Structured, addresses: Sequence[str]) -> bool:
    """Whether a page says of itself that it is one article."""
    titles = {article.get("title") for article in said.articles}
    if len(titles) == 1 or (len(titles) > 1 and said.own(next(iter(addresses), None))):
        return True
    kind = next(iter(said.meta.get("type", ())), "").lower()
    return kind.startswith("article")


def _cards(root: etree._Element) -> list[etree._Element]:
    """Elements that announce one other article each."""
    found: list[etree._Element] = _CARDS(root) if len(_TEASERS(root)) > 1 else []
    if found:
        return found
    around = Counter(_around(heading) for heading in _LINKED_HEADINGS(root))
    return [one for one, headings in around.items() if headings == 1 and one.find(".//h1") is None]


def _around(heading: etree._Element) -> etree._Element:
    """The element in which a linked heading stands with what belongs to it."""
    for around in heading.iterancestors():
        if around.tag == "body" or (around.tag not in _ONLY_AROUND and len(around) > 1):
            return around
    return heading


def _are_front(addresses: Sequence[str]) -> bool:
    """Whether addresses are those of a site: one has nothing behind the host, none has a path.

    A page of an article may call the front page its own.
    """
    parts = [urlsplit(address) for address in addresses]
    roots = [one for one in parts if one.netloc and _ROOT.fullmatch(one.path)]
    return len(roots) == len(parts) and any(not one.query for one in roots)
