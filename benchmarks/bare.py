"""The site beside the least that an HTTP server around an engine can be, in one run.

``python -m benchmarks.bare --articles 20000`` needs Debian's ``wrk`` and the archive of
``benchmarks.serving``. Around tantivy, and around our engine alone, a server of a hundred lines
answers ``GET /NUMBER``, a query of the 250, with the total, ten ids and all counts as JSON: no
words are read, nothing is highlighted, offered or laid out. The site answers the same queries as
JSON and as HTML, made each time and told again. Each has one process that answers for each core,
and 1, 4 and 16 clients.

Before anything is timed, every answer comes through HTTP once: those of the bare servers are
compared with the slow count, those of the site with this process. Under load each must be a 200.
Writes ``benchmarks/results/DATE-ARTICLES-bare.json``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, cast

from benchmarks import corpus
from benchmarks.adapters import Contestant, contestants
from benchmarks.build import build
from benchmarks.check import TABLE_OF, expected, faults
from benchmarks.count import Answer, Columns
from benchmarks.load import CLIENTS, ENCODING, PATHS, times
from benchmarks.queries import Definition, load
from benchmarks.run import RESULTS
from benchmarks.serving import PORT, address_of, ask, check, query_of, site
from indexer.archive import Archive

ENGINES = ("tantivy", "ours-cached")


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10, help="of each measurement")
    asked = parser.parse_args()
    source = corpus.load(asked.articles)
    queries = load()
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": source.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "servers": {
            f"bare, {name}": _bare(name, source, queries, asked.seconds) for name in ENGINES
        }
        | _site(source, queries, asked.seconds),
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{source.articles}-bare.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


def _bare(
    name: str, source: corpus.Corpus, queries: Sequence[Definition], seconds: int
) -> dict[str, Any]:
    """Times of a bare server, by number of clients."""
    contestant = _opened(name, source)
    addresses = [f"/{number}" for number in range(len(queries))]
    with _serving(contestant, queries) as workers:
        answers = {
            each.name: _read(ask(address)) for each, address in zip(queries, addresses, strict=True)
        }
        _check(name, answers, source, list(queries))
        measured = times(addresses, "", workers, seconds, 1)
        return dict(zip(map(str, CLIENTS), measured, strict=True))


def _opened(name: str, source: corpus.Corpus) -> Contestant:
    """The engine with an index of one segment, built if there is none."""
    folder = corpus.CACHE / f"bare-{name}-{source.articles}"
    if not folder.exists():
        build(name.removesuffix("-cached"), source, folder, 1)
    return contestants()[name]()(folder, source)


def _check(
    name: str, answers: Mapping[str, Answer], source: corpus.Corpus, queries: list[Definition]
) -> None:
    """Stop if an answer differs from the slow count."""
    places = {record["id"]: row for row, record in enumerate(source.records())}
    right = expected(TABLE_OF[name], source, queries)
    if found := faults(answers, queries, right, Columns.of(source), places):
        raise SystemExit(f"{name}: {found}")


def _read(body: bytes) -> Answer:
    """An answer as it came."""
    found = json.loads(body)
    months = {int(month): count for month, count in found["months"].items()}
    return Answer(found["total"], tuple(found["ids"]), found["facets"], months)


@contextmanager
def _serving(contestant: Contestant, queries: Sequence[Definition]) -> Iterator[list[int]]:
    """Serve with a process for each core; gives their numbers."""
    listener = socket.create_server(("127.0.0.1", PORT), backlog=128)
    prepared = [(contestant.prepare(each), each) for each in queries]
    forked = multiprocessing.get_context("fork")
    workers = [
        forked.Process(target=_serve, args=(listener, contestant, prepared), daemon=True)
        for _ in range(os.cpu_count() or 1)
    ]
    for worker in workers:
        worker.start()
    try:
        yield [worker.pid for worker in workers if worker.pid is not None]
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
            # a request comes whole: it is one line and a few headers, and the next waits for this
            self.transport.write(answer(int(data.split(b" ", 2)[1][1:])))

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Connection, sock=listener)
        await server.serve_forever()

    asyncio.run(serve())


def _site(
    source: corpus.Corpus, queries: Sequence[Definition], seconds: int
) -> dict[str, dict[str, Any]]:
    """Times of the site, by what it is asked for, then by number of clients."""
    home, cores = corpus.CACHE / f"home-{source.articles}", os.cpu_count() or 1
    archive, found = Archive.open(home), {}
    for told, kept in (("made each time", 0), ("told again", 32)):
        with site(home, workers=cores, kept=kept) as workers:
            for each in queries:
                address = address_of(each)
                check(address, archive.search(query_of(each)), ask(f"{PATHS['JSON']}?{address}"))
            for kind, path in PATHS.items():
                addresses = [f"{path}?{address_of(each)}" for each in queries]
                encoding = ENCODING if kind == "HTML" else ""
                measured = times(addresses, encoding, workers, seconds, cores * 3 if kept else 1)
                clients = dict(zip(map(str, CLIENTS), measured, strict=True))
                found[f"the site, {told}, {kind}"] = clients
    return found


if __name__ == "__main__":
    main()
