"""What gunicorn, as configured, makes of requests that no browser sends."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest


@pytest.fixture
def exchange(site):
    """Send raw bytes, give the whole answer."""
    address = urlsplit(site)

    def send(request: bytes) -> bytes:
        with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
            connection.sendall(request)
            parts = []
            while part := connection.recv(65_536):
                parts.append(part)
        return b"".join(parts)

    return send


def get(target: bytes) -> bytes:
    """A request for ``target``."""
    return b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/search?q=школа".encode(), 200),
        (b"/search?q=\xff\xfe\x80", 200),
        (b"/search?q=%00%ff%ED%A0%80", 200),
        ("/articles/нет".encode(), 404),
        (b"/articles/%ff%00", 404),
        (b"/search?q=" + b"%D1%8F" * 20_000, 200),
        (b"/search?q=" + b"%D1%8F" * 40_000, 414),
        (b"//evil.example/search?q=x", 404),
        (b"/search?page=" + b"9" * 8_000, 400),
    ],
    ids=lambda value: value[:24] if isinstance(value, bytes) else value,
)
def test_any_address_gets_a_proper_answer(exchange, target, status):
    answer = exchange(get(target))
    assert int(answer.split(b" ", 2)[1]) == status
    assert b"text/html" in answer


def test_raw_letters_are_read_as_utf8(exchange):
    assert "«школа»".encode() in exchange(get("/search?ui=ru&q=школа".encode()))


def test_neither_addresses_nor_queries_are_logged(exchange, site, capfd):
    exchange(get(b"/search?q=secretword"))
    exchange(get(b"/search?q=secretword&page=0"))
    exchange(get(b"/api/v1/suggest?q=secretword"))
    exchange(b"GET /search?q=secretword HTTP/9.9\r\n\r\n")
    exchange(b"NONSENSE secretword\r\n\r\n")
    logged = "".join(capfd.readouterr())
    assert "secretword" not in logged
    assert "127.0.0.1" not in logged
