"""Feeds of any search: Atom (RFC 4287, in pages by RFC 5005) and JSON Feed 1.1.

A feed lists what is new first, whatever the order of the search: an article that came to read
otherwise comes up again under the same id, one that was deleted is gone. Ids do not depend on where
the site is found: docs/feeds.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID, uuid5

from flask import Blueprint, Response

from indexer.page.news import Entry, Feed
from indexer.taxonomy import labels_of
from searchapp.address import Address
from searchapp.asked import asked, indexed, query_of, served, today
from searchapp.feed_formats import Channel, Item, atom, json_feed
from searchapp.in_words import in_words
from searchapp.links import Links
from searchapp.visit import visit

feeds = Blueprint("feeds", __name__)

ENTRIES = 50
"""Articles in one answer; further ones are on the next pages."""


@feeds.get("/feed.atom")
def as_atom() -> Response:
    """The feed as Atom."""
    return _answer("atom", "application/atom+xml", atom)


@feeds.get("/feed.json")
def as_json() -> Response:
    """The feed as JSON Feed."""
    return _answer("json", "application/feed+json", json_feed)


def _answer(kind: str, mimetype: str, rendered: Callable[[Channel], bytes]) -> Response:
    return Response(rendered(_channel(kind)), mimetype=mimetype)


def _channel(kind: str) -> Channel:
    address, say, links = asked(), visit().say, visit().links
    with indexed():
        feed = served().news().feed(query_of(address, today()), ENTRIES)
    made = _Made(links, served().store.news.identity, kind)
    own = replace(address, interface=say.language)
    return Channel(
        id=made.urn(f"feed?{urlencode(replace(own, page=1).pairs())}"),
        title=say("feed.title", site=say("site.name"), search=in_words()(address)),
        about=say("feed.about"),
        site=say("site.name"),
        language=say.language,
        page=links.absolute(
            replace(links, interface=say.language).search(replace(own, sort="newest", page=1))
        ),
        links=made.pages(own, feed),
        total=feed.total,
        items=tuple(made.item(entry) for entry in feed.entries),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """Makes what a feed names: ids and addresses."""

    links: Links
    archive: UUID
    kind: str

    def urn(self, name: str) -> str:
        """A name that no other archive gives, and this one gives for ever."""
        return uuid5(self.archive, name).urn

    def pages(self, address: Address, feed: Feed) -> dict[str, str]:
        """The pages of the feed, by their relations (RFC 5005)."""
        numbers = {"self": feed.page, "first": 1}
        if feed.pages > 1:
            numbers["last"] = feed.pages
        if feed.page > 1:
            numbers["previous"] = min(feed.page - 1, max(1, feed.pages))
        if feed.page < feed.pages:
            numbers["next"] = feed.page + 1
        return {relation: self._page(address, number) for relation, number in numbers.items()}

    def _page(self, address: Address, number: int) -> str:
        language = address.interface or "en"
        return self.links.absolute(self.links.feed(address, self.kind, language, number))

    def item(self, entry: Entry) -> Item:
        """An article of the feed."""
        article = entry.article
        lasting, archive, say = self.links.lasting(), served(), visit().say
        labels = labels_of(article, archive.taxonomies, say.language)
        return Item(
            id=self.urn(f"article/{article.id}"),
            address=lasting.absolute(lasting.article(article.id)),
            entry=entry,
            labels=tuple(dict.fromkeys(labels)),
        )
