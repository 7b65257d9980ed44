"""Kill commands that write at random moments and before random writing calls: ``python -m
tests.fuzz.kills 500``. After each the index answers as before or as after the command, nothing that
was stored is lost, and the next run brings everything up. Prints what did not hold, how often, and
the files that the next run left; ends with 1 when something did not hold.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from indexer.analysis import default_analyzer
from indexer.archive import Archive
from indexer.cli import main as podshivka
from indexer.settings import load_settings
from schemas.errors import NotFoundError, PodshivkaError
from tests.interrupted.calls import before_each

SAMPLE = Path(__file__).parents[2] / "indexer" / "sample" / "articles.jsonl"
LONGEST = 2.0
"""Seconds within which a command is killed that is killed by the clock."""

CALLS = 150
"""Writing calls within which a command is killed that is killed before one of them."""

_FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Killed:
    """A command, and the one that is given after it was killed; FILES stands for the folder."""

    given: tuple[str, ...]
    again: tuple[str, ...]
    home: str = "filled"


COMMANDS = {
    "first ingest": Killed(("ingest", "FILES/first.jsonl"), ("ingest", "FILES/first.jsonl"), ""),
    "ingest": Killed(("ingest", "FILES/second.jsonl"), ("ingest", "FILES/second.jsonl")),
    "no-sync": Killed(("ingest", "--no-sync", "FILES/second.jsonl"), ("tag",)),
    "retry": Killed(("quarantine", "retry"), ("quarantine", "retry")),
    "tag": Killed(("tag",), ("tag",)),
    "delete": Killed(("delete", "ID"), ("sync",)),
    "sync": Killed(("sync",), ("sync",), "behind"),
    "reindex": Killed(("reindex",), ("reindex",)),
    "rollback": Killed(("rollback",), ("sync",)),
    "watch": Killed(("watch", "--every", "0.1", "FILES/watched"), ("sync",)),
}

LEFT = re.compile(r"\.partial$|\.lexicon-|/toc-|-journal$|\.new$")
"""Files that a finished command leaves nowhere."""


def prepare(folder: Path) -> None:
    """What the commands work on: files, and homes in two states."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:30]
    bad = json.dumps(json.loads(lines[20]) | {"language": "xx"})
    _write(folder / "first.jsonl", lines[:10])
    _write(folder / "second.jsonl", [*lines[10:20], bad])
    _write(folder / "watched" / "third.jsonl", lines[21:25])
    home = folder / "filled"
    _run("--home", str(home), "--quiet", "ingest", str(folder / "first.jsonl"))
    _run("--home", str(home), "--quiet", "reindex")
    _run("--home", str(home), "--quiet", "ingest", str(_write(folder / "bad.jsonl", [bad])))
    (rejected,) = (home / "rejected").glob("*.jsonl")
    rejected.write_text(rejected.read_text("utf-8").replace('"xx"', '"ru"'), "utf-8")
    shutil.copytree(home, folder / "behind")
    files = str(folder / "second.jsonl")
    _run("--home", str(folder / "behind"), "--quiet", "ingest", "--no-sync", files)


