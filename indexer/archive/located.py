"""Articles that a query names by their address or their id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from indexer.ingest import Sites
from indexer.store import Store
from schemas.errors import InputError

_OWN = re.compile(
    r"/(?:api/v1/)?articles(?:/(?P<id>[^/?#]+)(?:/(?:versions|reprints|related|cite\.[a-z.]+))?)?/?"
)
"""The paths of our own pages of an article."""


@dataclass(frozen=True, slots=True)
class ByAddress:
    """Finds articles by any address that they have or had, on any mirror."""

    store: Store
    sites: Sites

    def resolve(self, text: str) -> tuple[str, ...]:
        """The ids of the articles at an address, without its scheme too, or at /articles/x.

        Raises InputError when there are none.
        """
        address = _storable(text.strip(), "url")
        if address.startswith("/"):
            found = self._own(address)
        else:
            found = self.at(address if "://" in address else f"https://{address}")
        if not found:
            raise InputError(f"no article is at {address[:80]!r}", place="url")
        return tuple(found)

    def at(self, address: str) -> Sequence[str]:
        """The ids of the articles that stand, or once stood, at a whole address."""
        place = self.sites.place_of(address)
        if place and place.id and self.store.get_many([place.id]):
            return [place.id]
        return self.store.at(self.sites.keys(address))

    def _own(self, path: str) -> Sequence[str]:
        parts = urlsplit(path)
        own = _OWN.fullmatch(parts.path)
        if own is None:
            return []
        if own["id"]:
            return [*self.store.get_many([unquote(own["id"])])]
        addresses = parse_qs(parts.query).get("url", [])
        return self.at(addresses[-1]) if addresses else []


@dataclass(frozen=True, slots=True)
class ById:
    """Finds articles by their id."""

    store: Store

    def resolve(self, text: str) -> tuple[str, ...]:
        """The id that ``text`` is, or those that commas separate in it.

        Raises InputError when one of them is no article's.
        """
        whole = _storable(text.strip(), "id")
        ids = [part for part in whole.split(",") if part]
        known = self.store.get_many([whole, *ids])
        if whole in known:
            return (whole,)
        if not ids or not all(id in known for id in ids):
            raise InputError(f"no article has the id {whole[:80]!r}", place="id")
        return tuple(dict.fromkeys(ids))


def _storable(text: str, place: str) -> str:
    """``text``, unless no article can be called so: SQLite takes no lone surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError("half a character is no part of a name", place=place) from None
    return text
