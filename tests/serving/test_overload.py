"""More is asked than can be answered: those that can be told so at once are, and it passes."""

from __future__ import annotations

import time
from contextlib import ExitStack

import pytest
from told_site import children, parted, request, until

pytestmark = pytest.mark.slow

FULL = 6
"""Requests that may wait in the site of these tests."""


@pytest.fixture
def full(serve):
    """A site that does nothing but wait for the test, with a line that is full; its connections."""
    site = serve("service.PATIENCE = 600", limits=f"waiting={FULL}")
    with ExitStack() as stack:
        begun = [stack.enter_context(site.open()) for _ in range(3)]
        for number, connection in enumerate(begun):
            connection.sendall(request(f"/wait?{number}"))
            # the next begins beside it only after a while
            until((site.folder / f"waiting{number}").exists, site)
        waiting = [stack.enter_context(site.open()) for _ in range(FULL)]
        for connection in waiting:
            connection.sendall(request("/wait?again"))
        until(lambda: site.ask("/")[0] == 503, site)
        yield site, [*begun, *waiting]


def test_one_more_is_told_to_come_again_and_recovers_at_once(full):
    site, connections = full
    status, headers, _ = site.ask("/")
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    # what costs nothing is answered all the same, and what watches the site
    assert site.ask("/kept")[0] == 200
    assert site.ask("/health")[0] == 200
    (site.folder / "go").touch()
    answers = {parted(connection.recv(65_536))[0] for connection in connections}
    assert answers <= {200, 503}
    assert site.ask("/")[0] == 200
    assert site.log() == ""


def test_who_waits_in_vain_is_told_so(serve):
    site = serve("service.PATIENCE = 0.5")
    with ExitStack() as stack:
        for number in range(3):
            stack.enter_context(site.open()).sendall(request(f"/wait?{number}"))
            until((site.folder / f"waiting{number}").exists, site)
        assert site.ask("/")[0] == 503
        (site.folder / "go").touch()


def test_a_request_whose_client_has_left_is_not_begun(serve):
    site = serve()
    with ExitStack() as stack:
        for number in range(3):
            stack.enter_context(site.open()).sendall(request(f"/wait?{number}"))
            until((site.folder / f"waiting{number}").exists, site)
        with site.open() as left:
            left.sendall(request("/wait?left"))
        # once this is answered, the site has seen that the other connection is closed
        assert site.ask("/kept")[0] == 200
        (site.folder / "go").touch()
        assert site.ask("/")[0] == 200
        assert not (site.folder / "waitingleft").exists()


def test_costly_requests_leave_room_for_others(serve):
    site = serve()
    with site.open() as connection:
        connection.sendall(request("/wait?1"))
        until((site.folder / "waiting1").exists, site)
        assert [site.ask("/")[0] for _ in range(3)] == [200] * 3
        (site.folder / "go").touch()


def begun(site, number):
    """A connection whose request has begun. The kernel may have given all to one worker, which has
    room for three: then another connection is tried."""
    for _ in range(20):
        connection = site.open()
        connection.sendall(request(f"/wait?{number}", X_Forwarded_For="1.1.1.1"))
        end = time.monotonic() + 3
        while time.monotonic() < end:
            if (site.folder / f"waiting{number}").exists():
                return connection
            time.sleep(0.02)
        connection.close()
    pytest.fail(site.log())


def test_a_client_that_uses_too_much_is_limited_while_others_wait(serve):
    site = serve("service.PATIENCE = 600", limits="client_seconds=0.05", workers=2)
    heavy, light = {"X_Forwarded_For": "9.9.9.9"}, {"X_Forwarded_For": "8.8.8.8"}
    for _ in range(4):
        assert site.ask("/burn?0.2", **heavy)[0] == 200  # nobody waits for it
    with ExitStack() as stack:
        for number in range(4):
            stack.enter_context(begun(site, number))
        (status, headers, _), others = site.ask("/", **heavy), site.ask("/kept", **heavy)
        assert status == 429
        assert int(headers["Retry-After"]) > 0
        assert others[0] == 200
        (site.folder / "go").touch()
        assert site.ask("/", **light)[0] == 200
        assert site.ask("/")[0] == 200  # of the proxy itself nobody knows who it is
    assert all(len(children(worker)) == 1 for worker in site.workers())
