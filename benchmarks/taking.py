"""A stand-in for a node, which takes all and keeps nothing: what loading costs our side alone.

It answers what sending asks of a node, counts documents, and tells how long it worked.
"""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any, ClassVar

_VERSION = {"version": {"distribution": "opensearch", "number": "3.4.0"}}
_PUT = b'{"index":{"status":201}}'
"""An item of an answer, without what ``send`` does not ask for."""


@contextmanager
def taking() -> Iterator[str]:
    """The address of such a node, which runs in a process of its own."""
    spawn = multiprocessing.get_context("spawn")
    here, there = spawn.Pipe()
    node = spawn.Process(target=_serve, args=(there,), daemon=True)
    node.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        node.terminate()
        node.join()


def _serve(told: Connection) -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Node)
    told.send(server.server_address[1])
    server.serve_forever()


class _Node(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    taken: ClassVar[Counter[str]] = Counter()
    """Documents by index."""

    def do_GET(self) -> None:
        """Tell of itself, of its processor time, of what it took."""
        cpu = {"process": {"cpu": {"total_in_millis": round(time.process_time() * 1000)}}}
        answers = {"/": _VERSION, "/_nodes/stats/process": {"nodes": {"it": cpu}}}
        self._answer(json.dumps(answers.get(self.path, self.taken)).encode())

    def do_POST(self) -> None:
        """Take a bulk request, of which every document has two lines."""
        count = self.rfile.read(int(self.headers["Content-Length"])).count(b"\n") // 2
        self.taken[self.path.split("/")[1]] += count
        self._answer(b'{"errors":false,"items":[%s]}' % b",".join([_PUT] * count))

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Keep quiet."""
