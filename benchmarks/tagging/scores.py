"""Precision, recall and F1 of sets of tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed tags."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Right ones of those found; 1.0 when nothing was found."""
        return _share(self.right, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Right ones of those labelled; 1.0 when nothing was labelled."""
        return _share(self.right, self.right + self.missed)

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        return _share(2 * self.right, 2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        counts = f"{self.right:4} right {self.wrong:3} wrong {self.missed:3} missed"
        return f"P {self.precision:.3f}  R {self.recall:.3f}  F1 {self.f1:.3f}  {counts}"


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def by_value(pairs: Iterable[tuple[frozenset[T], frozenset[T]]]) -> dict[T, Score]:
    """The score of each value over pairs of (labelled, found)."""
    right: Counter[T] = Counter()
    wrong: Counter[T] = Counter()
    missed: Counter[T] = Counter()
    for labelled, found in pairs:
        right.update(labelled & found)
        wrong.update(found - labelled)
        missed.update(labelled - found)
    values = {*right, *wrong, *missed}
    return {value: Score(right[value], wrong[value], missed[value]) for value in values}


def micro(scores: Iterable[Score]) -> Score:
    """All counts added up."""
    listed = list(scores)
    return Score(
        sum(s.right for s in listed), sum(s.wrong for s in listed), sum(s.missed for s in listed)
    )


def macro_f1(scores: Iterable[Score]) -> float:
    """The mean F1 of the values that were labelled at least once."""
    listed = [score.f1 for score in scores if score.right + score.missed]
    return sum(listed) / len(listed)
