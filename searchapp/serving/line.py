"""The requests that wait to be answered: how many may, who is next, who is turned away."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from searchapp.serving.answer import Answer
from searchapp.serving.shares import Client, Shares, seconds_until

RETRY = 5
"""Seconds after which those who were turned away because of all others should ask again."""

LONG = 0.25
"""Seconds after which work is costly, and the next begins beside it."""

AHEAD = 2.0
"""Seconds of work from which on nobody else may wait for it, about."""

FEWEST = 4
"""Requests that may wait at any rate, unless fewer are set."""


@dataclass(eq=False, slots=True)
class Job:
    """A request that waits for its answer, or for a further piece of it.

    ``client``: whose it is, None where that cannot be told. ``since``: when it came, by the clock
    that never goes back. ``prior``: whether it goes before all others. ``making``: whether it waits
    or is being made, and not for its client. ``abandoned``: nobody wants the rest. ``maker``: who
    makes it, once it is begun: what an answer has open is of one thread.
    """

    connection: Any
    answer: Answer
    client: Client | None
    since: float
    prior: bool = False
    making: bool = True
    abandoned: bool = False
    maker: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request is not answered. ``personal``: its client has used more than its share."""

    job: Job
    retry: int
    personal: bool = False


class Line:
    """Those who wait.

    One is answered at a time, since searches take the processor, of which a process has one at a
    time. But beside work that has lasted for a while the next begins: a costly search must not keep
    the cheap ones waiting.

    Clients that can be told apart come in the order of what they used of late, the least first;
    those that cannot, in the order in which they came. Where both wait, each gets every other turn:
    readers behind one proxy or one onion service are many, and one of the others may be a flood.
    """

    def __init__(self, most: int, limit: float, shares: Shares) -> None:
        """``most``: requests that may wait. ``limit``: seconds a minute, 0: nobody is limited."""
        self._most = most
        self._limit = limit
        self._shares = shares
        self._known: list[Job] = []
        self._unknown: list[Job] = []
        self._prior: list[Job] = []
        self._turn = False
        self._begun: dict[int, tuple[Job, float]] = {}
        self._typical = 0.05

    def put(self, job: Job) -> Refusal | None:
        """Let a request wait. Who is turned away for it: itself, another, or nobody."""
        if job.prior:
            self._prior.append(job)
            return None
        if self._others(job):
            self._shares.contend()
        if refusal := self._over(job):
            return refusal
        leaving = None
        if self._full():
            leaving = self._least_missed(job)
            if leaving is job:
                return Refusal(job, RETRY)
            self._group(leaving).remove(leaving)
        self._group(job).append(job)
        return Refusal(leaving, RETRY) if leaving else None

    def resume(self, job: Job) -> None:
        """Let an answer wait for its next piece, or for its end if it was abandoned."""
        self._group(job).append(job)

    def next(self, maker: int, *, prior: bool) -> Job | None:
        """The next one for a maker, if it may begin now. ``prior``: those that go before others."""
        first = self._prior.pop(0) if prior and self._prior else None
        job = first if prior else self._next(maker)
        if job:
            self._begun[maker] = job, time.monotonic()
        return job

    def made(self, maker: int, cost: float) -> None:
        """Note that a maker has made its piece, and the seconds of processor time it took."""
        job, _ = self._begun.pop(maker)
        if not job.prior:
            self._typical += (cost - self._typical) / 16
        if job.client is not None:
            self._shares.add(job.client, cost)

    def leave(self, job: Job) -> bool:
        """Take a job out; whether it was still waiting."""
        group = self._group(job)
        waited = job in group
        if waited:
            group.remove(job)
        return waited

    def overdue(self, moment: float) -> Sequence[Refusal]:
        """Take out the requests that came before ``moment`` and are not begun."""
        waiting = (*self._known, *self._unknown, *self._prior)
        late = [job for job in waiting if job.since < moment and job.maker is None]
        for job in late:
            self._group(job).remove(job)
        return [Refusal(job, RETRY) for job in late]

    def until_long(self) -> float | None:
        """Seconds until the next may begin beside what is under way; None if nobody waits."""
        if not self._known and not self._unknown:
            return None
        begun = [moment for job, moment in self._begun.values() if not job.prior]
        pause = max(begun, default=0.0) + LONG - time.monotonic()
        return pause if pause > 0 else None

    def longest(self) -> float:
        """Seconds for which the oldest work under way has lasted, 0 when there is none."""
        begun = [moment for _, moment in self._begun.values()]
        return time.monotonic() - min(begun) if begun else 0.0

    def _group(self, job: Job) -> list[Job]:
        if job.prior:
            return self._prior
        return self._unknown if job.client is None else self._known

    def _full(self) -> bool:
        count = len(self._known) + len(self._unknown)
        if count < FEWEST or count >= self._most:
            return count >= self._most
        now = time.monotonic()
        # what has lasted for a while will go on for as long, for all that is known of it
        under_way = sum(now - moment for _, moment in self._begun.values())
        return count * self._typical + under_way > AHEAD

    def _others(self, job: Job) -> bool:
        """Whether it waits for the request of somebody else."""
        ahead = [*self._known, *self._unknown, *(served for served, _ in self._begun.values())]
        return any(each.client is None or each.client != job.client for each in ahead)

    def _over(self, job: Job) -> Refusal | None:
        """The refusal of one whose client has used more than its share while others wait."""
        if job.client is None or not self._limit or not self._shares.contended():
            return None
        used = self._shares.used(job.client)
        if used <= self._limit:
            return None
        return Refusal(job, seconds_until(used, self._limit), personal=True)

    def _least_missed(self, job: Job) -> Job:
        """Who makes room for ``job`` in a full line: the last of the heaviest, perhaps itself."""
        known = [each for each in self._known if each.maker is None]
        unknown = [each for each in self._unknown if each.maker is None]
        (unknown if job.client is None else known).append(job)
        if len(unknown) > len(known):
            return unknown[-1]
        weights = {each.client: self._weight(each.client, known) for each in known}
        return max(reversed(known), key=lambda each: weights[each.client])

    def _weight(self, client: Client | None, waiting: Sequence[Job]) -> float:
        """Seconds that a client used and is about to use."""
        here = sum(each.client == client for each in waiting)
        return here * self._typical + (self._shares.used(client) if client else 0.0)

    def _next(self, maker: int) -> Job | None:
        if not self._known and not self._unknown:
            return None
        if self.until_long() is not None:
            return None
        known, unknown = (
            [job for job in group if job.maker in {None, maker}]
            for group in (self._known, self._unknown)
        )
        if known and (self._turn or not unknown):
            self._turn = False
            job = min(known, key=lambda each: (self._used(each), each.since))
            self._known.remove(job)
            return job
        if not unknown:
            return None
        self._turn = True
        self._unknown.remove(unknown[0])
        return unknown[0]

    def _used(self, job: Job) -> float:
        return self._shares.used(job.client) if job.client else 0.0
