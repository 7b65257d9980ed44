"""The facets beside the results: the first values of each, with the addresses that choose them."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from schemas.facets import FACETS, OPEN
from schemas.results import FacetCount, Page
from searchapp.styles import length
from searchapp.variants import FIRST_PAGE, Variants

SHOWN = 5
"""Values of a facet that are shown before the reader asks for all; of an open one those chosen."""
UNFOLDED = ("region", "topic")
"""Facets whose values are seen at once; others are folded, or a link, while nothing is chosen."""
DEEPEST = 3
"""Levels under a value that are set off from each other."""


@dataclass(slots=True)
class Value:
    """A row of a facet. ``depth``: up to DEEPEST. ``only``: address with this value alone, as HTML.

    ``alone``: it is so already.
    ``written``: in the text of the query, so that a tick in the box cannot take it away.
    ``length``: the class that draws its share of the most frequent value. Not frozen, as the
    FacetCount that it shows is not.
    """

    value: str
    label: str
    count: int
    selected: bool
    written: bool
    excluded: bool
    depth: int
    only: Markup
    alone: bool
    length: str


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A facet with its first rows, if any. ``unfolded``: they are seen at once.

    ``every``: the page of all its values, "" when these are all. ``complete``: whether its numbers
    are of all articles, and not of those found in time.
    """

    name: str
    values: tuple[Value, ...]
    unfolded: bool
    every: str
    complete: bool


def facet_groups(page: Page, here: Variants) -> tuple[FacetGroup, ...]:
    """The facets with check boxes: all but the date and those that divide nothing."""
    every = here.below("/facets/", FIRST_PAGE)  # it counts pages of its own
    return tuple(_group(facet.name, page, here, every) for facet in FACETS)


def _group(name: str, page: Page, here: Variants, every: Callable[[str], Markup]) -> FacetGroup:
    counts = page.facets[name]
    chosen = [count for count in counts if count.selected or count.excluded]
    if len(counts) == 1 and not chosen and counts[0].count == page.total and name not in OPEN:
        counts = ()  # all have it: there is nothing to choose
    if name in OPEN:  # names by the hundred: a page of their own has them all
        shown = {count.value for count in chosen}
    else:
        by_rank = sorted(counts, key=lambda count: (count not in chosen, -count.count))
        shown = set(_with_those_above(counts, {count.value for count in by_rank[:SHOWN]}))
    kept = [count for count in counts if count.value in shown]
    return FacetGroup(
        name,
        tuple(rows(name, kept, here)),
        unfolded=name in UNFOLDED or bool(chosen),
        every=every(name) if len(counts) > len(kept) and page.complete else "",
        complete=page.complete,
    )


def _with_those_above(counts: Sequence[FacetCount], shown: Container[str]) -> Iterator[str]:
    """The values ``shown``, and those below which they stand: one that was chosen may be rare."""
    above: list[str] = []
    for count in counts:
        del above[count.depth :]
        above.append(count.value)
        if count.value in shown:
            yield from above


def rows(name: str, counts: Sequence[FacetCount], here: Variants) -> Iterator[Value]:
    """Values of one facet with the addresses that choose one alone."""
    if not counts:
        return
    only = here.each(name)
    highest = max(count.count for count in counts) or 1
    alone = sum(count.selected for count in counts) == 1
    for count in counts:
        yield Value(
            count.value,
            count.label,
            count.count,
            count.selected,
            count.written,
            count.excluded,
            min(count.depth, DEEPEST),
            only(count.value),
            count.selected and alone,
            length(count.count, highest) if count.count else "",
        )
