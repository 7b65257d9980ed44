"""gunicorn's worker for the site: docs/decisions/0019-worker.md."""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import signal
import socket
import sys
from collections.abc import Sequence
from logging import ERROR
from typing import Any, ClassVar

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker
from werkzeug.test import Client

from searchapp.logs import tell, trace
from searchapp.serving.desk import Desk
from searchapp.serving.maker import make
from searchapp.serving.makers import forked, pairs
from searchapp.serving.service import Service
from searchapp.serving.shares import Shares
from searchapp.watching import REHEARSED

WARMING = (
    "/static/style.css",
    "/search?q=в+OR+the&size=100&ui=ru",
    "/search?q=Кадыров&ui=en",
    "/api/v1/suggest?q=нов",
)
"""What a worker answers to itself before it takes the first request: words that nearly every
article has, for the vocabulary of snippets; a name, for its other spellings.
"""

FILES = 128
"""Files that a process may open besides its connections."""

AGAIN = 1.0
"""Seconds between the loss of a process that was to make answers and another start."""

PAUSE = 0.25
"""Seconds between looks at connections that have had their time."""


class ArchiveWorker(Worker):
    """A worker in which a connection costs nothing until its request has come whole.

    It never logs a query, and never lets its first reader wait.
    """

    _shares: ClassVar[Shares | None] = None
    _at_once = False

    @classmethod
    def setup(cls) -> None:
        """Make what all workers share. Called by gunicorn before any of them is forked."""
        cls._shares = cls._shares or Shares()

    def run(self) -> None:
        """Serve until told to stop, with another process that makes the answers."""
        if self.cfg.is_ssl:  # what was to be secret would be sent as it is
            tell("no-tls", ERROR, hint="leave it to the web server in front of the site")
            sys.exit(Arbiter.WORKER_BOOT_ERROR)
        desk: Desk = getattr(self.wsgi, "extensions", {}).get("desk") or Desk()
        sockets = pairs()
        forked(lambda: self._make(desk, sockets))
        for _, theirs in sockets:
            theirs.close()
        _allow_files(desk.limits.connections + FILES)
        asyncio.run(self._serve(desk, [ours for ours, _ in sockets]))

    def _make(self, desk: Desk, sockets: Sequence[tuple[socket.socket, socket.socket]]) -> None:
        for ours, _ in sockets:
            ours.close()
        for listener in self.sockets:
            listener.close()
        signal.set_wakeup_fd(-1)
        desk.make()
        warm(self.wsgi)
        make([theirs for _, theirs in sockets], self.wsgi, desk.noted)

    async def _serve(self, desk: Desk, ends: Sequence[socket.socket]) -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(_unforeseen)
        told = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGQUIT, signal.SIGINT):
            loop.add_signal_handler(number, self._told, number, told)
        service = Service(desk, self._shares or Shares(), ends, self.cfg)
        try:
            await service.start()
        except EOFError:
            # it was killed as it began: with another code gunicorn would end the whole site
            await asyncio.sleep(AGAIN)
            sys.exit(1)
        for listener in self.sockets:
            listener.setblocking(False)  # noqa: FBT003 - the name is the socket's
            loop.add_reader(listener.fileno(), service.accept, listener)
        while self.alive and self._is_fit(service):
            self.notify()
            service.look_around()
            await _until(told, PAUSE)
        for listener in self.sockets:
            loop.remove_reader(listener.fileno())
            listener.close()  # or clients would go on waiting here
        await self._finish(service, told)

    async def _finish(self, service: Service, told: asyncio.Event) -> None:
        """Answer what is under way, as long as gunicorn waits."""
        service.close()
        loop = asyncio.get_running_loop()
        end = loop.time() + self.cfg.graceful_timeout
        while service.connections and loop.time() < end and not self._at_once:
            self.notify()
            service.look_around()
            await _until(told, PAUSE / 5)

    def _is_fit(self, service: Service) -> bool:
        """Whether to go on; otherwise gunicorn, if it is there, starts another in its place."""
        if service.longest() > self.cfg.timeout:
            tell("answer-too-long", ERROR, seconds=self.cfg.timeout)
            return False
        fit = service.answered < self.max_requests and not service.makers.lost
        return fit and self.ppid == os.getppid()

    def _told(self, number: int, told: asyncio.Event) -> None:
        """A signal: to end after what is under way, or at once."""
        self.alive = False
        self._at_once = self._at_once or number != signal.SIGTERM
        told.set()


def warm(app: Any) -> None:
    """Load the site with its dictionaries, index and templates.

    An archive that cannot be searched yet answers with its error here as it does to a reader.
    """
    client = Client(app)
    for path in WARMING:
        client.get(path, environ_base={REHEARSED: True})
    # what is loaded now stays: to walk through it, once in a thousand pages, takes 70 ms
    gc.collect()
    gc.freeze()


def _unforeseen(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # noqa: ARG001
    """Tell an error in the loop, without its message, which may quote a query."""
    error = context.get("exception")
    tell("broken", ERROR, **({"trace": trace(error)} if error else {}))


async def _until(told: asyncio.Event, seconds: float) -> None:
    told.clear()
    try:
        await asyncio.wait_for(told.wait(), seconds)
    except TimeoutError:
        return


def _allow_files(count: int) -> None:
    """Let the process have so many files open, as far as the system lets it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if 0 <= soft < count:
        wanted = count if hard < 0 else min(count, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
