"""The process beside that of the connections, in which answers are made.

It is forked from it, ends with it, and is told what to do through a few sockets, each of which has
a thread here. Python runs one thread of a process at a time: beside searches, connections would
wait for their turn at each read and write.
"""

from __future__ import annotations

import os
import pickle
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import Context
from io import BytesIO
from threading import Thread
from typing import Any, BinaryIO, NamedTuple, NoReturn

from searchapp.logs import trace
from searchapp.serving.answer import Headers

PIECE = 65_536
"""Bytes after which the making of an answer pauses, until the client has taken most of them."""

Noted = Callable[[dict[str, Any]], Any]
"""What the site wants the other process to know after the answer to a request."""

LENGTH = struct.Struct("!I")
"""Before each message: its bytes."""


class Order(NamedTuple):
    """What a thread is to do: begin the answer to a request, go on with it, or end it.

    ``request``: the environment and the body, None for an answer that was begun.
    """

    number: int
    request: tuple[dict[str, Any], bytes] | None = None
    abandoned: bool = False


class Piece(NamedTuple):
    """A piece of an answer. ``head``: status and headers, with the first piece.

    ``error``: where it broke, "" if it did not; ``broken_off``: whether the application meant that.
    ``cost``: seconds of processor time. ``noted``: what the site wants to be known with it.
    """

    data: bytes = b""
    head: tuple[str, Headers] | None = None
    done: bool = True
    error: str = ""
    broken_off: bool = False
    cost: float = 0.0
    noted: Any = None


def packed(message: Any) -> bytes:
    """A message between the two processes as bytes."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def unpacked(data: bytes | memoryview) -> Any:
    """The message that bytes without their length are."""
    return pickle.loads(data)  # noqa: S301 - the other process is of the same fork


class _Making:
    """An answer that is being made.

    Its parts are made in a context of its own: Flask's request must not meet that of another
    answer that is under way in the same thread.
    """

    def __init__(self, environ: dict[str, Any], body: bytes) -> None:
        self.environ = environ | {"wsgi.input": BytesIO(body), "wsgi.errors": sys.stderr}
        self._context = Context()
        self._given: Iterable[bytes] | None = None
        self._left: Iterator[bytes] = iter(())
        self._head: tuple[str, Headers] | None = None
        self._counted = False

    def advance(self, app: Any) -> Piece:
        """The next piece. Raises what the application does; it is then at its end."""
        return self._context.run(self._advance, app)

    def end(self) -> None:
        """Let the application close what it has open."""
        self._context.run(self._end)

    def _advance(self, app: Any) -> Piece:
        parts, size, done = [], 0, True
        try:
            if self._given is None:
                self._given = app(self.environ, self._start)
                self._left = iter(self._given or ())
            for item in self._left:
                parts.append(item)
                size += len(item)
                # an answer whose length is told is whole in memory, and sent in one piece
                if size >= PIECE and not self._counted:
                    done = False
                    break
        except BaseException:
            self._end()
            raise
        if done:
            self._end()
        head, self._head = self._head, None
        return Piece(b"".join(parts), head, done)

    def _start(self, status: str, headers: Headers, *_: Any) -> None:
        self._head = status, headers
        self._counted = any(name.lower() == "content-length" for name, _ in headers)

    def _end(self) -> None:
        given, self._given = self._given, None
        close = getattr(given, "close", None)
        if close:
            close()


class Maker:
    """A thread that does what comes through its socket."""

    def __init__(self, end: socket.socket, app: Any, noted: Noted) -> None:
        self._socket = end
        self._app = app
        self._noted = noted
        self._open: dict[int, _Making] = {}

    def work(self) -> None:
        """Work until the other process is gone."""
        with self._socket.makefile("rb") as orders:
            while (order := _read(orders)) is not None:
                piece = self._done(order)
                if piece is not None:
                    self._socket.sendall(packed(piece))
        os._exit(0)

    def _done(self, order: Order) -> Piece | None:
        if order.abandoned:
            self._open.pop(order.number).end()
            return Piece()
        making = _Making(*order.request) if order.request else self._open.pop(order.number)
        before = time.thread_time()
        try:
            piece = making.advance(self._app)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            return Piece(error=trace(error), broken_off=isinstance(error, ConnectionError))
        if not piece.done:
            self._open[order.number] = making
        noted = self._noted(making.environ) if piece.done else None
        cost = time.thread_time() - before
        return Piece(piece.data, piece.head, piece.done, cost=cost, noted=noted)


def _read(orders: BinaryIO) -> Any:
    head = orders.read(LENGTH.size)
    return unpacked(orders.read(LENGTH.unpack(head)[0])) if len(head) == LENGTH.size else None


def make(ends: Sequence[socket.socket], app: Any, noted: Noted) -> NoReturn:
    """Be the process that makes answers; says so through the first of the sockets."""
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)  # it ends with the other process, which they tell
    ends[0].sendall(packed(Piece(noted=noted({}))))
    threads = [Thread(target=Maker(end, app, noted).work, daemon=True) for end in ends]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    os._exit(0)
