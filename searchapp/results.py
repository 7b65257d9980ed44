"""What the page of results shows: filters, chips and pages, each with its addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice

from indexer.taxonomy import labels_of
from schemas.article import first_future
from schemas.results import Hit, Note, WrittenForm
from searchapp.address import Address
from searchapp.both import CODES, BothLanguages
from searchapp.chosen import Chosen
from searchapp.days import Day, by_day
from searchapp.entries import Entries, Entry, Parted, entries, entries_of, parted
from searchapp.facet_groups import FacetGroup, facet_groups
from searchapp.links import FORMS
from searchapp.result_links import Choice, ResultLinks
from searchapp.timeline import Timeline

STRICT = re.compile(r"""["«»“”„‘]|(?:^|[\s(])[-−–]\w""")
"""A quotation mark, or a minus sign before a word."""

WIDENED = 10
"""Filters without which the search is made anew where nothing was found."""


@dataclass(frozen=True, slots=True)
class Written:
    """A form found. ``alone``: address of the search for it alone, ``without``: without it.

    ``all_alone``: whether the former finds ``count`` articles.
    """

    form: str
    count: int
    alone: str
    without: str
    all_alone: bool


class ResultsView(ResultLinks):
    """A page of results as its template reads it."""

    @property
    def first(self) -> int:
        """Number of the first hit shown, from 1."""
        return (self.page.query.page - 1) * self.page.query.size + 1

    @property
    def last(self) -> int:
        """Number of the last hit shown."""
        return self.first + len(self.page.hits) - 1

    @property
    def beyond(self) -> bool:
        """Whether the page lies behind the last one."""
        return self.page.query.page > self.page.pages

    @cached_property
    def soon(self) -> datetime:
        """The moment from which on a date counts as future."""
        return first_future(datetime.now(UTC))

    @cached_property
    def groups(self) -> tuple[FacetGroup, ...]:
        """The facets with check boxes: all but the date."""
        return facet_groups(self.page, self.here)

    @cached_property
    def entries(self) -> Entries:
        """The hits, versions of one story as one entry."""
        return entries_of(self.page, self.say.language)

    @property
    def near_entries(self) -> tuple[Entry, ...]:
        """The articles that are close in meaning; they have no numbers in the result."""
        near = self.page.by_meaning
        if near is None:
            return ()
        return entries(near.hits, (), 1, self.page.query.sort, self.say.language)

    @cached_property
    def both(self) -> BothLanguages:
        """What is said of the other language."""
        return BothLanguages(self.page, self.address, self.links, self.say)

    @cached_property
    def some_entries(self) -> Parted:
        """Those that have some of the words, likewise; numbered after all others."""
        some, first = self.page.some_words, self.page.total + 1
        if some is None:
            return (), ()
        found = entries(some.hits, some.stories, first, self.page.query.sort, self.say.language)
        return parted(found, self._last - len(self.page.hits) + self.page.total)

    @property
    def _last(self) -> int:
        """How many of the listed articles stand before those that are close in meaning."""
        near = self.page.by_meaning
        return near.after if near else len(self.page.listed)

    def labels(self, hit: Hit) -> list[str]:
        """Regions and topics of a hit, in words."""
        return labels_of(hit, self.taxonomies, self.say.language)

    @cached_property
    def chips(self) -> tuple[Choice, ...]:
        """The filters in use, each with the address without it."""
        return tuple(Choice(label, self.links.results(rest)) for label, rest in self._chosen())

    @cached_property
    def widened(self) -> tuple[tuple[Choice, int], ...]:
        """Where nothing was found: what finds something without one filter, and how much."""
        counted = ((label, rest, self.count(rest)) for label, rest in self._some_chosen())
        return tuple(
            (Choice(label, self.links.results(rest)), count)
            for label, rest, count in counted
            if count
        )

    def _chosen(self) -> Iterator[tuple[str, Address]]:
        """The filters in use in words, each with the address without it."""
        for written in self.page.filters:
            yield written.text, replace(self.address, text=written.without, page=1)
        yield from Chosen(self.address, self.say, self._label, self.today).every()

    def _some_chosen(self) -> Iterator[tuple[str, Address]]:
        """The first of them: each is searched without it."""
        return islice(self._chosen(), WIDENED) if self.page.complete else iter(())

    @property
    def cleared(self) -> str:
        """The address of the same words without any filter."""
        address = self.address
        bare = Address(
            self.page.words,
            sort=address.sort,
            size=address.size,
            forms=address.forms,
            both=address.both,
            not_as=address.not_as,
        )
        return self.links.results(bare)

    @cached_property
    def offers(self) -> tuple[Choice, ...]:
        """Other queries that may have been meant, each with the articles that it brings."""
        return tuple(
            Choice(self.say.offer(note), self._instead(note))
            for note in self.page.notes
            if note.query and not note.applied and note.code != "surname"
        )

    @cached_property
    def surnames(self) -> tuple[Choice, ...]:
        """Surnames of the query that are other words, too, each alone."""
        return tuple(
            Choice(self.say.note(note), self._instead(note))
            for note in self.page.notes
            if note.code == "surname"
        )

    def _instead(self, note: Note) -> str:
        return self.here.at("/search", {"q": note.query, "page": ""})

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """How the query was read, where it was not read as typed."""
        return tuple(
            self.say.note(note)
            for note in self.page.notes
            if (note.applied or not note.query) and note.code not in CODES
        )

    @property
    def literal(self) -> str:
        """The address of the same search without automatic help, "" where there was none."""
        helped = any(
            (note.applied and note.code not in CODES) or note.code == "function-words"
            for note in self.page.notes
        )
        return self.here.at("/search", {"literal": "1", "page": ""}) if helped else ""

    @property
    def strict(self) -> bool:
        """Whether quotation marks or minus signs narrow what is asked for."""
        return STRICT.search(self.address.text) is not None

    def heading(self, text: str) -> str:
        """Which of the articles are shown, and what they have of ``text``, the words typed."""
        page = self.page
        if not page.complete:
            articles = self.say("cut.articles", count=page.total)
        elif page.query.page == 1:
            articles = self.say("count.articles", count=page.total)
        else:
            articles = self.say.shown(self.first, self.last, page.total)
        if not self.address.text:
            return articles
        key = "search.for" if page.all_words else "search.with"
        return self.say(key, articles=articles, text=text)

    @property
    def title(self) -> str:
        """What the window is called: the words and filters, how many articles, which page."""
        chosen = [self.address.text, *(chip.label for chip in self.chips)]
        what = ", ".join(filter(None, chosen)) or self.say("search.everything")
        key = "search.title" if self.page.complete else "cut.title"
        told = self.say(key, text=what, count=self.page.total)
        number = self.page.query.page
        page = [self.say("pages.page", page=number)] if number > 1 else []
        return " — ".join([told, *page, self.say("site.name")])

    @cached_property
    def days(self) -> tuple[tuple[Day, ...], tuple[Day, ...]]:
        """The hits of the page, under their days where the order is that of time.

        First those before the articles that are close in meaning, then those behind them.
        """
        last = self.page.query.offset + self._last
        before, behind = parted(self.entries.shown, last)
        order = self.page.query.sort
        return tuple(by_day(before, order)), tuple(by_day(behind, order))

    @property
    def any_words(self) -> Choice | None:
        """All articles with any of the words, where some of them follow those with all."""
        some = self.page.some_words
        if some is None:
            return None
        label = self.say("some.all", count=self.page.total + some.total)
        return Choice(label, self.here.results({"any": "1", "sort": "", "page": ""}))

    def _label(self, name: str, value: str) -> str:
        labels = {count.value: count.label for count in self.page.facets[name]}
        return labels.get(value, value)

    @property
    def words(self) -> Iterator[tuple[str, tuple[Written, ...], int]]:
        """Each word of the query with its forms found, and how many more there are."""
        for word in self.page.forms or ():
            yield word.word, tuple(map(self._written, word.forms)), word.rest

    def _written(self, one: WrittenForm) -> Written:
        alone, without = map(self._rewritten, (one.alone, one.without))
        return Written(one.form, one.count, alone, without, one.all_alone)

    def _rewritten(self, text: str) -> str:
        return self.here.at("/search", {"q": text, "page": ""}) + FORMS if text else ""

    @property
    def timeline(self) -> Timeline:
        """The date as a facet."""
        return Timeline(self.page, self.here, self.say)
