"""Addresses of our own pages, with the language of the interface carried along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import quote, quote_plus

from markupsafe import Markup, escape

from schemas.article import Language
from searchapp.address import DEFAULT_SIZE, Address
from searchapp.styles import digest

RESULTS = "#r"
"""Where the reader should land after filtering, sorting and paging. Short: sixty links have it."""
FORMS = "#forms"

NOWHERE = Address()
"""The search for everything, without any filter."""

ROOMS = {
    "region": "regions",
    "topic": "topics",
    "person": "people",
    "organisation": "organisations",
}
"""The facets whose values have pages, and the paths that these are under."""

_WRITTEN = "!#$%&'()*+,/:;=?@[]~"
"""What has its meaning in an address that is written already."""

_SPECIAL = re.compile(r"[^\w.~-]+")

_UNSAFE = re.compile("[<>\"';]")
_LIKE_A_SIGN = re.compile("&(?=region=|not-)")
"""``&`` before a parameter with which it begins like ``&reg`` or ``&not``, the signs ® and ¬."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses within the site. ``root``: the path that it is mounted at, "" on top.

    ``interface``: the language that the reader chose, None when the browser decides.
    ``public``: where the world finds the site, the setting ``public_url``; "" when nobody said.
    """

    root: str
    interface: Language | None
    public: str

    def absolute(self, path: str) -> str:
        """The address in the world of one of the paths below.

        The path itself when there is no ``public``: a header of the request is no authority.
        """
        within = path.removeprefix(self.root) if self.public else path
        # what leaves the site is read by more than browsers
        return self.public + quote(within, safe=_WRITTEN)

    def lasting(self) -> Links:
        """The same addresses without a language: whoever is given one has a browser with one."""
        return replace(self, interface=None)

    def home(self) -> str:
        """The start page."""
        return self._page("/")

    def search(self, address: Address) -> str:
        """The page of results of ``address``."""
        return self._search("/search", address)

    def results(self, address: Address) -> str:
        """The same page, at its results."""
        return self.search(address) + RESULTS

    def facet_values(
        self, name: str, address: Address, *, within: str = "", order: str = "count"
    ) -> str:
        """All values of a facet in the results of ``address``."""
        own = [("within", within), ("order", order if order != "count" else "")]
        pairs = sorted(replace(address, interface=self.interface).pairs(), key=page_order)
        return _join(f"{self.root}/facets/{name}", [*pairs, *(pair for pair in own if pair[1])])

    def compare(
        self,
        texts: Sequence[str],
        address: Address = NOWHERE,
        shown: str = "count",
    ) -> str:
        """Queries over time within the filters of ``address``: as numbers or as shares."""
        return self._compare("/compare", texts, address, shown)

    def compare_csv(self, texts: Sequence[str], address: Address, shown: str) -> str:
        """The table of it as CSV."""
        return self._compare("/compare.csv", texts, address, shown)

    def compare_json(self, texts: Sequence[str], address: Address) -> str:
        """The same for programs."""
        return self._compare("/api/v1/compare", texts, address, "count")

    def feed(self, address: Address, kind: str, language: Language, page: int = 1) -> str:
        """What is new of a search, as ``atom`` or ``json``: a feed reader prefers no language."""
        new = replace(
            address, sort=None, page=page, size=DEFAULT_SIZE, forms=False, interface=language
        )
        return _join(f"{self.root}/feed.{kind}", new.pairs())

    def article(self, id: str) -> str:
        """The page of an article."""
        return self._page(f"/articles/{quote(id, safe='')}")

    def cite(self, id: str, format: str) -> str:
        """The article for a program that manages references."""
        return self._page(f"/articles/{quote(id, safe='')}/cite.{format}")

    def hit(self, id: str, address: Address, number: int) -> str:
        """The page of an article that a search has found, as which of all from 1.

        That of the article alone when the search asks for everything.
        """
        if not address.narrows:
            return self.article(id)
        search = replace(address, page=1, forms=False, interface=self.interface)
        pairs = [*sorted(search.pairs(), key=page_order), ("n", str(number))]
        return _join(f"{self.root}/articles/{quote(id, safe='')}", pairs)

    def article_json(self, id: str) -> str:
        """The article for programs."""
        return f"{self.root}/api/v1/articles/{quote(id, safe='')}"

    def versions(self, id: str) -> str:
        """What an article said before."""
        return self._page(f"/articles/{quote(id, safe='')}/versions")

    def versions_json(self, id: str) -> str:
        """The same for programs."""
        return f"{self.article_json(id)}/versions"

    def static(self, name: str) -> str:
        """A static file, at an address that changes with its content."""
        return f"{self.root}/static/{name}?v={digest(name)}"

    def help(self) -> str:
        """How to search."""
        return self._page("/help")

    def opensearch(self) -> str:
        """What a browser reads to add this search to its own."""
        return self._page("/opensearch.xml")

    def oembed(self, address: Address) -> str:
        """What another site shows in place of a link to a search."""
        url = self.absolute(self.search(address))
        return self.here("/oembed", [("url", url), *self._chosen()])

    def archive(self, *parts: int | str, page: int = 1) -> str:
        """The archive by date: all years; a year; its month; a day of that; "undated"."""
        steps = (f"{part:02}" if isinstance(part, int) else part for part in parts)
        return self._page("/".join(("/archive", *steps)), page=page)

    def dates_json(self, *parts: int | str) -> str:
        """The same for programs; "unknown" in place of "undated"."""
        steps = (f"{part:02}" if isinstance(part, int) else part for part in parts)
        return "/".join((f"{self.root}/api/v1/dates", *steps))

    def day(self, day: date) -> str:
        """The articles of one day."""
        return self.archive(day.year, day.month, day.day)

    def during(self, when: str) -> str:
        """All articles of a year, a month or a day, written as in 2017-06."""
        return self.search(Address(since=when, until=when))

    def without_date(self) -> str:
        """All articles without a date."""
        return self.search(Address(undated=True))

    def search_all(self) -> str:
        """The page of results with every article, newest first."""
        return self.search(Address())

    def values(self, facet: str, *, letter: str = "", page: int = 1) -> str:
        """The page that lists the values of a facet: regions, topics, people, organisations.

        ``letter``: only those that begin with it.
        """
        return self._page(f"/{ROOMS[facet]}", letter=letter, page=page)

    def value(self, facet: str, value: str) -> str:
        """The page of one of them."""
        if value in {".", ".."}:  # browsers take such steps out of a path
            return self.facet(facet, value)
        return self._page(f"/{ROOMS[facet]}/{quote(value, safe='')}")

    def value_json(self, facet: str, value: str) -> str:
        """The same for programs."""
        return f"{self.root}/api/v1/dossier/{facet}/{quote(value, safe='')}"

    def sitemap(self, part: str = "") -> str:
        """The sitemap, or one part of it."""
        return f"{self.root}/sitemap{f'-{part}' if part else ''}.xml"

    def suggest(self) -> str:
        """What the search box asks as one types."""
        return self._page("/api/v1/suggest")

    def words(self, text: str) -> str:
        """A search for these words and nothing else."""
        return self.search(Address(text))

    def facet(self, name: str, value: str) -> str:
        """All articles of one value of a facet."""
        return self.search(Address(filters={name: (value,)}))

    def here(self, path: str, pairs: Sequence[tuple[str, str]]) -> str:
        """A page of ours with these parameters."""
        return _join(self.root + quote(path), pairs)

    def shortened(self, text: str, host: str) -> str:
        """``text`` in which addresses of our articles, public or at ``host``, are bare paths."""
        if "/articles" not in text:  # nearly always, and the pattern takes time to find
            return text
        here = rf"https?://{re.escape(host)}{re.escape(self.root)}"
        own = rf"(?:{here}|{re.escape(self.public)})" if self.public else here
        return re.sub(rf"(?i:{own})(?=/(?:api/v1/)?articles[/?])", "", text)

    def _search(self, path: str, address: Address) -> str:
        if address.interface != self.interface:
            address = replace(address, interface=self.interface)
        return _join(self.root + path, sorted(address.pairs(), key=page_order))

    def _compare(self, path: str, texts: Sequence[str], address: Address, shown: str) -> str:
        common = Address(
            filters=address.filters,
            since=address.since,
            until=address.until,
            literal=address.literal,
            any_words=address.any_words,
            both=address.both,
            not_as=address.not_as,
            interface=self.interface,
            without=address.without,
        )
        pairs = [*(("q", text) for text in texts), *common.pairs()]
        return _join(self.root + path, [*pairs, *([("as", "share")] if shown == "share" else [])])

    def private(self) -> str:
        """The search whose words are in no address."""
        return self._page("/private")

    def _page(self, path: str, *, letter: str = "", page: int = 1) -> str:
        given = (("letter", letter), ("page", str(page) if page > 1 else ""))
        return _join(self.root + path, [*(one for one in given if one[1]), *self._chosen()])

    def _chosen(self) -> list[tuple[str, str]]:
        return [("ui", self.interface)] if self.interface else []


def _join(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return (
        f"{path}?{'&'.join(f'{name}={written(value)}' for name, value in pairs)}" if pairs else path
    )


def page_order(pair: tuple[str, str]) -> bool:
    """What parameters of pages are sorted by: regions come first, with no ``&`` before them."""
    return pair[0] != "region"


def written(value: str) -> str:
    """A value as an address of a page has it: letters and digits of all alphabets as they are.

    A page repeats its query some fifty times, and Cyrillic letters would be three times as long.
    Browsers send them as UTF-8 with percent signs.
    """
    return value if value.isalnum() else _SPECIAL.sub(_quoted, value)


def href(address: str) -> Markup:
    """An address of ours as it stands in an attribute.

    ``&`` stays as it is, as HTML allows, since a page has a hundred. It is escaped only where it
    could be read as a sign: all read ¬ in "&not-region", some read ® in "&region".
    """
    return escape(address) if _UNSAFE.search(address) else Markup(in_html(address))  # noqa: S704


def in_html(written: str) -> str:
    """``href`` of parameters as ``written``, which have nothing else to escape."""
    return _LIKE_A_SIGN.sub("&amp;", written)


def _quoted(found: re.Match[str]) -> str:
    return "+" if found[0] == " " else quote_plus(found[0])
