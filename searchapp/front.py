"""The front page: the newest articles as a newspaper sets them, and this day in earlier years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import groupby, islice

from flask import Blueprint, render_template
from werkzeug.wrappers import Response as AnyResponse

from indexer.archive import Archive
from indexer.page.calendar import Calendar
from schemas.article import day_of, is_future
from schemas.query import Period, Query
from schemas.results import Hit, Page
from searchapp.address import Address
from searchapp.asked import count, indexed, served, today
from searchapp.entries import Entry
from searchapp.links import Links
from searchapp.messages import Messages
from searchapp.paper import Paper
from searchapp.params import read_address
from searchapp.recent import RECENT, ended, since
from searchapp.result_links import Choice
from searchapp.results import ResultsView
from searchapp.standing import standing
from searchapp.views import search
from searchapp.visit import visit

front = Blueprint("front", __name__)

SHOWN = 13
"""Stories: one that leads, and twelve in two columns."""

LOOKED_AT = 2 * SHOWN
"""The newest articles, which are as many stories if each has two versions."""

ANNIVERSARIES = 6
"""Earlier years of which this day is shown."""


@dataclass(frozen=True)
class Front:
    """The front page as its template reads it. ``page``: the newest articles of all."""

    page: Page
    archive: Archive
    calendar: Calendar
    today: date
    links: Links
    say: Messages

    @cached_property
    def paper(self) -> Paper:
        """The articles, by the labels that they have."""
        return Paper(self.page, self.archive.taxonomies, self.say)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The stories without those dated in the future: these do not lead."""
        now = datetime.now(UTC)
        shown = self.paper.entries.shown
        present = (entry for entry in shown if not is_future(entry.hit.published, now))
        return tuple(islice(present, SHOWN))

    @cached_property
    def lead(self) -> Entry:
        """The newest article of the newest day, in the reader's language if there is one."""
        newest = day_of(self.entries[0].hit.published)
        own = (
            entry
            for entry in self.entries
            if entry.hit.language == self.say.language and day_of(entry.hit.published) == newest
        )
        return next(own, self.entries[0])

    @property
    def days(self) -> Iterator[tuple[date | None, int, list[Entry]]]:
        """Each of the newest days with its number of articles and those shown but the lead."""
        for day, entries in groupby(self.entries, lambda entry: day_of(entry.hit.published)):
            count = self.calendar.count(day) if day else self.calendar.undated
            yield day, count, [entry for entry in entries if entry is not self.lead]

    @cached_property
    def ended(self) -> date | None:
        """The last day of an archive that has ended."""
        return ended(self.archive, self.today)

    @property
    def recent(self) -> tuple[Choice, ...]:
        """The last week, month and year that the archive has."""
        return tuple(
            Choice(
                self.say(f"period.{age}"),
                self.links.results(Address(since=since(age, self.ended))),
            )
            for age in RECENT
        )

    @property
    def anniversaries(self) -> Iterator[tuple[date, int, Hit]]:
        """This day in earlier years: the number of its articles, and one of them."""
        found: Mapping[date, int] = self.calendar.anniversaries(self.today)
        for day in list(found)[:ANNIVERSARIES]:
            query = Query(period=Period(day, day), sort="newest", size=1, apart=True)
            for hit in self.archive.search(query, self.say.language).hits:
                yield day, found[day], hit

    @property
    def results(self) -> ResultsView:
        """The whole archive as a page of results, which has the timeline."""
        return ResultsView(
            self.page,
            Address(),
            self.links,
            self.say,
            self.archive.taxonomies,
            self.today,
            count=count,
            ended=self.ended,
            on="/",
        )


@front.get("/")
def home() -> str | tuple[str, int] | AnyResponse:
    """The front page; results where the address asks for any."""
    if replace(read_address(visit().pairs), interface=None) != Address():
        return search()
    query = Query(sort="newest", size=LOOKED_AT)
    with indexed():
        page = served().search(query, visit().say.language)
        calendar = served().calendar()
    return render_template(
        "front.html",
        view=Front(page, served(), calendar, today(), visit().links, visit().say),
        standing=standing(lambda links: links.home()),
    )
