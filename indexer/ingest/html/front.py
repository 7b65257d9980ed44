"""Whether a page is the front page of a site, or of a part of it: by its address or its name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from lxml import etree

from indexer.ingest.html import markup

_CLASSES = etree.XPath("(/html | /html/body)/@class | /html/body/@id", smart_strings=False)
_TITLE = etree.XPath("normalize-space(/html/head/title)")

_HOME = re.compile(
    r"(?!not?-)(?:.*[-_])?(?:home|home-?page|front-?page|index-index)"
    r"|(?:is|page|path)-front|template-index"
)
"""Classes that content systems give only to the front page of a site."""

_PARTS = re.compile(r"(?:^|\s+)(?:[|\-–—:•·»›#]+|//)(?:\s+|$)")
_CALLED_HOME = re.compile(
    r"home(?: ?page)?|main page|front page|startseite|accueil|in[ií]cio|página inicial"
    r"|strona główna|главная(?: страница)?|головна(?: сторінка)?"
)
"""What a front page is called in a part of its title and in menus."""

_ENTRIES = etree.XPath("/html/body//a[@href][@class or @aria-current or ../self::li[@class]]")
_CURRENT = re.compile(r"active|current(?:[-_](?:menu|page)[-_]item)?|selected")
"""Classes by which a menu marks the current page."""

_ROOT = re.compile(r"/?(?:index\.\w+|(?:[a-z]{2}(?:[-_][a-z]{2})?|rus|eng)/?)?")

_GROUPS = r"tags?|categor(?:y|ies|ías?|ias?)|kategori(?:en?|ya)|catégories?|etiquetas?"
_ALONE = r"label|rubri(?:cs?|ques?|k|ken|ka)|authors?|autor(?:en)?"
"""Groups that may have no word before them: a site may have a section "private-label"."""

_PART = re.compile(
    rf".*/(?:(?:[\w-]+[-_])?(?:{_GROUPS})|{_ALONE})/[^/]+/?|.*/page/\d+/?"
    r"|/(?:19|20)\d\d(?:/\d\d?)?/?"
)
"""Paths of a tag, a category, an author, a further page of a list, and all articles of a year or a
month.
"""

_PLAIN_PART = re.compile(
    r"/?(?:index\.php)?\?(?:(?:(?:cat|tag|author|paged)=[^&/]+|m=(?:19|20)\d{4})(?:&|$))+"
)
"""The same where WordPress gives them no paths."""


def are_front(addresses: Sequence[str]) -> bool:
    """Whether addresses are those of a site: one has nothing behind the host, none has a path.

    A page of an article may call the front page its own.
    """
    parts = [urlsplit(address) for address in addresses]
    roots = [one for one in parts if one.netloc and _ROOT.fullmatch(one.path)]
    return len(roots) == len(parts) and any(not one.query for one in roots)


def is_front(asked: str, addresses: Sequence[str]) -> bool:
    """Whether a page came from the root of the site that its address names, whatever its path."""
    hosts = {urlsplit(one).netloc.removeprefix("www.") for one in (asked, *addresses[:1])}
    return bool(asked) and len(hosts) == 1 and are_front([asked])


def is_of_part(addresses: Sequence[str]) -> bool:
    """Whether the surest of ``addresses`` is that of a tag, a category, a year or the like."""
    parts = map(urlsplit, addresses[:1])
    return any(
        _PART.fullmatch(at.path) or _PLAIN_PART.fullmatch(f"{at.path}?{at.query}") for at in parts
    )


def is_called_home(root: etree._Element) -> bool:
    """Whether the classes or the title of a page call it the home page of its site."""
    names = " ".join(_CLASSES(root)).lower().split()
    parts = _PARTS.split(_TITLE(root).lower())
    return any(map(_HOME.fullmatch, names)) or any(map(_CALLED_HOME.fullmatch, parts))


def is_home_in_menu(root: etree._Element) -> bool:
    """Whether a menu of a page marks the front page of the site as the current one.

    Some systems (Joomla) also do so on articles that no entry of the menu leads to.
    """
    return any(_CALLED_HOME.fullmatch(markup.text(one).lower()) for one in _current(root))


def _current(root: etree._Element) -> Iterator[etree._Element]:
    """The entries that menus mark as the current page."""
    for link in _ENTRIES(root):
        parent = link.getparent()
        is_entry = parent.tag == "li" and parent[0] is link  # so each class is read once
        around = parent.get("class", "") if is_entry else ""
        names = f"{link.get('class', '')} {around}".lower().split()
        if link.get("aria-current") == "page" or any(map(_CURRENT.fullmatch, names)):
            yield link
