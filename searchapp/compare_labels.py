"""Where the labels of the chart of compared queries stand, so that none covers another.

Their places are percent across and px down, for the narrowest of charts: on a phone, 300 px.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BESIDE, ABOVE = 7.0, 18.0
"""How near two letters may stand: percent across and px down."""
FROM_POINT = 9.0
"""From a point up to its letter, in px."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A label below the chart. ``anchor``: how it stands to its place."""

    x: float
    text: str
    anchor: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Peak:
    """The letters of lines whose highest points lie together, with the place of what is written."""

    letters: str
    x: float
    y: float
    anchor: str


def ticks(names: Sequence[str], *, across: float, most: int) -> tuple[Tick, ...]:
    """``most`` of the spans' names at most; each second is ``minor``, left out on a phone."""
    step = max(1, -(-len(names) // most))
    last = max(1, len(names) - 1)
    return tuple(
        Tick(across * at / last, names[at], "start" if at == 0 else "middle", bool(number % 2))
        for number, at in enumerate(range(0, len(names), step))
    )


def peaks(
    points: Sequence[tuple[str, float, float]], scale: Sequence[float], *, across: float
) -> tuple[Peak, ...]:
    """The letters of the highest points: letter, x and y of each.

    Where a line ends, its name says whose the point is. ``scale``: where numbers stand at the left
    edge, in px down.
    """
    groups: list[list[tuple[str, float, float]]] = []
    for point in sorted(points, key=lambda point: point[2]):
        _, x, y = point
        if x >= across:
            continue
        near = (
            group
            for group in groups
            if any(abs(x - other[1]) < BESIDE and abs(y - other[2]) < ABOVE for other in group)
        )
        group = next(near, None)
        if group is None:
            groups.append([point])
        else:
            group.append(point)
    return tuple(_written(group, scale, across) for group in groups)


def _written(
    group: Sequence[tuple[str, float, float]], scale: Sequence[float], across: float
) -> Peak:
    letters = "".join(sorted(letter for letter, _, _ in group))
    _, x, top = group[0]
    y = top - FROM_POINT
    if x < 2 * BESIDE and any(abs(y - at) < ABOVE for at in scale):
        x = 2 * BESIDE
    anchor = "end" if x > across - BESIDE else "start" if x < BESIDE else "middle"
    return Peak(letters, x, y, anchor)


def apart(places: Sequence[float], *, gap: float, top: float, bottom: float) -> list[float]:
    """Labels at ``places``, moved as little as keeps them ``gap`` apart and inside of the chart."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    moved = list(places)
    lowest = top
    for at in order:
        moved[at] = lowest = max(moved[at], lowest)
        lowest += gap
    highest = bottom
    for at in reversed(order):
        moved[at] = highest = min(moved[at], highest)
        highest -= gap
    return moved
