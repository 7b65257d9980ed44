"""One thing that was looked at, and how it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Self

from schemas.errors import PodshivkaError

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """``area``: what was looked at. ``hint``: what to do, "" when nothing has to be done.

    A "warning" is something to know or to do some day; an "error" keeps something from working.
    """

    area: str
    level: Level
    text: str
    hint: str = ""

    @classmethod
    def of(cls, area: str, error: PodshivkaError) -> Self:
        """An error of ours as a finding."""
        place = f"{error.place}: " if error.place else ""
        return cls(area, "error", f"{place}{error.message}", error.hint)


def guarded(area: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """The findings of ``look``; what it cannot read is one of them."""
    try:
        yield from look()
    except PodshivkaError as error:
        yield Finding.of(area, error)
    except Exception as error:  # noqa: BLE001 - whatever is damaged, the rest is examined
        hint = "check the disk and the rights; podshivka reindex makes index and lexicon anew"
        text = f"it cannot be examined: {type(error).__name__}: {error}"
        yield Finding(area, "error", text, hint)
