"""The page of all values of one facet: searched within, by number or from A to Z, paged.

Besides the parameters of a search it has ``within``, beginnings of words that a value must have,
and ``order``: ``count`` (default) or ``name``. ``page`` counts its own pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.page.all_values import ORDERS, Order, initial, listed
from schemas.facets import FACETS
from schemas.results import FacetCount
from searchapp.address import Address
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.facet_groups import Value, rows
from searchapp.in_words import in_words
from searchapp.links import Links
from searchapp.params import choice, printable
from searchapp.variants import Variants
from searchapp.visit import visit

facets = Blueprint("facets", __name__)

ROWS = 100
"""Values on a page."""


@dataclass(frozen=True)
class ValuesView:
    """A page of values as its template reads it. ``found``: all of them, in order.

    ``total``: articles that the search finds. ``every``: values that the facet has in it.
    """

    name: str
    found: tuple[FacetCount, ...]
    every: int
    total: int
    address: Address
    within: str
    order: Order
    links: Links

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-len(self.found) // ROWS))

    @property
    def number(self) -> int:
        """The page that is shown: the one asked for, or the last."""
        return min(self.address.page, self.pages)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The rows of the page."""
        first = (self.number - 1) * ROWS
        shown = self.found[first : first + ROWS]
        return tuple(
            rows(self.name, shown, Variants(self.links, self._search, f"/facets/{self.name}"))
        )

    @property
    def results(self) -> str:
        """The address of the search whose values these are."""
        return self.links.results(self._search)

    @property
    def letters(self) -> Iterator[tuple[str, str]]:
        """Initials of the names, each with the address of the page on which it begins."""
        if self.order != "name" or self.pages == 1:
            return
        first: dict[str, int] = {}
        for place, one in enumerate(self.found):
            first.setdefault(initial(one.label), place // ROWS + 1)
        for letter, page in first.items():
            yield letter, self.at(page)

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The parameters of the search that the form of values does not hold itself."""
        here = {value.value for value in self.values}
        return [
            (name, value)
            for name, value in self._pairs(self._search)
            if name != self.name or value not in here
        ]

    @property
    def around(self) -> list[tuple[str, str]]:
        """The parameters of the search, for the form that looks for values."""
        return self._pairs(self._search)

    def at(self, page: int) -> str:
        """The address of another page of the same values."""
        return self._here(replace(self.address, page=page), self.order)

    def ordered(self, order: Order) -> str:
        """The address of the same values in another order."""
        return self._here(self._search, order)

    def _here(self, address: Address, order: Order) -> str:
        return self.links.facet_values(self.name, address, within=self.within, order=order)

    @property
    def _search(self) -> Address:
        return replace(self.address, page=1)

    def _pairs(self, address: Address) -> list[tuple[str, str]]:
        return replace(address, interface=self.links.interface).pairs()


@facets.get("/facets/<name>")
def values(name: str) -> str | AnyResponse:
    """All values of a facet in the results of a search."""
    if name not in {facet.name for facet in FACETS}:
        abort(404)
    address = asked()
    own = {key: text for key, value in visit().pairs if (text := printable(value))}
    within = own.get("within", "")[:100]
    order = choice("order", own.get("order", "count"), ORDERS)
    links = visit().links
    if any(not value for _, value in visit().pairs):
        return redirect(links.facet_values(name, address, within=within, order=order))
    query = query_of(replace(address, page=1), today())
    with indexed():
        every = served().facet(name, query, visit().say.language)
        total = served().count(query)
    found = listed(every, within, order)
    view = ValuesView(name, found, len(every), total, address, within, order, links)
    searched = in_words()(address) if address.narrows else ""
    return render_template("facet.html", view=view, orders=ORDERS, searched=searched)
