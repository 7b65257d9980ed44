"""Articles set as a page of a newspaper: one that leads, the others in columns, under datelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indexer.taxonomy import Taxonomy, labels_of
from schemas.article import day_of
from schemas.results import Hit, Page
from searchapp.messages import Messages


@dataclass(frozen=True)
class Paper:
    """The articles of a page of results, in its order."""

    page: Page
    taxonomies: Mapping[str, Taxonomy]
    say: Messages

    @property
    def lead(self) -> Hit:
        """The first article."""
        return self.page.hits[0]

    @property
    def rest(self) -> tuple[Hit, ...]:
        """The others."""
        return self.page.hits[1:]

    @property
    def days(self) -> Iterator[tuple[date | None, list[Hit]]]:
        """The articles under each day, None for those without a date."""
        for day, hits in groupby(self.page.hits, lambda hit: day_of(hit.published)):
            yield day, list(hits)

    def labels(self, hit: Hit) -> list[str]:
        """Regions and topics of an article, in words."""
        return labels_of(hit, self.taxonomies, self.say.language)
