"""How hard tests try that could go on for ever: fully in CI, a part of that at one's desk.

HYPOTHESIS_PROFILE=ci asks for all of it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
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
