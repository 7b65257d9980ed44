"""Crawls, WARC (ISO 28500) and ARC: the HTML pages that a crawler was given, read like saved pages.

Kept are responses with status 200 and HTML, and resources that are HTML. Requests, pictures,
redirects, conversions, and visits that found nothing new are passed over and counted.
"""

from __future__ import annotations

import http.client
import io
import logging
import re
import zlib

import brotli  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]

from indexer.ingest.formats.crawl_records import HEADERS, CrawlRecord, RecordError, records
from indexer.ingest.html import file as html
from indexer.ingest.html.plain_text import remark_missing
from indexer.ingest.packed.streams import DamagedError
from indexer.ingest.records import LIMIT, Item, Items, Record, Rejection, Source, too_long
from schemas.errors import InputError

# a remark on an address with spaces would go to the terminal as it came
logging.getLogger("warcio").addHandler(logging.NullHandler())

_LINE = 8 * 1024
_WEB = ("http://", "https://")
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_LOOKS_LIKE_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)[\s>]", re.IGNORECASE)
_GZIP_OR_ZLIB = zlib.MAX_WBITS + 32
_SHOWN = 300


def read(source: Source) -> Items:
    """A record for each page, or why it is none; a Rejection for each place that is damaged."""
    place = source.name
    for one in records(source):
        if isinstance(one, RecordError):
            hint = "fetch the file again; all that can be read was read"
            message = f"the file is damaged after this place: {one}"
            yield Rejection(InputError(message, place=place, hint=hint, code="damaged"))
            continue
        place = f"{source.name}!{one.address[:_SHOWN]}" if one.address else source.name
        try:
            item = _item(one, place, source.encoding)
            one.content.finish()
        except (DamagedError, RecordError):
            continue  # the iterator tells it
        if one.content.is_wrong:
            source.journal.remark(place, "the length of the record is wrong: read as it is packed")
        if isinstance(item, Record):
            remark_missing(source.journal, place, item.fields)
        if item is None:
            source.journal.skipped += 1
        else:
            yield item


def _item(record: CrawlRecord, place: str, encoding: str) -> Item | None:
    """The page in a record; None when it is none."""
    try:
        headers = _headers(record)
    except (ValueError, http.client.HTTPException):
        message, hint = "its HTTP headers cannot be read", "fetch the page again"
        return Rejection(InputError(message, place=place, hint=hint))
    if headers is None or (headers["Content-Type"] and headers.get_content_type() not in _HTML):
        return None
    try:
        data = _content(record, headers, place)
        if not headers["Content-Type"] and not _LOOKS_LIKE_HTML.match(data):
            return None
        charset = headers.get_content_charset() if encoding == "utf-8" else None
        address = record.address if record.address.startswith(_WEB) else ""
        return Record(place, html.parse(data, place, charset or encoding, address))
    except InputError as error:
        return Rejection(error)


def _headers(record: CrawlRecord) -> http.client.HTTPMessage | None:
    """What is said of the content of a record, which follows; None when it is none of a page.

    Raises ValueError and HTTPException.
    """
    if record.kind == "resource":
        headers = http.client.HTTPMessage()
        headers["Content-Type"] = record.type
        return headers
    if record.kind != "response" or not record.address.startswith(_WEB):
        return None
    _, status, *_ = record.content.readline(_LINE).split(maxsplit=2)
    headers = http.client.parse_headers(record.content)
    return headers if status == b"200" else None


def _content(record: CrawlRecord, headers: http.client.HTTPMessage, place: str) -> bytes:
    """The page as it was sent, unpacked. Raises InputError when it is longer than LIMIT."""
    chunked = "chunked" in (headers["Transfer-Encoding"] or "").lower()
    data = record.content.read(LIMIT + HEADERS + 1)
    if len(data) > LIMIT + HEADERS:
        raise too_long(place)
    if chunked:
        data = ChunkedDataReader(io.BytesIO(data)).read(LIMIT + 1)
    # Unpacked here: warcio unpacks a chunk whole, without a bound.
    coding = (headers["Content-Encoding"] or "identity").strip().lower()
    if coding in {"gzip", "x-gzip", "deflate"}:
        # "deflate" means zlib, but servers send it bare, too; and some crawlers unpack before.
        data = _inflated(data, _GZIP_OR_ZLIB) or _inflated(data, -zlib.MAX_WBITS) or data
    elif coding == "br":
        data = _from_brotli(data)
    elif coding != "identity":
        message = f"its content is encoded as {coding[:40]!r}, which is not supported"
        raise InputError(message, place=place, hint="crawl without that content encoding")
    if len(data) > LIMIT:
        raise too_long(place)
    return data


def _inflated(data: bytes, window: int) -> bytes:
    """``data`` unpacked as far as LIMIT; b"" when it is not packed in this way."""
    try:
        return zlib.decompressobj(window).decompress(data, LIMIT + 1)
    except zlib.error:
        return b""


def _from_brotli(data: bytes) -> bytes:
    """``data`` unpacked as far as LIMIT; as it is when the crawler had unpacked it."""
    try:
        unpacked: bytes = brotli.Decompressor().process(data, output_buffer_limit=LIMIT + 1)
    except brotli.error:
        return data
    return unpacked
