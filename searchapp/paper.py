"""Articles set as a page of a newspaper: one that leads, the others in columns, under datelines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby

from indexer.taxonomy import Taxonomy, labels_of
from schemas.article import day_of
from schemas.results import Hit, Page
from searchapp.entries import Entries, Entry, entries_of
from searchapp.messages import Messages


@dataclass(frozen=True)
class Paper:
    """The articles of a page of results, in its order."""

    page: Page
    taxonomies: Mapping[str, Taxonomy]
    say: Messages

    @cached_property
    def entries(self) -> Entries:
        """The articles, versions of one story as one entry."""
        return entries_of(self.page, self.say.language)

    @property
    def days(self) -> Iterator[tuple[date | None, list[Entry]]]:
        """The entries under each day, None for those without a date."""
        for day, those in groupby(self.entries.shown, lambda entry: day_of(entry.hit.published)):
            yield day, list(those)

    def labels(self, hit: Hit) -> list[str]:
        """Regions and topics of an article, in words."""
        return labels_of(hit, self.taxonomies, self.say.language)
