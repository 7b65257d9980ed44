"""Who waits for an answer, who is next, who is turned away."""

from __future__ import annotations

import time
from types import SimpleNamespace

import pytest

from searchapp.serving.line import FEWEST, LONG, Job, Line
from searchapp.serving.shares import Shares

MANY = 10


@pytest.fixture
def shares():
    return Shares()


@pytest.fixture
def line(shares):
    return Line(MANY, 20.0, shares)


@pytest.fixture
def job(shares):
    """A request of a client, "" of one that cannot be told from others."""

    def make(client: str = "", **known) -> Job:
        cells = shares.client(client.encode()) if client else None
        answer = SimpleNamespace(begun=False)
        return Job(None, answer, cells, known.pop("since", time.monotonic()), **known)

    return make


def order(line: Line) -> list[Job]:
    """All that wait, in the order in which they are answered."""
    found = []
    while job := line.next(0, prior=False):
        line.made(0, 0.0)
        found.append(job)
    return found


def test_one_is_answered_at_a_time(line, job):
    line.put(job())
    line.put(job())
    assert line.next(0, prior=False)
    assert line.next(1, prior=False) is None
    line.made(0, 0.01)
    assert line.next(1, prior=False)


def test_the_next_begins_beside_work_that_takes_long(line, job, monkeypatch):
    line.put(job())
    line.put(job())
    line.next(0, prior=False)
    assert 0 < line.until_long() <= LONG
    now = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * LONG)
    assert line.until_long() is None
    assert line.next(1, prior=False)


def test_what_watches_the_site_waits_for_nobody(line, job):
    line.put(job())
    line.next(0, prior=False)
    for _ in range(MANY + 5):
        assert line.put(job(prior=True)) is None
    assert line.next(3, prior=True).prior


def test_clients_that_cannot_be_told_apart_come_in_their_order(line, job):
    jobs = [job() for _ in range(4)]
    for each in jobs:
        line.put(each)
    assert order(line) == jobs


def test_who_has_used_least_comes_first(line, job, shares):
    heavy, light, new = job("heavy"), job("light"), job("new")
    shares.add(heavy.client, 9.0)
    shares.add(light.client, 1.0)
    for each in (heavy, light, new):
        line.put(each)
    assert order(line) == [new, light, heavy]


def test_known_and_unknown_clients_take_turns(line, job):
    for client in ("", "", "", "a", "b", "c"):
        line.put(job(client))
    assert [each.client is None for each in order(line)] == [True, False] * 3


def test_what_a_request_cost_is_counted(line, job, shares):
    one = job("a")
    line.put(one)
    line.next(0, prior=False)
    line.made(0, 3.0)
    assert shares.used(one.client) == pytest.approx(3.0, abs=0.1)


def test_a_full_line_turns_away_the_newest_of_unknown_clients(line, job):
    for _ in range(MANY):
        assert line.put(job()) is None
    late = job()
    refusal = line.put(late)
    assert (refusal.job, refusal.personal) == (late, False)
    assert refusal.retry > 0


def test_in_a_full_line_the_heaviest_makes_room(line, job, shares):
    heavy = [job("heavy") for _ in range(MANY)]
    for each in heavy:
        line.put(each)
    light = job("light")
    assert line.put(light).job is heavy[-1]
    assert light in order(line)


@pytest.mark.parametrize(("crowd", "one"), [("", "a"), ("a", "")])
def test_a_crowd_makes_room_for_the_other_kind(line, job, crowd, one):
    for _ in range(MANY):
        line.put(job(crowd))
    single = job(one)
    assert line.put(single).job is not single


def test_nobody_waits_for_more_work_than_is_bearable(line, job):
    for _ in range(16):  # so it learns what a request costs
        line.put(job())
        line.next(0, prior=False)
        line.made(0, 30.0)
    refused = [line.put(job()) for _ in range(FEWEST + 1)]
    assert [bool(each) for each in refused] == [False] * FEWEST + [True]


def test_who_has_waited_too_long_is_turned_away_unless_it_is_begun(line, job):
    old, begun, new = job(since=1.0), job(since=1.0, maker=0), job(since=9.0)
    line.put(old)
    line.resume(begun)
    line.put(new)
    assert [each.job for each in line.overdue(5.0)] == [old]
    assert order(line) == [begun, new]


def test_an_answer_that_was_begun_is_gone_on_with_where_it_was_begun(line, job):
    begun = job(maker=1)
    line.resume(begun)
    assert line.next(0, prior=False) is None
    assert line.next(1, prior=False) is begun


def test_who_has_left_is_forgotten(line, job):
    one = job()
    line.put(one)
    assert line.leave(one)
    assert not line.leave(one)
    assert order(line) == []


@pytest.mark.parametrize(
    ("used", "others", "limit", "refused"),
    [
        (25.0, True, 20.0, True),
        (25.0, False, 20.0, False),  # nobody has to wait for it
        (15.0, True, 20.0, False),
        (25.0, True, 0.0, False),  # nobody is limited
    ],
)
def test_a_client_is_limited_only_while_others_wait(shares, job, used, others, limit, refused):  # noqa: PLR0913, PLR0917
    line = Line(MANY, limit, shares)
    heavy = job("heavy")
    shares.add(heavy.client, used)
    line.put(job("heavy"))
    if others:
        line.put(job("light"))
    refusal = line.put(heavy)
    assert bool(refusal) == refused
    if refusal:
        assert refusal.personal
        assert 1 <= refusal.retry <= 60


def test_the_unknown_are_never_limited(line, job):
    line.put(job("a"))
    for _ in range(MANY - 1):
        assert line.put(job()) is None
