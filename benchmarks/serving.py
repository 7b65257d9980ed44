"""From an address to rendered JSON through gunicorn, beside the same search in this process.

``python -m benchmarks.serving --articles 100000`` makes an archive in ``benchmarks/cache/`` when it
is not there yet (store, sync, verification: the rates are reported), asks all queries both ways in
turn and writes ``benchmarks/results/DATE-ARTICLES-serving.json``.
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
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np

from benchmarks import corpus
from benchmarks.queries import Definition, load
from benchmarks.reading import text
from benchmarks.run import RESULTS
from indexer.archive import Archive
from schemas.article import Article
from schemas.query import ALWAYS, Period, Query

ROUNDS = 3
PORT = 8917
PATIENCE = 60
"""Seconds that gunicorn may take to start."""


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    source = corpus.load(parser.parse_args().articles)
    home = corpus.CACHE / f"home-{source.articles}"
    rate = _archive(home, source)
    with _served(home):
        inside, outside = _times(Archive.open(home))
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": source.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "articles/s into the store and into the index": rate,
        "in process, p50 and p95 ms": _percentiles(inside),
        "through gunicorn, p50 and p95 ms": _percentiles(outside),
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{source.articles}-serving.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


def _archive(home: Path, source: corpus.Corpus) -> list[float]:
    """Put the corpus into an archive as an operator would; rates of store and sync."""
    kept = home / "rates.json"
    if not kept.exists():
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        archive = Archive.open(home, create=True)
        begun = time.perf_counter()
        archive.add(map(Article.model_validate, source.records()))
        stored = time.perf_counter()
        archive.sync()
        ended = time.perf_counter()
        rates = [source.articles / (stored - begun), source.articles / (ended - stored)]
        kept.write_text(json.dumps(rates), encoding="ascii")
    return [float(rate) for rate in json.loads(kept.read_text(encoding="ascii"))]


@contextmanager
def _served(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:searchapp.gunicorn_conf"]
    command += ["--workers", "1", "--bind", f"127.0.0.1:{PORT}", "wsgi:app"]
    environment = os.environ | {"PODSHIVKA_HOME": str(home)}
    with subprocess.Popen(command, cwd=corpus.ROOT, env=environment) as server:
        try:
            _wait()
            yield
        finally:
            server.terminate()


def _wait() -> None:
    for _ in range(PATIENCE * 10):
        try:
            _get(http.client.HTTPConnection("127.0.0.1", PORT), "/health")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("gunicorn does not answer")


def _get(connection: http.client.HTTPConnection, address: str) -> bytes:
    connection.request("GET", address)
    response = connection.getresponse()
    body = response.read()
    if response.status != http.client.OK:
        raise SystemExit(f"{address}: {response.status} {body[:200]!r}")
    return body


def _times(archive: Archive) -> tuple[list[float], list[float]]:
    """Milliseconds of every query, in process and through gunicorn; totals must agree."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    inside, outside = [], []
    for definition in load():
        query, address = _query(definition), _address(definition)
        mine, theirs = [], []
        for _ in range(ROUNDS):
            begun = time.perf_counter()
            page = archive.search(query)
            asked = time.perf_counter()
            body = _get(connection, address)
            ended = time.perf_counter()
            mine.append((asked - begun) * 1e3)
            theirs.append((ended - asked) * 1e3)
        if json.loads(body)["total"] != page.total:
            raise SystemExit(f"{address}: not the {page.total} articles that this process finds")
        inside.append(statistics.median(mine))
        outside.append(statistics.median(theirs))
    return inside, outside


def _query(definition: Definition) -> Query:
    days = definition.period()
    return Query(
        text=text(definition),
        filters={name: (value,) for name, value in definition.filters},
        period=ALWAYS if days is None else Period(*days),
        sort="newest" if definition.newest else "relevance",
    )


def _address(definition: Definition) -> str:
    pairs = [("q", text(definition)), *definition.filters]
    if definition.year is not None:
        pairs += [("from", str(definition.year)), ("to", str(definition.year))]
    if definition.newest:
        pairs.append(("sort", "newest"))
    return "/api/search?" + urlencode(pairs)


def _percentiles(found: list[float]) -> list[float]:
    return [round(float(np.percentile(found, p)), 2) for p in (50, 95)]


if __name__ == "__main__":
    main()
