"""All commands that write, the archives that they are tried on, and what these hold afterwards.

Each is run in a process that is forked for it, so that hundreds of them take minutes.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from indexer.archive import Archive
from indexer.cli import _COMMANDS, main
from indexer.settings import load_settings
from schemas.article import Article
from schemas.errors import NotFoundError, PodshivkaError, StoreError
from schemas.query import Query

SAMPLE = Path(__file__).parents[2] / "indexer" / "sample" / "articles.jsonl"
FORK = multiprocessing.get_context("fork")


@dataclass(frozen=True)
class Command:
    """``given``: a command that writes; ``again``: the one that is given when it was stopped.

    ``home``: the archive that it is tried on, "" for none. FILES stands for the folder with all of
    them, ID for an article.
    """

    given: tuple[str, ...]
    again: tuple[str, ...]
    home: str = "filled"


def _the_same(*given: str, home: str = "filled") -> Command:
    return Command(given, given, home)


COMMANDS = {
    "first ingest": _the_same("ingest", "FILES/first.jsonl", home=""),
    "ingest": _the_same("ingest", "FILES/second.jsonl"),
    "no-sync": Command(("ingest", "--no-sync", "FILES/second.jsonl"), ("tag",)),
    "retry": _the_same("quarantine", "retry"),
    "tag": _the_same("tag"),
    "delete": Command(("delete", "ID"), ("sync",)),
    "sync": _the_same("sync", home="behind"),
    "reindex": _the_same("reindex"),
    "rollback": Command(("rollback",), ("sync",)),
    "watch": Command(("watch", "--every", "0.1", "FILES/watched"), ("sync",)),
    "alerts": _the_same("alerts"),
    "backup": Command(
        ("backup", "--index", "FILES/home.copies/first.tar.gz"),
        ("backup", "FILES/home.copies/second.tar.gz"),
    ),
    "backup folder": Command(
        ("backup", "FILES/home.copies/first"), ("backup", "FILES/home.copies/second")
    ),
    "restore": _the_same("restore", "FILES/copy.tar.gz", home=""),
    "replace": _the_same("restore", "--replace", "FILES/copy.tar.gz"),
}

MOVES = {"restore", "replace"}
"""Commands that put an archive in the place of another; killed, they have to be repeated."""

ENDLESS = {"watch"}
"""Commands that go on until they are stopped."""

ALERTS = '[[alert]]\nname = "all"\nquery = "/search?q="\n'

_LEFT = re.compile(r"\.partial$|\.lexicon-|/toc-|-journal$|\.new$|\.packed$|\.restoring$")
"""Files that a finished command leaves nowhere."""


@dataclass(frozen=True)
class State:
    """What an archive holds: ``indexed`` and ``stored`` ids, how many ``faults`` verify finds."""

    indexed: frozenset[str] = frozenset()
    stored: frozenset[str] = frozenset()
    faults: int = 0


def prepare(folder: Path) -> None:
    """Make what the commands work on: files, a backup, and homes in two states."""
    _load()
    in_child(lambda: _fill(folder))


def _load() -> None:
    """Load once, for all that is forked, what is the same for every archive."""
    for module in _COMMANDS.values():
        import_module(f"indexer.cli.{module}")
    with TemporaryDirectory() as folder:
        archive = Archive.open(Path(folder, "home"), create=True)
        archive.add([Article(id="a", language="ru", title="Суд в Грозном")])
        archive.sync()
        archive.search(Query("суд"))
        archive.settle()
        archive.store.close()


def _fill(folder: Path) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()[:30]
    bad = json.dumps(json.loads(lines[20]) | {"language": "xx"})
    _write(folder / "first.jsonl", lines[:10])
    _write(folder / "second.jsonl", [*lines[10:20], bad])
    _write(folder / "watched" / "third.jsonl", lines[21:25])
    home = folder / "filled"
    run(home, "ingest", str(folder / "first.jsonl"))
    run(home, "reindex")
    run(home, "ingest", str(_write(folder / "bad.jsonl", [bad])))
    (rejected,) = (home / "rejected").glob("*.jsonl")
    rejected.write_text(rejected.read_text("utf-8").replace('"xx"', '"ru"'), "utf-8")
    (home / "alerts.toml").write_text(ALERTS, "utf-8")
    run(home, "alerts", "--since", "2000")
    run(home, "backup", str(folder / "copy.tar.gz"))
    shutil.copytree(home, folder / "behind")
    run(folder / "behind", "ingest", "--no-sync", str(folder / "second.jsonl"))


def _write(path: Path, lines: list[str]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def run(home: Path, *arguments: str) -> int:
    """The exit code of a command."""
    return main(["--home", str(home), "--quiet", *arguments])


def in_child(work: Callable[[], Any]) -> Any:
    """What a function gives in a process of its own, which has opened nothing before.

    An error of ours is given back, "crash" stands for any other.
    """
    ours, theirs = FORK.Pipe(duplex=False)

    def told() -> None:
        try:
            theirs.send(work())
        except PodshivkaError as error:
            theirs.send(error)

    child = FORK.Process(target=told)
    child.start()
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return "crash"
    finally:
        child.join()


def state(home: Path) -> State:
    """What the archive holds; nothing where there is none. Raises PodshivkaError."""
    try:
        archive = Archive.open(home)
    except StoreError as error:
        if error.message in {"there is no archive here", "a restore was killed here"}:
            return State()
        raise
    stored = frozenset(archive.store.ids())
    try:
        indexed = frozenset(archive.searcher().ids())
    except NotFoundError:
        indexed = frozenset()
    return State(indexed, stored, len(archive.verify()))


class Trial:
    """One command on an archive of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        """``folder``: as ``prepare`` made it. ``name``: of COMMANDS."""
        self.name, self.home, self._command = name, folder / "home", COMMANDS[name]
        self._folder, self._copies = folder, folder / "home.copies"
        for each in (self.home, self._copies):
            shutil.rmtree(each, ignore_errors=True)
        if self._command.home:
            shutil.copytree(folder / self._command.home, self.home)
        self.before = in_child(lambda: state(self.home))
        self.gone = {min(self.before.stored)} if name == "delete" else set()

    @property
    def given(self) -> list[str]:
        """The command."""
        return self._placed(self._command.given)

    def _placed(self, arguments: tuple[str, ...]) -> list[str]:
        id = next(iter(self.gone), "")
        return [each.replace("FILES", str(self._folder)).replace("ID", id) for each in arguments]

    def problems(self, *, killed: bool = True) -> Iterator[str]:
        """What does not hold now that the command was stopped, and after the next one.

        ``killed``: it had no chance to put back what it had moved.
        """
        after = in_child(lambda: state(self.home))
        if isinstance(after, State):
            yield from self._harm(after, killed)
        else:
            yield f"cannot be read after it: {after}"
        yield from self._harmed_copies()
        there = self.name in MOVES and (self.home / "store.sqlite").exists()
        again = ["sync"] if there else self._placed(self._command.again)
        if (code := in_child(lambda: run(self.home, *again))) not in {0, 3}:
            yield f"the next run ends with {code}"
        end = in_child(lambda: state(self.home))
        if not isinstance(end, State) or end.indexed != end.stored or end.faults:
            yield "the next run does not mend it"
        elif isinstance(after, State) and not end.stored >= after.stored - self.gone:
            yield "the next run loses articles"
        yield from self._left()

    def _harm(self, after: State, killed: bool) -> Iterator[str]:
        before, gone = self.before, self.gone
        if self.name in MOVES and killed and not after.stored:
            return  # it is repeated
        if before.stored - gone - after.stored:
            yield "lost articles of the store"
        if after.faults:
            yield "faults found after it"
        if self.name in MOVES and not after.indexed:
            return  # put in its place, not yet indexed
        if not after.indexed >= before.indexed - gone:
            yield "lost articles of the index"
        if after.indexed not in (before.indexed, before.indexed - gone, after.stored):
            yield "the index is neither old nor new"

    def _harmed_copies(self) -> Iterator[str]:
        other = self._folder / "other"
        for copy in self._copies.glob("[!.]*"):
            if in_child(partial(run, other, "restore", "--no-reindex", str(copy))):
                yield "half of a backup"
            shutil.rmtree(other, ignore_errors=True)

    def _left(self) -> Iterator[str]:
        for root in (self.home, self._copies):
            for path in sorted(root.glob("[!r]*/**/*")) + sorted(root.glob("*")):
                if _LEFT.search(str(path)):
                    yield f"left: {re.sub('[0-9a-f]{6,}', 'N', str(path.relative_to(root)))}"
        if len(list((self.home / "index").glob("g*"))) > load_settings(self.home).keep:
            yield "left: a generation"