def _write(path: Path, lines: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def _run(*arguments: str) -> int:
    return podshivka(arguments)


def kill(arguments: list[str], *, after: float | None, before: int) -> bool:
    """Run a command, killed after some seconds or before a writing call; whether it was killed.

    ``arguments``: with ``--home FOLDER`` at first.
    """
    child = _FORK.Process(target=_doomed, args=(arguments, before if after is None else 0))
    child.start()
    child.join(60 if after is None else after)
    if child.is_alive() and child.pid:
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    return child.exitcode == -signal.SIGKILL


def _doomed(arguments: list[str], before: int) -> None:
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if before:
        _die_before(before, Path(arguments[1]))
    raise SystemExit(_run(*arguments))


def _die_before(number: int, home: Path) -> None:
    left = iter(range(number - 1))

    def call() -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    before_each(home, call)


def in_child(work: Callable[[], Any]) -> Any:
    """What a function gives in a process of its own, which has opened nothing before."""
    ours, theirs = _FORK.Pipe(duplex=False)

    def told() -> None:
        try:
            theirs.send(work())
        except PodshivkaError as error:
            theirs.send(error)

    child = _FORK.Process(target=told)
    child.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return "crash"
    finally:
        child.join()


def _state(home: Path) -> tuple[set[str], set[str], int]:
    """The ids in the index and in the store, and the faults found."""
    archive = Archive.open(home)
    stored = set(archive.store.ids())
    try:
        indexed = set(archive.searcher().ids())
    except NotFoundError:
        indexed = set()
    return indexed, stored, len(archive.verify())


def problems(folder: Path, name: str, chance: random.Random) -> Iterator[str]:
    """Kill one command; what does not hold then, and what the next run leaves."""
    command, home = COMMANDS[name], folder / "home"
    before: Any = (set(), set(), 0)
    if command.home:
        shutil.copytree(folder / command.home, home)
        before = in_child(lambda: _state(home))
    gone = {min(before[1])} if name == "delete" else set()
    places = {"FILES": str(folder), "ID": next(iter(gone), "")}
    by_clock = name == "watch" or chance.random() < 0.5
    kill(
        ["--home", str(home), *(_placed(each, places) for each in command.given)],
        after=chance.random() * LONGEST if by_clock else None,
        before=chance.randrange(1, CALLS),
    )
    after = in_child(lambda: _state(home)) if (home / "store.sqlite").exists() else before
    yield from _harm(before, after, gone)
    again = [_placed(each, places) for each in command.again]
    if (code := in_child(lambda: _run("--home", str(home), "--quiet", *again))) not in {0, 3}:
        yield f"the next run ends with {code}"
    end = in_child(lambda: _state(home))
    if not isinstance(end, tuple) or end[0] != end[1] or end[2]:
        yield "the next run does not mend it"
    elif isinstance(after, tuple) and not end[1] >= after[1] - gone:
        yield "the next run loses articles"
    yield from _left(home)
    shutil.rmtree(home)


def _harm(before: Any, after: Any, gone: set[str]) -> Iterator[str]:
    if not isinstance(after, tuple):
        yield f"cannot be read after it: {after}"
        return
    indexed, stored, faults = after
    if before[1] - gone - stored:
        yield "lost articles of the store"
    if faults:
        yield "faults found after it"
    if not indexed >= before[0] - gone:
        yield "lost articles of the index"
    if indexed not in (before[0], before[0] - gone, stored):
        yield "the index is neither old nor new"


def _left(home: Path) -> Iterator[str]:
    for path in sorted(home.rglob("*")):
        if LEFT.search(str(path)):
            yield f"left: {re.sub('[0-9a-f]{6,}', 'N', str(path.relative_to(home)))}"
    if len(list((home / "index").glob("g*"))) > load_settings(home).keep:
        yield "left: a generation"


def _placed(argument: str, places: dict[str, str]) -> str:
    for name, value in places.items():
        argument = argument.replace(name, value)
    return argument


def main(count: int) -> int:
    """Kill so many commands."""
    chance = random.Random(count)  # noqa: S311 - kills that can be repeated, but for the clock
    begun, kept = time.monotonic(), False
    default_analyzer().word("слово")  # loaded once, for all that is forked
    told: dict[str, Counter[str]] = {name: Counter() for name in COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        in_child(lambda: prepare(folder))
        for number in range(count):
            name = list(COMMANDS)[number % len(COMMANDS)]
            told[name]["killed"] += 1
            for problem in problems(folder, name, chance):
                told[name][problem] += 1
                kept = kept or not problem.startswith("left")
                sys.stdout.write(f"{number}: {name}: {problem}\n")
                sys.stdout.flush()
    for name, said in told.items():
        sys.stdout.write(f"{name}: {dict(said)}\n")
    sys.stdout.write(f"{time.monotonic() - begun:.0f} s\n")
    return int(kept)


if __name__ == "__main__":
    raise SystemExit(main(int([*sys.argv, "500"][1])))
