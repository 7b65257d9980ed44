"""Addresses on a page of results: of the same search, each with something else chosen.

A page has a hundred of them. What they share is put together once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from searchapp.address import Address
from searchapp.links import RESULTS, Links, written
from searchapp.params import NAMES

Changed = Mapping[str, str]
"""Parameters with other values: "" leaves one out."""

AS_IT_IS: Changed = MappingProxyType({})
FIRST_PAGE: Changed = MappingProxyType({"page": ""})
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
    """Addresses that differ from one in some parameters, which have the names they have in it."""

    def __init__(self, links: Links, address: Address) -> None:
        self._root = links.root
        self._parts = dict.fromkeys(NAMES, "")
        for name, value in replace(address, interface=links.interface).pairs():
            before = f"{self._parts[name]}&" if self._parts[name] else ""
            self._parts[name] = f"{before}{name}={written(value)}"

    def at(self, path: str, changed: Changed = AS_IT_IS) -> str:
        """The page at ``path`` for the search with ``changed`` parameters."""
        other = {
            name: f"{name}={written(value)}" if value else "" for name, value in changed.items()
        }
        return self._joined(path, other)

    def results(self, changed: Changed) -> str:
        """The page of results, at its results."""
        return self.at("/search", changed) + RESULTS

    def each(self, name: str) -> Callable[[str], str]:
        """``results`` with one value of the facet ``name``, on their first page."""
        shared = self._joined("/search", {name: f"{name}={_VALUE}", "page": ""})
        before, after = shared.split(_VALUE)
        return lambda value: f"{before}{written(value)}{after}{RESULTS}"

    def between(self) -> tuple[str, str, str]:
        """``results`` in another period: what stands before, between and after its two days."""
        days = {name: f"{name}={_VALUE}" for name in ("from", "to")}
        shared = self._joined("/search", {**days, "date": "", "page": ""})
        before, inside, after = shared.split(_VALUE)
        return before, inside, after + RESULTS

    def _joined(self, path: str, other: dict[str, str]) -> str:
        query = "&".join(filter(None, (self._parts | other).values()))
        return f"{self._root}{path}?{query}" if query else f"{self._root}{path}"
