"""Who wrote an article on a page of a site without a profile.

Authors are looked for in elements that are named for them, in links to their pages, and in a line
near the headline that begins with "By" or the like. The first name after the headline counts, with
those beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice

from lxml import etree

from indexer.ingest.html import author_name, markup

_OF_AUTHORS = {
    "*/@class": ("uthor", "autor", "Autor", "auteur", "yline", "by-line"),
    "*/@rel": ("author",),
    "a/@href": ("/author", "/autor", "/auteur"),
}
_NAMED = etree.XPath(
    " | ".join(
        f"/html/body//{path}[{' or '.join(f'contains(., {word!r})' for word in words)}]/.."
        for path, words in _OF_AUTHORS.items()
    )
)
"""One path for each attribute: testing all of them at each element takes twice as long."""

_INNER = etree.XPath(
    "descendant::*[@itemprop='name' or contains(concat(' ', @class, ' '), ' fn ')"
    " or contains(@class, 'name') or contains(@rel, 'author')]"
)
_LENGTH = etree.XPath("string-length(normalize-space())")

_OF_OTHERS = re.compile(
    r"comment|respond|related|teaser|recent|popular|(?<!node-)(?<!node--)promo|recommend|trending"
    r"|most-?read|carousel|slider|(?<![\w-])(?:sidebar|widget|(?:site|page)?[-_]?footer)"
)
_ASIDE = frozenset(("aside", "figcaption", "figure", "nav"))
_OF_ARTICLE = re.compile(r"(?<![a-z])(?:meta|byline)(?![a-z])")
"""What an aside with the author and the date of the article may be called."""

_NAMES = re.compile(
    r"[Aa]uthor(?!i[a-z])|[Aa]uteur|[Bb]y-?line|[Bb]yLine"
    r"|[Aa]utor(?:a|en?|es|in|innen)?(?:box|info|link|name)?(?![a-z])"
)
"""An author in a class, in "rel" or in an address, not as a part of a word: "authority"."""

_OF_PICTURE = re.compile(
    r"(?:photo|foto|image|img|picture|caption)s?[-_]*(?:author|autor|auteur|byline)",
    re.IGNORECASE,
)
_PAGE = frozenset(("html", "body"))
"""Elements whose classes and ids describe the layout of the page."""

_BY_GIVEN = re.compile(r"^(?:by|автор:?)\s+", re.IGNORECASE)
"""The same in metadata, where "von" is a part of a name."""

_ADDRESS = re.compile(r"[a-z]+://|www\.|/|[a-z\d-]+(?:\.[a-z\d-]+)+/|[\d\W_]+$")
"""The address of a page about an author, also without scheme or host; the number of one."""

_BESIDE = re.compile(r"[(<]?\S*(?:@|://|\bwww\.)\S*")
"""A web address or an e-mail address beside a name."""

_HOST = re.compile(
    r"(?:[\w-]{2,}\.)+(?:com|net|org|info|[a-z]{2})|(?:user )?admin|no author", re.IGNORECASE
)
"""The host of a site, or what its software calls its owner."""

_LONGEST_GIVEN = 120
"""The same in metadata; longer texts describe the author."""

_NEAR = 6
"""Lines around a headline in which its authors are looked for."""

_MOST_MARKED = 50
"""Elements that are looked at: they may lie within each other."""

_LONGEST_LINE = 200
"""Characters of an element around several authors."""

_MOST = 5
"""Authors of one article."""


def author(
    given: Sequence[str],
    site: Collection[str],
    root: etree._Element,
    titles: Collection[str],
    lines: Callable[[], Sequence[str]],
) -> str:
    """Who wrote the article on a page: several names with commas between them; "" if unknown.

    ``given``: by metadata, which go before the page unless they only name the ``site``.
    ``titles``: its headlines. ``lines``: gives all that it shows.
    """
    given = [one for one in given if not (_ADDRESS.match(one) or _HOST.fullmatch(one))]
    bare = (_without_site(one, site) for one in given if len(one) <= _LONGEST_GIVEN)
    short = (one for one in bare if one and one not in site)
    named = next((one for one in short if not author_name.is_none(one)), "")
    found = _BY_GIVEN.sub("", named) or _shown(root, titles, lines)
    return found or next(filter(None, map(_without_address, given)), "")


def _without_site(name: str, site: Iterable[str]) -> str:
    """A name without the names of the site beside it."""
    names = list(dict.fromkeys(site))
    for one in names * 2:  # one may stand between the author and another one
        if one.casefold() in name.casefold():
            escaped = re.escape(one)
            mark = r"(?:\s*[|–—,/]+\s*|\s+-+\s+)"  # a hyphen without spaces is part of a name
            around = rf"^{escaped}{mark}|{mark}{escaped}$"
            name = re.sub(around, "", name, flags=re.IGNORECASE)
    return name


def _without_address(name: str) -> str:
    is_whole = len(name) > _LONGEST_GIVEN or name.startswith("@")
    return name if is_whole else _BESIDE.sub("", name).strip()


def without_addresses(given: Iterable[str]) -> str:
    """The first of ``given`` that is no address or number of an author's page; "" if all are."""
    return next((one for one in given if not _ADDRESS.match(one)), "")


