"""The process of the connections: who is answered at once, who waits, who is turned away."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from http import HTTPStatus
from logging import ERROR
from typing import Any

from gunicorn.config import Config
from gunicorn.http.errors import ConfigurationProblem

from searchapp.logs import tell, trace
from searchapp.serving.answer import Answer
from searchapp.serving.arriving import ArchiveRequest
from searchapp.serving.connection import Connection
from searchapp.serving.connections import Connections
from searchapp.serving.desk import Desk
from searchapp.serving.line import Job, Line, Refusal
from searchapp.serving.maker import Piece
from searchapp.serving.makers import Makers
from searchapp.serving.shares import Shares

PATIENCE = 4.0
"""Seconds that a request may wait before its answer is begun."""


class Service:
    """Answers the requests of all connections of a process. Runs in the loop."""

    def __init__(
        self, desk: Desk, shares: Shares, ends: Sequence[socket.socket], config: Config
    ) -> None:
        """``desk``: what the site says without work. ``ends``: the sockets of the makers."""
        self._desk = desk
        self._shares = shares
        self._config = config
        self._loop = asyncio.get_running_loop()
        self.connections = Connections(desk.limits.connections)
        self._line = Line(desk.limits.waiting, desk.limits.client_seconds, shares)
        self.makers = Makers(self._line, list(ends), self._made)
        self._closing = False
        self.answered = 0
        self.longest = self._line.longest

    async def start(self) -> None:
        """Wait until answers can be made. Raises EOFError if they cannot."""
        self._desk.serve()
        self._desk.learn(await self.makers.start(), b"")

    def accept(self, listener: Any) -> None:
        """Take a connection that somebody has opened."""
        with suppress(BlockingIOError, InterruptedError, ConnectionAbortedError):
            if (accepted := self.connections.accept(listener)) is None:
                return
            taken, peer = accepted
            server = listener.getsockname()
            self.connections.open(taken, lambda: Connection(self, self._config, peer or "", server))

    def look_around(self) -> None:
        """Close what has had its time, turn away who has waited too long. A few times a second."""
        self.connections.check(self._loop.time())
        for refusal in self._line.overdue(time.monotonic() - PATIENCE):
            self._refuse(refusal)

    def close(self) -> None:
        """Take no further requests on the connections there are, but answer those under way."""
        self._closing = True
        for connection in self.connections:
            if connection.job:
                connection.job.answer.close_after()
            connection.close_soon(self._loop.time())

    # what a connection asks for

    def answer(self, connection: Connection, request: ArchiveRequest) -> None:
        """Have a request answered: ``Connection.send`` is called, now or later."""
        try:
            answer = Answer(request, connection.peer, connection.server, self._config)
        except ConfigurationProblem:
            connection.say(HTTPStatus.NOT_FOUND)  # outside of SCRIPT_NAME
            return
        self.answered += 1
        if self._closing:
            answer.close_after()
        client = self._desk.client(answer.environ)
        if app := self._desk.at_once(answer.environ):
            self._complete(connection, answer, app)
            return
        cells = self._shares.client(client) if client else None
        connection.job = job = Job(connection, answer, cells, time.monotonic())
        job.prior = self._desk.goes_first(answer.environ)
        if refusal := self._line.put(job):
            self._refuse(refusal)
        self.makers.go_on()

    def more(self, job: Job) -> None:
        """Have the next piece made."""
        job.making = True
        self._line.resume(job)
        self.makers.go_on()

    def waits(self, connection: Connection, *, on_client: bool) -> None:
        """Note for whom a connection waits from now on."""
        self.connections.waits(connection, on_client=on_client)

    def forgets(self, job: Job) -> bool:
        """Whether a request is still to be begun; it is forgotten then."""
        forgotten = not job.answer.begun and self._line.leave(job)
        job.making = job.making and not forgotten
        return forgotten

    def left(self, connection: Connection, job: Job | None) -> None:
        """Forget a connection that is gone, and what was made for it."""
        self.connections.left(connection)
        if job is None:
            return
        job.abandoned = True
        if self._line.leave(job):
            job.making = False
        if not job.making:
            self._abandon(job)

    # what becomes of requests

    def _made(self, job: Job, piece: Piece) -> None:
        job.making = False
        answer, connection = job.answer, job.connection
        whole = piece.done and not answer.begun
        if job.abandoned:
            answer.done = piece.done
            self._abandon(job)
        elif piece.error:
            self._failed(connection, answer, piece.error, told=piece.broken_off)
        else:
            data = answer.write(piece.head, piece.data, done=piece.done)
            connection.send(data, job=job, done=piece.done, last=answer.last)
        if piece.noted is not None:
            self._desk.learn(piece.noted, piece.data if whole else b"")

    def _abandon(self, job: Job) -> None:
        """Let what a maker has open for nobody be closed."""
        if job.maker is not None and not job.answer.done:
            self.more(job)

    def _refuse(self, refusal: Refusal) -> None:
        answer, connection = refusal.job.answer, refusal.job.connection
        connection.job = None
        personal = refusal.personal
        status = HTTPStatus.TOO_MANY_REQUESTS if personal else HTTPStatus.SERVICE_UNAVAILABLE
        self._complete(
            connection, answer, self._desk.refused(answer.environ, status, refusal.retry)
        )
        if not self._desk.is_proxy(connection.peer):  # which has requests of others, too
            connection.hold()

    def _complete(self, connection: Connection, answer: Answer, app: Any) -> None:
        """Send an answer that costs nothing to make."""
        try:
            data = answer.whole(app)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            self._failed(connection, answer, trace(error))
            return
        connection.send(data, done=True, last=answer.last)

    def _failed(
        self, connection: Connection, answer: Answer, error: str, *, told: bool = False
    ) -> None:
        """Tell an error that the application could not answer itself; ``told``: it told it."""
        if not told:
            tell("answer-failed", ERROR, trace=error)
        if answer.begun or told:
            connection.abort()
        else:
            connection.say(HTTPStatus.INTERNAL_SERVER_ERROR)
