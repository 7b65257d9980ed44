"""Small faults put into the code, one by one, and the share of them that the tests notice.

mutmut makes the faults and finds the tests that run each function. Of each area a sample is drawn,
the same for the same seed, and tried with the area's own tests. docs/mutation.md has the shares.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "build" / "mutation"
MUTMUT = str(Path(sys.executable).with_name("mutmut"))
PARTS = ("indexer", "schemas", "searchapp", "benchmarks", "tests", "docs")

WAITING = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
"""How lines of mutmut begin that only say that it goes on."""

TIMED = ("no_longer_than", "cost_little", "bounded_time")
"""Names of tests that allow a time: code that is made ready for faults takes longer."""

STATES = {0: "survived", 33: "no test", 24: "too long", 36: "too long", 152: "too long"}
STATES |= {-24: "too long", 255: "too long"}
"""What mutmut's exit codes mean; all others are those of tests that failed, and of crashes."""


@dataclass(frozen=True, slots=True)
class Area:
    """``code``: patterns of files; ``first``: of faults to begin with, few; ``tests``: its own."""

    code: str
    first: str
    tests: tuple[str, ...]


AREAS = {
    "engine": Area("indexer/index/whoosh/*", "*.whoosh.read.cache.*", ("tests/engines",)),
    "parser": Area("indexer/query/parser/*", "*.parser.notation.*", ("tests/query/parser",)),
    "reader": Area(
        "indexer/query/reader.py",
        "*.reader.*_exclude_each_other__*",
        ("tests/archive/test_reading.py", "tests/archive/test_archive.py"),
    ),
    "store": Area(
        "indexer/store/*", "*.store.joins.*", ("tests/store", "tests/ingest/test_identity.py")
    ),
}


def prepare(folder: Path, area: Area) -> None:
    """Copy the project to ``folder``, with what tells mutmut of the area."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in PARTS:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    config = (ROOT / "pyproject.toml").read_text("utf-8")
    without = " and ".join(f"not {name}" for name in (*TIMED, "slow"))
    lines = (
        "[tool.mutmut]",
        'source_paths = ["indexer"]',
        f"only_mutate = {json.dumps([area.code])}",
        f"also_copy = {json.dumps(PARTS[1:])}",
        f"pytest_add_cli_args = {json.dumps(['-p', 'no:cacheprovider', '-k', without])}",
        f"pytest_add_cli_args_test_selection = {json.dumps(area.tests)}",
        "timeout_constant = 10.0",
        "timeout_multiplier = 2.0",
        "use_git_change_detection = false",
    )
    (folder / "pyproject.toml").write_text("\n".join((config, *lines, "")), "utf-8")


def results(folder: Path) -> dict[str, int | None]:
    """Every fault of the area and what came of it, None when it was not tried."""
    found: dict[str, int | None] = {}
    for path in sorted((folder / "mutants").rglob("*.meta")):
        found |= json.loads(path.read_text("utf-8"))["exit_code_by_key"]
    return found


def mutmut(folder: Path, *arguments: str) -> str:
    """Call mutmut in ``folder``; what it prints."""
    done = subprocess.run(
        [MUTMUT, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = "\n".join(line for line in done.stdout.splitlines() if line[:1] not in WAITING)
    if done.returncode:
        sys.exit(said[-5_000:])
    return said


def main() -> None:
    """Try a sample of each area; print its share, and the faults that nobody noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("area", nargs="*", help=f"of {', '.join(AREAS)}; all when none is named")
    parser.add_argument("--count", type=int, default=100, help="faults of each area (100)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for name in options.area or AREAS:
        area, folder = AREAS[name], WORK / name
        prepare(folder, area)
        mutmut(folder, "run", area.first)
        every = sorted(results(folder))
        count = min(options.count, len(every))
        sample = random.Random(options.seed).sample(every, count)
        mutmut(folder, "run", *sample)
        known = results(folder)
        came = {each: STATES.get(known[each] or 0, "killed") for each in sample}
        for each, state in sorted(came.items()):
            if state in {"survived", "no test"}:
                print(f"{state}: {mutmut(folder, 'show', each)}", flush=True)
        states = Counter(came.values())
        share = (states["killed"] + states["too long"]) / count
        print(f"{name}: {share:.0%} of {count} of {len(every)} faults {dict(states)}", flush=True)


if __name__ == "__main__":
    main()