def _shown(
    root: etree._Element, titles: Collection[str], lines: Callable[[], Sequence[str]]
) -> str:
    found = [(element, name) for element in _marked(root) if (name := _name_in(element))]
    if found:
        first = next(iter(_behind(root, titles, found)), found[0])
        return ", ".join(_with_neighbours(first, found))
    return _near(lines(), titles)


def _marked(root: etree._Element) -> Iterator[etree._Element]:
    """Elements that are named for the author of this article, not of another or of a comment."""
    is_beside = cache(is_of_others)  # most have the same ancestors
    for element in _NAMED(root)[:_MOST_MARKED]:
        around = (element, *element.iterancestors())
        if _is_for_author(element) and not any(map(is_beside, around)):
            yield element


def _is_for_author(element: etree._Element) -> bool:
    """Whether an attribute names the author of a text."""
    told = element.get("class", ""), element.get("rel", ""), element.get("href", "")
    return any(map(_NAMES.search, told)) and not _OF_PICTURE.search(told[0])


def is_of_others(element: etree._Element) -> bool:
    """Whether an element is for other articles, comments, a picture, or ends the whole page."""
    if element.tag in _PAGE:
        return False
    around = element.getparent()
    if element.tag == "footer" and around is not None and around.tag == "body":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    if element.tag in _ASIDE and not (element.tag == "aside" and _OF_ARTICLE.search(names)):
        return True
    return bool(_OF_OTHERS.search(names))


def _name_in(element: etree._Element) -> str:
    """The names in an element, without words around them; "" if there is none."""
    named = ((one, author_name.of(markup.text(one))) for one in islice(_INNER(element), _MOST))
    inner = [(one, name) for one, name in named if name]
    if not inner:
        return author_name.of(markup.text(element))
    kind = _kind(inner[0][0])
    return ", ".join(dict.fromkeys(name for one, name in inner if _kind(one) == kind))


def _kind(element: etree._Element) -> tuple[str | None, ...]:
    """What elements for several authors have in common."""
    return str(element.tag), element.get("class"), element.get("rel")


def _behind(
    root: etree._Element, titles: Collection[str], found: Iterable[tuple[etree._Element, str]]
) -> Iterator[tuple[etree._Element, str]]:
    """Those of ``found`` that follow a headline."""
    waiting = dict(found)
    is_behind = False
    for element in root.iter("h1", "h2", *{str(one.tag) for one in waiting}):
        if element.tag in {"h1", "h2"} and markup.text(element) in titles:
            is_behind = True
        if is_behind and element in waiting:
            yield element, waiting[element]


def _with_neighbours(
    first: tuple[etree._Element, str], found: Iterable[tuple[etree._Element, str]]
) -> list[str]:
    """The name, and those of elements of the same kind that stand beside it."""
    element, name = first
    around = islice(element.iterancestors(), 2)
    beside = {one for one in around if _LENGTH(one) <= _LONGEST_LINE}
    names = [name]
    for other, another in found:
        if _kind(other) == _kind(element) and not beside.isdisjoint(
            islice(other.iterancestors(), 2)
        ):
            names.append(another)
    return list(dict.fromkeys(names))[:_MOST]


def _near(lines: Sequence[str], titles: Collection[str]) -> str:
    """The name in a line near the headline that says "By …"."""
    filled = [line for line in lines if line]
    for at, line in enumerate(filled):
        if line in titles:
            for one in filled[at + 1 : at + 1 + _NEAR]:
                if name := author_name.in_line(one):
                    return name
    return ""
