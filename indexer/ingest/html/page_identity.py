"""Which article a page has: its addresses, id and language, and the article that it retells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree

from indexer.addresses import LONGEST, absolute
from indexer.ingest.html import structured
from indexer.ingest.records import HINT, Fields
from indexer.ingest.sites import place_of

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_HEAD = 2_048
"""Bytes at the start within which a browser notes the address that it saved a page from."""

_ARCHIVED = re.compile(
    r"https?://[^/?#]+/(?:[\w-]+/){1,3}(?:19|20)\d{2,12}(?:[a-z]{2}_)?/(?=https?://[^/?#])"
)
"""What a web archive puts before the address of a page: its own, and the moment of the copy."""


def addresses(said: structured.Structured, data: bytes, address: str) -> Iterator[str]:
    """The page's own addresses, the surest first. ``address``: what was asked for, or "".

    For a copy in a web archive, these are the addresses of the original page.
    """
    saved = _SAVED_FROM.search(data, 0, _HEAD)
    base = address or (saved[1].decode("utf-8", "replace") if saved else "")
    base = absolute("", original(base)) if len(base) <= LONGEST else ""
    own = said.own(None).get("url")
    for one in (said.canonical, *said.meta.get("url", ()), own, base):
        if len(one or "") > LONGEST:  # no browser would send it: the next may do
            continue
        if found := absolute("", original(absolute(base, one or ""))):
            yield found


def original(address: str) -> str:
    """An address; that of the original page, if it is that of a copy in a web archive."""
    return _ARCHIVED.sub("", address, count=1)


def read(
    said: structured.Structured,
    root: etree._Element,
    own: Sequence[str],
    language: str | None,
    links: Sequence[str],
) -> Fields:
    """Address, mirrors, id and language, and the article that this one retells.

    ``own``: the page's addresses. ``language``: as JSON-LD has it. ``links``: to the same story in
    the other language, as the profile says.
    """
    known: dict[str, str] = {}
    for address in own:
        known.setdefault(structured.comparable_address(address), address)
    url, *mirrors = known.values() if known else [""]
    declared = root.get("lang") or next(iter(said.meta.get("locale", ())), "")
    found: Fields = {"url": url, "addresses": mirrors, "language": language, HINT: declared}
    here = next(filter(None, map(place_of, own)), None)
    if here and here.id:
        found |= {"id": here.id, "language": here.language}
    told = here.language if here else language
    other = said.translation(own, told or root.get("lang"))
    others = [*(absolute(url, link) for link in links), *([other] if other else [])]
    return found | _counterpart(others, found.get("id"))


def _counterpart(links: Sequence[str], id: str | None) -> Fields:
    """The address of the same story in the other language; its id, if a profile gives it."""
    found = [(link, place_of(link)) for link in links]
    for link, place in found:
        if place and place.id and place.id != id:
            return {"counterpart": link, "translation_of": place.id}
    unknown = (link for link, place in found if place is None and link.startswith("http"))
    return {"counterpart": next(unknown, "")}
