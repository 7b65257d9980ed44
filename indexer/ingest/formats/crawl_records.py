"""The records of a crawl, WARC (ISO 28500) or ARC, one after the other.

warcio reads the headers of a record. Where it ends is told here, because its length is often
wrong: in a gzip member of its own a record ends with the member; elsewhere what follows a record
must be another, or the next is looked for. Of a crawl that is packed in blocks, members end
anywhere: one that ends within a record is continued by the next, unless a record begins that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]

from indexer.ingest.packed.gzip_members import GzipMembers
from indexer.ingest.packed.streams import DamagedError
from indexer.ingest.records import Source

HEADERS = 1024 * 1024
"""Bytes that the headers of a record may have."""

_PIECE = 64 * 1024
_LONGEST = 4 * 1024
"""Bytes within which the first line of an ARC record is recognised; most of it is an address."""

_SPILL = 300
"""Bytes within which the next record begins if the length of one is only a little wrong."""

_WARC = rb"WARC/\d+\.\d+[\r ]*\n"
_ARC_1 = rb"[A-Za-z][A-Za-z0-9+.-]*:\S[^\r\n]{0,4000} \S+ \d{8,18} \S+ -?\d+\r?\n"
"""Address, IP address, time, type and length."""
_ARC_2 = _ARC_1.replace(rb" -?", rb" (?:\d{3}|-) \S+ \S+ \d+ \S+ -?")
"""Between type and length: status, checksum, location, offset and name of the file."""
_START = re.compile(rb"(%s)|(%s)|%s" % (_WARC, _ARC_2, _ARC_1))
_NEXT = re.compile(rb"\n(?=%s|%s|%s)" % (_WARC, _ARC_2, _ARC_1))
_FIELDS_1 = ("uri", "ip-address", "archive-date", "content-type", "length")
_FIELDS_2 = (*_FIELDS_1[:-1], "status", "checksum", "location", "offset", "filename", "length")


class RecordError(Exception):
    """What stands here is no whole record; the next may be one."""


@dataclass(frozen=True, slots=True)
class CrawlRecord:
    """A record of a crawl. ``kind``: as WARC calls it. ``address``: what was asked for, or "".

    ``type``: the declared type of the content; of a response that is HTTP.
    """

    kind: str
    address: str
    type: str
    content: Content


def records(source: Source) -> Iterator[CrawlRecord | RecordError]:
    """The records, and what stands between them instead of one.

    The content of each must be read before the next is asked for. Raises DamagedError when nothing
    can be read any more: its layer is then what holds the crawl.
    """
    crawl = _Crawl(source)
    is_told = found = False  # whether damage was told and no record found since
    while True:
        try:
            if not crawl.advance():
                break
            for one in crawl.member():
                if isinstance(one, CrawlRecord) or not is_told:
                    yield one
                found, is_told = True, isinstance(one, RecordError)
        except DamagedError as error:
            if error.layer != source.name:
                raise
            if not is_told:
                yield RecordError(str(error))
            found = is_told = True
    if not found:
        yield RecordError("it contains no record")


class _Crawl:
    """A crawl while it is read."""

    def __init__(self, source: Source) -> None:
        self._ahead = _Ahead(source.stream)
        self._loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
        self.advance = self._ahead.advance

    def member(self) -> Iterator[CrawlRecord | RecordError]:
        """The records up to the end of a member of gzip, or of a file that has none."""
        is_first = self._ahead.is_packed
        while self._ahead.pass_blank():
            try:
                record = self._record(is_alone=is_first)
                yield record
                record.content.finish()
            except RecordError as error:
                yield error
                self._ahead.find_record()
            is_first = False

    def _record(self, *, is_alone: bool) -> CrawlRecord:
        start = self._ahead.start()
        if start is None:
            raise RecordError("no record begins here")
        kind = "warc" if start[1] else "arc"
        self._loader.arc_parser.headernames = _FIELDS_2 if start[2] else _FIELDS_1
        self._ahead.headers = 0
        try:
            found: Any = self._loader.parse_record_stream(
                self._ahead, None, kind, no_record_parse=True
            )
        except (ArchiveLoadFailed, EOFError):
            raise RecordError("the headers of a record cannot be read") from None
        if found.length is None and not is_alone:
            raise RecordError("a record does not say how long it is")
        name = "uri" if kind == "arc" else "WARC-Target-URI"
        address = found.rec_headers.get_header(name) or ""
        content = Content(self._ahead, found.length, is_alone=is_alone)
        return CrawlRecord(found.rec_type or "", address, found.content_type or "", content)


class _Ahead:
    """A stream that one can look into, whose headers have a bound."""

    def __init__(self, stream: Any) -> None:
        self._members = stream if isinstance(stream, GzipMembers) else None
        self._take = getattr(stream, "read1", stream.read)  # read loses what came before damage
        self._is_begun = False
        self._next: bytes | None = None
        """How the next member begins, when it was looked at and begins with a record."""
        self._held = b""
        self._at = 0
        self.fault: DamagedError | None = None
        """What made reading end."""
        self.headers = 0
        """Bytes of headers that were read."""

    @property
    def is_packed(self) -> bool:
        """Whether it has members of gzip."""
        return self._members is not None

    def advance(self) -> bool:
        """Begin the next member, or the whole of what has none; whether there is one."""
        if self._members is None:
            found, self._is_begun = not self._is_begun, True
        else:
            found = self._next is not None or self._members.advance()
        self._held, self._at, self._next, self.fault = self._next or b"", 0, None, None
        return found

    def peek(self, size: int, *, within: bool = False) -> bytes:
        """The next bytes, fewer only before the end, or, if ``within``, that of the member."""
        while len(self._held) - self._at < size and (more := self._more(within=within)):
            self._held = self._held[self._at :] + more
            self._at = 0
        return self._held[self._at : self._at + size]

    def start(self) -> re.Match[bytes] | None:
        """The line that begins a record, if it stands here."""
        return _START.match(self.peek(_LONGEST, within=True)) or _START.match(self.peek(_LONGEST))

    def read(self, size: int) -> bytes:
        """Some of the next bytes; none only at the end."""
        self.peek(1)
        return self._taken(size)

    def readline(self, size: int = -1) -> bytes:
        """The next line, as far as ``size``; without it of headers, which raise RecordError."""
        wanted = piece = size if size >= 0 else _LONGEST
        data = self.peek(wanted, within=True)
        while b"\n" not in data and len(data := self.peek(wanted)) == wanted and size < 0:
            wanted += max(piece, wanted)
            if wanted > 2 * HEADERS:
                break
        line = self._taken(data.find(b"\n") + 1 or len(data))
        if size < 0:
            self.headers += len(line)
            if self.headers > HEADERS:
                raise RecordError("the headers of a record have no end")
        return line

    def pass_blank(self) -> bool:
        """Pass over blank lines; whether something follows."""
        while data := self.peek(_PIECE, within=True):
            rest = data.lstrip()
            self._at += len(data) - len(rest)
            if rest:
                return True
        return False

    def pass_spill(self) -> bool:
        """Pass over a few bytes before the next record that its length leaves out, if any."""
        following = None if self.is_record() else _NEXT.search(self.peek(_SPILL))
        self._taken(following.end() if following else 0)
        return following is not None

    def find_record(self) -> None:
        """Pass over what is no record."""
        while self.before_record():
            pass

    def is_record(self) -> bool:
        """Whether a record, or nothing but blanks, follows; blank lines may precede it."""
        rest = self.peek(_LONGEST, within=True).lstrip()
        if rest and _START.match(rest) is None:
            rest = self.peek(_LONGEST).lstrip()
        return not rest or _START.match(rest) is not None

    def before_record(self, size: int = _PIECE) -> bytes:
        """At most ``size`` bytes of what stands before the line that begins the next record."""
        if self.start():
            return b""
        data = self.peek(_PIECE)
        following = _NEXT.search(data)
        if following:
            return self._taken(min(following.end(), size))
        end = len(data) - _LONGEST if len(data) == _PIECE else len(data)
        return self._taken(min(end, size))

    def _more(self, *, within: bool) -> bytes:
        try:
            more: bytes = self._take(_PIECE) if self._next is None else b""
            more = more if more or within else self._continued()
        except DamagedError as error:
            self.fault = error
            raise
        return more

    def _continued(self) -> bytes:
        """How the next member begins, unless with a record; none at the end."""
        start = b""
        while not start and self._members and self._next is None and self._members.advance():
            while len(start) < _LONGEST and (more := self._take(_PIECE)):
                start += more
            if _START.match(start.lstrip()):
                self._next, start = start, b""
        return start

    def _taken(self, size: int) -> bytes:
        data = self._held[self._at : self._at + size]
        self._at += len(data)
        return data


class Content:
    """The content of a record. ``length``: as it is declared; None: to the end of its member.

    ``is_alone``: whether it is the first of a gzip member, which was packed for it.
    ``is_wrong``: whether the declared length is not that of the content. What reading raises,
    ``finish`` raises again.
    """

    def __init__(self, ahead: _Ahead, length: int | None, *, is_alone: bool) -> None:
        self._ahead = ahead
        self._left = length
        self._is_alone = is_alone
        self.is_wrong = False

    def readline(self, size: int = _PIECE) -> bytes:
        """A line of headers, of at most ``size`` bytes."""
        if self._left is None or (
            self._is_alone and not (self._left == 0 and self._ahead.is_record())
        ):
            line = self._ahead.readline(size)
            self._left = None if self._left is None or len(line) > self._left else self._left
            self.is_wrong = self._left is None
        else:
            line = self._ahead.readline(min(size, self._left)) if self._left else b""
        return self._counted(line)

    def read(self, size: int) -> bytes:
        """``size`` bytes, fewer only at the end."""
        pieces = []
        while size and (piece := self._piece(size)):
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def finish(self) -> None:
        """Pass over what was not read. Raises RecordError when the content is not whole."""
        if self._ahead.fault:
            raise self._ahead.fault
        while self._piece(_PIECE):
            pass
        if self._left:
            self.is_wrong = True
            if not self._is_alone:
                raise RecordError("the file ends within a record")
        elif self._ahead.pass_spill():
            self.is_wrong = True

    def _piece(self, size: int) -> bytes:
        if self._left:
            return self._counted(self._ahead.read(min(size, self._left)))
        if self._left == 0 and self._is_alone and not self._ahead.is_record():
            self._left, self.is_wrong = None, True
        return b"" if self._left == 0 else self._ahead.before_record(size)

    def _counted(self, data: bytes) -> bytes:
        if self._left is not None:
            self._left -= len(data)
        return data
