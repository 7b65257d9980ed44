"""Texts inside of feeds and exports: HTML, escaped or as elements, and plain text → our fields."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from types import MappingProxyType
from urllib.parse import quote, urlsplit
from xml.etree.ElementTree import Element, tostring

from lxml import etree

from indexer.addresses import absolute
from indexer.ingest.html import choose as parts
from indexer.ingest.html import markup
from indexer.ingest.records import UNSCOPED, Fields
from indexer.language import language_named
from schemas.errors import InputError

_WORD = re.compile(r"[^\W\d_]")
_CAPTIONS = etree.XPath("//figcaption")
_SAFE = "~!$&'()*+,;=:@"
_LONGEST_ID = 200
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_BLANK_LINES = re.compile(r"\n{3,}")
_BY = re.compile(r"^(?:by|автор:?)\s+", re.IGNORECASE)
_WITHDRAWN = MappingProxyType(
    {
        "canceled": "the agency has withdrawn it",
        "withheld": "the agency withholds it",
    }
)
"""By the status of an item in the formats of the IPTC."""

_UTC_WITHOUT_ZONE = re.compile(r"-0000$")
"""RFC 5322: the time is UTC, the zone is not told."""


def markup_of(element: Element | None) -> str:
    """The HTML in an element, escaped or not; "" when there is none."""
    if element is None:
        return ""
    if len(element) == 0:
        return element.text or ""
    whole = tostring(element, encoding="unicode", method="html")
    return whole[whole.find(">") + 1 : whole.rfind("</")]


def text_of(element: Element) -> str:
    """The text in an element on one line."""
    return plain(markup_of(element))


def child(element: Element, *paths: str) -> str:
    """The first text at one of these paths, on one line; "" when there is none."""
    return next(iter(children(element, *paths)), "")


def children(element: Element, *paths: str) -> list[str]:
    """All texts at these paths, each on one line."""
    found = (text_of(one) for path in paths for one in element.iterfind(path))
    return [text for text in found if text]


def plain(text: str) -> str:
    """A text on one line; one that was escaped twice is read as well."""
    if "<" in text and ">" in text:
        return " ".join(line for line in prose(text)[0] if line)
    return markup.text(unescape(text) if "&" in text else text)


def prose(html: str) -> tuple[list[str], list[str]]:
    """(lines, captions) of a piece of HTML: one line for each paragraph, empty lines between."""
    if not html.strip():
        return [], []
    if "<" not in html:
        return [markup.text(line) for line in unescape(html).splitlines()], []
    root = markup.parse(f"<div>{html}</div>".encode(), "")
    captions = _CAPTIONS(root)
    return markup.lines(root, set(captions)), list(filter(None, map(markup.text, captions)))


def join_paragraphs(lines: Iterable[str]) -> str:
    """Lines as the text of an article, with one empty line in place of several."""
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


def first_date_of(*candidates: str) -> str:
    """The first that is a date; if none is, the first one, for validate to reject."""
    given = [_UTC_WITHOUT_ZONE.sub("+0000", one.strip()) for one in candidates]
    return parts.first_date(given) or next(filter(None, given), "")


def identifier(given: str) -> str:
    """What a format calls an id, in a form that our ids may have; "" when it is too long."""
    found = quote(" ".join(given.split()), safe=_SAFE)
    return found if len(found) <= _LONGEST_ID else ""


def identifier_within(whole: str, given: str) -> str:
    """As ``identifier``, of what may be called ``given`` in other sites and feeds, too.

    ``whole``: what this one is called; without it there is no id that is safe.
    """
    if not whole or not given:
        return ""
    return identifier(f"{hashlib.sha256(whole.encode()).hexdigest()[:12]}-{given}")


def scoped_id(given: str, link: str, name: str) -> Fields:
    """The id of an item of a feed or an export that has no address, and what else it may have.

    One that is no URI and no UUID holds within its site alone: that of ``link``, else one called
    ``name``.
    """
    plain = identifier(given)
    if not plain or ":" in given or _UUID.fullmatch(given):
        return {"id": plain}
    return {"id": identifier_within(_host(link) or name, given), UNSCOPED: plain}


@lru_cache(maxsize=256)
def _host(link: str) -> str:
    return urlsplit(absolute("", link)).netloc.removeprefix("www.")


def without_by(byline: str) -> str:
    """The author that a line such as "By A. Gasanova" names."""
    return _BY.sub("", byline)


def is_withdrawn(status: str) -> bool:
    """Whether an item of this status is not, or no longer, to be published."""
    return status.lower() in _WITHDRAWN


def refuse_withdrawn(status: str, guid: str) -> None:
    """Raise InputError for an item that its agency withdrew: no ingest deletes, a person does."""
    if message := _WITHDRAWN.get(status.lower()):
        if url := absolute("", guid):  # its id is made from it, with what is known of the site
            told = f"podshivka show {url} --json"
            hint = f"podshivka delete ID, if it was ingested before; {told} prints the id"
        else:
            hint = f"podshivka delete {identifier(guid)}, if it was ingested before"
        raise InputError(f"{message}: {guid[:200]}", hint=hint, code="withdrawn")


def sorted_fields(given: Iterable[str]) -> Fields:
    """Regions and topics that the taxonomies know; all else is a keyword."""
    regions, topics, others = parts.sorted_labels(dict.fromkeys(given))
    return {"regions": regions, "topics": topics, "keywords": others}


def language(own: str, common: str, text: str) -> str:
    """The language that a record names, else that of its feed.

    A feed's is often that of its software: ours are taken from the text instead.
    """
    return own or ("" if language_named(common) and _WORD.search(text) else common)


def without_empty(fields: Fields) -> Fields:
    """``fields`` without those that say nothing."""
    return {name: value for name, value in fields.items() if value}


def shortened(fields: Fields) -> Fields:
    """A record whose lede repeats nothing, with a text that has a title if it needs one.

    A lede of several paragraphs is the body if there is none.
    """
    title, lede, body = (fields.get(name, "") for name in ("title", "lede", "body"))
    if lede and not body and "\n" in lede:
        lede, body = "", lede
    lede = " ".join(lede.split())
    if body:
        lede, body = parts.lede(lede, title, body)
    if not title:
        return without_empty(
            fields | {"text": "\n".join(filter(None, (lede, body))), "lede": "", "body": ""}
        )
    return without_empty(fields | {"lede": lede, "body": body})
