"""The site beside the least that an HTTP server around an engine can be, in one run.

``python -m benchmarks.bare --articles 20000`` needs Debian's ``wrk``, the archive of
``benchmarks.serving``, and Java and Maven as the tests of OpenSearch do. Around tantivy, Lucene and
our engine alone, a small server answers ``GET /NUMBER``, a query of the 250, with the total, ten
ids and all counts as JSON: no words are read, nothing is highlighted, offered or laid out.
OpenSearch answers the same over its own HTTP interface. The site answers the same queries as JSON
and as HTML, with each answer made anew or told again. Each server may use all cores, and has 1, 4
and 16 clients.

Before anything is timed, every answer is fetched through HTTP: those of the engines are compared
with the slow count, those of the site with answers made in this process. Under load each must be a
200. What runs in Java is first asked everything WARM times, so that it has been compiled. Writes
``benchmarks/results/DATE-ARTICLES-bare.json``.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from benchmarks import corpus
from benchmarks.bare import in_python, lucene, opensearch
from benchmarks.check import expected, faults
from benchmarks.count import Answer, Columns
from benchmarks.load import CLIENTS, ENCODING, PATHS, Asked, times
from benchmarks.queries import Definition, load
from benchmarks.run import RESULTS
from benchmarks.serving import address_of, ask, check, query_of, site
from indexer.archive import Archive

IN_PYTHON = {"tantivy": "stems", "ours-cached": "ours"}
"""Engines in Python, each with the table of benchmarks.check that says what it has to find."""
WARM = 40
"""How often each query is asked before what runs in Java is timed."""


def main() -> None:
    """Measure and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=10, help="of each measurement")
    asked = parser.parse_args()
    measuring = _Measuring(corpus.load(asked.articles), load(), asked.seconds)
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": asked.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "servers": {**measuring.engines(), **measuring.site()},
    }
    body = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{asked.articles}-bare.json"
    path.write_text(body + "\n", encoding="utf-8")
    print(body)


class _Measuring:
    """Times of servers by number of clients."""

    def __init__(self, source: corpus.Corpus, queries: list[Definition], seconds: int) -> None:
        self.source, self.queries, self.seconds = source, queries, seconds
        self.columns = Columns.of(source)
        self.places = {record["id"]: row for row, record in enumerate(source.records())}

    def engines(self) -> dict[str, Any]:
        """The servers around engines alone, and OpenSearch."""
        found = {}
        numbered = Asked([f"/{number}" for number in range(len(self.queries))])
        for name, table in IN_PYTHON.items():
            with in_python.serving(name, self.source, self.queries) as workers:
                self._check(name, table, numbered, _read)
                found[f"bare, {name}"] = self._times(numbered, workers)
        with lucene.serving(self.source, self.queries) as worker:
            self._check("lucene", "stems", numbered, _read)
            found["bare, lucene"] = self._times(numbered, [worker], WARM)
        with opensearch.serving(self.source) as (port, worker):
            whole = Asked(list(map(opensearch.address_of, self.queries)), port=port)
            self._check("opensearch", "stems", whole, opensearch.read)
            found["opensearch"] = self._times(whole, [worker], WARM)
        return found

    def _check(self, name: str, table: str, asked: Asked, read: Callable[[bytes], Answer]) -> None:
        """Stop if an answer differs from the slow count."""
        answers = {
            each.name: read(ask(path, port=asked.port))
            for each, path in zip(self.queries, asked.paths, strict=True)
        }
        right = expected(table, self.source, self.queries)
        if found := faults(answers, self.queries, right, self.columns, self.places):
            raise SystemExit(f"{name}: {found}")

    def _times(self, asked: Asked, workers: Sequence[int], before: int = 1) -> dict[str, Any]:
        measured = times(asked, workers, self.seconds, before)
        return dict(zip(map(str, CLIENTS), measured, strict=True))

    def site(self) -> dict[str, Any]:
        """The site, by what it is asked for."""
        home, cores = corpus.CACHE / f"home-{self.source.articles}", os.cpu_count() or 1
        archive, found = Archive.open(home), {}
        for told, kept in (("made each time", 0), ("told again", 32)):
            with site(home, workers=cores, kept=kept) as workers:
                for each in self.queries:
                    address = address_of(each)
                    made = ask(f"{PATHS['JSON']}?{address}")
                    check(address, archive.search(query_of(each)), made)
                for kind, path in PATHS.items():
                    addresses = [f"{path}?{address_of(each)}" for each in self.queries]
                    asked = Asked(addresses, ENCODING if kind == "HTML" else "")
                    before = cores * 3 if kept else 1
                    found[f"the site, {told}, {kind}"] = self._times(asked, workers, before)
        return found


def _read(body: bytes) -> Answer:
    """The answer of a bare server."""
    found = json.loads(body)
    months = {int(month): count for month, count in found["months"].items()}
    return Answer(found["total"], tuple(found["ids"]), found["facets"], months)


if __name__ == "__main__":
    main()
