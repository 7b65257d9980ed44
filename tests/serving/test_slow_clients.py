"""One client, however slow or silent, leaves the site to the others."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest
from told_site import everything, parted, request, until

pytestmark = pytest.mark.slow

MANY = 200


def closed(connection: socket.socket) -> bool:
    """Whether the other end has closed it; waits for that."""
    return connection.recv(65_536) == b""


def test_idle_connections_and_headers_byte_by_byte_keep_nobody_waiting(site):
    with ExitStack() as stack:
        connections = [stack.enter_context(site.open()) for _ in range(MANY)]
        for byte in b"GET / HTTP/1.1\r\nX":
            for connection in connections[: MANY // 2]:
                connection.sendall(bytes([byte]))
        assert [site.ask("/")[0] for _ in range(5)] == [200] * 5
        assert site.log() == ""


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhal",
    ],
)
def test_a_request_that_does_not_come_whole_in_time_is_given_up(hasty, sent):
    with hasty.open() as connection:
        connection.sendall(sent)
        answer = everything(connection)
    assert parted(answer)[0] == (408 if sent else 0)


def test_bytes_that_trickle_in_win_no_time(hasty):
    with hasty.open() as connection:
        connection.settimeout(0.05)
        connection.sendall(b"GET / HTTP/1.1\r\nX: ")
        for _ in range(1_000):
            try:
                if connection.recv(100):
                    break
            except TimeoutError:
                connection.sendall(b"a")
        else:
            pytest.fail("it was never given up")


def test_a_connection_is_kept_for_the_next_request_and_not_for_ever(hasty):
    with hasty.open() as connection:
        for _ in range(3):
            connection.sendall(request("/"))
            assert parted(connection.recv(65_536))[0] == 200
        assert closed(connection)


def test_requests_sent_ahead_are_answered_in_their_order(site):
    with site.open() as connection:
        connection.sendall(request("/kept") * 500 + request("/") + request("/", Connection="close"))
        assert everything(connection).count(b"HTTP/1.1 200 OK") == 502


def test_the_newest_connection_takes_the_place_of_the_one_that_waited_longest(serve):
    site = serve(limits="connections=20")
    with ExitStack() as stack:
        first, *others = (stack.enter_context(site.open()) for _ in range(60))
        assert closed(first)
        assert site.ask("/")[0] == 200
        others[-1].settimeout(0.1)
        with pytest.raises(TimeoutError):
            others[-1].recv(1)


def test_one_that_stops_reading_is_disconnected_and_the_answer_closed(hasty):
    with hasty.open() as stalled:
        stalled.sendall(request("/endless"))
        assert stalled.recv(10)
        until((hasty.folder / "closed").exists, hasty)
        assert hasty.ask("/")[0] == 200
    assert hasty.log() == ""


def test_downloads_of_slow_readers_occupy_nobody(site):
    with ExitStack() as stack:
        for _ in range(20):
            connection = stack.enter_context(site.open())
            connection.sendall(request("/endless"))
            assert connection.recv(10)
        assert [site.ask("/")[0] for _ in range(5)] == [200] * 5


def test_an_answer_that_nobody_wants_any_longer_is_closed(site):
    with site.open() as connection:
        connection.sendall(request("/endless"))
        assert connection.recv(10)
    until((site.folder / "closed").exists, site)


def test_a_body_that_is_announced_is_asked_for(site):
    with site.open() as connection:
        head = b"POST /body HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n"
        connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
        assert connection.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        connection.sendall(b"text")
        status, _, body = parted(everything(connection))
    assert (status, body) == (200, b"text")


def test_one_that_only_stops_sending_gets_its_answer(site):
    with site.open() as connection:
        connection.sendall(request("/wait?1"))
        until((site.folder / "waiting1").exists, site)
        connection.shutdown(socket.SHUT_WR)
        (site.folder / "go").touch()
        assert parted(everything(connection))[0] == 200
