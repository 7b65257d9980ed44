"""One connection: its requests in, their answers out. All of it runs in the loop."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any, Protocol

from gunicorn.config import Config

from searchapp.serving.answer import plain
from searchapp.serving.arriving import ArchiveRequest, Arriving, RefusedError
from searchapp.serving.line import Job

ARRIVAL = 30.0
"""Seconds in which a request has to come whole, from the first byte, or from the connection on."""

STALLED = 60.0
"""Seconds in which a client has to take a piece of an answer. Without a limit, one that stops
reading would keep its memory for ever."""

IDLE = 15.0
"""Seconds for which a connection is kept for its next request."""

LINGER = 2.0
"""Seconds for which what a client still sends is read after the last answer, so that the answer
reaches it."""

HELD = 1.0
"""Seconds for which nothing is read from a client that was turned away: one that repeats its
request at once, whatever it was told, would be refused hundreds of times a second."""

AHEAD = 262_144
"""Bytes that a client may send while it is answered; then nothing is read until it was."""

HIGH, LOW = 65_536, 16_384
"""Bytes not yet taken by the client from which on no further piece is made, and until when."""


_ARRIVED = memoryview(bytearray(65_536))
"""Of whichever connection is read from: a new one each time would take longer than the reading."""


class Service(Protocol):
    """What a connection needs of the process."""

    def answer(self, connection: Connection, request: ArchiveRequest) -> None:
        """Have a request answered: ``Connection.send`` is called, now or later."""

    def more(self, job: Job) -> None:
        """Have the next piece made."""

    def left(self, connection: Connection, job: Job | None) -> None:
        """Forget a connection that is gone, and what was made for it."""

    def waits(self, connection: Connection, *, on_client: bool) -> None:
        """Note for whom it waits from now on: for its client, or for us."""

    def forgets(self, job: Job) -> bool:
        """Whether a request is still to be begun; it is forgotten then."""


class Connection(asyncio.BufferedProtocol):
    """A connection. ``until``: when it is closed unless its client moves on; inf while we work."""

    def __init__(self, service: Service, config: Config, peer: Any, server: Any) -> None:
        """``peer``, ``server``: the addresses of both ends, as their sockets tell them."""
        self._service = service
        self.peer = peer
        self.server = server
        self._arriving = Arriving(config, peer)
        self._transport: asyncio.Transport = None  # type: ignore[assignment] # before any call
        self._loop = asyncio.get_running_loop()
        self.job: Job | None = None
        self.until = 0.0
        self._unsent = 0
        self._ending = False
        self._paused = False
        self._held = False

    @property
    def unsent(self) -> int:
        """Bytes of answers that the client has not taken yet."""
        return self._transport.get_write_buffer_size()

    @property
    def unused(self) -> bool:
        """Whether it waits for a request of which nothing has come."""
        return self.job is None and not self._arriving and not self.unsent

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - of a stream it is
        self._transport = transport
        transport.set_write_buffer_limits(HIGH, LOW)
        self._wait(ARRIVAL)

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's
        """Where to put what the client sends."""
        return _ARRIVED

    def buffer_updated(self, nbytes: int) -> None:
        """Take what the client has sent."""
        if self._ending:
            return
        data = bytes(_ARRIVED[:nbytes])
        if self.unused:
            self._wait(ARRIVAL)
        self._arriving.feed(data)
        if self.job is None:
            self._read()
        elif len(self._arriving) > AHEAD:
            self._transport.pause_reading()
            self._paused = True

    def eof_received(self) -> bool:
        """The client sends nothing more; whether it may still read the answer under way.

        A request that has not been begun is forgotten: browsers and proxies close a connection
        when nobody waits any longer.
        """
        job = self.job
        if self._ending or job is None or self._service.forgets(job):
            return False
        self._ending = True
        return True

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Forget everything."""
        self._ending = True
        self._service.left(self, self.job)
        self.job = None

    def resume_writing(self) -> None:
        """Go on with an answer, now that most of it was taken."""
        job = self.job
        if job is not None and self.until != float("inf"):
            self._wait(None)
            self._service.more(job)

    def send(self, data: bytes, *, job: Job | None = None, done: bool, last: bool) -> None:
        """Send a piece of an answer. ``job``: what makes it; ``last``: the connection ends."""
        if self._transport.is_closing():
            return
        self._transport.write(data)
        if not done and job is not None:
            self.job = job
            if self.unsent > HIGH:
                self._wait(STALLED)  # resume_writing goes on
            else:
                self._service.more(job)
            return
        self.job = None
        if last or self._ending:
            self._end()
            return
        self._wait(STALLED if self.unsent else ARRIVAL if self._arriving else IDLE)
        self._read_again()
        if self._arriving:
            # not now: a client may have sent thousands of requests ahead
            self._loop.call_soon(self._read)

    def say(self, status: HTTPStatus) -> None:
        """Answer without a page, and end."""
        self.send(plain(status), done=True, last=True)

    def hold(self) -> None:
        """Read nothing for a moment."""
        if not self._transport.is_closing():
            self._held = True
            self._transport.pause_reading()
            self._loop.call_later(HELD, self._release)

    def _release(self) -> None:
        self._held = False
        if not self._transport.is_closing() and not self._paused:
            self._transport.resume_reading()
            self._read()

    def check(self, now: float) -> None:
        """Close it if its client has had its time."""
        if self.unsent and self.unsent != self._unsent and self.until != float("inf"):
            self.until = now + STALLED  # it reads
        self._unsent = self.unsent
        if now < self.until:
            return
        if self._arriving and not self._ending and not self.unsent:
            self.say(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.abort()

    def abort(self) -> None:
        """Close it at once."""
        self._transport.abort()

    def close_soon(self, now: float) -> None:
        """Close it in a moment, if no request comes: one may be on its way."""
        if self.unused:
            self.until = min(self.until, now + LINGER)

    def _read(self) -> None:
        if self._ending or self._held or self.job is not None:
            return
        try:
            request = self._arriving.next()
            if request is None:
                if self._arriving.expects:
                    self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                return
        except RefusedError as error:
            self.say(error.status)
            return
        self._wait(None)
        self._service.answer(self, request)

    def _wait(self, seconds: float | None) -> None:
        """Wait for the client for so long, or for us."""
        self.until = float("inf") if seconds is None else self._loop.time() + seconds
        self._service.waits(self, on_client=seconds is not None)

    def _read_again(self) -> None:
        if self._paused:
            self._paused = False
            self._transport.resume_reading()

    def _end(self) -> None:
        """End after what was written; what the client still sends is read and dropped."""
        self._ending = True
        self._read_again()
        try:
            self._transport.write_eof()
        except OSError:  # the client is gone
            self._transport.abort()
            return
        self._wait(STALLED if self.unsent else LINGER)
