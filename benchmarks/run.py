"""The benchmark: index the same articles with every engine, ask them the same, check, measure.

``python -m benchmarks.run --articles 100000`` writes ``benchmarks/results/DATE-ARTICLES.json`` and
the readable table beside it. ``--keep`` uses the indexes of the last run again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import corpus, table
from benchmarks.adapters import Contestant, contestants
from benchmarks.build import Built, build
from benchmarks.check import TABLE_OF, Right, expected, faults
from benchmarks.count import Answer, Columns
from benchmarks.measure import ask, summary, times
from benchmarks.queries import Definition, load

RESULTS = corpus.ROOT / "benchmarks" / "results"
SINGLE = {"tantivy", "tantivy-sets"}
"""Engines searched in an index that one thread wrote, because it has a single segment."""


def main() -> None:
    """Read the command line, run, write the results."""
    options = _options()
    source = corpus.load(options.articles)
    queries = load()
    built = _indexes(options, source)
    opened = {
        name: contestants()[name]()(_folder(name, source, searched=True), source)
        for name in options.engines
    }
    found = _checked(opened, queries, source, options)
    wall, processor = times(opened, queries, options.rounds)
    record = {
        "date": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine(),
        "articles": source.articles,
        "corpus": source.digest,
        "rounds": options.rounds,
        "note": options.note,
        "engines": {name: type(each).how for name, each in opened.items()},
        "built": [asdict(each) for each in built],
        **found,
        "summary": {name: summary(each, queries) for name, each in wall.items()},
        "processor": {name: summary(each, queries) for name, each in processor.items()},
        "queries": {name: _rounded(each) for name, each in wall.items()},
    }
    _write(record, options.output or RESULTS)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument(
        "--engines",
        type=lambda text: text.split(","),
        default=["ours", "ours-cached", "tantivy", "tantivy-sets", "fts5"],
    )
    parser.add_argument("--keep", action="store_true", help="use indexes that are there")
    parser.add_argument("--recount", action="store_true", help="count the right answers anew")
    parser.add_argument(
        "--uncounted", action="store_true", help="check that answers agree with themselves only"
    )
    parser.add_argument("--note", default="", help="said in the results")
    parser.add_argument("--output", type=Path, help="folder of the results")
    return parser.parse_args()


def _folder(engine: str, source: corpus.Corpus, *, searched: bool) -> Path:
    engine = engine.removesuffix("-cached")
    kind = "-single" if searched and engine in SINGLE else ""
    return corpus.CACHE / f"{engine}{kind}-{source.articles}"


def _indexes(options: argparse.Namespace, source: corpus.Corpus) -> list[Built]:
    """Indexes on every core, for the rate; those that search best with one segment, once more.

    Ours twice: the first time, and with the vocabulary known.
    """
    built = []
    cores = len(os.sched_getaffinity(0))
    for name in (each for each in options.engines if not each.endswith("-cached")):
        for searched in (False, True) if name == "tantivy" else (True,):
            folder = _folder(name, source, searched=searched)
            for known in (False, True) if name == "ours" else (False,):
                figures = folder.with_suffix(".known.json" if known else ".json")
                if not (options.keep and figures.exists()):
                    processes = 1 if searched and name in SINGLE else cores
                    print(f"{name}: indexing {source.articles} articles with {processes} cores")
                    done = build(name, source, folder, processes, known=known)
                    figures.write_text(json.dumps(asdict(done)), encoding="utf-8")
                built.append(Built(**json.loads(figures.read_text(encoding="utf-8"))))
    return built


def _checked(
    opened: Mapping[str, Contestant],
    queries: list[Definition],
    source: corpus.Corpus,
    options: argparse.Namespace,
) -> dict[str, Any]:
    right: dict[str, Right] = {}
    for name in sorted({TABLE_OF[name] for name in opened}):
        asked = [] if options.uncounted else queries
        right[name] = expected(name, source, asked, recount=options.recount) if asked else {}
    columns = Columns.of(source)
    places = {record["id"]: row for row, record in enumerate(source.records())}
    wrong, matches = {}, {}
    for name, contestant in opened.items():
        answers = ask(contestant, queries)
        matches[name] = _totals(answers)
        wrong[name] = faults(answers, queries, right[TABLE_OF[name]], columns, places)
        for line in wrong[name]:
            print(f"{name}: {line}")
    differences = {}
    if len(right) > 1:
        pairs = {each: (n, right["stems"][each][0]) for each, (n, _) in right["ours"].items()}
        differences = {each: pair for each, pair in pairs.items() if pair[0] != pair[1]}
    return {
        "counted": not options.uncounted,
        "faults": wrong,
        "differences": differences,
        "matches": matches,
    }


def _totals(answers: Mapping[str, Answer]) -> dict[str, int]:
    return {name: answer.total for name, answer in answers.items()}


def _rounded(found: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in found.items()}


def machine() -> dict[str, str]:
    """The processor, its cores and load, what runs on it."""
    cpu = next(
        (
            line.split(":")[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.processor(),
    )
    return {
        "cpu": cpu,
        "cores": str(len(os.sched_getaffinity(0))),
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
        "python": platform.python_version(),
        "numpy": version("numpy"),
        "tantivy": version("tantivy"),
    }


def _write(record: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record['date'][:10]}-{record['articles']}.json"
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = table.readable(record)
    path.with_suffix(".md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
