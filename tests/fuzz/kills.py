"""Kill commands that write at random moments and before random writing calls: ``python -m
tests.fuzz.kills 500``, or of some commands alone, ``… 500 backup restore``. After each the index
answers as before or as after the command, nothing that was stored is lost, and the next run brings
everything up and leaves nothing behind. Prints what did not hold, and how often; ends with 1 when
something did not hold.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Value
from pathlib import Path

from tests.interrupted.calls import before_each
from tests.interrupted.writing import COMMANDS, ENDLESS, FORK, Trial, prepare, run

ENDLESS_SECONDS, ENDLESS_CALLS = 3.0, 90
"""What is taken for the length of a command that goes on until it is stopped."""


@dataclass(frozen=True)
class Length:
    """How long a command is that nobody stops, in seconds and in writing calls."""

    seconds: float = ENDLESS_SECONDS
    calls: int = ENDLESS_CALLS


def length(folder: Path, name: str) -> Length:
    """Run a command to its end."""
    if name in ENDLESS:
        return Length()
    trial, calls, begun = Trial(folder, name), Value("i", 0), time.monotonic()

    def count() -> None:
        calls.value += 1

    child = FORK.Process(target=_watched, args=(folder, trial, count))
    child.start()
    child.join()
    if child.exitcode not in {0, 3}:
        raise SystemExit(f"{name} ends with {child.exitcode}")
    return Length(time.monotonic() - begun, calls.value)


def kill(folder: Path, trial: Trial, *, after: float, before: int) -> bool:
    """Run a command, killed after some seconds or before a writing call; whether it was killed."""
    left = iter(range(before - 1))

    def call() -> None:
        if before and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    child = FORK.Process(target=_watched, args=(folder, trial, call))
    child.start()
    child.join(after)
    if child.is_alive() and child.pid:
        os.kill(child.pid, signal.SIGKILL)
    child.join()
    return child.exitcode == -signal.SIGKILL


def _watched(folder: Path, trial: Trial, call: Callable[[], None]) -> None:
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    before_each(folder, call)
    raise SystemExit(run(trial.home, *trial.given))


def main(count: int, names: list[str]) -> int:
    """Kill so many commands."""
    chance = random.Random(count)  # noqa: S311 - kills that can be repeated, but for the clock
    begun, wrong, killed = time.monotonic(), False, 0
    told: dict[str, Counter[str]] = {name: Counter() for name in names or COMMANDS}
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        prepare(folder)
        lengths = {name: length(folder, name) for name in told}
        while killed < count:
            name = min(told, key=lambda each: told[each]["killed"])
            trial, whole = Trial(folder, name), lengths[name]
            by_clock = chance.random() < 0.5
            if kill(
                folder,
                trial,
                after=chance.random() * whole.seconds if by_clock else 60,
                before=0 if by_clock else chance.randint(1, whole.calls),
            ):
                killed += 1
                told[name]["killed"] += 1
            else:
                told[name]["ended before"] += 1
            for problem in trial.problems():
                told[name][problem] += 1
                wrong = True
                sys.stdout.write(f"{killed}: {name}: {problem}\n")
                sys.stdout.flush()
    for name, said in told.items():
        sys.stdout.write(f"{name}: {dict(said)}\n")
    sys.stdout.write(f"{killed} killed, {time.monotonic() - begun:.0f} s\n")
    return int(wrong)


if __name__ == "__main__":
    raise SystemExit(main(int([*sys.argv, "500"][1]), sys.argv[2:]))
