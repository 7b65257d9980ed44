"""Addresses on a page of results: of the same search, each with something else chosen.

A page has a hundred of them. What they share is put together once, as HTML has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import quote

from markupsafe import Markup, escape

from searchapp.address import Address
from searchapp.links import RESULTS, Links, in_html, written
from searchapp.params import NAMES

Changed = Mapping[str, str]
"""Parameters with other values: "" leaves one out."""

AS_IT_IS: Changed = MappingProxyType({})
FIRST_PAGE: Changed = MappingProxyType({"page": ""})
EVERY: Changed = MappingProxyType(dict.fromkeys(("page", "size", "forms"), ""))
"""All of the results, as a file has them."""
NEWS: Changed = MappingProxyType(dict.fromkeys(("sort", "page", "size", "forms"), ""))
"""What is new of them, as a feed tells it."""
BOX: Changed = MappingProxyType(dict.fromkeys(("q", "not-as", "page", "forms"), ""))
"""The filters alone, for a search box on another site."""
OVER_TIME: Changed = MappingProxyType(
    dict.fromkeys(("date", "sort", "page", "size", "forms", "all"), "")
)
"""The words and filters alone; what is compared over time has a date."""

_VALUE = "\0"
"""Stands for a value in what addresses share: a written parameter never has it."""


def numbered(page: int) -> Changed:
    """A page of the same results."""
    return {"page": str(page) if page > 1 else ""}


class Variants:
    """Addresses that differ from one in some parameters, which have the names they have in it.

    ``page``: the path of the page that they stand on. Those of the same path are their parameters
    alone, which saves a fiftieth of a page.
    """

    def __init__(self, links: Links, address: Address, page: str = "/search") -> None:
        self._root = escape(links.root)
        self._page = page
        self._parts = dict.fromkeys(("region", *NAMES), "")  # see page_order
        if address.interface != links.interface:
            address = replace(address, interface=links.interface)
        for name, value in address.pairs():
            before = f"{self._parts[name]}&" if self._parts[name] else ""
            self._parts[name] = f"{before}{name}={written(value)}"

    def at(self, path: str, changed: Changed = AS_IT_IS) -> Markup:
        """The page at ``path`` for the search with ``changed`` parameters."""
        return Markup(self._joined(path, _as_parts(changed)))  # noqa: S704 - all is escaped

    def results(self, changed: Changed) -> Markup:
        """The page of results, at its results."""
        return Markup(self._joined("/search", _as_parts(changed)) + RESULTS)  # noqa: S704

    def below(self, folder: str, changed: Changed) -> Callable[[str], Markup]:
        """``at`` all paths that begin with ``folder``, given how they end."""
        before = f"{self._root}{folder}"
        after = self._joined("", _as_parts(changed))[len(self._root) :]
        return lambda end: Markup(f"{before}{end}{after}")  # noqa: S704

    def hits(self) -> Callable[[str, int], Markup]:
        """The page of an article, given its id and which it is of all that were found, from 1."""
        before = f"{self._root}/articles/"
        shared = self._joined("", _as_parts({"page": "", "forms": ""}))[len(self._root) :]
        return lambda one, n: Markup(f"{before}{quote(one, safe='')}{shared}&n={n}")  # noqa: S704

    def each(self, name: str) -> Callable[[str], Markup]:
        """``results`` with one value of the facet ``name``, on their first page."""
        shared = self._joined("/search", {name: f"{name}={_VALUE}", "page": ""})
        before, after = shared.split(_VALUE)
        return lambda value: Markup(f"{before}{written(value)}{after}{RESULTS}")  # noqa: S704

    def between(self) -> tuple[Markup, Markup, Markup]:
        """``results`` in another period: what stands before, between and after its two days."""
        days = {name: f"{name}={_VALUE}" for name in ("from", "to")}
        shared = self._joined("/search", {**days, "date": "", "page": ""})
        before, inside, after = map(Markup, shared.split(_VALUE))
        return before, inside, after + RESULTS

    def _joined(self, path: str, other: dict[str, str]) -> str:
        """As HTML."""
        query = in_html("&".join(filter(None, (self._parts | other).values())))
        if not query:  # nothing at all would be the page with its parameters
            return f"{self._root}{path}"
        return f"?{query}" if path == self._page else f"{self._root}{path}?{query}"


def _as_parts(changed: Changed) -> dict[str, str]:
    return {name: f"{name}={written(value)}" if value else "" for name, value in changed.items()}
