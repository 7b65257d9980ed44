"""The connections of a process: how many there may be, and which has to make room."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from typing import Any

from searchapp.serving.connection import Connection

UNSENT = 67_108_864
"""Bytes of answers that may wait for clients to take them: 64 MB."""


class Connections:
    """What is open. Those that wait for their clients do so in order; the first makes room."""

    def __init__(self, most: int) -> None:
        """``most``: connections that stay open."""
        self._most = most
        self._open: dict[Connection, None] = {}
        self._waiting: dict[Connection, None] = {}
        self._opening: set[asyncio.Task[Any]] = set()

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._open))

    def __len__(self) -> int:
        return len(self._open)

    def accept(self, listener: Any) -> tuple[socket.socket, Any] | None:
        """The next connection and who is at its other end; None if no file can be opened."""
        try:
            taken, peer = listener.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            raise
        except OSError:
            self._make_room()
            return None
        taken.setblocking(False)  # noqa: FBT003 - the name is the socket's
        return taken, peer

    def open(self, taken: socket.socket, made: Callable[[], Connection]) -> None:
        """Begin to serve a connection; another makes room for it if there are too many."""
        loop = asyncio.get_running_loop()
        task = loop.create_task(self._opened(taken, made))
        self._opening.add(task)
        task.add_done_callback(self._opening.discard)

    async def _opened(self, taken: socket.socket, made: Callable[[], Connection]) -> None:
        loop = asyncio.get_running_loop()
        if len(self._open) >= self._most:
            self._make_room()
        await loop.connect_accepted_socket(made, taken)

    def waits(self, connection: Connection, *, on_client: bool) -> None:
        """Note for whom a connection waits from now on; when it is opened, for its client."""
        self._open[connection] = None
        self._waiting.pop(connection, None)
        if on_client:
            self._waiting[connection] = None

    def left(self, connection: Connection) -> None:
        """Forget one that is gone."""
        self._open.pop(connection, None)
        self._waiting.pop(connection, None)

    def check(self, now: float) -> None:
        """Close those whose clients have had their time, or let too much wait for them."""
        for connection in self:
            connection.check(now)
        unsent = {each: each.unsent for each in self._waiting}
        excess = sum(unsent.values()) - UNSENT
        for connection in sorted(unsent, key=lambda each: unsent[each], reverse=True):
            if excess <= 0:
                return
            excess -= unsent[connection]
            connection.abort()

    def _make_room(self) -> None:
        """Close the one that has waited longest for its client."""
        connection = next(iter(self._waiting), None)
        if connection is not None:
            self.left(connection)
            connection.abort()
