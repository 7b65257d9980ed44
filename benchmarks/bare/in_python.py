"""Bare servers around tantivy and around our engine: a process for each core, no framework."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, cast

from benchmarks import corpus
from benchmarks.adapters import Contestant, contestants
from benchmarks.build import build
from benchmarks.queries import Definition
from benchmarks.serving import PORT


@contextmanager
def serving(
    name: str, source: corpus.Corpus, queries: Sequence[Definition]
) -> Iterator[tuple[int, ...]]:
    """Answers ``GET /NUMBER`` on PORT with an engine. Yields the ids of the processes that answer.

    The index, of one segment, is built if there is none.
    """
    folder = corpus.CACHE / f"bare-{name}-{source.articles}"
    if not folder.exists():
        build(name.removesuffix("-cached"), source, folder, 1)
    contestant = contestants()[name]()(folder, source)
    prepared = [(contestant.prepare(each), each) for each in queries]
    listener = socket.create_server(("127.0.0.1", PORT), backlog=128)
    forked = multiprocessing.get_context("fork")
    workers = [
        forked.Process(target=_serve, args=(listener, contestant, prepared), daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    for worker in workers:
        worker.start()
    try:
        yield tuple(worker.pid for worker in workers if worker.pid is not None)
    finally:
        for worker in workers:
            worker.terminate()
            worker.join()
        listener.close()


def _serve(
    listener: socket.socket, contestant: Contestant, prepared: Sequence[tuple[Any, Definition]]
) -> None:
    """Answer until ended."""

    def answer(number: int) -> bytes:
        query, definition = prepared[number]
        found = contestant.answer(contestant.run(query), definition)
        body = json.dumps(asdict(found), ensure_ascii=False).encode()
        return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)

    class Connection(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = cast(asyncio.Transport, transport)

        def data_received(self, data: bytes) -> None:
            # a request comes whole: it is one line and a few headers, and the next waits for it
            self.transport.write(answer(int(data.split(b" ", 2)[1][1:])))

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Connection, sock=listener)
        await server.serve_forever()

    asyncio.run(serve())
