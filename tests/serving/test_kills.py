"""Processes of the site end, by themselves or not, while it is used."""

from __future__ import annotations

import os
import signal

import pytest
from told_site import children, everything, gone, parted, request, until

pytestmark = pytest.mark.slow


def pairs(site) -> list[int]:
    """All processes besides the master."""
    return [each for worker in site.workers() for each in (worker, *children(worker))]


@pytest.mark.parametrize("which", [0, 1], ids=["connections", "answers"])
def test_a_worker_that_is_killed_is_replaced_and_the_other_answers(serve, which):
    site = serve(workers=2)
    pair = (site.workers()[0], *children(site.workers()[0]))
    os.kill(pair[which], signal.SIGKILL)
    until(lambda: all(map(gone, pair)), site)
    until(lambda: site.ask("/")[0] == 200, site)
    until(lambda: len(pairs(site)) == 4, site)
    until(lambda: [site.ask("/")[0] for _ in range(20)] == [200] * 20, site)


def test_a_process_that_is_killed_as_it_begins_does_not_end_the_site(serve):
    site = serve()
    (site.folder / "die").touch()
    os.kill(children(site.workers()[0])[0], signal.SIGKILL)
    until(lambda: not (site.folder / "die").exists(), site)
    until(lambda: site.ask("/")[0] == 200, site)


def test_what_was_being_made_by_a_killed_process_is_told_to_have_failed(serve):
    site = serve()
    with site.open() as connection:
        connection.sendall(request("/wait?1", Connection="close"))
        until((site.folder / "waiting1").exists, site)
        os.kill(children(site.workers()[0])[0], signal.SIGKILL)
        assert parted(everything(connection))[0] == 500
    assert "answer-failed\nthe process that made it has ended\n" in site.log()
    (site.folder / "go").touch()
    until(lambda: site.ask("/")[0] == 200, site)


def test_when_the_master_is_killed_all_others_end(serve):
    site = serve(workers=2)
    others = pairs(site)
    os.kill(site.process.pid, signal.SIGKILL)
    until(lambda: all(map(gone, others)), site)


def test_what_is_under_way_is_finished_before_the_site_ends(serve):
    site = serve("connection.LINGER = 0.2")
    with site.open() as connection, site.open():  # the second never asks for anything
        connection.sendall(request("/wait?1"))
        until((site.folder / "waiting1").exists, site)
        site.process.send_signal(signal.SIGTERM)
        until(lambda: site.ask("/")[0] == 0, site)
        (site.folder / "go").touch()
        status, headers, body = parted(everything(connection))
    assert (status, headers["Connection"], body) == (200, "close", b"here")
    assert site.process.wait(timeout=60) == 0


def test_a_reload_replaces_the_workers_while_connections_are_open(serve):
    site = serve()
    before = pairs(site)
    with site.open() as connection:
        connection.sendall(request("/wait?1"))
        until((site.folder / "waiting1").exists, site)
        site.process.send_signal(signal.SIGHUP)
        until(lambda: set(site.workers()) - set(before), site)
        until(lambda: site.ask("/")[0] == 200, site)
        (site.folder / "go").touch()
        assert parted(everything(connection))[0] == 200
    until(lambda: all(map(gone, before)), site)
    assert site.ask("/")[0] == 200


def test_an_answer_that_never_ends_takes_its_worker_with_it(serve):
    site = serve("timeout = 1", "connection.LINGER = graceful_timeout = 1")
    before = pairs(site)
    with site.open() as connection:
        connection.sendall(request("/wait?1"))
        until(lambda: all(map(gone, before)), site)
    (site.folder / "go").touch()
    until(lambda: site.ask("/")[0] == 200, site)
