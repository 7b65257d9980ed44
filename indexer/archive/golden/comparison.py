"""What becomes of the answers when one index takes the place of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from indexer.archive.golden.file import GoldenQuery

FIRST = 10
"""Articles at the head of an answer that are compared."""

Fault = Literal["total", "first-ten", "first", "at-least"]
"""The total changes by more than it may; more of the first ten articles are others; the answer does
not begin with the articles that it should; it has fewer than it should."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The number of articles found and the ids of the first ones, FIRST at most."""

    total: int
    first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldenAnswer:
    """Both answers to a golden query, over the articles that both indexes have alike.

    ``before`` None: that index cannot be asked. ``faults``: what is beyond its tolerances.
    """

    asked: GoldenQuery
    before: Answer | None
    after: Answer
    faults: tuple[Fault, ...]

    @property
    def common(self) -> int:
        """How many of the first articles both answers have."""
        return len(set(self.before.first) & set(self.after.first)) if self.before else 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two generations, by name, and what differs.

    ``documents``: articles of each; None of one that cannot be opened. ``same_analysis``: both
    index an article alike, so that their answers should be the same. ``changed``: articles that
    were added, changed or deleted between the two, or are in one of them alone; their answers are
    compared without them. ``lost``: ids that the second lacks though the store has not changed
    them since. ``counts``: by facet and year, values whose numbers of articles differ.
    """

    before: str
    after: str
    documents: tuple[int | None, int]
    same_analysis: bool
    changed: int
    lost: tuple[str, ...]
    counts: Mapping[str, Mapping[str, tuple[int, int]]]
    answers: tuple[GoldenAnswer, ...]

    @property
    def differing(self) -> tuple[GoldenAnswer, ...]:
        """The golden queries whose answers changed beyond what is tolerated."""
        return tuple(answer for answer in self.answers if answer.faults)

    @property
    def alike(self) -> bool:
        """Whether the second may take the place of the first."""
        return not self.lost and not self.differing

    @property
    def identical(self) -> bool:
        """Whether both count the same, and answer the same articles in the same order."""
        same = all(answer.before == answer.after for answer in self.answers)
        return same and not self.lost and not self.counts


def faults(
    asked: GoldenQuery, before: Answer | None, after: Answer, whole: Answer
) -> tuple[Fault, ...]:
    """What is beyond the tolerances. ``whole``: the second answer over all of its articles."""
    found: list[Fault] = []
    if before:
        if abs(after.total - before.total) > asked.tolerance * before.total:
            found.append("total")
        gone = len(set(before.first) - set(after.first))
        if gone > asked.replaced:
            found.append("first-ten")
    if whole.first[: len(asked.first)] != asked.first:
        found.append("first")
    if whole.total < asked.at_least:
        found.append("at-least")
    return tuple(found)
