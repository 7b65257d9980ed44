"""Saved HTML pages: one article a page, by what the page and its site's profile say of it."""

from __future__ import annotations

from indexer.ingest.html import markup
from indexer.ingest.html.article import WebPage
from indexer.ingest.html.plain_text import remark_missing
from indexer.ingest.records import (
    LIMIT,
    Fields,
    Items,
    Record,
    Rejection,
    Source,
    as_text,
    too_long,
    unreadable,
)
from indexer.ingest.sites import may_be_known
from indexer.ingest.text.page_encoding import as_utf8
from schemas.errors import InputError

_USUAL = 256 * 1024
"""Bytes that hold most pages: to ask for LIMIT at once would allocate LIMIT each time."""


def read(source: Source) -> Items:
    """The one record of a page, or why it is none."""
    data = source.stream.read(_USUAL)
    if len(data) == _USUAL:
        data += source.stream.read(LIMIT + 1 - _USUAL)
    if len(data) > LIMIT:
        yield Rejection(too_long(source.name))
        return
    try:
        fields = parse(data, source.name, source.encoding)
    except InputError as error:
        yield Rejection(error)
        return
    remark_missing(source.journal, source.name, fields)
    yield Record(source.name, fields)


def saved(path: str, encoding: str, address: str) -> Record | Rejection:
    """The record of a page in a file that came from ``address``; or why it is none."""
    place = as_text(path)
    try:
        with open(path, "rb") as stream:  # noqa: PTH123 - the name may be no path at all
            data = stream.read(LIMIT + 1)
        if len(data) > LIMIT:
            raise too_long(place)
        return Record(place, parse(data, place, encoding, address))
    except OSError as error:
        return Rejection(unreadable(place, error), address=address)
    except InputError as error:
        return Rejection(error, address=address)


def parse(data: bytes, place: str, encoding: str = "utf-8", address: str = "") -> Fields:
    """The fields of the article on a page. Raises InputError when there is none, or several.

    ``address``: where it came from, if that is known; "" otherwise.
    """
    data = as_utf8(data, place, encoding)
    # Half of the time goes into the tree, and half of many pages follows the last article.
    may_be_cut = markup.ARTICLE_END in data and may_be_known(data, address)
    start = markup.through_articles(data) if may_be_cut else None
    page = None if start is None else WebPage(data, place, address, start)
    if page is None or not page.is_told:
        page = WebPage(data, place, address, markup.parse(data, place))
    return page.article()
