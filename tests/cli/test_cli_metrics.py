"""The numbers of a site, over all of its processes, at an address of their own."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import time

import pytest

pytestmark = pytest.mark.slow


def ask(port: int, path: str, host: str = "") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers={"Host": host} if host else {})
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def site(start, filled, monkeypatch):
    """A site of two processes; its process, its port and that of the numbers."""
    own = free_port()
    monkeypatch.setenv("PODSHIVKA_METRICS", f"127.0.0.1:{own}")
    process = start("serve", "--workers", "2", "--bind", "127.0.0.1:0")
    port = int(re.search(rb" at http://127\.0\.0\.1:(\d+)", process.stderr.readline())[1])
    yield process, port, own
    process.terminate()
    process.wait(60)


def total(text: str, endpoint: str) -> int:
    found = re.findall(rf'requests_total{{endpoint="{endpoint}",status="\dxx"}} (\d+)', text)
    return sum(map(int, found))


def test_the_numbers_are_those_of_all_processes_and_outlive_them(site):
    process, port, own = site
    for _ in range(20):
        assert ask(port, "/articles/rain-ru")[0] == 200
    assert total(ask(own, "/metrics")[1], "articles.article") == 20
    children = f"/proc/{process.pid}/task/{process.pid}/children"
    with open(children, encoding="ascii") as file:  # noqa: PTH123
        workers = [int(number) for number in file.read().split()]
    os.kill(workers[0], signal.SIGKILL)
    end = time.monotonic() + 120
    while True:
        try:
            assert ask(port, "/articles/rain-ru")[0] == 200
            text = ask(own, "/metrics")[1]
            break
        except (OSError, http.client.HTTPException):
            assert time.monotonic() < end
    assert total(text, "articles.article") >= 21
    assert "podshivka_ready 1\n" in text


def test_the_site_has_no_numbers_whatever_host_is_named(site):
    _, port, own = site
    assert ask(port, "/metrics")[0] == 404
    assert ask(port, "/metrics", host=f"127.0.0.1:{own}")[0] == 404
    assert ask(own, "/")[0] == 404
    assert ask(own, "/metrics", host="news.example")[0] == 200


def test_an_address_that_is_taken_is_one_clear_error(run, filled, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PODSHIVKA_METRICS", f"127.0.0.1:{other.getsockname()[1]}")
        told = run("serve", "--bind", "127.0.0.1:0")
    assert told.code == 2
    assert re.search(r"podshivka: metrics: .*Address already in use", told.err)
