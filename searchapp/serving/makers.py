"""The makers as the process of the connections sees them: who is at work, and what comes of it."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from typing import Any

from searchapp.serving.line import Job, Line
from searchapp.serving.maker import LENGTH, Order, Piece, packed, unpacked

THREADS = 3
"""Answers that may be made at once, all but one of them costly."""

AHEAD_OF_ALL = 1
"""Makers beside these, for what must not wait."""

_MADE = memoryview(bytearray(262_144))
"""Of whichever maker is read from."""

Made = Callable[[Job, Piece], None]


class Makers:
    """Hand the jobs of a line to makers, and their pieces on."""

    def __init__(self, line: Line, ends: list[socket.socket], made: Made) -> None:
        """``ends``: the sockets of the makers; ``made``: what becomes of a piece."""
        self._line = line
        self._made = made
        self._ends = ends
        self._loop = asyncio.get_running_loop()
        self._makers: list[_Maker] = []
        self._timer: asyncio.TimerHandle | None = None
        self.ready: asyncio.Future[Any] = self._loop.create_future()
        self.lost = False

    async def start(self) -> Any:
        """Wait until answers can be made; what the site wants to be known.

        Raises EOFError when the process has ended instead.
        """
        for number, end in enumerate(self._ends):
            end.setblocking(False)  # noqa: FBT003 - the name is the socket's
            made = _Maker(self, number, prior=number >= THREADS)
            await self._loop.connect_accepted_socket(lambda made=made: made, end)  # type: ignore[misc]
            self._makers.append(made)
        return await self.ready

    def go_on(self) -> None:
        """Give work to makers that have none."""
        for maker in self._makers:
            if maker.job is None and not self.lost:
                job = self._line.next(maker.number, prior=maker.prior)
                if job:
                    maker.begin(job)
        if self._timer:
            self._timer.cancel()
        pause = self._line.until_long()
        self._timer = self._loop.call_later(pause, self.go_on) if pause else None

    def made(self, maker: _Maker, piece: Piece) -> None:
        """Take what a maker has made."""
        if not self.ready.done():
            self.ready.set_result(piece.noted)
            return
        job, maker.job = maker.job, None
        assert job is not None  # noqa: S101 - it makes nothing unasked
        self._line.made(maker.number, piece.cost)
        self._made(job, piece)
        self.go_on()

    def gone(self, maker: _Maker) -> None:
        """The process has ended: what it was making is not made."""
        self.lost = True
        if not self.ready.done():
            self.ready.set_exception(EOFError())
        if (job := maker.job) is not None:
            maker.job = None
            self._line.made(maker.number, 0.0)
            self._made(job, Piece(error="the process that made it has ended"))


class _Maker(asyncio.BufferedProtocol):
    """A maker's socket."""

    def __init__(self, makers: Makers, number: int, *, prior: bool) -> None:
        self._makers = makers
        self.number = number
        self.prior = prior
        self.job: Job | None = None
        self._bytes = bytearray()
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = transport

    def begin(self, job: Job) -> None:
        """Have the next piece of a job made."""
        self.job = job
        begun = job.maker is not None
        job.maker = self.number
        request = None if begun else job.answer.portable()
        self._transport.write(packed(Order(id(job), request, job.abandoned)))

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's
        """Where to put what comes."""
        return _MADE

    def buffer_updated(self, nbytes: int) -> None:
        """Take bytes; the messages in them are taken when they are whole."""
        self._bytes += _MADE[:nbytes]
        while len(self._bytes) >= LENGTH.size:
            end = LENGTH.size + LENGTH.unpack_from(self._bytes)[0]
            if len(self._bytes) < end:
                return
            message = bytes(self._bytes[LENGTH.size : end])
            del self._bytes[:end]
            self._makers.made(self, unpacked(message))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """The process has ended."""
        self._makers.gone(self)


def pairs() -> list[tuple[socket.socket, socket.socket]]:
    """Sockets between both processes, an end for each, made before one forks the other."""
    return [socket.socketpair() for _ in range(THREADS + AHEAD_OF_ALL)]


def forked(run: Callable[[], Any]) -> int:
    """Fork a process that does ``run`` and nothing else; its number."""
    number = os.fork()
    if number:
        return number
    try:
        run()
    finally:
        os._exit(1)
