"""WARC (ISO 28500): the HTML pages that a crawler was given, read like saved pages.

Kept are responses with status 200 and HTML. Requests, pictures, redirects, and visits that found
nothing new are passed over and counted. warcio tells the records apart.
"""

from __future__ import annotations

import http.client
import logging
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import brotli  # type: ignore[import-untyped]
from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]
from warcio.bufferedreaders import ChunkedDataReader  # type: ignore[import-untyped]
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

from indexer.ingest.html import file as html
from indexer.ingest.html.plain_text import remark_undated
from indexer.ingest.packed.streams import damage
from indexer.ingest.records import LIMIT, Item, Items, Record, Rejection, Source, too_long
from schemas.errors import InputError

# a remark on an address with spaces would go to the terminal as it came
logging.getLogger("warcio").addHandler(logging.NullHandler())

_HEADERS = 1024 * 1024
"""Bytes that the headers of a record may have, with what stands before them."""

_LINE = 8 * 1024
_PIECE = 64 * 1024
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_GZIP_OR_ZLIB = zlib.MAX_WBITS + 32
_SHOWN = 300


def read(source: Source) -> Items:
    """A record for each page, or why it is none. Of a damaged file the last is a Rejection."""
    place = source.name
    try:
        for record in _records(source.stream):
            address = record.rec_headers.get_header("WARC-Target-URI") or ""
            place = f"{source.name}!{address[:_SHOWN]}" if address else source.name
            item = _item(record, address, place, source.encoding)
            _pass_over(record.raw_stream)
            if isinstance(item, Record):
                remark_undated(source.journal, place, item.fields)
            if item is None:
                source.journal.skipped += 1
            else:
                yield item
    except (_DamagedError, ArchiveLoadFailed) as error:
        yield Rejection(damage(place, error))


def _records(stream: BinaryIO) -> Iterator[Any]:
    """The records one after the other. Raises _DamagedError."""
    measured = _Measured(stream)
    found = False
    # warcio would end the file at a response whose HTTP headers it cannot read: we read them.
    for record in _Records(measured, no_record_parse=True):
        found = True
        if record.length is None:
            raise _DamagedError("a record does not say how long it is")
        measured.left = None  # a record's length bounds its content, nothing its headers
        yield record
        measured.left = _HEADERS
    if not found:
        raise _DamagedError("it contains no record")


def _pass_over(stream: Any) -> None:
    """Read the rest of a record. Raises _DamagedError when it is not whole."""
    while stream.read(_PIECE):
        pass
    if stream.limit:
        raise _DamagedError("the file ends within a record")


def _item(record: Any, address: str, place: str, encoding: str) -> Item | None:
    """The page in a record; None when it is none."""
    if record.rec_type != "response" or not address.startswith(("http://", "https://")):
        return None
    try:
        _, status, *_ = record.raw_stream.readline(_LINE).split(maxsplit=2)
        headers = http.client.parse_headers(record.raw_stream)
    except (ValueError, http.client.HTTPException):
        message, hint = "its HTTP headers cannot be read", "fetch the page again"
        return Rejection(InputError(message, place=place, hint=hint))
    if status != b"200" or headers.get_content_type() not in _HTML:
        return None
    if record.length > LIMIT + _HEADERS:
        return Rejection(too_long(place))
    try:
        data = _content(record.raw_stream, headers, place)
        charset = headers.get_content_charset() if encoding == "utf-8" else None
        return Record(place, html.parse(data, place, charset or encoding, address))
    except InputError as error:
        return Rejection(error)


def _content(stream: Any, headers: http.client.HTTPMessage, place: str) -> bytes:
    """The page as it was sent, unpacked. Raises InputError when it is longer than LIMIT."""
    chunked = "chunked" in (headers["Transfer-Encoding"] or "").lower()
    data: bytes = (ChunkedDataReader(stream) if chunked else stream).read(LIMIT + 1)
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


class _DamagedError(Exception):
    """The rest of the file makes no sense."""


class _Records(WARCIterator):  # type: ignore[misc]
    """warcio's iterator, which would print remarks of its own."""

    INC_RECORD = ""


class _Measured:
    """A stream out of which no more than ``left`` bytes can be read; None: any number."""

    def __init__(self, stream: BinaryIO) -> None:
        self._read = getattr(stream, "read1", stream.read)  # read loses what came before damage
        self.left: int | None = _HEADERS

    def read(self, size: int) -> bytes:
        data: bytes = self._read(size)
        if self.left is not None:
            self.left -= len(data)
            if self.left < 0:
                raise _DamagedError("no record begins here")
        return data
