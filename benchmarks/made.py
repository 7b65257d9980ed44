"""Pages of results beside those that another version makes: their bytes, and the time of each.

``python -m benchmarks.made --beside TREE --articles 20000`` needs the archive of
``benchmarks.serving``, and TREE built in place. A process for each version makes all pages by
turns, without a server: the 250 queries, as JSON and as HTML, twice. The first time is after a
start, warmed up like a worker, the second with all words known. The processor time of each process
is compared; which version goes first changes at every page.

With ``--differ N`` nothing is timed: each query is asked in both languages, alone and with each of
some filters, later pages and switches, and the first N pages that differ are shown.
"""

from __future__ import annotations

import argparse
import difflib
import json
import math
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

PATHS = {"JSON": "/api/v1/search", "HTML": "/search"}
VARIANTS = (
    "",
    "&forms=1",
    "&page=2",
    "&region=chechnya",
    "&size=25&topic=education",
    "&from=2015&to=2017",
    "&not-region=dagestan&sort=newest",
    "&literal=1&all=1",
    "&any=1&language=en",
    "&both=1",
    "&from=2015-03&to=2015-03&region=chechnya&region=dagestan",
)


def main() -> None:
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--beside", type=Path, help="tree of another version, built in place")
    parser.add_argument(
        "--rounds", type=int, default=1, help="how often to make known pages; the least counts"
    )
    parser.add_argument("--differ", type=int, metavar="N", help="show pages that are not the same")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.make:
        make(asked.make)
        return

    from benchmarks import corpus  # noqa: PLC0415 - of this version, and not for ``make``
    from benchmarks.queries import load  # noqa: PLC0415
    from benchmarks.serving import address_of  # noqa: PLC0415

    home = corpus.CACHE / f"home-{asked.articles}"
    addresses = [address_of(each) for each in load()]
    with ExitStack() as stack:
        trees = (asked.beside.resolve(), corpus.ROOT)
        makers = [stack.enter_context(_maker(tree, home)) for tree in trees]
        if asked.differ is None:
            print(json.dumps(_times(makers, addresses, asked.rounds), indent=1))
        else:
            _show(makers, addresses, asked.differ)


class Maker:
    """A process that makes pages of one version."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def page(self, path: str, language: str = "en") -> tuple[int, str, float]:
        """Status, body, milliseconds of processor time."""
        if self._process.stdin is None or self._process.stdout is None:
            raise SystemExit("a process without pipes")
        self._process.stdin.write(json.dumps([path, language]) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit(f"{path}: the process ended")
        status, body, spent = json.loads(line)
        return status, body, spent


@contextmanager
def _maker(tree: Path, home: Path) -> Iterator[Maker]:
    command = [sys.executable, __file__, "--make", str(home)]
    environment = os.environ | {"PYTHONPATH": str(tree), "PODSHIVKA_ANSWERS_KEPT": "0"}
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=tree, env=environment, text=True, stdin=pipe, stdout=pipe
    ) as process:
        try:
            yield Maker(process)
        finally:
            process.terminate()


def make(home: Path) -> None:
    """Make the pages that are asked for, one a line, as a worker would."""
    from indexer.archive import Archive  # noqa: PLC0415 - of the version that PYTHONPATH names
    from searchapp import create_app  # noqa: PLC0415
    from searchapp.gunicorn_worker import warm  # noqa: PLC0415

    archive = Archive.open(home)
    archive.settle()
    app = create_app(archive)
    warm(app)
    client = app.test_client()
    for line in sys.stdin:
        path, language = json.loads(line)
        begun = time.process_time_ns()
        answer = client.get(path, headers={"Accept-Language": language})
        body = answer.get_data(as_text=True)
        spent = (time.process_time_ns() - begun) / 1e6
        print(json.dumps([answer.status_code, body, spent]), flush=True)


def _times(makers: list[Maker], addresses: list[str], rounds: int) -> dict[str, Any]:
    """By kind of page and pass: milliseconds of each version, and the second by the first.

    ``rounds``: how often a page is made once its words are known. Other load adds
    least to the least of these times.
    """
    found: dict[str, Any] = {}
    for when, often in (("the first time after a start", 1), ("words known", rounds)):
        # queries are halved, so that both kinds have some of which nothing is known
        for kind, some in (("JSON", addresses[::2]), ("HTML", addresses[1::2])):
            spent: list[list[float]] = [[], []]
            for at, address in enumerate(some):
                least = [math.inf, math.inf]
                for turn in range(at, at + often):
                    for number in ((0, 1), (1, 0))[turn % 2]:
                        took = _made(makers[number], f"{PATHS[kind]}?{address}")
                        least[number] = min(least[number], took)
                for number in (0, 1):
                    spent[number].append(least[number])
            medians = [statistics.median(each) for each in spent]
            shares = sum(spent[1]) / sum(spent[0])
            found[f"{kind}, {when}"] = {
                "ms at the median, of the other version and this one": [
                    round(each, 2) for each in medians
                ],
                "this one by the other": round(shares, 2),
            }
    return found


def _made(maker: Maker, path: str) -> float:
    status, _, spent = maker.page(path)
    if status != 200:
        raise SystemExit(f"{path}: {status}")
    return spent


def _show(makers: list[Maker], addresses: list[str], most: int) -> None:
    """Count the pages that differ, and show where the first ones do."""
    count, differ = 0, dict.fromkeys(PATHS, 0)
    for at, address in enumerate(addresses):
        for variant in ("", VARIANTS[at % len(VARIANTS)]):
            for language in ("ru", "en"):
                for kind, path in PATHS.items():
                    asked = f"{path}?{address}{variant}"
                    one, other = (maker.page(asked, language)[:2] for maker in makers)
                    count += 1
                    differ[kind] += one != other
                    if one != other and sum(differ.values()) <= most:
                        lines = difflib.unified_diff(one[1].split("\n"), other[1].split("\n"), n=0)
                        print(asked, one[0], other[0], *list(lines)[:9], sep="\n  ")
    print(json.dumps({"pages": count, "differ": differ}))


if __name__ == "__main__":
    main()
