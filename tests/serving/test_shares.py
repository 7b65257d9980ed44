"""What clients used of late, in memory that processes share."""

from __future__ import annotations

import os

import pytest

from searchapp.serving.shares import CONTENDED, MEMORY, ROTATION, Shares, seconds_until


class Clock:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shares(clock):
    return Shares(clock)


def test_use_is_added_up_and_fades(shares, clock):
    client = shares.client(b"one")
    shares.add(client, 2.0)
    shares.add(client, 3.0)
    assert shares.used(client) == 5.0
    clock.now += MEMORY
    assert shares.used(client) == pytest.approx(5.0 / 2.71828, rel=1e-3)
    clock.now += 20 * MEMORY
    assert shares.used(client) < 1e-6


def test_clients_have_accounts_of_their_own(shares):
    clients = [shares.client(str(number).encode()) for number in range(300)]
    for client in clients[:100]:
        shares.add(client, 10.0)
    # two cells each, of which the lesser counts: hardly anybody pays for another
    assert sum(shares.used(client) > 0 for client in clients[100:]) <= 2


def test_processes_share_them(shares):
    client = shares.client(b"one")
    if not os.fork():
        shares.add(shares.client(b"one"), 4.0)
        shares.contend()
        os._exit(0)
    os.wait()
    assert shares.used(client) == 4.0
    assert shares.contended()


def test_the_key_is_replaced_and_nothing_of_before_is_known(shares, clock):
    before = shares.client(b"one")
    shares.add(before, 4.0)
    kept = bytes(shares._bytes)
    clock.now += ROTATION + 1
    after = shares.client(b"one")
    assert after != before
    assert shares.used(before) == 0
    assert not any(shares._bytes[64:])
    assert bytes(shares._bytes)[:16] != kept[:16]


def test_every_start_has_another_key():
    assert Shares().client(b"one") != Shares().client(b"one")


def test_no_address_is_in_the_memory(shares):
    address = b"\xc6\x33\x64\x07"
    shares.add(shares.client(address), 1.0)
    assert address not in bytes(shares._bytes)


def test_contention_is_remembered_for_a_while(shares, clock):
    assert not shares.contended()
    shares.contend()
    assert shares.contended()
    clock.now += CONTENDED + 1
    assert not shares.contended()


@pytest.mark.parametrize("level", [0.0, 20.0, 21.0, 60.0, 600.0])
def test_after_the_time_that_is_told_the_limit_is_kept(shares, clock, level):
    client = shares.client(b"one")
    shares.add(client, level)
    clock.now += seconds_until(level, 20.0)
    assert shares.used(client) <= 20.0
