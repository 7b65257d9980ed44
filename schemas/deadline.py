"""When the time for an answer is over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from schemas.errors import CutShortError


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment ``end``, in seconds of ``clock``, which never goes back. Infinity: never."""

    end: float = inf
    clock: Callable[[], float] = monotonic

    @classmethod
    def after(cls, seconds: float, clock: Callable[[], float] = monotonic) -> Deadline:
        """That of an answer that may take so many seconds from now on; 0: as many as it needs."""
        return cls(clock() + seconds, clock) if seconds else NEVER

    @property
    def passed(self) -> bool:
        """Whether the time is over."""
        return self.end != inf and self.clock() >= self.end

    def check(self) -> None:
        """Raise CutShortError when the time is over."""
        if self.passed:
            raise CutShortError

    def part(self, share: float) -> Deadline:
        """The moment at which this share, 0 to 1, of the time that is left is over."""
        if self.end == inf:
            return self
        now = self.clock()
        return Deadline(now + max(0.0, self.end - now) * share, self.clock)


NEVER = Deadline()
