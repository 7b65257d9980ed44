"""A client that stops reading does not keep its thread for ever."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import searchapp

SITE = """
from pathlib import Path

def app(environ, start_response):
    def chunks():
        try:
            while True:
                yield bytes(65_536)
        finally:
            Path("closed").touch()
    start_response("200 OK", [])
    return chunks() if environ["PATH_INFO"] == "/endless" else [b"here"]
"""
CONFIG = """
from searchapp import gunicorn_worker
from searchapp.gunicorn_conf import *
gunicorn_worker.STALLED = 0.5
workers = threads = 1
"""


def test_it_is_disconnected_and_the_next_one_answered(tmp_path):
    (tmp_path / "endless.py").write_text(SITE)
    (tmp_path / "config.py").write_text(CONFIG)
    address, log = str(tmp_path / "site.sock"), tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "-c", "config.py", "--bind", f"unix:{address}"]
    root = str(Path(searchapp.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(tmp_path), root))}

    @contextmanager
    def asked(path: str) -> Iterator[socket.socket]:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(address)
            connection.sendall(
                f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()
            )
            yield connection

    with (
        log.open("wb") as output,
        subprocess.Popen(
            [*command, "endless:app"], env=environment, cwd=tmp_path, stdout=output, stderr=output
        ) as server,
    ):
        try:
            until(lambda: answered(asked, "/"), log)
            with asked("/endless") as stalled:
                assert stalled.recv(10)
                until((tmp_path / "closed").exists, log)
                assert answered(asked, "/")
        finally:
            server.kill()
    assert log.read_text() == ""


def answered(asked, path: str) -> bool:
    with suppress(OSError), asked(path) as connection:
        return b"here" in b"".join(iter(partial(connection.recv, 65_536), b""))
    return False


def until(met, log: Path) -> None:
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.05)
