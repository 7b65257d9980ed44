"""Two queries as sets of articles."""

from __future__ import annotations

from dataclasses import dataclass

from schemas.results import Page


@dataclass(frozen=True, slots=True)
class QuerySets:
    """The three sets, each as the first page of the search that finds it, newest first.

    The articles of A are those of ``only_a`` and ``both``: every one is in one set.
    """

    a: str
    b: str
    only_a: Page
    both: Page
    only_b: Page

    @property
    def total_a(self) -> int:
        """Articles that A finds."""
        return self.only_a.total + self.both.total

    @property
    def total_b(self) -> int:
        """Articles that B finds."""
        return self.only_b.total + self.both.total
