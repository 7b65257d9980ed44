"""What shows that a page of a site that nobody described is an article.

Signs are what it says of itself in JSON-LD or OpenGraph, a headline that also stands in its title,
and a date where that of an article stands. A page without any of these may still be an article, if
its text is long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from indexer.addresses import absolute
from indexer.ingest.html import markup
from indexer.ingest.html.structured import Structured, comparable_address

_H1 = etree.XPath("/html/body//h1")
_HEADINGS = ("h1", "h2", "h3", "h4")
_TITLE = etree.XPath("normalize-space(/html/head/title)")
_COUNT_OF_LINKS = etree.XPath("count(/html/body//a[@href])")
_COUNT_OF_INPUTS = etree.XPath("count(/html/body//input)")

WITHOUT_SPACES = r"[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]"
"""A letter of a script that puts no spaces between words."""

HEADLINE = re.compile(rf"(?:\S+\s+){{3}}\S|\S*?{WITHOUT_SPACES}{{10}}")
"""Four words or more, or many letters of a script without spaces: a shorter link is an entry of a
menu, a shorter heading may be the name of the site.
"""

_MARKS = re.compile(r"\s[^\w\s]+(?=\s)")
"""Dashes and the like between words."""

_SLUG = re.compile(r"[^\W\d_][-_+][^\W_]+[-_+][^\W_]")
_NUMBER = re.compile(r"\d{3}")
"""What addresses of articles have: three words at their end, or a number."""

_FORM = re.compile(
    r".*/(?:(?:log|sign)[-_]?(?:in|up|on)|regist(?:er|ration)|(?:forgot[-_]?)?password"
    r"|contacts?(?:[-_]us)?|kontakt[ey]?|feedback|cart|basket|checkout|search)(?:\.\w{2,5})?/?",
    re.IGNORECASE,
)
"""Paths of forms."""

_FEW_FIELDS = 2
"""The fewest fields to fill in of a form at such an address; a single one may be for a search."""

_FEW_WORDS = 300
"""With less prose (characters) a page without signs is no article, unless it has nothing else."""

_MENU = 5
"""So many links and fields to fill in are something else."""


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one page.

    ``addresses``: those of the page. ``is_dated``: whether it has a date where that of an article
    stands. ``asked``: the address that the page came from; "" if that is not known.
    """

    root: etree._Element
    said: Structured
    addresses: Sequence[str]
    is_dated: Callable[[], bool]
    asked: str = ""

    @property
    def are_in_json(self) -> bool:
        """Whether it has one article in JSON-LD."""
        titles = {article.get("title") for article in self.said.articles}
        own = len(titles) > 1 and self.said.own(next(iter(self.addresses), None))
        return len(titles) == 1 or bool(own)

    @property
    def are_in_meta(self) -> bool:
        """Whether it says in OpenGraph that it is one article; some systems say so of fronts."""
        kind = next(iter(self.said.meta.get("type", ())), "").lower()
        return kind.startswith("article") or kind == "news"

    @property
    def are_complete(self) -> bool:
        """Whether it says that it is one article: in JSON-LD, or in OpenGraph with its date."""
        return self.are_in_json or (self.are_in_meta and bool(self.said.meta.get("published")))

    @property
    def is_headed(self) -> bool:
        """Whether it has a headline of its own, which also stands in its title."""
        linked = self._linked
        return self._is_called(one for one in _H1(self.root) if one not in linked)

    @property
    def linked_h1(self) -> int:
        """How many headings of the first order are links to other pages."""
        return len(self._linked)

    @property
    def are_missing(self) -> bool:
        """Whether nothing names or dates an article, not even a heading of a lower order."""
        return not (self.are_in_json or self.are_in_meta or self.are_shown)

    @property
    def are_shown(self) -> bool:
        """Whether it has a date, or a heading of any order that stands in its title."""
        return self.is_dated() or self.is_named

    @property
    def is_named(self) -> bool:
        """Whether a heading of any order, linked or not, stands in its title."""
        return self._is_called(self.root.iter(*_HEADINGS))

    def is_form(self, shown: int) -> bool:
        """Whether it is only a form or a menu. ``shown``: characters of prose that it shows."""
        if self._is_at_form and self.fields >= _FEW_FIELDS:
            return not (self.are_complete or self.is_headed or self.is_dated())
        if shown >= _FEW_WORDS or self.links + self.fields < _MENU:
            return False
        return self.are_missing

    @property
    def _is_at_form(self) -> bool:
        """Whether the surest address is where sites have forms to sign in and the like."""
        return any(_FORM.fullmatch(urlsplit(one).path) for one in self.addresses[:1])

    @property
    def are_in_address(self) -> bool:
        """Whether an address looks like that of an article."""
        parts = map(urlsplit, self.addresses)
        told = ((at.path.rstrip("/").rpartition("/")[2], at.path + at.query) for at in parts)
        return any(_SLUG.search(end) or _NUMBER.search(whole) for end, whole in told)

    @property
    def links(self) -> float:
        """How many links it has."""
        count: float = _COUNT_OF_LINKS(self.root)
        return count

    @property
    def fields(self) -> float:
        """How many fields to fill in it has."""
        count: float = _COUNT_OF_INPUTS(self.root)
        return count

    def _is_called(self, headings: Iterable[etree._Element]) -> bool:
        names = [_TITLE(self.root), *self.said.meta.get("title", ())]
        texts = map(markup.text, headings)
        return any(_is_headline(one) and one in name for one in texts for name in names)

    @property
    def _linked(self) -> set[etree._Element]:
        """The headings of the first order that are links to other pages, or have one.

        Some sites link a headline to its own page, whose address need not be known.
        """
        own, base = set(map(comparable_address, self.addresses)), next(iter(self.addresses), "")
        return {
            heading
            for heading in _H1(self.root)
            if any(
                to.partition("#")[0] and comparable_address(absolute(base, to)) not in own
                for to in _links(heading)
            )
        }


def _is_headline(text: str) -> bool:
    """Whether a heading may be a headline, and not "Herald - daily paper"."""
    return HEADLINE.match(_MARKS.sub(" ", text)) is not None


def _links(heading: etree._Element) -> Iterator[str]:
    """The addresses of the link around a heading, or of those within it."""
    around = heading.getparent()
    links = (around,) if around is not None and around.tag == "a" else heading.iter("a")
    return (to for link in links if (to := link.get("href")) is not None)
