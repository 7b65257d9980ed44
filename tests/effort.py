"""How hard tests try that could go on for ever, and how they tell work without end.

All is tried in CI (HYPOTHESIS_PROFILE=ci), a part of it at one's desk.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable, Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "desk")
FULL = PROFILE == "ci"


def tries(full: int, part: int = 4) -> int:
    """How many of ``full`` tries are made: all in CI, one in ``part`` at one's desk."""
    return full if FULL else -(-full // part)


def some(every: Sequence[T], part: int = 4) -> Sequence[T]:
    """What is tried of ``every``: all in CI, each fourth (or so) at one's desk."""
    return every if FULL else every[::part]


# no deadline: how long an example takes is a matter of what else the machine does
settings.register_profile("ci", max_examples=100, deadline=None)
settings.register_profile("desk", max_examples=tries(100, 2), deadline=None)


def work(call: Callable[[], object]) -> float:
    """The processor time of ``call`` in loops of half a million steps (30 ms where it is quiet).

    The loop is timed before and after it, so that a machine busy with other things slows
    both. It tells work that grows with the square of its input, which takes hundreds of loops;
    how quick something is, benchmarks/ tell.
    """
    before = _loop()
    collects = gc.isenabled()
    gc.disable()  # it would also collect what other tests have left: a second in a long run
    try:
        started = time.process_time()
        call()
        took = time.process_time() - started
    finally:
        if collects:
            gc.enable()
    return took / max(before, _loop())


def _loop() -> float:
    started = time.process_time()
    sum(number % 7 for number in range(500_000))
    return time.process_time() - started
