"""The date of an article on a page.

By metadata and its site's profile; else near its headline, in its address, or where sites that
nobody described print it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from lxml import etree

from indexer.ingest.html import choose as parts
from indexer.ingest.html import page_date
from indexer.ingest.html.plain_text import PageLines
from indexer.ingest.html.structured import Structured
from indexer.ingest.records import Fields
from indexer.ingest.sites.profile import Profile
from indexer.ingest.text.dates import is_partial

_TIMES = etree.XPath("(//article | //main)//time/@datetime")

_A_DAY = timedelta(days=1)
"""How far two dates of one article may be apart by zones and by the hour it was put online."""

Lines = Callable[[], Sequence[str]]
"""The visible lines of a page, made when they are asked for."""


@dataclass(frozen=True, slots=True)
class DateSources:
    """Where a page may tell the date of its article. ``profile``: of its site, if it has one."""

    root: etree._Element
    said: Structured
    addresses: Sequence[str]
    profile: Profile | None

    def told(self, given: Iterable[str], printed: Sequence[str]) -> str:
        """The date by metadata or the profile's patterns."""
        patterns = self.profile.dates if self.profile else ()
        return parts.first_moment([*given, parts.printed_date(printed, patterns)])

    def earliest_first(self, given: Iterable[str]) -> list[str]:
        """``given``, with the earlier date of microdata and meta elements at the front.

        What one of them calls the first publication is often the last edition in the other.
        """
        sources = (self.said.micro, self.said.meta)
        firsts = [one["published"][0] for one in sources if "published" in one]
        dated = [(day[:10], one) for one in firsts if (day := parts.machine_date(one))]
        return [*(one for _, one in sorted(dated, key=itemgetter(0))[:1]), *given]

    def marked(self, printed: Iterable[str]) -> str:
        """The date of elements for dates, and of those that the profile names."""
        times = list(_TIMES(self.root))
        days = {day[:10] for one in times if (day := parts.machine_date(one))}
        if not self.profile and len(days) > 1:
            times = []  # also of other articles: what is printed near the headline tells more
        return parts.first_date([*times, *printed])

    def elsewhere(self, titles: Collection[str], lines: Lines) -> str:
        """The date of a page that does not say it where it should.

        ``lines``: those above the text where the site has a profile, else all.
        """
        told = parts.first_date(self.said.meta.get("dated", ()))
        # the layout of a page is known where its site is; elsewhere a line may date anything
        if self.profile:
            near = _near_headline(lines(), titles, self.profile)
            return near or told or parts.date_in(self.addresses)
        return told or self._printed(titles, lines())

    def is_near(self, titles: Collection[str], lines: Sequence[str]) -> bool:
        """Whether there is a date near the headline or in an address, or any date in metadata."""
        told = parts.first_date(self.said.meta.get("dated", ())) or parts.date_in(self.addresses)
        return bool(told or page_date.near(lines, titles))

    def part(self, given: Iterable[str]) -> str:
        """What a page without a date says in place of it: at least a year or a month."""
        others = (*self.said.meta.get("dated", ()), *_TIMES(self.root))
        return next(iter(given), "") or next(filter(is_partial, others), "")

    def first_edition(self, told: str) -> Fields:
        """The day in the address, if metadata have a later one: that of a new edition.

        Also if they have a moment in UTC that was another day for the readers of the site.
        """
        first = parts.date_in(self.addresses)
        if not first:
            return {}
        later = date.fromisoformat(told[:10]) - date.fromisoformat(first[:10])
        in_another_zone = abs(later) == _A_DAY and told.endswith(parts.UTC)
        is_first = later > _A_DAY or in_another_zone
        return {"published": first, "published_given": told} if is_first else {}

    def _printed(self, titles: Collection[str], lines: Sequence[str]) -> str:
        """The date where sites that nobody described print it."""
        near, first = page_date.near(lines, titles), parts.date_in(self.addresses)
        found = near if near.startswith(first) else first  # a line may have the day of the event
        found = found or page_date.marked(self.root) or parts.first_date(_TIMES(self.root))
        return found or page_date.searched(self.root, next(iter(self.addresses), ""))


def _near_headline(lines: Sequence[str], titles: Collection[str], profile: Profile) -> str:
    """The date in the lines near the headline."""
    headline = max((at for at, line in enumerate(lines) if line in titles), default=len(lines))
    page = PageLines(profile)
    page.read_date(lines, headline)
    found: str = page.fields().get("published", "")
    return found
