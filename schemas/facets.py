"""Which facets there are. A new one is one line here and one attribute of the article."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Facet:
    """A field that is counted and filtered by value.

    ``name``: in addresses, JSON and the command line. ``attribute``: of the Article.
    ``hierarchical``: an article counts for the ancestors of its values too.
    """

    name: str
    attribute: str
    hierarchical: bool = False


FACETS = (
    Facet("region", "regions", hierarchical=True),
    Facet("topic", "topics", hierarchical=True),
    Facet("language", "language"),
)
"""The counted facets. The date is a fourth, counted by month and filtered by Period."""
