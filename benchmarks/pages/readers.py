"""Ours and the other readers of pages: a page → title, day, authors, keywords, text, in one form.

htmldate is asked for the day alone. Each reader gets the bytes and the address of a page, and is
called as its documentation says; trafilatura with its usual settings and metadata.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import chain

from benchmarks.pages.folder import Page
from indexer.ingest.html import markup
from indexer.ingest.html.file import parse
from indexer.ingest.text.page_encoding import as_utf8
from schemas.errors import InputError


@dataclass(frozen=True)
class Found:
    """What a reader says of a page. ``refused``: why it says nothing.

    ``keywords``: with sections and topics.
    """

    title: str = ""
    day: str = ""
    text: str = ""
    refused: str = ""
    author: str = ""
    keywords: tuple[str, ...] = ()


Reader = Callable[[Page], Found]

_START = 50
"""Characters by which a lede is looked for on a page."""


def ours(page: Page) -> Found:
    """Through the reader of saved pages, before its fields are validated."""
    try:
        found = parse(page.data, page.name, "", page.url)
    except InputError as error:
        return Found(refused=error.code)
    lede = found.get("lede", "")
    if lede and lede[:_START] not in _shown(page):
        lede = ""  # said to machines alone: others, too, keep it apart from the text
    text = "\n".join(filter(None, [lede, found.get("body")]))
    day, author = found.get("published", "")[:10], found.get("author", "")
    labels = (found.get(name, ()) for name in ("regions", "topics", "keywords"))
    keywords = tuple(chain.from_iterable(labels))
    return Found(found.get("title", ""), day, text, author=author, keywords=keywords)


@cache  # in all rounds but the first: it is no part of the reading
def _shown(page: Page) -> str:
    """The text that a page shows, on one line."""
    body = markup.parse(as_utf8(page.data, page.name, ""), page.name).find("body")
    return "" if body is None else markup.text(body)


def trafilatura(page: Page) -> Found:
    """Text and metadata, dates by htmldate."""
    from trafilatura import bare_extraction  # noqa: PLC0415 - each is loaded when it is measured

    found = bare_extraction(
        page.data, url=page.url or None, with_metadata=True, include_comments=False
    )
    if found is None:
        return Found(refused="none")
    author = found.author or ""
    given = chain(found.tags or (), found.categories or ())
    keywords = tuple(chain.from_iterable(re.split("[,;]", one) for one in given))
    title, day, text = found.title or "", found.date or "", found.text or ""
    return Found(title, day, text, author=author, keywords=keywords)


def readability(page: Page) -> Found:
    """Title and text; it does not look for dates."""
    from lxml import html  # noqa: PLC0415
    from readability import Document  # noqa: PLC0415

    try:
        # newer versions take text alone; the others decode for themselves
        document = Document(as_utf8(page.data, page.name, "").decode(), url=page.url or None)
        text = html.fromstring(document.summary()).text_content()
        return Found(document.short_title(), "", text)
    except Exception as error:  # noqa: BLE001 - whatever another reader raises is its answer
        return Found(refused=type(error).__name__)


def htmldate(page: Page) -> Found:
    """The day of first publication."""
    from htmldate import find_date  # noqa: PLC0415

    return Found(day=find_date(page.data, url=page.url or None, original_date=True) or "")


READERS: dict[str, Reader] = {
    "ours": ours,
    "trafilatura": trafilatura,
    "readability": readability,
    "htmldate": htmldate,
}
