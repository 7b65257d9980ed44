"""Whether a page of a site that nobody described is one article or lists several.

What the page says of itself decides first: the root of a site is a front page; one article in
JSON-LD or OpenGraph makes it one, unless little text stands among many headlines. Otherwise it is
decided by the longest text that no headline of another article interrupts, beside all of these
headlines: fronts have teasers, and perhaps a paragraph on the site.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from lxml import etree

from indexer.ingest.html import markup
from indexer.ingest.html.front import (
    are_front,
    is_called_home,
    is_front,
    is_home_in_menu,
    is_of_part,
)
from indexer.ingest.html.scope import outermost
from indexer.ingest.html.signs import HEADLINE, Signs

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
_MAY_BE_HEADLINE = (
    "[string-length(normalize-space()) > 6 or (* and string-length(normalize-space()) > 3)]"
)
"""Four words have at least this many characters, or fewer where tags stand for their spaces."""

_LINKS = etree.XPath(f"/html/body//a[@href]{_MAY_BE_HEADLINE}{_BESIDE}")
_LENGTH = etree.XPath("string-length()")
_PROSE = re.compile(r"(?:\S+\s+){7}\S|(?!\S*://)\S{40}")
"""A line of eight words or more, or one of a script that has no spaces."""

_ONLY_AROUND = frozenset(("a", "header", "hgroup"))

_SHORTEST = 60
"""Characters of a line that may be a part of a longer text; shorter ones are teasers."""

_CARDS_OF_A_LIST = 3
_TEXT_OF_AN_ARTICLE = (400, 300, 200)
"""Characters of text on end, outside of links and cards, that a page of cards does not have: of one
line; of several; where the page has a headline of its own, or a date and an address like that of an
article.
"""

_LINKED = 0.6
"""Share of the text in headlines of links from which a page without prose lists articles."""

_HEADLINES_OF_A_LIST = 10
_HEADLINES_TO_TEXT = (1.5, 3, 15)
"""How much longer than its text the headlines of a list are; where that is several lines; where
the page has a headline of its own, or a date and an address like that of an article.
"""

_MANY_HEADLINES = 30
_LITTLE_TEXT = (550, 700)
"""Below so many characters of text, a page with so many headlines and none of its own is not the
article that it says it is; the same if they are headings of the first order, or if it says
nothing of itself.
"""

_TEXT_FOR_A_HEADING = 700
"""Characters of text for each linked heading of the first order that a list does not have."""

_LINKS_OF_A_LIST = 50
_TEXT_TO_ALL = 0.55
_LONG_TEXT = 3_000
"""A page without any sign of an article is a list if it has so many links, and a text that is less
than this share of all that it shows and has fewer characters than this.
"""

_LINKS_OF_A_FORM, _FIELDS_OF_A_FORM = 20, 5
"""The same if its address is not known, and it has so many links and fields to fill in, more than a
search or a subscription needs.
"""

_TEXT_OF_AN_ADDRESS = 800
"""Characters of text from which an address like that of an article is believed."""

_ENDS = 20
"""Characters by which a headline is known at the start or the end of a line."""
_PIECES = (slice(_ENDS), slice(-_ENDS, None))


def linked_headlines(root: etree._Element) -> list[tuple[str, str]]:
    """The text and address of links long enough to be headlines, outside of menus and side bars."""
    texts = ((markup.text(link), link.get("href", "")) for link in _LINKS(root))
    return [(text, address) for text, address in texts if HEADLINE.match(text)]


def linked_headings(root: etree._Element) -> list[str]:
    """The headings of lower orders that are links, outside of side bars."""
    return list(map(markup.text, _LINKED_HEADINGS(root)))


def several(
    root: etree._Element,
    signs: Signs,
    headlines: Sequence[str],
    shown: Callable[[], Sequence[str]],
) -> int:
    """How many articles a page lists; 0 when it is one article, or says nothing of several.

    ``headlines``: those of others. ``shown``: gives the visible lines of the page.
    """
    if _is_listed_by_address(signs, shown):
        return max(len(headlines), 1)
    if signs.are_in_json:
        return 0
    if signs.are_in_meta:
        return 0 if signs.is_headed else _many_beside_little(root, signs, headlines, shown)
    return _without_metadata(root, signs, headlines, shown)


def _without_metadata(
    root: etree._Element,
    signs: Signs,
    headlines: Sequence[str],
    shown: Callable[[], Sequence[str]],
) -> int:
    """How many articles a page lists whose metadata do not call it an article."""
    is_headed, headings = signs.is_headed, signs.linked_h1
    told = max(
        len({article.get("title") for article in signs.said.articles}),
        len(signs.said.micro.get("title", ())),
    )
    if told >= _CARDS_OF_A_LIST and not is_headed:
        return told
    is_filed = signs.are_in_address and signs.is_dated()
    cards = _cards(root, headlines)
    lines = _beside_cards(root, cards, shown)
    text, _ = _longest_text(lines, headlines)
    is_beside = text < _in_links(headlines)
    if is_filed and text >= _TEXT_OF_AN_ARTICLE[0] and not is_beside:
        return 0
    named = is_headed or is_filed
    found = _listed(len(cards), lines, headlines, headings, named=named)
    if found or is_headed:
        return found
    is_home = (is_called_home(root) or (not signs.are_shown and is_home_in_menu(root))) and (
        (is_beside and not is_filed) or not signs.addresses or text < _TEXT_OF_AN_ARTICLE[0]
    )
    is_list = is_home or _shows_nothing(signs, text, shown, is_beside=is_beside)
    return max(len(headlines), 1) if is_list else 0


def _is_listed_by_address(signs: Signs, shown: Callable[[], Sequence[str]]) -> bool:
    """Whether an address is that of a front page, or of a tag and the like."""
    is_part = is_of_part(signs.addresses) and not (
        signs.are_complete or signs.is_headed or (signs.is_named and signs.is_dated())
    )
    is_root = are_front(signs.addresses) or is_front(signs.asked, signs.addresses)
    return (is_part or is_root) and not _is_all_text(signs, shown)


def _is_all_text(signs: Signs, shown: Callable[[], Sequence[str]]) -> bool:
    """Whether a page leads nowhere, as no front page does, and has a text."""
    return not signs.links and _longest_text(shown(), ())[0] >= _TEXT_OF_AN_ARTICLE[0]


def _shows_nothing(
    signs: Signs, text: int, shown: Callable[[], Sequence[str]], *, is_beside: bool
) -> bool:
    """Whether a page is a list because nothing shows that it is an article, not even its address.

    On a page with many links and no text at all, a date does not show it.
    ``text``: characters of its longest text. ``is_beside``: whether the headlines of others have
    more.
    """
    if text >= _LONG_TEXT:
        return False
    if not text and signs.links >= _LINKS_OF_A_LIST and not signs.is_named:
        return True
    if signs.are_in_address and text >= _TEXT_OF_AN_ADDRESS and not is_beside:
        return False
    is_form = signs.links >= _LINKS_OF_A_FORM and signs.fields >= _FIELDS_OF_A_FORM
    is_little = signs.links >= _LINKS_OF_A_LIST and _is_small_part(text, shown)
    return (is_little or (is_form and not signs.addresses)) and signs.are_missing


def _is_small_part(text: int, shown: Callable[[], Sequence[str]]) -> bool:
    """Whether a text is too small a part of its page if that has no sign of an article."""
    return text < min(_LONG_TEXT, _TEXT_TO_ALL * sum(map(len, shown())))


def _many_beside_little(
    root: etree._Element,
    signs: Signs,
    headlines: Sequence[str],
    shown: Callable[[], Sequence[str]],
) -> int:
    """How many articles a page lists that calls itself one, but has no headline of its own."""
    headings = signs.linked_h1
    many = headings >= _CARDS_OF_A_LIST, len(headlines) >= _MANY_HEADLINES
    if not any(many):
        return 0
    length, _ = _longest_text(_beside_cards(root, _cards(root, headlines), shown), headlines)
    is_list = length < _LITTLE_TEXT[many[0]]
    if not is_list and not (signs.are_in_address or signs.are_shown):
        is_list = _is_small_part(length, shown)  # nothing else agrees with what it says
    return max(headings, len(headlines)) if is_list else 0


def _beside_cards(
    root: etree._Element, cards: Sequence[etree._Element], shown: Callable[[], Sequence[str]]
) -> Sequence[str]:
    return markup.lines(root, set(cards)) if cards else shown()


def _listed(
    cards: int, lines: Sequence[str], headlines: Sequence[str], headings: int, *, named: bool
) -> int:
    """How many articles a page seems to list. ``lines``: beside the cards.

    ``named``: whether its headline, or its address and its date, show that it is an article.
    """
    linked = _in_links(headlines)
    text, count = _longest_text(lines, headlines)
    kind = 2 if named else int(count > 1)
    if len(headlines) >= _HEADLINES_OF_A_LIST and linked > _HEADLINES_TO_TEXT[kind] * text:
        return len(headlines)
    if headings >= _CARDS_OF_A_LIST and text < headings * _TEXT_FOR_A_HEADING:
        return headings
    if not named and len(headlines) >= _MANY_HEADLINES and text < _LITTLE_TEXT[1]:
        return len(headlines)
    if text >= _TEXT_OF_AN_ARTICLE[kind]:
        return 0
    if cards >= _CARDS_OF_A_LIST:
        return cards
    whole = sum(map(len, lines))
    return len(headlines) if len(headlines) > 2 and linked > _LINKED * whole else 0


def _in_links(headlines: Sequence[str]) -> int:
    """Characters in the headlines of others."""
    return sum(map(len, headlines))


def _longest_text(lines: Sequence[str], headlines: Sequence[str]) -> tuple[int, int]:
    """Characters and lines of the longest text that no headline interrupts.

    A date or the like may stand on the line of a headline; a link in a sentence is none.
    """
    starts, ends = ({one[piece]: len(one) for one in headlines} for piece in _PIECES)
    longest = text = count = lines_of_longest = 0
    for line in lines:
        linked = max(starts.get(line[:_ENDS], 0), ends.get(line[-_ENDS:], 0))
        if 2 * linked > len(line):
            text = count = 0
        elif len(line) >= _SHORTEST and _PROSE.match(line):
            text, count = text + len(line), count + 1
            if text > longest:
                longest, lines_of_longest = text, count
    return longest, lines_of_longest


def _cards(root: etree._Element, headlines: Sequence[str]) -> list[etree._Element]:
    """Elements that announce one other article each; the only one that has a text is none."""
    found: list[etree._Element] = _CARDS(root) if len(_TEASERS(root)) > 1 else []
    if not found:
        around = Counter(_around(heading) for heading in _LINKED_HEADINGS(root))
        ones = (one for one, headings in around.items() if headings == 1)
        found = [one for one in ones if one.find(".//h1") is None]
    long = [card for card in outermost(found) if _is_long(card, headlines)]
    return [card for card in found if card not in long] if len(long) == 1 else found


def _is_long(card: etree._Element, headlines: Sequence[str]) -> bool:
    if _LENGTH(card) < _TEXT_OF_AN_ARTICLE[1]:  # most cards: sooner told
        return False
    text, count = _longest_text(markup.lines(card), headlines)
    return text >= _TEXT_OF_AN_ARTICLE[count > 1]


def _around(heading: etree._Element) -> etree._Element:
    """The element in which a linked heading stands with what belongs to it."""
    for around in heading.iterancestors():
        if around.tag == "body" or (around.tag not in _ONLY_AROUND and len(around) > 1):
            return around
    return heading
