"""Keywords of an article on a page of a site without a profile.

They stand in links of the kind ``rel="tag"``, or in links to the page of a tag within an element
that is named for tags. Those that meta elements give count only on pages without any of these, and
only if the text has them, too: many sites give the same ones on all pages.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from indexer.ingest.html import byline, markup
from indexer.ingest.html.signs import HEADLINE, WITHOUT_SPACES

_LINKS = etree.XPath("/html/body/descendant::a[contains(@rel, 'tag') or contains(@href, '/t')]")
_TO_TAG = re.compile(r"/(?:tags?|topics?|theme?n?s?|temas?)[/=:]")
_NAMED = re.compile(r"(?:^|[\s_-])(?:tags?|keywords?|topics?|terms?|taxonomy)(?:$|[\s_-])")
_NEAR = 4
"""Elements, a link and those around it, of which one is named for tags."""

_OF_MENU = re.compile(r"cloud|menu|(?<![a-z])nav")
_CARD = 400
"""Most characters of a card that leads to another article."""

_LINKED_HEADINGS = etree.XPath(
    ".//*[self::h2 or self::h3 or self::h4 or self::h5][.//a or ancestor::a][not(ancestor::nav)]"
)
_LENGTH = etree.XPath("string-length(normalize-space())")
_LONGEST = 100
"""Characters of a keyword; longer ones describe the article."""

_MOST = 200
"""The most links that are looked at."""

_WORD = re.compile(r"\w+")
_START, _END = 4, 3
"""Letters by which a word is recognised, and letters at its end that its case may change."""

_FEWEST_OF_TITLE = 4
_MOST_WORDS = 100
"""The most keywords of metadata that are looked for in the text."""

_WITHOUT_SPACES = re.compile(WITHOUT_SPACES)
_UNLIKE = re.compile(r"[\s#_-]+")
"""In what two spellings of a keyword may differ."""


def linked(root: etree._Element, titles: Collection[str]) -> tuple[list[str], list[str]]:
    """The sections and the tags that links on a page name, without those of other articles.

    ``titles``: the headlines of its article.
    """
    sections: list[str] = []
    tags: list[str] = []
    is_beside = cache(_is_beside)  # most links have the same ancestors
    for link in islice(filter(_names_tag, _LINKS(root)), _MOST):
        if not (any(map(is_beside, _around(link))) or _is_in_card(link, titles)):
            is_section = "category" in link.get("rel", "")
            (sections if is_section else tags).append(markup.text(link))
    return sections, tags


def in_text(words: Iterable[str], text: str, addresses: Iterable[str]) -> list[str]:
    """Those of ``words`` that stand in a text, in any grammatical case, without names of hosts.

    None if most are single words of the title, which was then only cut into pieces.

    ``text``: its first line is the title. ``addresses``: those of the page.
    """
    hosts = {part for one in addresses for part in urlsplit(one).netloc.lower().split(".")}
    short = (one for one in islice(words, _MOST_WORDS) if len(one) <= _LONGEST)
    given = {one: one.casefold() for one in short}
    if not given:
        return []
    text = text.casefold()
    title = text.partition("\n")[0]
    plain = f" {' '.join(_WORD.findall(text))} "
    found = [one for one, word in given.items() if word not in hosts and _is_in(word, plain)]
    of_title = [one for one in found if _WORD.fullmatch(one) and one.casefold() in title]
    return [] if len(of_title) >= _FEWEST_OF_TITLE and 2 * len(of_title) > len(found) else found


def _is_in(keyword: str, text: str) -> bool:
    """Whether a text has the words of a keyword one after the other, in any grammatical case.

    ``text``: with one space before, between and behind its words.
    """
    if _WITHOUT_SPACES.match(keyword):
        return keyword in text
    words = _WORD.findall(keyword)
    starts = [word[: max(_START, len(word) - _END)] for word in words]
    if not starts or any(f" {start}" not in text for start in starts):
        return False
    last = len(words[-1])
    others = last - len(starts[-1]) + min(_END, last - 1)  # "art" is not in "article"
    return bool(re.search(" " + r"\w* ".join(starts) + rf"\w{{0,{others}}} ", text))


def unique(words: Iterable[str], others: Iterable[str]) -> list[str]:
    """Each of ``words`` once, however it is spelt, and none of ``others``; no sentences."""
    seen = {_UNLIKE.sub("", one.casefold()) for one in others}
    kept = []
    for word in words:
        bare = word.lstrip("# ").rstrip(" ,:")
        plain = _UNLIKE.sub("", bare.casefold())
        if plain and plain not in seen and len(bare) <= _LONGEST and "|" not in bare:
            seen.add(plain)
            kept.append(bare)
    return kept


def _names_tag(link: etree._Element) -> bool:
    """Whether a link says that it is a tag, or leads to one and stands where tags are named."""
    if "tag" in link.get("rel", "").lower().split():
        return True
    near = islice((link, *link.iterancestors()), _NEAR)
    return bool(_TO_TAG.search(link.get("href", ""))) and any(
        _NAMED.search(_name(one)) for one in near
    )


def _around(link: etree._Element) -> Iterator[etree._Element]:
    yield link
    yield from link.iterancestors()


def _is_beside(element: etree._Element) -> bool:
    """Whether an element is for other articles, or for all of the site."""
    is_page = element.tag in {"html", "body"}
    return not is_page and (byline.is_of_others(element) or bool(_OF_MENU.search(_name(element))))


def _is_in_card(link: etree._Element, titles: Collection[str]) -> bool:
    """Whether a link stands beside the headline of another article, which is a link, too."""
    for around in link.iterancestors():
        if _LENGTH(around) > _CARD:
            return False
        texts = map(markup.text, _LINKED_HEADINGS(around))
        if any(HEADLINE.match(text) and text not in titles for text in texts):
            return True
    return False


def _name(element: etree._Element) -> str:
    return f"{element.get('class', '')} {element.get('id', '')}".lower()
