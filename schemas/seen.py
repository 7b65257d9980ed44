"""A search as it was seen once, and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Seen:
    """What a search found on a day; with the search, a permalink.

    ``sequence``: the change of the store that the index had reached. ``total``: articles found.
    ``day``: of the Moscow calendar. ``reading``: digest of how the words were read. ``seal``: of
    all of this and the search, with the secret of the archive.
    """

    sequence: int
    total: int
    day: date
    reading: str
    seal: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of a search since it was seen. Ids are in the order of the present result.

    ``total``: articles found now. ``sequence``: as in Seen, of the index that says so.
    ``stored``: found, first stored since. ``entered``: found, stored before, but as they were then
    they were not found. ``changed``: found then and now, with changes. ``left``: found as they were
    then, and now no more. ``withdrawn``: articles found then and deleted since.
    ``unexplained``: articles that came (or, below 0, went) for no such reason. ``deleted``: all
    articles deleted since, whatever they said. ``same_reading``: the words are read as they were
    then. ``compared``: False when more articles were rewritten than are compared; then ``entered``,
    ``changed``, ``left`` are empty and ``unexplained`` has what they would.

    Always ``seen.total + came - gone == total``.
    """

    seen: Seen
    total: int
    sequence: int
    stored: tuple[str, ...] = ()
    entered: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    withdrawn: int = 0
    unexplained: int = 0
    deleted: int = 0
    same_reading: bool = True
    compared: bool = True

    @property
    def came(self) -> int:
        """Articles found now that were not found then."""
        return len(self.stored) + len(self.entered) + max(self.unexplained, 0)

    @property
    def gone(self) -> int:
        """Articles found then that are not found now."""
        return len(self.left) + self.withdrawn + max(-self.unexplained, 0)

    @property
    def unchanged(self) -> bool:
        """Whether it is for sure what it was."""
        quiet = not (self.came or self.gone or self.changed)
        return quiet and self.same_reading and self.compared
