"""JSON Feed 1 and 1.1: an item is an article.

https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from indexer.addresses import absolute
from indexer.ingest.formats import json_value
from indexer.ingest.formats.json_walk import Path
from indexer.ingest.html.fields import text_of
from indexer.ingest.records import Fields, Source
from indexer.ingest.xml import fragments

RECORDS = (("items",),)

_VERSION = ("version",)
_SAYING = ("https://jsonfeed.org/version/", "http://jsonfeed.org/version/")
_URI = re.compile(r"[a-z][a-z\d+.-]*:\S", re.IGNORECASE)
_FACTS = frozenset((name,) for name in ("title", "home_page_url", "feed_url", "language"))
_MOST_PEOPLE = 100
"""Authors of a feed that are remembered: memory must not grow with it."""

_PERSON = (("author", "name"), ("authors", "name"))


def is_feed(_: Path, facts: Mapping[Path, object]) -> bool:
    """Whether a file that says this is a feed."""
    version = facts.get(_VERSION)
    return isinstance(version, str) and version.replace("://www.", "://").startswith(_SAYING)


class JsonFeed:
    """One feed while it is read."""

    def __init__(self, source: Source) -> None:
        self._called = source.called
        self._facts: dict[Path, str] = {}
        self._people: dict[str, None] = {}

    def learn(self, path: Path, value: object) -> None:
        """Remember what the feed says of itself."""
        if isinstance(value, str) and value.strip():
            if path in _PERSON and len(self._people) < _MOST_PEOPLE:
                self._people[value.strip()] = None
            elif path in _FACTS:
                self._facts[path] = value.strip()

    def leave(self, path: Path) -> None:
        """There is one array of items."""

    def fields(self, _: Path, item: Fields, __: str) -> Fields:
        """The fields of an item."""
        id = _text(item, "id")
        base = self._fact("home_page_url") or self._fact("feed_url")
        links = (_text(item, "url"), id if "://" in id else "")
        url = next(filter(None, (absolute(base, link) for link in links if link)), "")
        body, captions = fragments.prose(_text(item, "content_html"))
        if not any(body):
            body = text_of(_text(item, "content_text")).splitlines()
        about = _text(item, "external_url")
        lede = _text(item, "summary") or _text(item, "description")  # as RSS calls it
        found: Fields = {
            "id": "" if url else self._id(id),
            "guid": "" if id == url else id,
            "url": url,
            "title": fragments.plain(_text(item, "title")),
            "lede": fragments.join_paragraphs(fragments.prose(lede)[0]),
            "body": fragments.join_paragraphs(body),
            "captions": captions,
            "published": fragments.first_date_of(_text(item, "date_published")),
            "updated": fragments.first_date_of(_text(item, "date_modified")),
            "author": ", ".join(_people(item) or self._people),
            "source": fragments.plain(self._called or self._fact("title")),
            "about": about if about != url else "",
            **fragments.sorted_fields(_texts(item.get("tags"))),
        }
        told = f"{found['title']}\n{found['lede']}\n{found['body']}"
        found["language"] = fragments.language(
            _text(item, "language"), self._fact("language"), told
        )
        return fragments.shortened(found)

    def _id(self, given: str) -> str:
        """An id that is no URI need not be unique outside of its feed."""
        if _URI.match(given):
            return fragments.identifier(given)
        names = filter(None, map(self._fact, ("feed_url", "home_page_url", "title")))
        return fragments.identifier_within(next(names, ""), given)

    def _fact(self, name: str) -> str:
        return self._facts.get((name,), "")


def _text(item: Fields, name: str) -> str:
    return json_value.text_member(item.get(name))


def _texts(value: object) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [plain for one in given if isinstance(one, str) and (plain := fragments.plain(one))]


def _people(item: Fields) -> list[str]:
    """The names of those who wrote an item: 1.1 has a list of them, 1 has one."""
    given = item.get("authors") or item.get("author")
    people = given if isinstance(given, list) else [given]
    names = [_text(one, "name") if isinstance(one, dict) else one for one in people]
    return list(dict.fromkeys(_texts(names)))
