"""Lines of a text that only lead to another article of the site, such as "Read also: …"."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from urllib.parse import urlsplit

_WEB = frozenset(("", "http", "https"))
_LABEL = re.compile(r"[^.!?…]{0,30}(?::|…|\.\.\.)\s*")
"""What stands before such a link: a few words, and a colon or the like."""

_ASKED = re.compile(
    r"(?:читайте|смотрите|read|see|watch|lee|leia|lire|leggi|lesen|czytaj)\b", re.IGNORECASE
)
_LONGEST = 35
"""Words after which no colon is needed, and most characters before the link: "Read the …"."""

_SPACES = re.compile(r"\s+")
_AROUND = ' "«»“”„.'
"""What may stand around the headline on a line, or in the link."""

_MOST = 0.3
"""Share of a text from which such lines are its content: it is a digest."""

_SUBHEADINGS = 3
_PARTED = 1 / 6
"""Fewest linked subheadings of a digest, and their least share of its lines. With fewer, they are
cards in an article.
"""

_PARAGRAPH = 60
"""Fewest characters of the paragraph below a subheading."""


def headlines_of_others(
    text: str, links: Iterable[tuple[str, str]], addresses: Iterable[str]
) -> frozenset[str]:
    """What those ``links`` say that stand in ``text`` and lead to another page of the site.

    ``links``: what each says, and its address.
    ``addresses``: those of this page.
    """
    sites = {_site(address) for address in addresses} | {""}
    # Not looked for all over the text: a page may have thousands of links, and a long text.
    ends = {end for line in text.split("\n") for end in _ends(line)}
    said = ((one.strip(_AROUND), address) for one, address in links)
    return frozenset(one for one, address in said if one in ends and _leads_to(address, sites))


def _leads_to(address: str, sites: Collection[str]) -> bool:
    try:
        at = urlsplit(address)
    except ValueError:  # such as "http://[a"
        return False
    is_another = bool(at.path or at.query) and not at.fragment
    return is_another and at.scheme in _WEB and _site(address) in sites


def _site(address: str) -> str:
    return urlsplit(address).netloc.lower().removeprefix("www.")


def without(
    text: str, others: AbstractSet[str], headings: Callable[[], Iterable[str]] = frozenset
) -> str:
    """``text`` without lines that are only one of ``others``, alone or behind a label.

    ``headings``: gives those headings of the page that are links. They stay if they divide the
    text, as in a digest, whose subheadings lead to other articles.
    """
    if not others:
        return text
    lines = text.split("\n")
    others -= _subheadings(lines, others & {one.strip(_AROUND) for one in headings()})
    kept: list[str] = []
    for line in lines:
        if others.isdisjoint(_ends(line)):
            kept.append(line)
            continue
        _end_in_words(kept)
        if kept and _LABEL.fullmatch(kept[-1]):
            kept.pop()
            _end_in_words(kept)
    left = "\n".join(kept).strip()
    return left if len(text) - len(left) < _MOST * len(text) else text


def _subheadings(lines: Sequence[str], linked: AbstractSet[str]) -> AbstractSet[str]:
    """Those of ``linked`` that stand above paragraphs, if there are many of them."""
    filled = [line.strip(_AROUND) for line in lines if line]
    above = {
        line
        for line, rest in pairwise(filled)
        if line in linked and rest not in linked and len(rest) >= _PARAGRAPH
    }
    is_digest = len(above) >= _SUBHEADINGS and len(above) >= _PARTED * len(filled)
    return above if is_digest else frozenset()


def _end_in_words(lines: list[str]) -> None:
    """Remove the empty lines at the end."""
    while lines and not lines[-1]:
        lines.pop()


def _ends(line: str) -> Iterator[str]:
    """What a line may say of another article: all of it, or what follows a label."""
    line = line.removeprefix("- ")
    starts = [0]
    if label := _LABEL.match(line):
        starts.append(label.end())
    if _ASKED.match(line):
        starts.extend(space.end() for space in _SPACES.finditer(line, 0, _LONGEST))
    return (line[start:].strip(_AROUND) for start in starts)
