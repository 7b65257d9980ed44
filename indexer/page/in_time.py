"""What is made while there is time, and left out when there is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from schemas.errors import CutShortError

_T = TypeVar("_T")


@dataclass(slots=True)
class InTime:
    """Remembers whether all parts of an answer were made. ``complete``: all so far."""

    complete: bool = True

    def made(self, make: Callable[[], _T]) -> _T | None:
        """What ``make`` gives; None if that raises CutShortError."""
        try:
            return make()
        except CutShortError:
            self.complete = False
            return None
