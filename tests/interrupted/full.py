"""Fill the disk at every write that a command makes, or at one in so many.

``python -m tests.interrupted.full [COMMAND]... [--every N]`` refuses each writing call of the
process, those of SQLite among them, and all after it, as a full disk does (full_disk.c). The
command then has to end with 1 and say what to do, what was there is there, and the next run, with
room, is clean. Ends with 1 when something did not hold.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import count
from multiprocessing.context import ForkProcess
from pathlib import Path

from tests.interrupted.writing import COMMANDS, ENDLESS, FORK, Trial, prepare, run

SOURCE = Path(__file__).with_name("full_disk.c")
ENDLESS_SECONDS = 3.0
SAID = ("No space left on device", "disk is full", "free some space")
"""One of them is said; SQLite does not always know that it is the room which is missing."""


def preloaded() -> bool:
    """Whether this process was started with the disk that can be filled."""
    return hasattr(ctypes.CDLL(None), "disk_fill")


def library(folder: Path) -> Path:
    """Compile the disk that can be filled."""
    made = folder / "full_disk.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


def refused(folder: Path, name: str, first: int) -> Iterator[str] | None:
    """What does not hold when a writing call and all after it are refused; None: it made fewer."""
    disk, trial = ctypes.CDLL(None), Trial(folder, name)
    with tempfile.NamedTemporaryFile() as told:
        child = FORK.Process(target=_command, args=(trial, Path(told.name)))
        disk.disk_fill(os.fsencode(folder), ctypes.c_long(first))
        child.start()
        while _goes_on(child, name):
            pass
        child.join()
        disk.disk_fill(b"", 0)
        said = Path(told.name).read_text("utf-8")
    return problems(trial, child.exitcode, said) if disk.disk_refused() else None


def _goes_on(child: ForkProcess, name: str) -> bool:
    """Wait a while; a command that would go on for ever is stopped when it writes no more."""
    before = ctypes.CDLL(None).disk_calls()
    child.join(ENDLESS_SECONDS if name in ENDLESS else None)
    if child.is_alive() and child.pid and ctypes.CDLL(None).disk_calls() == before:
        os.kill(child.pid, signal.SIGTERM)
        child.join()
    return child.is_alive()


def _command(trial: Trial, told: Path) -> None:
    with told.open("w") as file, Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(file.fileno(), 2)
    raise SystemExit(run(trial.home, *trial.given))


def problems(trial: Trial, code: int | None, said: str) -> Iterator[str]:
    """What does not hold after a command that met a full disk."""
    if code == 1:
        if not any(each in said for each in SAID):
            yield f"does not say why: {said}"
        if not said.rstrip().endswith(")"):
            yield f"does not say what to do: {said}"
    elif code != 0 or "Traceback" in said:  # what is only for speed may be left out
        yield f"ends with {code}: {said}"
    yield from trial.problems(killed=False)


def main() -> int:
    """Say how often each command was refused something, and what did not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commands", nargs="*", choices=[*COMMANDS, []])
    parser.add_argument("--every", type=int, default=1)
    asked = parser.parse_args()
    if not preloaded():
        return _again()
    wrong = False
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        prepare(folder)
        for name in asked.commands or COMMANDS:
            begun, told = time.monotonic(), Counter[str]()
            for first in count(1, asked.every):
                found = refused(folder, name, first)
                if found is None:
                    break
                told["refused"] += 1
                for problem in found:
                    wrong = True
                    told[problem] += 1
                    sys.stdout.write(f"{name}, from call {first} on: {problem}\n")
                    sys.stdout.flush()
            took = time.monotonic() - begun
            sys.stdout.write(f"{name}: {dict(told)}, {took:.0f} s\n")
            sys.stdout.flush()
    return int(wrong)


def _again() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LD_PRELOAD": str(library(Path(folder)))}
        command = [sys.executable, "-m", "tests.interrupted.full", *sys.argv[1:]]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
