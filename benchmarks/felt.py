"""What readers feel of commands that write: searches through gunicorn while they run.

``python -m benchmarks.felt --home FOLDER`` copies an archive, serves the copy with a worker a core,
each answer made anew, and asks the golden queries of the archive one after the other without a
pause, while nobody writes and during ingest, reindex and rollback, with the default niceness and
with none. Every answer must be a 200 with the right total. Writes
``benchmarks/results/DATE-ARTICLES-felt.json``.
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
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks import corpus
from benchmarks.run import RESULTS
from benchmarks.serving import PORT, processor_time, site
from indexer.archive import Archive
from indexer.archive.golden.file import Golden
from indexer.archive.golden.standard import standard

NICE = (10, 0)
ADDED = 500
"""Articles of each ingest: copies of stored ones, under other ids."""

SOME_REJECTED = 3
"""The exit code of an ingest that has set records aside."""


@dataclass
class Asked:
    """What a reader got. ``slow``: milliseconds of each answer; ``wrong``: what was not right."""

    slow: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


class Reader(threading.Thread):
    """Asks without a pause until it is told to stop."""

    def __init__(self, queries: Sequence[str], allowed: Mapping[str, tuple[int, int]]) -> None:
        """``allowed``: the least and the most that each query may find."""
        super().__init__()
        self.asked = Asked()
        self._queries = queries
        self._allowed = allowed
        self._stopped = threading.Event()

    def run(self) -> None:
        """Ask."""
        for query in cycle(self._queries):
            if self._stopped.is_set():
                return
            begun = time.perf_counter_ns()
            try:
                total = found(query)
            except (OSError, http.client.HTTPException, ValueError) as error:
                self.asked.wrong.append(f"{query}: {error!r}")
                continue
            self.asked.slow.append((time.perf_counter_ns() - begun) / 1e6)
            least, most = self._allowed[query]
            if not least <= total <= most:
                self.asked.wrong.append(f"{query}: {total}, not {least} to {most}")

    def stop(self) -> Asked:
        """What it got."""
        self._stopped.set()
        self.join()
        return self.asked


def found(query: str) -> int:
    """The total that the site gives. Raises ValueError when it gives none."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    connection.request("GET", f"/api/v1/search?{urlencode({'q': query, 'literal': '1'})}")
    response = connection.getresponse()
    body = response.read()
    connection.close()
    if response.status != http.client.OK:
        raise ValueError(f"{response.status} {body[:200]!r}")
    return int(json.loads(body)["total"])


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--seconds", type=int, default=20, help="of measuring while nobody writes")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(shutil.copytree(asked.home, Path(folder) / "home"))
        archive = Archive.open(home)
        articles = len(archive.store)
        queries = [each.query for each in standard(archive.searcher(), Golden())]
        with site(home, workers=os.cpu_count() or 1, kept=0) as workers:
            measured = dict(_phases(archive, queries, workers, asked.seconds))
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": articles,
        "queries": len(queries),
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "phases": measured,
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{articles}-felt.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


def _phases(
    archive: Archive, queries: Sequence[str], workers: Sequence[int], seconds: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    for query in queries * 3:  # every worker warm
        found(query)
    for nice in NICE:
        before = {query: found(query) for query in queries}
        after = {query: before[query] + ADDED for query in queries}
        growing = {query: (before[query], after[query]) for query in queries}
        yield f"nobody writes, before {nice}", _measured(queries, growing, workers, seconds)
        added = archive.home.parent / f"added-{nice}.jsonl"
        _write_copies(archive, added, nice)
        allowed = growing
        for command in (["ingest", str(added)], ["reindex"], ["rollback"]):
            work = [*command, "--nice", str(nice), "--home", str(archive.home)]
            yield f"{command[0]}, niceness {nice}", _measured(queries, allowed, workers, work)
            totals = {query: found(query) for query in queries}
            allowed = {query: (total, total) for query, total in totals.items()}


def _measured(
    queries: Sequence[str],
    allowed: Mapping[str, tuple[int, int]],
    workers: Sequence[int],
    work: int | Sequence[str],
) -> dict[str, Any]:
    """``work``: seconds to wait, or a command to run and wait for."""
    reader, begun = Reader(queries, allowed), time.perf_counter()
    before = sum(map(processor_time, workers))
    reader.start()
    if isinstance(work, int):
        time.sleep(work)
    else:
        program = "from indexer.cli import main; raise SystemExit(main())"
        # a session of its own, as that of an operator is
        done = subprocess.run(
            [sys.executable, "-c", program, *work, "--quiet"],
            cwd=corpus.ROOT,
            check=False,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
        )
        if done.returncode not in {0, SOME_REJECTED}:
            raise SystemExit(f"{work} ended with {done.returncode}")
    took = time.perf_counter() - begun
    asked = reader.stop()
    spent = (sum(map(processor_time, workers)) - before) / 1e6
    return {
        "seconds": round(took, 1),
        "requests": len(asked.slow),
        "wrong": asked.wrong,
        "p50 ms": round(statistics.median(asked.slow), 1),
        "p95 ms": round(statistics.quantiles(asked.slow, n=20)[-1], 1),
        "ms of processor time a request": round(spent / len(asked.slow), 1),
    }


def _write_copies(archive: Archive, path: Path, number: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for id, article in archive.store.get_many(list(archive.store.ids())[:ADDED]).items():
            fields = article.model_dump(mode="json", exclude_defaults=True)
            fields |= {"id": f"felt-{number}-{id}", "addresses": []}
            fields.pop("url", None)
            file.write(json.dumps(fields, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
