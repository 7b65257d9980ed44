"""Words that match only beside others: NEAR, the same sentence, the same paragraph."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal

from indexer.page.snippets.occurrence import Occurrence
from schemas.expression import And, Near, Node, Or, Together

_SCOPES: Mapping[str, Callable[[Occurrence], int]] = {
    "sentence": attrgetter("sentence"),
    "paragraph": attrgetter("paragraph"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """Leaves that match where all of them stand together.

    ``within``: positions between the first and the last of them at most, or what they share.
    """

    leaves: frozenset[int]
    within: int | Literal["sentence", "paragraph"]


@dataclass(frozen=True, slots=True)
class Company:
    """Which leaves match only beside others. ``alone``: those that match anywhere."""

    alone: frozenset[int] = frozenset()
    groups: tuple[Group, ...] = ()

    def kept(self, found: list[Occurrence]) -> list[Occurrence]:
        """Which of the occurrences in a text match."""
        if not self.groups:
            return found
        chosen = {i for i, one in enumerate(found) if one.leaf in self.alone}
        for group in self.groups:
            places = [i for i, one in enumerate(found) if one.leaf in group.leaves]
            if isinstance(group.within, str):
                chosen.update(_together(found, places, group.leaves, _SCOPES[group.within]))
            else:
                chosen.update(_near(found, places, group.leaves, group.within))
        return [one for i, one in enumerate(found) if i in chosen]


def company(expression: Node, numbers: Mapping[Node, int]) -> Company:
    """Which leaves of ``expression`` match only beside others. ``numbers``: of the leaves."""
    groups = tuple(_groups(expression, numbers))
    return Company(frozenset(_alone(expression, numbers)), groups)


def _groups(node: Node, numbers: Mapping[Node, int]) -> Iterator[Group]:
    match node:
        case And(children) | Or(children):
            for child in children:
                yield from _groups(child, numbers)
        case Near(parts, distance):
            yield Group(frozenset(numbers[part] for part in parts), distance)
        case Together(parts, scope):
            yield Group(frozenset(numbers[part] for part in parts), scope)


def _alone(node: Node, numbers: Mapping[Node, int]) -> Iterator[int]:
    if isinstance(node, And | Or):
        for child in node.children:
            yield from _alone(child, numbers)
    elif node in numbers:
        yield numbers[node]


def _near(
    found: Sequence[Occurrence], places: Sequence[int], leaves: frozenset[int], distance: int
) -> Iterator[int]:
    """Those of ``places`` from which all leaves are within ``distance``, itself included."""
    ordered = sorted(places, key=lambda i: found[i].position)
    positions = [found[i].position for i in ordered]
    done = 0
    for first, position in enumerate(positions):
        end = bisect_right(positions, position + distance)
        if {found[i].leaf for i in ordered[first:end]} == leaves:
            yield from ordered[max(first, done) : end]
            done = end


def _together(
    found: Sequence[Occurrence],
    places: Sequence[int],
    leaves: frozenset[int],
    scope: Callable[[Occurrence], int],
) -> Iterator[int]:
    """Those of ``places`` in a sentence or paragraph that has all leaves."""
    within: dict[int, list[int]] = {}
    for i in places:
        within.setdefault(scope(found[i]), []).append(i)
    for inside in within.values():
        if {found[i].leaf for i in inside} == leaves:
            yield from inside
