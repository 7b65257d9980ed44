"""Reading of each format beside that of another version of the project.

``python -m benchmarks.ingest.formats --beside TREE`` writes the same articles as JSON lines (UTF-8
and windows-1251), CSV, RSS, saved texts, and pages without and with a profile, and has both trees
read them in turns, each in a process of its own. Printed: seconds of processor time, the best of
some rounds, what ours takes of that of TREE, thousands of calls of functions, which other load does
not change, and the largest memory of each process in MB. Every record must become an article in
both; ends with 1 when one does not.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from benchmarks.ingest.pages import Page, pages

OURS = Path(__file__).parents[2]

_READ = """
import cProfile, pstats, resource, sys, time
from pathlib import Path
from indexer.ingest import Ingest, Rules
from indexer.taxonomy import Taxonomy

rules = Rules({"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")})


def read():
    return sum(1 for _ in Ingest([Path(sys.argv[1])], rules, lambda _: None, sys.argv[2]))


begun = time.process_time()
count = read()
took = time.process_time() - begun
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
with cProfile.Profile() as profile:  # the second time: nothing is loaded or made any more
    read()
print(took, count, memory, pstats.Stats(profile).total_calls)
"""
"""Run by either tree: only what both have."""

Row = dict[str, str]


@dataclass(frozen=True)
class Format:
    """Records of one format in a file or folder. ``encoding``: as told to the reader."""

    name: str
    path: Path
    records: int
    encoding: str = "utf-8"


@dataclass(frozen=True)
class Reading:
    """What one process took, in seconds, MB and calls, and the articles that it read."""

    seconds: float
    articles: int
    memory: float
    calls: int


def main() -> int:
    """Print a table; 1 when a record was not read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--beside", type=Path, required=True, help="tree, built in place")
    parser.add_argument("--records", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    trees = {"ours": OURS, "beside": asked.beside.resolve()}
    wrong = False
    with tempfile.TemporaryDirectory() as folder:
        print("| format | ours | beside | ratio | calls | MB |\n|---|---|---|---|---|---|")
        for each in formats(Path(folder), asked.records):
            found = best(each, trees, asked.rounds)
            ours, beside = (found[name] for name in trees)
            wrong |= {ours.articles, beside.articles} != {each.records}
            ratio = ours.seconds / beside.seconds
            print(
                f"| {each.name} | {ours.seconds:.3f} | {beside.seconds:.3f} | {ratio:.2f} |"
                f" {ours.calls / 1e3:.0f}, {beside.calls / 1e3:.0f} |"
                f" {ours.memory:.0f}, {beside.memory:.0f} |"
            )
            for name, one in found.items():
                if one.articles != each.records:
                    print(f"{each.name}, {name}: {one.articles} articles of {each.records} records")
    return int(wrong)


def best(given: Format, trees: Mapping[str, Path], rounds: int) -> dict[str, Reading]:
    """The quickest of ``rounds`` readings of each tree, which take turns."""
    found: dict[str, list[Reading]] = {name: [] for name in trees}
    for _ in range(rounds):
        for name, tree in trees.items():
            found[name].append(_read(given, tree))
    return {name: min(all_, key=lambda one: one.seconds) for name, all_ in found.items()}


def _read(given: Format, tree: Path) -> Reading:
    run = subprocess.run(
        [sys.executable, "-c", _READ, str(given.path), given.encoding],
        check=True,
        capture_output=True,
        text=True,
        cwd=tree,
        env=os.environ | {"PYTHONPATH": str(tree), "PYTHONHASHSEED": "0"},
    )
    seconds, articles, memory, calls = run.stdout.split()
    return Reading(float(seconds), int(articles), float(memory), int(calls))


def formats(folder: Path, count: int) -> Iterable[Format]:
    """``count`` records in each format; of pages, which take longer, a tenth."""
    few = max(1, count // 10)
    known = list(pages(few))
    rows = [_row(number, page) for number, page in enumerate(pages(count))]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    yield _file(folder / "records.jsonl", "\n".join(lines), count, "JSON lines, UTF-8")
    ours = [line.encode("cp1251", "replace").decode("cp1251") for line in lines]
    name = "JSON lines, windows-1251"
    yield _file(folder / "old.jsonl", "\n".join(ours), count, name, "cp1251")
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    yield Format("CSV", folder / "table.csv", count)
    yield _file(folder / "feed.rss", _feed(rows), count, "RSS")
    texts = [f"{row['title']}\n{row['published'][:10]}\n\n{row['body']}" for row in rows[:few]]
    yield _files(folder / "texts", texts, "txt", "saved texts")
    unknown = [page.html for page in pages(few, known=False)]
    yield _files(folder / "unknown", unknown, "html", "pages without a profile")
    yield _files(folder / "known", [page.html for page in known], "html", "pages with a profile")


def _row(number: int, page: Page) -> Row:
    told = page.expected
    return {
        "id": f"a{number}",
        "title": told["title"],
        "lede": told["lede"],
        "body": told["body"],
        "published": told["published"].isoformat(),
    }


def _feed(rows: Iterable[Row]) -> str:
    items = "".join(
        f"<item><guid isPermaLink='false'>{row['id']}</guid><title>{escape(row['title'])}</title>"
        f"<description>{escape(row['lede'] + ' ' + row['body'])}</description></item>"
        for row in rows
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def _file(path: Path, text: str, count: int, name: str, encoding: str = "utf-8") -> Format:
    path.write_text(text, encoding)
    return Format(name, path, count, encoding)


def _files(folder: Path, texts: Iterable[str], suffix: str, name: str) -> Format:
    folder.mkdir()
    count = 0
    for count, text in enumerate(texts, 1):
        (folder / f"{count:06}.{suffix}").write_text(text, "utf-8")
    return Format(name, folder, count)


if __name__ == "__main__":
    sys.exit(main())
