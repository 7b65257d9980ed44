"""Where a page of results leads: its other pages, orders and sizes, files, feeds and articles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import Markup

from indexer.taxonomy import Taxonomy
from schemas.query import SORTS
from schemas.results import Hit, Page, Version
from searchapp.address import DEFAULT_SIZE, Address
from searchapp.links import FORMS, Links, href
from searchapp.messages import Messages
from searchapp.reading import hit_anchor
from searchapp.recent import recent
from searchapp.variants import BOX, EVERY, NEWS, OVER_TIME, Variants, numbered

SIZES = (10, 25, 50, 100)
WINDOW = 2
"""Pages on each side of the current one that have a link."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of which one may be the current state."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class ResultLinks:
    """What a page of results is made of, and the addresses to which it leads.

    ``count``: the articles of another address, None when there is no time to count them.

    ``ended``: the last day of an archive that has ended. ``on``: the path of its page.
    """

    page: Page
    address: Address
    links: Links
    say: Messages
    taxonomies: Mapping[str, Taxonomy]
    today: date
    count: Callable[[Address], int | None]
    ended: date | None = None
    on: str = "/search"

    @cached_property
    def here(self) -> Variants:
        """The addresses of the same search with something else chosen."""
        return Variants(self.links, self.address, self.on)

    @property
    def apart(self) -> str:
        """The address of the same page with each article by itself."""
        return self.here.results({"all": "1"})

    @property
    def together(self) -> str:
        """The address of the same page with versions of one story as one entry."""
        return self.here.results({"all": ""})

    def at_hit(self, number: int) -> str:
        """The address of the page with the entry of this number, at it."""
        page = -(-number // self.page.query.size)
        return self.here.at("/search", numbered(page)) + hit_anchor(number)

    def hit(self, hit: Hit | Version, number: int) -> Markup:
        """The address of a hit that is number ``number``, from 1, of all that the result lists.

        That of the article alone when the search asks for everything.
        """
        return self._hits(hit.id, number)

    @cached_property
    def _hits(self) -> Callable[[str, int], Markup]:
        if not self.address.narrows:
            return lambda one, _: href(self.links.article(one))
        return self.here.hits()

    @property
    def compared(self) -> str:
        """The address of the chart of these words over time, to which others can be added."""
        return self.here.at("/compare", OVER_TIME)

    @property
    def export(self) -> Callable[[str], Markup]:
        """The address of a file with everything that the search finds, given its format."""
        return self.here.below("/export.", EVERY)

    @cached_property
    def feed(self) -> Callable[[str], Markup]:
        """The address of what is new of it, as ``atom`` or ``json``, in a language of its own."""
        return self.here.below("/feed.", {**NEWS, "ui": self.say.language})

    @property
    def box(self) -> str:
        """How to put the search box on another site, with the filters of this search."""
        return self.here.at("/embed", BOX)

    @cached_property
    def json(self) -> str:
        """The address of the same page for programs."""
        return self.here.at("/api/v1/search")

    @property
    def forms_shown(self) -> str:
        """The address of the same page with the forms found."""
        return self.here.at("/search", {"forms": "1"}) + FORMS

    @property
    def forms_hidden(self) -> str:
        """The address of the same page without them."""
        return self.here.results({"forms": ""})

    @cached_property
    def recent(self) -> tuple[Choice, ...]:
        """The last week, month and year; of an archive that has ended, from its last day on."""
        return tuple(
            Choice(self.say(f"period.{age}"), self._since(first), current=chosen)
            for age, first, chosen in recent(self.address, self.ended)
        )

    def _since(self, first: str) -> str:
        return self.here.results({"from": first, "to": "", "date": "", "page": ""})

    @cached_property
    def orders(self) -> tuple[Choice, ...]:
        """The orders that make sense: best match needs words."""
        return tuple(
            Choice(
                self.say(f"sort.{sort}"),
                self.here.results({"sort": sort, "page": ""}),
                current=sort == self.address.order,
            )
            for sort in SORTS
            if self.address.text or sort != "relevance"
        )

    @cached_property
    def sizes(self) -> tuple[Choice, ...]:
        """How many articles a page may show."""
        return tuple(
            Choice(
                self.say.number(size),
                self.here.results({"size": "" if size == DEFAULT_SIZE else str(size), "page": ""}),
                current=size == self.address.size,
            )
            for size in SIZES
        )

    def at(self, page: int) -> str:
        """The address of another page of the same results."""
        return self.here.results(numbered(page))

    @cached_property
    def window(self) -> tuple[Choice, ...]:
        """Pages around the current one."""
        current = min(self.page.query.page, self.page.pages)
        numbers = range(max(1, current - WINDOW), min(self.page.pages, current + WINDOW) + 1)
        return tuple(
            Choice(self.say.number(n), self.at(n), current=n == self.page.query.page)
            for n in numbers
        )
