"""What the store holds: articles put, read, changed and passed through, in one SQLite file.

``python -m benchmarks.store --articles 5000000`` puts articles of the corpus again and again, each
time under other ids and titles, asks for some, and checks what it gets. ``--home`` is a folder that
does not exist yet; it is deleted afterwards. Five million take some 11 GB.
Writes ``benchmarks/results/DATE-ARTICLES-store.json``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.run import RESULTS, machine
from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article

ORIGINALS = 20_000
"""Articles of the corpus, of which all are made."""
PAGE, TIMES = 20, 200
"""Articles that are read at once, as a page of results does, and how often."""
SEED = 14


def main() -> None:
    """Measure, check, write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--home", type=Path, help="a new folder for the store")
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp()) / "home"
    originals = [
        Article.model_validate(each) for each in islice(corpus.load(ORIGINALS).records(), ORIGINALS)
    ]
    try:
        told = {**machine(), "articles": options.articles}
        told |= measured(home, originals, options.articles)
    finally:
        shutil.rmtree(home, ignore_errors=True)
    name = f"{datetime.now(UTC):%Y-%m-%d}-{options.articles}-store.json"
    (RESULTS / name).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))


def measured(home: Path, originals: Sequence[Article], count: int) -> dict[str, Any]:
    """Seconds, and milliseconds of what a page asks for."""
    archive = Archive(Settings(home=home), create=True)
    put, outcome = timed(lambda: archive.add(made(originals, count)))
    require(outcome.new == count, "all are new")
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    archive.store.close()
    opened, store = timed(lambda: Archive(Settings(home=home)).store)
    chance = random.Random(SEED)
    pages = [[name_of(chance.randrange(count)) for _ in range(PAGE)] for _ in range(TIMES)]
    read = [timed(partial(store.get_many, page)) for page in pages]
    right = (set(found) == set(page) for page, (_, found) in zip(pages, read, strict=True))
    require(all(right), "all that were asked for are there")
    last = count - 1_000
    changes, found = timed(lambda: sum(1 for _ in store.changes(last, count)))
    require(found == 1_000, "the last changes are those of the last articles")
    passed, ids = timed(lambda: sum(1 for _ in store.ids()))
    require(ids == count, "each has an id")
    again, outcome = timed(lambda: archive.add(made(originals, 1_000)))
    require((outcome.new, outcome.unchanged) == (0, 1_000), "what comes again is known")
    sound, damage = timed(Archive(Settings(home=home)).store.damage)
    require(not damage, "every checksum is right")
    return {
        "bytes": size,
        "put, articles a second": round(count / put),
        "opened, ms": round(opened * 1000, 1),
        f"{PAGE} articles, ms": round(statistics.median(took for took, _ in read) * 1000, 2),
        "1,000 changes, ms": round(changes * 1000, 1),
        "all ids, s": round(passed, 2),
        "1,000 known ones put again, ms": round(again * 1000, 1),
        "every checksum compared, s": round(sound, 1),
    }


def require(right: bool, what: str) -> None:  # noqa: FBT001 - of one statement
    """End with ``what`` is not so."""
    if not right:
        raise SystemExit(f"not so: {what}")


def made(originals: Sequence[Article], count: int) -> Iterator[Article]:
    """Articles with ids and titles of their own."""
    for number in range(count):
        original = originals[number % len(originals)]
        title = f"{original.title} {number}"
        yield original.model_copy(update={"id": name_of(number), "title": title})


def name_of(number: int) -> str:
    """The id of an article."""
    return f"store-{number}"


def timed(do: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what it gives."""
    begun = time.perf_counter()
    result = do()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    main()
