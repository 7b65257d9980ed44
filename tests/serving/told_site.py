"""A real server of a site that is told what to do, under gunicorn as configured."""

from __future__ import annotations

import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

SITE = """
import os, time
from pathlib import Path
from searchapp.clients import Clients
from searchapp.serving.answer import page
from searchapp.serving.desk import Desk, Limits

class Told(Desk):
    limits = Limits({limits})
    clients = Clients(["127.0.0.1"])
    def client(self, environ):
        return self.clients.client(environ)
    def at_once(self, environ):
        return app if environ["PATH_INFO"] == "/kept" else None
    def goes_first(self, environ):
        return environ["PATH_INFO"] == "/health"

def chunks():
    Path("begun").touch()
    try:
        for _ in range(1_000_000):
            yield bytes(65_536)
    finally:
        Path("closed").touch()

def app(environ, start_response):
    path = environ["PATH_INFO"]
    if Path("die").exists():  # once
        Path("die").unlink()
        os._exit(7)
    if path == "/wait":  # until the test lets it go on
        Path("waiting" + environ["QUERY_STRING"]).touch()
        while not Path("go").exists():
            time.sleep(0.01)
    if path == "/burn":
        end = time.thread_time() + float(environ["QUERY_STRING"])
        while time.thread_time() < end:
            pass
    start_response("200 OK", [] if path == "/endless" else [("Content-Length", "4")])
    body = environ["wsgi.input"].read() if path == "/body" else b"here"
    return chunks() if path == "/endless" else [body[:4].ljust(4)]

app.extensions = {{"desk": Told()}}
"""
CONFIG = """
from searchapp.gunicorn_conf import *
from searchapp.serving import connection, service
{times}
"""


class Site:
    """The server. ``ask``: status, headers and body of a path, (0, {}, b"") if none."""

    def __init__(self, folder: Path, process: subprocess.Popen, port: int) -> None:
        self.folder, self.process, self.port = folder, process, port

    def open(self) -> socket.socket:
        """A connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        with suppress(OSError), self.open() as connection:
            connection.sendall(request(path, Connection="close", **headers))
            return parted(everything(connection))
        return 0, {}, b""

    def workers(self) -> list[int]:
        """The processes of connections; each has started one that makes answers."""
        return children(self.process.pid)

    def log(self) -> str:
        return (self.folder / "log").read_text()


def request(path: str, **headers: str) -> bytes:
    told = {"Host": "a"} | {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode()


def everything(connection: socket.socket) -> bytes:
    parts = []
    with suppress(ConnectionError):
        while part := connection.recv(65_536):
            parts.append(part)
    return b"".join(parts)


def parted(answer: bytes) -> tuple[int, dict[str, str], bytes]:
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    status = int(first.split(" ")[1]) if first else 0
    return status, dict(line.split(": ", 1) for line in lines), body


def children(process: int) -> list[int]:
    with suppress(OSError):
        listed = Path(f"/proc/{process}/task/{process}/children").read_text()
        return [int(number) for number in listed.split()]
    return []


def gone(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def until(condition, site: Site | None = None) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, site.log() if site else "it took too long"
        time.sleep(0.02)
