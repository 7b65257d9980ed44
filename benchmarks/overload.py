"""What a reader gets when the site has more to do than it can: a refusal, and how soon.

``python -m benchmarks.overload --home FOLDER`` serves an archive with one worker and room for few
requests, and fills the line with costly searches, none of them asked before. Meanwhile it asks by
turns, each time on a new connection, for a search and for a small file: what the second takes is
the time of a connection and an answer as such, on this machine, in this minute. A refusal must be a
503 with ``Retry-After`` in the reader's language, for programs in JSON; once nobody asks for more,
the site must answer again, rightly. Writes ``benchmarks/results/DATE-ARTICLES-overload.json``.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import os
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.run import RESULTS
from benchmarks.serving import PORT, processor_time, site
from indexer.archive import Archive
from schemas.query import Query
from searchapp.serving.service import PATIENCE

WAITING = 5
"""Requests that may wait."""

CROWD = 16
"""Clients that ask for something costly, again as soon as they are answered."""

COSTLY = "(о* OR s* OR т*) NEAR/9 (а* OR t* OR п*)"
BARE = "/static/favicon.svg"
PROMISED = 50.0
"""Milliseconds within which a refusal has to come."""

RECOVERED = 10.0
"""Seconds within which the site has to answer once nobody asks for more."""


@dataclass
class Times:
    """Milliseconds of each answer, by the clock and of processor time of the process that sends."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def shape(self) -> dict[str, Any]:
        """The figures of a record."""
        cuts = statistics.quantiles(self.clock, n=100)
        times = (cuts[49], cuts[94], cuts[98], max(self.clock))
        return {
            "p50, p95, p99 and longest ms": [round(each, 1) for each in times],
            "p50 ms of processor time": round(statistics.median(self.processor), 2),
            f"over {PROMISED:.0f} ms": sum(each > PROMISED for each in self.clock),
        }


@dataclass
class Answers:
    """``answered``, ``in_vain``: searches that were let in, and those that then waited too long."""

    refused: Times = field(default_factory=Times)
    bare: Times = field(default_factory=Times)
    answered: int = 0
    in_vain: int = 0


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--count", type=int, default=500, help="of refusals that are timed")
    asked = parser.parse_args()
    archive = Archive.open(asked.home)
    articles, right = len(archive.store), archive.search(Query("the")).total
    archive.store.close()
    os.environ["PODSHIVKA_WAITING"] = str(WAITING)
    with site(asked.home, workers=1, kept=0) as workers:
        with _crowd():
            answers = _asked(asked.count, workers[0])
        recovered = _recovered(right)
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "refused": len(answers.refused.clock),
        "let in and answered": answers.answered,
        "let in and refused after waiting": answers.in_vain,
        "refusal": answers.refused.shape(),
        "bare answer": answers.bare.shape(),
        "s until it answers again": round(recovered, 1),
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{articles}-overload.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


@contextmanager
def _crowd() -> Iterator[None]:
    """Many who ask without a pause, in a process of their own."""
    crowd = multiprocessing.get_context("fork").Process(target=_press)
    crowd.start()
    try:
        time.sleep(3)
        yield
    finally:
        crowd.kill()
        crowd.join()


def _press() -> None:
    for number in range(CROWD):
        threading.Thread(target=_again_and_again, args=(number,)).start()


def _again_and_again(number: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    for turn in count():
        try:
            connection.request("GET", _search(f"{COSTLY} {number}x{turn}"))
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            connection.close()  # the next request opens it again


def _search(text: str, path: str = "/search") -> str:
    return f"{path}?{urlencode({'q': text, 'any': '1'})}"


def get(address: str, language: str = "en") -> tuple[int, Mapping[str, str], bytes]:
    """Status, headers, body, on a connection of its own. Raises OSError, HTTPException."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
    try:
        connection.request("GET", address, headers={"Accept-Language": language})
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()
    finally:
        connection.close()


def _asked(wanted: int, worker: int) -> Answers:
    """Ask by turns. ``worker``: the process of the connections."""
    answers, begun = Answers(), time.monotonic()
    for number in count():
        if len(answers.refused.clock) == wanted:
            break
        if time.monotonic() - begun > max(60, wanted):
            raise SystemExit(f"only {len(answers.refused.clock)} of {number} were refused")
        language = ("en", "ru")[number % 2]
        path = ("/search", "/api/v1/search")[number // 2 % 2]
        for address in (_search(f"q{number}", path), BARE):
            before, moment = processor_time(worker), time.perf_counter_ns()
            status, headers, body = get(address, language)
            took = (time.perf_counter_ns() - moment) / 1e6
            used = (processor_time(worker) - before) / 1e6
            if address != BARE and status == http.client.OK:
                answers.answered += 1
                continue
            if address != BARE:
                _check(status, headers, body, language, path)
                if took > PATIENCE * 1000:
                    answers.in_vain += 1
                    continue
            times = answers.bare if address == BARE else answers.refused
            times.clock.append(took)
            times.processor.append(used)
    return answers


def _check(status: int, headers: Mapping[str, str], body: bytes, language: str, path: str) -> None:
    """Stop when a refusal is not what it should be."""
    right = status == http.client.SERVICE_UNAVAILABLE and int(headers["Retry-After"]) > 0
    if path == "/search":
        right = right and f'<html lang="{language}"' in body.decode()
    else:
        right = right and json.loads(body)["error"]["code"] == "overloaded"
    if not right:
        raise SystemExit(f"not a refusal: {status} {headers} {body[:300]!r}")


def _recovered(right: int) -> float:
    """Seconds until a search is answered, with the right total."""
    begun = time.monotonic()
    while True:
        status, _, body = get("/api/v1/search?q=the")
        if status == http.client.OK and json.loads(body)["total"] == right:
            return time.monotonic() - begun
        if time.monotonic() - begun > RECOVERED:
            raise SystemExit(f"it does not recover: {status} {body[:200]!r}")
        time.sleep(0.1)


if __name__ == "__main__":
    main()
