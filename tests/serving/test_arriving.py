"""Bytes of a connection become whole requests, or are refused."""

from __future__ import annotations

import pytest
from gunicorn.config import Config

from searchapp import gunicorn_conf
from searchapp.serving.arriving import LONGEST_BODY, LONGEST_HEADERS, Arriving, RefusedError

LINE = gunicorn_conf.limit_request_line


@pytest.fixture
def arriving():
    config = Config()
    for name, value in vars(gunicorn_conf).items():
        if name in config.settings:
            config.set(name, value)
    return Arriving(config, ("127.0.0.1", 1))


def all_of(arriving: Arriving) -> list[tuple[str, str, bytes]]:
    found = []
    while request := arriving.next():
        found.append((request.method, request.uri, request.body.read()))
    return found


GET = b"GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        (GET, [("GET", "/a?b", b"")]),
        (b"\r\n" + GET, [("GET", "/a?b", b"")]),
        (POST, [("POST", "/p", b"hello")]),
        (GET + POST + GET, [("GET", "/a?b", b""), ("POST", "/p", b"hello"), ("GET", "/a?b", b"")]),
        (b"GET /a HTTP/1.0\r\n\r\n", [("GET", "/a", b"")]),
        ("GET /я HTTP/1.1\r\nHost: a\r\n\r\n".encode(), [("GET", "/%D1%8F", b"")]),
        (b"GET /%ff%zz HTTP/1.1\r\nHost: a\r\n\r\n", [("GET", "/%ff%zz", b"")]),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 10_000])
def test_requests_are_taken_when_they_are_whole(arriving, sent, got, step):
    found = []
    for start in range(0, len(sent), step):
        arriving.feed(sent[start : start + step])
        found += all_of(arriving)
    assert found == got
    assert not len(arriving)


def test_of_a_request_that_is_not_whole_nothing_is_told(arriving):
    for part in (b"GET / HTTP/1.1\r\nHo", b"st: a\r\nContent-Length: 3\r\n\r\n", b"ab"):
        arriving.feed(part)
        assert arriving.next() is None


def test_a_client_that_asks_is_told_once_to_send_the_body(arriving):
    arriving.feed(POST.replace(b"Host", b"Expect: 100-continue\r\nHost")[:-5])
    assert arriving.next() is None
    assert [arriving.expects, arriving.expects] == [True, False]
    arriving.feed(b"hello")
    assert all_of(arriving) == [("POST", "/p", b"hello")]


def with_headers(*headers: bytes) -> bytes:
    return b"\r\n".join((b"POST / HTTP/1.1", b"Host: a", *headers, b"", b""))


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"NONSENSE\r\n\r\n", 400),
        (b"\r\n\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\nHost: a\n\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\nX: b\r\n", 400),
        (b"get / HTTP/1.1\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\n\r\n", 400),
        (b"GET /\x00 HTTP/1.1\r\n\r\n", 400),
        (with_headers(b"Host: b"), 400),
        (with_headers(b"X : a"), 400),
        (with_headers(b"X: a", b" folded"), 400),
        (with_headers(b"X: a\x00b"), 400),
        (with_headers(b"Expect: tea"), 417),
        # what one reads as one request, and a proxy in front perhaps as two
        (with_headers(b"Content-Length: 5", b"Transfer-Encoding: chunked"), 400),
        (with_headers(b"Transfer-Encoding: chunked", b"Content-Length: 5"), 400),
        (with_headers(b"Content-Length: 5", b"Content-Length: 6"), 400),
        (with_headers(b"Content-Length: 5, 6"), 400),
        (with_headers(b"Content-Length: -5"), 400),
        (with_headers(b"Content-Length: +5"), 400),
        (with_headers(b"Content-Length: 0x5"), 400),
        (with_headers(b"Content-Length: \xb2"), 400),
        (with_headers(b"Content-Length: " + b"9" * 5_000), 400),
        (with_headers(b"Transfer-Encoding: chunked, identity"), 400),
        (with_headers(b"Transfer-Encoding: xchunked"), 501),
        (with_headers(b"Transfer-Encoding: gzip"), 400),
        (with_headers(b"Transfer-Encoding: chunked"), 411),
        # too much
        (with_headers(b"Content-Length: %d" % (LONGEST_BODY + 1)), 413),
        (with_headers(*[b"X-%d: a" % n for n in range(101)]), 431),
        (with_headers(b"X: " + b"a" * 9_000), 431),
        (b"GET /" + b"a" * LINE + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET /" + b"a" * (LINE + 10), 414),
        (b"\r\nGET /" + b"a" * (LINE + 10), 414),
        (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * (LONGEST_HEADERS + LINE), 431),
    ],
    ids=lambda value: value[:60] if isinstance(value, bytes) else None,
)
def test_what_is_no_request_that_is_taken_is_refused_at_once(arriving, sent, status):
    arriving.feed(sent)
    with pytest.raises(RefusedError) as refused:
        arriving.next()
    assert refused.value.status == status


def test_an_address_may_be_as_long_as_the_settings_say(arriving):
    arriving.feed(b"GET /" + b"a" * (LINE - 100) + b" HTTP/1.1\r\n\r\n")
    assert len(all_of(arriving)) == 1
