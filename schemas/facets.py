"""Which facets there are. A new one is one line here and one attribute of the article."""

from __future__ import annotations

from dataclasses import dataclass

MOST = 50
"""Values of an open facet that are counted in an answer: the most frequent ones."""


@dataclass(frozen=True, slots=True)
class Facet:
    """A field that is counted and filtered by value.

    ``name``: in addresses, JSON and the command line. ``attribute``: of the Article.
    ``hierarchical``: an article counts for the ancestors of its values too. ``open``: its values
    are names as displayed, of no taxonomy and of any number, and an answer counts MOST of them.
    ``metadata``: they are what the article came with, in any spelling; people write them in
    quotation marks to mean one of them exactly.
    """

    name: str
    attribute: str
    hierarchical: bool = False
    open: bool = False
    metadata: bool = False


FACETS = (
    Facet("region", "regions", hierarchical=True),
    Facet("topic", "topics", hierarchical=True),
    Facet("language", "language"),
    Facet("person", "people", open=True),
    Facet("organisation", "organisations", open=True),
    Facet("author", "author", open=True, metadata=True),
    Facet("source", "source", open=True, metadata=True),
    Facet("keyword", "keywords", open=True, metadata=True),
)
"""The counted facets. The date is one more, counted by month and filtered by Period."""

OPEN = tuple(facet.name for facet in FACETS if facet.open)
"""Names of the open facets."""

METADATA = tuple(facet.name for facet in FACETS if facet.metadata)
"""Names of the facets of what articles came with."""
