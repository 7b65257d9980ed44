"""Bytes of a connection → whole requests. gunicorn's parser judges them; nothing here waits."""

from __future__ import annotations

import re
from http import HTTPStatus
from io import BytesIO
from typing import Any

from gunicorn.config import Config
from gunicorn.http.errors import (
    ExpectationFailed,
    LimitRequestHeaders,
    LimitRequestLine,
    UnsupportedTransferCoding,
)
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

LONGEST_HEADERS = 65_536
"""Bytes of all headers of a request. More get 431."""

LONGEST_BODY = 65_536
"""Bytes of a request's body. A longer one gets 413."""

_RAW = re.compile(rb"[^\x00-\x7f]")
_END = b"\r\n\r\n"
_STATUSES = {
    LimitRequestLine: HTTPStatus.REQUEST_URI_TOO_LONG,
    LimitRequestHeaders: HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    ExpectationFailed: HTTPStatus.EXPECTATION_FAILED,
    UnsupportedTransferCoding: HTTPStatus.NOT_IMPLEMENTED,
}


class RefusedError(Exception):
    """Bytes that are no request that is taken here. ``status``: the answer to them."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class ArchiveRequest(Request):
    """A request whose address may hold raw UTF-8, and be as long as the settings say.

    ``curl 'http://…/search?q=Дагестан'`` sends the letters as they are. gunicorn refuses that,
    and caps its own limit_request_line at 8,190 bytes: 1,300 Cyrillic letters.
    """

    def parse(self, unreader: Any) -> bytes:
        """Read the request. Called by the constructor, once the settings are known."""
        self.limit_request_line = self.cfg.limit_request_line
        rest: bytes = super().parse(unreader)
        return rest

    def parse_request_line(self, line_bytes: bytes) -> None:
        """Read the first line, its raw bytes percent-encoded."""
        super().parse_request_line(_RAW.sub(lambda byte: b"%%%02X" % ord(byte[0]), line_bytes))


class Arriving:
    """What has arrived of the next request of a connection."""

    def __init__(self, config: Config, peer: Any) -> None:
        """``peer``: the address at the other end, as the socket tells it."""
        self._config = config
        self._peer = peer
        self._bytes = bytearray()
        self._looked = 0
        self._count = 0
        self._request: ArchiveRequest | None = None
        self._expects = False
        self._body = 0

    def __len__(self) -> int:
        return len(self._bytes)

    def feed(self, data: bytes) -> None:
        """Take what has come."""
        self._bytes += data

    @property
    def expects(self) -> bool:
        """Whether the client waits to be told that it may send the body. True once a request."""
        expects, self._expects = self._expects, False
        return expects

    def next(self) -> ArchiveRequest | None:
        """The next request, once it has come whole. Raises RefusedError."""
        if self._request is None and not self._read_head():
            return None
        request = self._request
        if request is None or len(self._bytes) < self._body:
            return None
        request.body = BytesIO(self._taken(self._body))  # type: ignore[assignment] # read alike
        self._request, self._body = None, 0
        return request

    def _read_head(self) -> bool:
        start = max(0, self._looked - len(_END) + 1)
        end = self._bytes.find(_END, start)
        if end < 0:
            self._judge_part(start)
            self._looked = len(self._bytes)
            return False
        self._looked = 0
        self._count += 1
        head = self._taken(end + len(_END))
        try:
            request = ArchiveRequest(self._config, IterUnreader([head]), self._peer, self._count)
        except Exception as error:  # noqa: BLE001 - whatever it is, the bytes are at fault
            status = _STATUSES.get(type(error), HTTPStatus.BAD_REQUEST)
            raise RefusedError(status) from None
        self._body = _length_of_body(request)
        # gunicorn would say "100 Continue" when the answer begins; it is said when the body is due
        self._expects = bool(self._body and vars(request).get("_expected_100_continue"))
        vars(request)["_expected_100_continue"] = False
        self._request = request
        return True

    def _judge_part(self, start: int) -> None:
        """Refuse the beginning of a head that can become none."""
        line = self._bytes.find(b"\r\n", 2)
        limit = self._config.limit_request_line
        if (len(self._bytes) if line < 0 else line) > limit + 2:
            raise RefusedError(HTTPStatus.REQUEST_URI_TOO_LONG)
        if len(self._bytes) > limit + LONGEST_HEADERS:
            raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        found = self._bytes.find(b"\n", start)
        while found >= 0:  # a line that ends with a bare LF: the head would never end
            if found == 0 or self._bytes[found - 1] != 0x0D:
                raise RefusedError(HTTPStatus.BAD_REQUEST)
            found = self._bytes.find(b"\n", found + 1)

    def _taken(self, length: int) -> bytes:
        taken = bytes(self._bytes[:length])
        del self._bytes[:length]
        return taken


def _length_of_body(request: Request) -> int:
    names = {name for name, _ in request.headers}
    if "TRANSFER-ENCODING" in names:
        # nothing is uploaded here, and a body without a length may go on for ever
        raise RefusedError(HTTPStatus.LENGTH_REQUIRED)
    length = int(dict(request.headers).get("CONTENT-LENGTH", "0"))
    if length > LONGEST_BODY:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return length
