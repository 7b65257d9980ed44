"""``python -m benchmarks.ingest.run``: saved HTML pages per CPU second, answers checked.

Through a site's profile, and without one (trafilatura finds the text). Reading, encoding, parsing,
notices, validation and the look for duplicates are in it; writing to the store is not. Time is the
processor's, for each page the best of several rounds: other programs slow all but the best.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.ingest.pages import Page, pages
from indexer.archive.intake import collector_at_rest
from indexer.ingest import Ingest, Rejection, Rules
from indexer.ingest.html import markup
from indexer.taxonomy import Taxonomy
from schemas.article import Article

_RULES = Rules({"region": Taxonomy.default("regions"), "topic": Taxonomy.default("topics")})
_GOAL = 300


def main() -> int:
    """Print what was measured; 1 when an answer was wrong or the goal was missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=2_000)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    with collector_at_rest():  # as the command does
        fast = _measure("through a profile", list(pages(given.pages)), given.rounds)
        few = max(1, given.pages // 20)
        _measure("without a profile", list(pages(few, known=False)), 1)
    return 0 if fast >= _GOAL else 1


def _measure(name: str, given: Sequence[Page], rounds: int) -> float:
    """Pages a second of processor time. Raises SystemExit for a wrong answer."""
    with tempfile.TemporaryDirectory() as folder:
        for number, page in enumerate(given):
            (Path(folder) / f"{number:06}.html").write_text(page.html, "utf-8")
        _ingest(Path(folder), given[:1])
        start = _peak()
        taken, parsed = [], []
        for _ in range(rounds):  # taking turns, so that other programs slow both alike
            taken.append(_ingest(Path(folder), given))
            parsed.append([_parse(page) for page in given])
    best, bare = _best(taken), _best(parsed)
    size = sum(len(page.html.encode()) for page in given)
    print(
        f"{name}: {len(given)} pages of {size / len(given) / 1e3:.0f} kB, {len(given) / best:.0f} "
        f"pages per CPU second (libxml2 alone {len(given) / bare:.0f}: {best / bare:.2f} times its "
        f"time), memory grew by {_peak() - start:.1f} MB"
    )
    return len(given) / best


def _ingest(folder: Path, given: Sequence[Page]) -> list[float]:
    """Seconds of processor time for each page of a folder, as many as are given."""
    paths = sorted(folder.iterdir())[: len(given)]
    taken = []
    begun = time.process_time()
    for article, page in zip(Ingest(paths, _RULES, _fail), given, strict=True):
        taken.append(time.process_time() - begun)
        _check(article, page)
        begun = time.process_time()
    return taken


def _best(rounds: Sequence[Sequence[float]]) -> float:
    return sum(map(min, zip(*rounds, strict=True)))


def _parse(page: Page) -> float:
    data = page.html.encode()
    begun = time.process_time()
    markup.parse(data, "page")
    return time.process_time() - begun


def _check(article: Article, page: Page) -> None:
    for name, expected in page.expected.items():
        if getattr(article, name) != expected:
            sys.exit(f"{article.id}: {name} is {getattr(article, name)!r}, not {expected!r}")


def _fail(rejection: Rejection) -> None:
    sys.exit(str(rejection.error))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
