"""Commands that are killed before one of their writing calls, and what is left of the archive.

A command runs in a process that is forked for it, so that thousands of them take minutes.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from indexer.archive import Archive, building
from indexer.cli import main
from indexer.index import batches
from indexer.index.whoosh.files.manifest import Manifest
from indexer.settings import load_settings
from schemas.article import Article
from schemas.errors import PodshivkaError
from tests.interrupted.calls import before_each

PART = 3
"""Changes that a build keeps at a time, here."""

COMMANDS = {
    "reindex": ["reindex"],
    "resumed": ["reindex"],
    "rollback": ["rollback"],
    "sync": ["sync"],
    "delete": ["delete", "a5"],
}
"""What can be killed; ``resumed``: a reindex that goes on where a killed one was."""

IN_THE_MIDST = 60
"""A writing call of a reindex after its first part."""

_KNOWN = {
    "store.sqlite", "store.sqlite-wal", "store.sqlite-shm", "names.sqlite",
    "names.sqlite.checksum", "vocabulary", "lock", "served", "index", "lexicons",
    "translations",
    "twins.sqlite", "twins.sqlite.checksum", "twins-facts.sqlite", "twins-facts.sqlite.checksum",
}  # fmt: skip
"""What a home consists of; of the store's log something may stay as long as it was not read."""

_OF_GENERATIONS = ("lexicons", "translations")
"""Folders of what is known of each generation."""


def story(number: int, title: str = "unicorn") -> Article:
    """An article of many words: each has one that others have, too."""
    body = " ".join(f"word{number * factor}" for factor in range(9))
    return Article(id=f"a{number}", language="en", title=f"{title} {number}", body=body)


def run(home: Path, arguments: Sequence[str], at: int = 0) -> tuple[int, int]:
    """(exit code or -signal, writing calls made) of a command; it is killed before call ``at``."""
    read, write = os.pipe()
    process = os.fork()
    if not process:
        code = 70
        try:
            code = _command(home, arguments, at, write)
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb") as counted:
        calls = len(counted.read())
    _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), calls


def _command(home: Path, arguments: Sequence[str], at: int, counted: int) -> int:
    building.PART, batches.CHUNK = PART, 2
    calls = 0

    def call() -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            os.kill(os.getpid(), signal.SIGKILL)
        os.write(counted, b".")

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    before_each(home, call)
    return main([*arguments, "--quiet", "--home", str(home)])


def strays(home: Path) -> set[str]:
    """The files and folders of a home that belong to nothing."""
    index, known = home / "index", set(_KNOWN)
    for generation in Archive.open(home).engine.generations():
        folder = index / generation.name
        known.add(f"index/{generation.name}")
        known |= {f"{folder}/{generation.name}" for folder in _OF_GENERATIONS}
        files = {"generation.json", "write.lock", "building" if generation.building else ""}
        with suppress(PodshivkaError):
            manifest = Manifest.read(folder)
            files.update(f"_MAIN_{manifest.serial - before}.toc" for before in (0, 1))
            files |= {file for each in manifest.segments for file in (each.file, each.live) if file}
        known |= {f"index/{generation.name}/{file}" for file in files}
    found = {str(path.relative_to(home)) for path in home.rglob("*")}
    learnt = {path for path in found if path.partition("/")[0] in _OF_GENERATIONS}
    # one for each generation, with the number of its articles behind its name
    known |= {path for path in learnt if path.split("-")[0] in known}
    return found - known - {"index/published"}


def found(home: Path) -> set[str]:
    """The ids of the articles that a search finds."""
    archive = Archive.open(home)
    ids = set(archive.searcher().ids())
    archive.store.close()
    return ids


def prepared(home: Path) -> None:
    """Make an archive with two generations, whose store has had changes since."""
    archive = Archive(load_settings(home), create=True)
    archive.add(map(story, range(8)))
    archive.sync()
    archive.add([story(8)])
    archive.rebuild()
    archive.add([story(number, "otter") for number in range(6, 12)])
    archive.delete(["a3"])
    archive.store.close()


class Trial:
    """Kills of one command in copies of one archive."""

    def __init__(self, name: str, folder: Path) -> None:
        """``name``: of COMMANDS. ``folder``: where the archives are made."""
        self._arguments = COMMANDS[name]
        self._template, self._home = folder / "template", folder / "home"
        prepared(self._template)
        if name == "resumed":
            run(self._template, self._arguments, IN_THE_MIDST)
            (last,) = Archive.open(self._template).engine.generations()[-1:]
            assert last.building
            assert last.checkpoint
        self._states = [found(self._template)]
        shutil.copytree(self._template, self._home)
        assert run(self._home, self._arguments)[0] == 0
        self._states.append(found(self._home))

    def kill(self, at: int) -> bool:
        """Kill the command before its call ``at``, and look; False when it ended before."""
        shutil.rmtree(self._home, ignore_errors=True)
        shutil.copytree(self._template, self._home)
        code, calls = run(self._home, self._arguments, at)
        if code != -signal.SIGKILL:
            assert code == 0, f"it ended with {code}"
            return False
        try:
            self._look()
        except AssertionError as error:
            raise AssertionError(
                f"{self._arguments}, killed before call {calls + 1}: {error}"
            ) from None
        return True

    def _look(self) -> None:
        home = self._home
        archive = Archive.open(home)
        stored = set(archive.store.ids())
        archive.store.close()
        # what the store has deleted is not found, whatever the index holds
        states = [state & stored for state in self._states]
        assert found(home) in (*self._states, *states), "half of a change"
        assert run(home, ["sync"])[0] == 0, "the next command failed"
        assert not strays(home), f"left behind: {sorted(strays(home))}"
        assert found(home) == stored, "articles are not found"
        assert run(home, ["reindex"])[0] == 0, "it cannot be repeated"
        assert not strays(home), f"left behind after all: {sorted(strays(home))}"
        assert found(home) == stored, "articles are not found after all"
        known = archive.engine.generations()
        assert [each.published for each in known] == [False, True], "too many indexes stay"
        assert not any(each.building for each in known)
