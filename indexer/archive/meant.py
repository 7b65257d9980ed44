"""What the values in an address mean today: names are written in several ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain

from schemas.query import Filters


def meant(filters: Filters, values: Callable[[str, str], Iterable[str]]) -> Filters:
    """``filters`` with what each value means, once each. A language means itself.

    ``values``: those of a facet that a value in an address means, see Archive.chosen; what it
    raises is raised.
    """
    return {
        name: written
        if name == "language"
        else tuple(dict.fromkeys(chain.from_iterable(values(name, each) for each in written)))
        for name, written in filters.items()
    }
