"""A command that is killed leaves no process behind that worked for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

HANGING = """
import time
from indexer.cli import main
from indexer.index import batches

batches.ALONE = 0
batches._next = lambda *_: time.sleep(600)
main(["reindex", "--quiet"])
"""
"""A reindex in several processes that never takes what they analysed."""

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120
"""Seconds; far more than anything takes."""


def children(parent: int) -> set[int]:
    """The processes that analyse for ``parent``."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state = (folder / "stat").read_text().rpartition(")")[2].split()
            if int(state[1]) == parent and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.add(int(folder.name))
    return found


def alive(process: int) -> bool:
    """Whether a process runs still; one that has ended may wait for somebody to ask how."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def hanging(filled) -> Iterator[tuple[subprocess.Popen[bytes], set[int]]]:
    """A reindex that hangs, and the processes that it has started."""
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PODSHIVKA_PROCESSES": "2"}
    process = subprocess.Popen(
        [sys.executable, "-P", "-c", HANGING], env=environment, stderr=subprocess.DEVNULL
    )
    workers: set[int] = set()
    try:
        until(lambda: len(children(process.pid)) == 1 or process.poll() is not None)
        workers = children(process.pid)
        yield process, workers
    finally:
        process.kill()
        process.wait()
        for worker in filter(alive, workers):
            os.kill(worker, signal.SIGKILL)


@pytest.mark.parametrize("sent", [signal.SIGKILL, signal.SIGTERM])
def test_processes_of_a_killed_reindex_end_with_it(hanging, sent):
    process, workers = hanging
    assert workers
    process.send_signal(sent)
    assert process.wait(PATIENCE) == -sent
    until(lambda: not any(map(alive, workers)))
