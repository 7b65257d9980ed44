"""Servers in front of a node, or in place of one: with a password, with TLS, of another kind."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HOST = "127.0.0.1"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_any(self) -> None:
        sent = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, kind, body = self.answer(sent)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_any  # noqa: N815 - named by the library

    def answer(self, sent: bytes) -> tuple[int, str, bytes]:
        raise NotImplementedError

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def _serving(handler: type[_Handler], certificate: Path | None = None) -> Iterator[str]:
    with ThreadingHTTPServer((HOST, 0), handler) as server:
        scheme = "http"
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
            scheme = "https"
        serving = threading.Thread(target=server.serve_forever, args=(0.05,))
        serving.start()
        try:
            yield f"{scheme}://{HOST}:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


@contextmanager
def answering(body: object, status: int = 200) -> Iterator[str]:
    """A server that gives one answer to everything: JSON, or HTML when ``body`` is text."""
    kind, sent = "application/json", body if isinstance(body, str) else json.dumps(body)
    if isinstance(body, str):
        kind = "text/html"

    class Handler(_Handler):
        def answer(self, _: bytes) -> tuple[int, str, bytes]:
            return status, kind, sent.encode()

    with _serving(Handler) as address:
        yield address


@contextmanager
def guarded(
    port: int,
    credentials: str = "",
    *,
    certificate: Path | None = None,
    reader: str = "",
    role: str = "",
) -> Iterator[str]:
    """A door to the node at ``port``, as its security plugin would guard it.

    ``credentials``: NAME:PASSWORD of who may do everything; ``reader``: of who may only ask. The
    node logs what is done for ``role``.
    """

    class Handler(_Handler):
        def answer(self, sent: bytes) -> tuple[int, str, bytes]:
            given = self.headers.get("Authorization", "")
            known = {_basic(each): each for each in (credentials, reader) if each}
            if known and given not in known:
                return 401, "text/plain", b"Unauthorized"
            if reader and known[given] == reader and not self._asks():
                fault = {"type": "security_exception", "reason": "no permissions"}
                answer = {"error": fault | {"root_cause": [fault]}, "status": 403}
                return 403, "application/json", json.dumps(answer).encode()
            return self._forwarded(sent)

        def _asks(self) -> bool:
            return self.command in {"GET", "HEAD"} or any(
                part in self.path for part in ("_search", "_count", "_mget")
            )

        def _forwarded(self, sent: bytes) -> tuple[int, str, bytes]:
            node = http.client.HTTPConnection(HOST, port, timeout=60)
            kept = {"X-Opaque-Id": f"role:{role}"} if role else {}
            if kind := self.headers.get("Content-Type"):
                kept["Content-Type"] = kind
            node.request(self.command, self.path, sent or None, kept)
            answer = node.getresponse()
            body = answer.read()
            node.close()
            return answer.status, answer.getheader("Content-Type", "text/plain"), body

    with _serving(Handler, certificate) as address:
        yield address


def _basic(credentials: str) -> str:
    return "Basic " + base64.b64encode(credentials.encode()).decode()


def certificate(folder: Path, name: str, host: str = HOST) -> Path:
    """A certificate, signed by itself and with its key, for the address ``host``."""
    made = folder / f"{name}.pem"
    key = folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-subj", f"/CN={name}", "-addext", f"subjectAltName=IP:{host}"]
    subprocess.run(
        [*command, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True
    )
    made.write_text(made.read_text() + key.read_text())
    return made
