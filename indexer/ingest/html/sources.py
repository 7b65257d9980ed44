"""What a page has that may tell of its article: its metadata, and what a profile selects on it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from lxml import etree

from indexer.addresses import absolute
from indexer.ingest.html import markup, page_identity, structured
from indexer.ingest.html.scope import ElementScope, outermost
from indexer.ingest.html.text_region import parts_beside
from indexer.ingest.sites import place_of
from indexer.ingest.sites.profile import Profile, packaged
from indexer.ingest.sites.selectors import SiteLayout

HEADINGS = ("h1",)
_CAPTIONS = etree.XPath(".//figcaption")


class PageSources:
    """What a page and its site's profile have of an article; each part may be there several times.

    ``root``: of the whole page, or of its start up to the last article.
    """

    def __init__(self, data: bytes, place: str, address: str, root: etree._Element) -> None:
        self._data = data
        self._name = place
        self._asked = absolute("", page_identity.original(address))
        self._root = root
        self._whole = ElementScope([self._root])
        self._said = structured.read_structured(self._root, data)
        self._addresses = list(page_identity.addresses(self._said, data, address))
        self._here = next(filter(None, map(place_of, self._addresses)), None)
        self._profile = self._here.profile if self._here else self._recognised()
        self._layout = (self._profile and self._profile.html) or SiteLayout()
        self._scope = self._within()
        self._own = self._said.own(next(iter(self._addresses), None))

    @property
    def _is_known(self) -> bool:
        """Whether a profile describes its site."""
        return self._profile is not None or self._here is not None

    def _all(self, name: str, selectors: tuple[str, ...] = ()) -> list[str]:
        """What JSON-LD, microdata, meta elements and the profile say of one part, in this order."""
        own = self._own.get(name, [])
        return [
            *(own if isinstance(own, list) else [own]),
            *self._said.micro.get(name, ()),
            *self._said.meta.get(name, ()),
            *self._texts(selectors),
        ]

    @property
    def _site(self) -> list[str]:
        """What the site calls itself."""
        return [*self._said.meta.get("site", ()), *self._all("source")]

    def _texts(self, selectors: tuple[str, ...]) -> list[str]:
        return [text for one in self._scope.first(selectors) if (text := markup.text(one))]

    def _within(self) -> ElementScope:
        """Where to look: the elements that the profile says hold the article, else the page."""
        inner = ElementScope(self._whole.first(self._layout.within))
        return inner if inner.first(self._layout.body) else self._whole

    @property
    def _bodies(self) -> Sequence[Any]:
        """The elements that hold the text, as profile or microdata say."""
        return outermost(self._scope.first(self._layout.body) or self._said.bodies)

    @cached_property
    def _captions(self) -> list[Any]:
        return self._scope.first(self._layout.captions) or [
            caption for body in self._said.bodies for caption in _CAPTIONS(body)
        ]

    @cached_property
    def _apart(self) -> set[Any]:
        """Elements that may stand within the body but are no part of its text."""
        layout = self._layout
        names = (layout.title, layout.published, layout.lede, layout.author, layout.source)
        found = {element for one in names for element in self._scope.first(one)}
        dropped, headings = self._scope.every(layout.drop), self._scope.first(HEADINGS)
        if not self._is_known:
            for body in self._bodies:
                found.update(parts_beside(body))
        return found.union(self._captions, dropped, headings)

    def _recognised(self) -> Profile | None:
        for profile in packaged().values():
            if profile.html and self._whole.first(profile.html.recognise):
                return profile
        return None
