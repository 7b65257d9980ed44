"""From an address to JSON or HTML through gunicorn, beside the same search in this process.

``python -m benchmarks.serving --articles 100000`` makes an archive in ``benchmarks/cache/`` when
there is none, or one of other articles or of an index that cannot be served any more (store, sync,
verification: the rates are reported). It asks every query all ways, each of them first in one round
of three, and writes ``benchmarks/results/DATE-ARTICLES-serving.json``.

Of both processes the processor time is measured, too: other load leaves it alone, so it tells what
a change has gained when the machine is not quiet. That of a program that asks is in neither. How
much work a page is (searches, characters read, ...) is counted: see ``work``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from benchmarks import corpus
from benchmarks.queries import Definition, load
from benchmarks.reading import text
from benchmarks.run import RESULTS
from benchmarks.work import work_of_pages
from indexer.archive import Archive
from schemas.article import Article
from schemas.errors import PodshivkaError
from schemas.query import ALWAYS, Period, Query
from schemas.results import Page

PORT = 8917
PATIENCE = 60
"""Seconds that gunicorn may take to start."""

INSIDE, JSON, HTML = WAYS = ("in process", "as JSON through gunicorn", "as HTML through gunicorn")

Timed = tuple[float, float]
"""Milliseconds by the clock and of processor time."""


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    source = corpus.load(parser.parse_args().articles)
    home = corpus.CACHE / f"home-{source.articles}"
    rates = _archive(home, source)
    archive = Archive.open(home)
    # every answer is made: what is told again is in benchmarks.load
    with site(home, workers=1, kept=0) as workers:
        times = _times(archive, workers)
    found = np.array([times[way] for way in WAYS])
    clock, processor = np.percentile(found, (50, 95), axis=1).transpose(2, 1, 0).round(2).tolist()
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": source.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "articles/s into the store and into the index": rates,
        "p50 and p95 ms": dict(zip(WAYS, clock, strict=True)),
        "p50 and p95 ms of processor time": dict(zip(WAYS, processor, strict=True)),
        "work of a page": work_of_pages(archive, [query_of(each) for each in load()]),
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{source.articles}-serving.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


def _archive(home: Path, source: corpus.Corpus) -> list[float]:
    """Put the corpus into an archive as an operator would; rates of store and sync."""
    kept = home / "rates.json"
    if not _is_current(home, kept, source):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        archive = Archive.open(home, create=True)
        begun = time.perf_counter()
        archive.add(map(Article.model_validate, source.records()))
        stored = time.perf_counter()
        archive.sync()
        ended = time.perf_counter()
        rates = [source.articles / (stored - begun), source.articles / (ended - stored)]
        kept.write_text(json.dumps({"corpus": source.digest, "rates": rates}), encoding="ascii")
    return [round(rate, 1) for rate in json.loads(kept.read_text(encoding="ascii"))["rates"]]


def _is_current(home: Path, kept: Path, source: corpus.Corpus) -> bool:
    """Whether the archive is one of this corpus that this version can serve."""
    try:
        known = json.loads(kept.read_text(encoding="ascii"))
        served = Archive.open(home).health()
    except (FileNotFoundError, PodshivkaError):
        return False
    whole = served["documents"] == source.articles and not served["pending"]
    return whole and isinstance(known, dict) and known["corpus"] == source.digest


@contextmanager
def site(
    home: Path, *, workers: int, kept: int, tree: Path = corpus.ROOT
) -> Iterator[tuple[int, ...]]:
    """Serve with the project in ``tree``, keeping ``kept`` MB of answers; the workers' numbers.

    Among them those of the processes that the workers have started.
    """
    command = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    command += ["--workers", str(workers), "--bind", f"127.0.0.1:{PORT}", "wsgi:app"]
    environment = os.environ | {
        "PODSHIVKA_HOME": str(home),
        "PODSHIVKA_ANSWERS_KEPT": str(kept),
        "PYTHONPATH": str(tree),
    }
    with subprocess.Popen(command, cwd=tree, env=environment) as server:
        try:
            _wait()
            children = _children(server.pid)
            yield (*children, *(each for child in children for each in _children(child)))
        finally:
            server.terminate()


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(number) for number in listed.split()]


def _wait() -> None:
    for _ in range(PATIENCE * 10):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", PORT), "/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn does not answer")


def ask(address: str, encoding: str = "", port: int = PORT) -> bytes:
    """The answer as it is sent to those who take ``encoding``."""
    return _get(http.client.HTTPConnection("127.0.0.1", port), address, encoding)


def _get(connection: http.client.HTTPConnection, address: str, encoding: str = "") -> bytes:
    headers = {"Accept-Encoding": encoding}
    connection.request("GET", address, headers=headers)
    try:
        response = connection.getresponse()
    except http.client.RemoteDisconnected:  # it had been idle for longer than gunicorn waits
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise SystemExit(f"{address}: {response.status} {body[:200]!r}")
    return body


def _times(archive: Archive, workers: Sequence[int]) -> dict[str, list[Timed]]:
    """What every query takes each way; the articles must be the same."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    found: dict[str, list[Timed]] = {way: [] for way in WAYS}
    for definition in load():
        query, address = query_of(definition), address_of(definition)
        ways: dict[str, Callable[[], Any]] = {
            INSIDE: partial(archive.search, query),
            JSON: partial(_get, connection, f"/api/v1/search?{address}"),
            HTML: partial(_get, connection, f"/search?{address}"),
        }
        check(address, ways[INSIDE](), ways[JSON]())
        times: dict[str, list[Timed]] = {way: [] for way in WAYS}
        for first in range(len(WAYS)):
            for way in (*WAYS[first:], *WAYS[:first]):
                times[way].append(_timed(ways[way], () if way == INSIDE else workers))
        for way in WAYS:
            clock, processor = zip(*times[way], strict=True)
            found[way].append((statistics.median(clock), statistics.median(processor)))
    return found


def check(address: str, page: Page, body: bytes) -> None:
    """Stop when the answer in JSON is not what this process finds."""
    answer = json.loads(body)
    ids = [hit.id for hit in page.hits]
    if (answer["total"], [hit["id"] for hit in answer["hits"]]) != (page.total, ids):
        raise SystemExit(f"{address}: not the {page.total} articles that this process finds")


def _timed(ask: Callable[[], Any], workers: Sequence[int]) -> Timed:
    """``workers``: the processes that do the work, none for this one."""
    before = sum(map(processor_time, workers or [None]))
    begun = time.perf_counter_ns()
    ask()
    ended = time.perf_counter_ns()
    return (ended - begun) / 1e6, (sum(map(processor_time, workers or [None])) - before) / 1e6


def processor_time(worker: int | None) -> int:
    """Nanoseconds that all threads of a process have run."""
    if worker is None:
        return time.process_time_ns()
    threads = Path(f"/proc/{worker}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads)


def query_of(definition: Definition) -> Query:
    """The query as a program asks it."""
    days = definition.period()
    return Query(
        text=text(definition),
        filters={name: (value,) for name, value in definition.filters},
        period=ALWAYS if days is None else Period(*days),
        sort="newest" if definition.newest else "relevance",
    )


def address_of(definition: Definition) -> str:
    """Its parameters in an address."""
    pairs = [("q", text(definition))] if definition.words else []
    pairs += definition.filters
    if definition.year is not None:
        pairs += [("from", str(definition.year)), ("to", str(definition.year))]
    if definition.newest:
        pairs.append(("sort", "newest"))
    return urlencode(pairs)


if __name__ == "__main__":
    main()
