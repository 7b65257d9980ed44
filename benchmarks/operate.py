"""What an operator meets: opening, memory, a small sync, and the way through gunicorn.

``python -m benchmarks.operate --articles 500000`` needs the index that ``benchmarks.run`` left, and
writes ``benchmarks/results/DATE-ARTICLES-operate.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.queries import load
from benchmarks.reading import request, taxonomies
from benchmarks.run import RESULTS
from indexer.index.batches import batches
from indexer.index.whoosh import WhooshEngine

CHANGED = 10
"""Articles of the small sync."""


def main() -> None:
    """Measure each in a process of its own and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=500_000)
    parser.add_argument("--only", choices=("opening", "syncing"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    folder = corpus.CACHE / f"ours-{options.articles}" / "index"
    if options.only:
        measured = opening(folder) if options.only == "opening" else syncing(folder, options)
        print(json.dumps(measured))
        return
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "articles": options.articles,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
    }
    for part in ("opening", "syncing"):
        record[part] = _apart(part, options.articles)
    text = json.dumps(record, indent=1)
    path = RESULTS / f"{record['date'][:10]}-{options.articles}-operate.json"
    path.write_text(text + "\n", encoding="utf-8")
    print(text)


def _apart(part: str, articles: int) -> Any:
    command = [sys.executable, "-m", "benchmarks.operate", "--articles", str(articles)]
    return json.loads(subprocess.check_output([*command, "--only", part], cwd=corpus.ROOT))


def opening(folder: Path) -> Mapping[str, float]:
    """Milliseconds to open, and private megabytes after opening and after all queries."""
    engine = WhooshEngine(folder)
    requests = [request(definition) for definition in load()]
    before = private()
    begun = time.perf_counter()
    searcher = engine.open()
    opened = time.perf_counter() - begun
    begun = time.perf_counter()
    searcher.search(requests[0])
    first = time.perf_counter() - begun
    after = private()
    for asked in requests:
        searcher.search(asked)
    return {
        "open ms": opened * 1e3,
        "first query ms": first * 1e3,
        "private MB after opening": (after - before) / 1e6,
        "private MB after all queries": (private() - before) / 1e6,
    }


def private() -> int:
    """Bytes that this process shares with no other."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="ascii")
    rows = (line.split() for line in rollup.splitlines() if line.startswith("Private_"))
    return sum(int(row[1]) for row in rows) * 1024


def syncing(folder: Path, options: argparse.Namespace) -> Mapping[str, float]:
    """Seconds to put ten changed articles into a copy of the index and open the result."""
    source = corpus.load(options.articles)
    rows = [("", line) for line in islice(source.lines(), CHANGED)]
    with tempfile.TemporaryDirectory(dir=corpus.CACHE) as place:
        copy = shutil.copytree(folder, Path(place) / "index")
        engine = WhooshEngine(copy)
        name = engine.published() or ""
        taken = []
        for step in range(3):
            begun = time.perf_counter()
            analysed = batches(rows, len(rows), taxonomies())
            generation = engine.apply(name, analysed, options.articles + step + 1)
            engine.open(name)
            taken.append(time.perf_counter() - begun)
    return {
        "first s": taken[0],
        "second s": taken[1],
        "third s": taken[2],
        "documents": generation.documents,
    }


if __name__ == "__main__":
    main()
