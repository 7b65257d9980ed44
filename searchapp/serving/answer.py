"""An answer in the form in which it is sent: gunicorn's, written to memory."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from gunicorn.config import Config
from gunicorn.http import wsgi

from searchapp.serving.arriving import ArchiveRequest

Headers = Sequence[tuple[str, str]]

_HTML = "text/html; charset=utf-8"
_OWN = {"wsgi.errors", "wsgi.file_wrapper", "wsgi.early_hints", "wsgi.input", "gunicorn.socket"}
"""What of a request's environment is of one process."""


class Written:
    """What gunicorn writes an answer to, as if it were a socket."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        """Add bytes."""
        self._parts.append(data)

    def take(self) -> bytes:
        """What was written since the last time."""
        taken, self._parts = b"".join(self._parts), []
        return taken


LISTENER = "podshivka.listener"
"""In the environment of a request: the address of the socket that it came to, not what it says."""


class Answer:
    """The answer to a request, piece by piece. ``environ``: the request, for an application."""

    def __init__(self, request: ArchiveRequest, peer: Any, server: Any, config: Config) -> None:
        """Raises gunicorn's ConfigurationProblem for an address outside of SCRIPT_NAME."""
        self._written = Written()
        self._request = request
        written: Any = self._written  # of a socket, sendall is all that is used
        self._response, environ = wsgi.create(request, written, peer or "", server, config)
        self.environ = dict(environ) | {LISTENER: server}
        self.done = False

    @property
    def begun(self) -> bool:
        """Whether a part of it was written."""
        return bool(self._response.headers_sent)

    @property
    def last(self) -> bool:
        """Whether the connection ends with it."""
        return bool(self._response.should_close())

    def close_after(self) -> None:
        """Say in it, if it is not begun, that the connection ends with it."""
        self._response.force_close()

    def portable(self) -> tuple[dict[str, Any], bytes]:
        """The environment, as far as another process can use it, and the request's body."""
        environ = {name: value for name, value in self.environ.items() if name not in _OWN}
        return environ, self.environ["wsgi.input"].getvalue()

    def write(self, head: tuple[str, Headers] | None, data: bytes, *, done: bool) -> bytes:
        """The next piece as it is sent. ``head``: status and headers, with the first one."""
        if head:
            self._response.start_response(head[0], list(head[1]))
        if data:
            self._response.write(data)
        if done:
            self._response.close()
        self.done = done
        return self._written.take()

    def whole(self, app: Any) -> bytes:
        """All of the answer of a WSGI application that takes no time."""
        heads: list[tuple[str, Headers]] = []
        given = app(self.environ, lambda status, headers, *_: heads.append((status, headers)))
        try:
            body = b"".join(given)
        finally:
            close = getattr(given, "close", None)
            if close:
                close()
        return self.write(heads[-1], body, done=True)


def plain(status: HTTPStatus) -> bytes:
    """An answer without a page of the site, after which the connection ends."""
    title = f"{int(status)} {status.phrase}"
    body = _page(title)
    head = f"HTTP/1.1 {title}\r\nConnection: close\r\nContent-Type: {_HTML}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def page(status: HTTPStatus, seconds: int) -> Any:
    """A WSGI application that says no more than ``plain``, and when to ask again."""

    def answer(environ: dict[str, Any], start_response: Any) -> Sequence[bytes]:  # noqa: ARG001
        title = f"{int(status)} {status.phrase}"
        body = _page(title)
        headers = {"Content-Type": _HTML, "Content-Length": str(len(body))}
        start_response(title, list((headers | {"Retry-After": str(seconds)}).items()))
        return [body]

    return answer


def _page(title: str) -> bytes:
    return f"<!doctype html>\n<title>{title}</title>\n<h1>{title}</h1>\n".encode()
