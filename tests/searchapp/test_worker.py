"""The worker under gunicorn."""

from __future__ import annotations

import gc
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from gunicorn.arbiter import Arbiter

import searchapp
from indexer.archive import Archive
from searchapp import create_app
from searchapp.gunicorn_worker import warm


@pytest.fixture
def warmed():
    """Have a process load what it needs of an archive, up to its first request."""
    yield lambda archive: warm(create_app(archive))
    gc.unfreeze()


def test_a_process_has_everything_open_before_its_first_request(archive, warmed):
    fresh = Archive.open(archive.home)
    assert "analyzer" not in vars(fresh)
    warmed(fresh)
    assert {"analyzer", "taxonomies", "fingerprint"} <= set(vars(fresh))
    assert fresh._serving._served is not None


def test_the_garbage_collector_leaves_alone_what_was_loaded(archive, warmed):
    assert gc.get_freeze_count() == 0
    warmed(Archive.open(archive.home))
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < 10_000


def test_an_archive_that_cannot_be_searched_yet_is_no_reason_not_to_serve(tmp_path, warmed):
    warmed(Archive.open(tmp_path, create=True))


BROKEN = """
def app(environ, start_response):
    if "q=broken" in environ["QUERY_STRING"]:
        try:
            int(environ["QUERY_STRING"])
        except ValueError as error:
            raise KeyError(environ["RAW_URI"]) from error
    start_response("200 OK", [("Content-Length", "0")])
    return []
"""


@pytest.fixture
def broken(tmp_path):
    """A site that cannot answer ``q=broken``, under gunicorn as configured.

    Gives ``ask(raw request) -> raw answer``, and ``log() -> text``, which stops the site.
    """
    (tmp_path / "broken.py").write_text(BROKEN)
    address, log = str(tmp_path / "site.sock"), tmp_path / "log"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    command += ["--workers", "1", "--bind", f"unix:{address}", "broken:app"]
    paths = [str(tmp_path), str(Path(searchapp.__file__).parents[1])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)}

    def ask(request: bytes) -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(30)
            connection.connect(address)
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65_536), b""))

    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, env=environment, cwd=tmp_path, stdout=output, stderr=output
        ) as server,
    ):

        def stopped() -> str:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=30)
            return log.read_text()

        end = time.monotonic() + 30
        while True:
            with suppress(OSError):
                ask(get("/"))
                break
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < end, "the server did not answer"
            time.sleep(0.05)
        yield ask, stopped
        server.kill()


def get(target: str) -> bytes:
    return f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()


def test_an_error_that_reaches_gunicorn_is_logged_with_its_places_and_without_the_query(broken):
    ask, log = broken
    assert ask(get("/search?q=broken+secretword")).startswith(b"HTTP/1.1 500 ")
    assert ask(get("/search?q=broken&region=secretword")).startswith(b"HTTP/1.1 500 ")
    assert ask(get("/search?q=secretword")).startswith(b"HTTP/1.1 200 ")
    assert ask(b"GET /?q=secretword HTTP/9.9\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    assert ask(b"NONSENSE secretword\r\n\r\n").startswith(b"HTTP/1.1 400 ")
    logged = log()
    assert "secretword" not in logged
    assert logged.count("answer-failed") == 2
    for told in ("KeyError", "because of ValueError", "broken.py:7 in app"):
        assert logged.count(told) == 2, told


def test_a_site_that_is_to_speak_tls_says_why_it_does_not_start(tmp_path):
    (tmp_path / "broken.py").write_text(BROKEN)
    command = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    command += ["--certfile", __file__, "--keyfile", __file__, "--workers", "1"]
    command += ["--bind", f"unix:{tmp_path / 'site.sock'}", "broken:app"]
    environment = os.environ | {"PYTHONPATH": str(Path(searchapp.__file__).parents[1])}
    ended = subprocess.run(
        command,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == Arbiter.WORKER_BOOT_ERROR
    assert "no-tls hint=leave it to the web server" in ended.stderr


@pytest.mark.parametrize("path", ["/search?q=school", "/search?q=школа&both=1&forms=1"])
def test_what_a_page_was_made_of_goes_with_it(archive, path):
    client = create_app(Archive.open(archive.home)).test_client()
    client.get(path)
    gc.collect()
    gc.disable()
    try:
        assert client.get(path).status_code == 200
        assert gc.collect() < 50  # Flask and Werkzeug leave some, but not the page and its hits
    finally:
        gc.enable()
