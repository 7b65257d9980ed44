"""What search engines of others may read: robots.txt and the sitemaps.

``/sitemap.xml`` lists the parts, in which every address of the archive stands once. A part of
articles is a range of the store's sequence, so its address never comes to mean other articles: one
that changes moves into the last part. A part of names has those whose digest falls into it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import chain
from xml.sax.saxutils import escape

from flask import Blueprint, Response

from indexer.page.dossier import NAMED
from schemas.errors import NotFoundError
from searchapp.asked import indexed, served
from searchapp.links import ROOMS, Links
from searchapp.visit import visit

sitemaps = Blueprint("sitemaps", __name__)

IN_A_PART = 10_000
"""Articles, and on average names, of a part; the protocol allows 50,000 addresses."""

WORTH_READING = 3
"""Articles from which on the page of a name says more than the articles do."""

HIDDEN = (
    "/search", "/facets/", "/compare", "/sets", "/seen", "/feed.", "/export.", "/oembed", "/embed",
    "/opensearch/", "/api/", "/private",
)  # fmt: skip
"""Paths of results and of programs: there are more of them than any robot should read."""

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_SPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@sitemaps.get("/robots.txt")
def robots() -> Response:
    """Articles and the pages of the archive may be read by others, results may not."""
    links = visit().links
    lines = ["User-agent: *", *(f"Disallow: {links.root}{path}" for path in HIDDEN)]
    if links.public:
        lines += ["", f"Sitemap: {links.absolute(links.sitemap())}"]
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


@sitemaps.get("/sitemap.xml")
def parts() -> Response:
    """The parts of the sitemap."""
    links = _public()
    with indexed():
        decades = sorted({year // 10 * 10 for year in served().calendar().years})
        names = {facet: _parts_of(len(_worth_reading(facet))) for facet in NAMED}
    listed = [
        *("dates", "region", "topic"),
        *(f"days-{decade}" for decade in decades),
        *(f"{facet}-{number}" for facet in NAMED for number in range(1, names[facet] + 1)),
        *(f"articles-{n}" for n in range(1, _last_part() + 1) if any(_articles(n))),
    ]
    addresses = (_written(links, links.sitemap(part)) for part in listed)
    return _streamed(
        "sitemapindex", (f"<sitemap><loc>{one}</loc></sitemap>\n" for one in addresses)
    )


@sitemaps.get("/sitemap-dates.xml")
def dates() -> Response:
    """The front page, the lists, and the archive by year and month."""
    links = _public()
    with indexed():
        calendar = served().calendar()
    pages = [links.home(), links.archive(), *map(links.values, ROOMS), links.help()]
    if calendar.undated:
        pages.append(links.archive("undated"))
    for year in calendar.years:
        pages.append(links.archive(year))
        pages += (links.archive(year, month) for month in calendar.months(year))
    return _addresses(links, pages)


@sitemaps.get("/sitemap-days-<int:decade>.xml")
def days(decade: int) -> Response:
    """The days of ten years that have articles."""
    links = _public()
    with indexed():
        calendar = served().calendar()
    years = [year for year in calendar.years if year // 10 * 10 == decade]
    if not years:
        raise _no_part(decade, len({year // 10 for year in calendar.years}))
    return _addresses(
        links,
        (
            links.archive(year, month, day)
            for year in years
            for month in calendar.months(year)
            for day in calendar.days(year, month)
        ),
    )


@sitemaps.get("/sitemap-region.xml", defaults={"facet": "region"})
@sitemaps.get("/sitemap-topic.xml", defaults={"facet": "topic"})
def tree(facet: str) -> Response:
    """The regions or topics that have articles."""
    links = _public()
    with indexed():
        values = served().searcher().values(facet)
    known = served().taxonomies[facet]
    kept = (value for value in sorted(values) if values[value] and value in known)
    return _addresses(links, (links.value(facet, value) for value in kept))


@sitemaps.get("/sitemap-person-<int:number>.xml", defaults={"facet": "person"})
@sitemaps.get("/sitemap-organisation-<int:number>.xml", defaults={"facet": "organisation"})
def names(facet: str, number: int) -> Response:
    """A part of the people or organisations that several articles name."""
    links = _public()
    with indexed():
        values = _worth_reading(facet)
    parts = _parts_of(len(values))
    if not 1 <= number <= parts:
        raise _no_part(number, parts)
    here = (value for value in values if zlib.crc32(value.encode()) % parts == number - 1)
    return _addresses(links, (links.value(facet, value) for value in here))


@sitemaps.get("/sitemap-articles-<int:number>.xml")
def articles(number: int) -> Response:
    """A part of the articles, each with the day on which it came to say what it says."""
    links = _public()
    last = _last_part()
    if not 1 <= number <= last:
        raise _no_part(number, last)
    entries = (_entry(links, links.article(id), at) for id, at in _articles(number))
    return _streamed("urlset", entries)


def _articles(number: int) -> Iterator[tuple[str, datetime | None]]:
    return served().store.listed((number - 1) * IN_A_PART, number * IN_A_PART)


def _last_part() -> int:
    return -(-served().store.sequence // IN_A_PART)


def _public() -> Links:
    """Addresses as the world has them. Raises NotFoundError while nobody has said what they are."""
    links = visit().links.lasting()
    if not links.public:
        say = visit().say
        raise NotFoundError(say("sitemap.none"), hint=say("sitemap.setting"))
    return links


def _no_part(number: int, parts: int) -> NotFoundError:
    say = visit().say
    return NotFoundError(
        say("sitemap.no.part", number=number), hint=say("sitemap.parts", count=parts)
    )


def _worth_reading(facet: str) -> list[str]:
    counts = served().searcher().values(facet)
    return sorted(value for value, count in counts.items() if count >= WORTH_READING)


def _parts_of(values: int) -> int:
    """A power of two: when there come to be more parts, each is divided, and none is mixed."""
    return 1 << max(0, (max(1, values) - 1) // IN_A_PART).bit_length() if values else 0


def _addresses(links: Links, paths: Iterable[str]) -> Response:
    return _streamed("urlset", (_entry(links, path, None) for path in paths))


def _entry(links: Links, path: str, changed: datetime | None) -> str:
    day = f"<lastmod>{changed:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed else ""
    return f"<url><loc>{_written(links, path)}</loc>{day}</url>\n"


def _written(links: Links, path: str) -> str:
    return escape(links.absolute(path))


def _streamed(root: str, entries: Iterable[str]) -> Response:
    """The answer, written as it is sent."""
    body = chain((f"{_XML}<{root} {_SPACE}>\n",), entries, (f"</{root}>\n",))
    return Response(body, mimetype="application/xml")
