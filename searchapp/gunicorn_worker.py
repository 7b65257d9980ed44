"""gunicorn's threaded worker, taking addresses as people and their scripts write them."""

from __future__ import annotations

import gc
import re
from errno import ECONNRESET
from typing import Any

from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.test import Client

_RAW = re.compile(rb"[^\x00-\x7f]")


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


WARMING = (
    "/static/style.css",
    "/search?q=в+OR+the&size=100&ui=ru",
    "/search?q=Кадыров&ui=en",
    "/api/v1/suggest?q=нов",
)
"""What a worker answers to itself before it takes the first request: words that nearly every
article has, for the vocabulary of snippets; a name, for its other spellings.
"""


STALLED = 60
"""Seconds in which a client has to take a piece of an answer, 64 kB of an export. Without a limit,
one that stops reading would keep its thread for ever."""


class ArchiveWorker(ThreadWorker):
    """A threaded worker that never logs a query and never lets its first reader wait.

    It gives up on a client that has stopped reading.
    """

    def init_process(self) -> None:
        """Start serving."""
        RequestParser.mesg_class = ArchiveRequest
        super().init_process()

    def load_wsgi(self) -> None:
        """Load the site with its dictionaries, index and templates.

        An archive that cannot be searched yet answers with its error here as it does to a reader.
        """
        super().load_wsgi()
        client = Client(self.wsgi)  # type: ignore[arg-type] # both are WSGI
        for path in WARMING:
            client.get(path)
        # what is loaded now stays: to walk through it, once in a thousand pages, takes 70 ms
        gc.collect()
        gc.freeze()

    def handle_request(self, req: Any, conn: Any) -> bool:
        """Answer a request; whether the connection is kept."""
        conn.sock.settimeout(STALLED)
        try:
            kept: bool = super().handle_request(req, conn)
        except TimeoutError:
            # what gunicorn takes for a client that is gone: it closes the connection silently
            raise ConnectionResetError(ECONNRESET, "the client has stopped reading") from None
        return kept

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:
        """Answer and log as gunicorn does, without what stands behind the question mark."""
        if getattr(req, "uri", None):
            req.uri = req.path
        super().handle_error(req, client, addr, exc)
