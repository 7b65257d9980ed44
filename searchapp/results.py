"""What the page of results shows: filters, chips and pages, each with its addresses."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import islice

from markupsafe import Markup

from indexer.taxonomy import Taxonomy, labels_of
from schemas.article import first_future
from schemas.query import SORTS
from schemas.results import Hit, Note, Page, Version, WrittenForm
from searchapp.address import DEFAULT_SIZE, Address
from searchapp.both import CODES, BothLanguages
from searchapp.chosen import Chosen
from searchapp.days import Day, by_day
from searchapp.entries import Entries, Entry, Parted, entries, entries_of, parted
from searchapp.facet_groups import FacetGroup, facet_groups
from searchapp.links import FORMS, Links, href
from searchapp.messages import Messages
from searchapp.reading import hit_anchor
from searchapp.recent import recent
from searchapp.timeline import Timeline
from searchapp.variants import BOX, EVERY, NEWS, OVER_TIME, Variants, numbered

WIDENED = 10
"""Filters without which the search is made anew where nothing was found."""

SIZES = (10, 25, 50, 100)
WINDOW = 2
"""Pages on each side of the current one that have a link."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of which one may be the current state."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A form found. ``alone``: address of the search for it alone, ``without``: without it."""

    form: str
    count: int
    alone: str
    without: str


@dataclass(frozen=True)
class ResultsView:
    """A page of results as its template reads it.

    ``count``: the articles of another address, None when there is no time to count them.

    ``ended``: the last day of an archive that has ended. ``on``: the path of its page.
    """

    page: Page
    address: Address
    links: Links
    say: Messages
    taxonomies: Mapping[str, Taxonomy]
    today: date
    count: Callable[[Address], int | None]
    ended: date | None = None
    on: str = "/search"

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
    def here(self) -> Variants:
        """The addresses of the same search with something else chosen."""
        return Variants(self.links, self.address, self.on)

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
        """The articles that are near in meaning; they have no numbers in the result."""
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
        """How many of the listed articles stand before those that are near in meaning."""
        near = self.page.by_meaning
        return near.after if near else len(self.page.listed)

    @property
    def apart(self) -> str:
        """The address of the same page with each article by itself."""
        return self.here.results({"all": "1"})

    @property
    def together(self) -> str:
        """The address of the same page with versions of one story as one entry."""
        return self.here.results({"all": ""})

    def at_hit(self, number: int) -> str:
        """The address of the page with the entry of this number, at it."""
        page = -(-number // self.page.query.size)
        return self.here.at("/search", numbered(page)) + hit_anchor(number)

    def hit(self, hit: Hit | Version, number: int) -> Markup:
        """The address of a hit that is number ``number``, from 1, of all that the result lists.

        That of the article alone when the search asks for everything.
        """
        return self._hits(hit.id, number)

    @cached_property
    def _hits(self) -> Callable[[str, int], Markup]:
        if not self.address.narrows:
            return lambda one, _: href(self.links.article(one))
        return self.here.hits()

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

        First those before the articles that are near in meaning, then those behind them.
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
        return Written(one.form, one.count, *map(self._rewritten, (one.alone, one.without)))

    def _rewritten(self, text: str) -> str:
        return self.here.at("/search", {"q": text, "page": ""}) + FORMS if text else ""

    @property
    def compared(self) -> str:
        """The address of the chart of these words over time, to which others can be added."""
        return self.here.at("/compare", OVER_TIME)

    @property
    def export(self) -> Callable[[str], Markup]:
        """The address of a file with everything that the search finds, given its format."""
        return self.here.below("/export.", EVERY)

    @cached_property
    def feed(self) -> Callable[[str], Markup]:
        """The address of what is new of it, as ``atom`` or ``json``, in a language of its own."""
        return self.here.below("/feed.", {**NEWS, "ui": self.say.language})

    @property
    def box(self) -> str:
        """How to put the search box on another site, with the filters of this search."""
        return self.here.at("/embed", BOX)

    @cached_property
    def json(self) -> str:
        """The address of the same page for programs."""
        return self.here.at("/api/v1/search")

    @property
    def forms_shown(self) -> str:
        """The address of the same page with the forms found."""
        return self.here.at("/search", {"forms": "1"}) + FORMS

    @property
    def forms_hidden(self) -> str:
        """The address of the same page without them."""
        return self.here.results({"forms": ""})

    @property
    def timeline(self) -> Timeline:
        """The date as a facet."""
        return Timeline(self.page, self.here, self.say)

    @cached_property
    def recent(self) -> tuple[Choice, ...]:
        """The last week, month and year; of an archive that has ended, from its last day on."""
        return tuple(
            Choice(self.say(f"period.{age}"), self._since(first), current=chosen)
            for age, first, chosen in recent(self.address, self.ended)
        )

    def _since(self, first: str) -> str:
        return self.here.results({"from": first, "to": "", "date": "", "page": ""})

    @cached_property
    def orders(self) -> tuple[Choice, ...]:
        """The orders that make sense: best match needs words."""
        return tuple(
            Choice(
                self.say(f"sort.{sort}"),
                self.here.results({"sort": sort, "page": ""}),
                current=sort == self.address.order,
            )
            for sort in SORTS
            if self.address.text or sort != "relevance"
        )

    @cached_property
    def sizes(self) -> tuple[Choice, ...]:
        """How many articles a page may show."""
        return tuple(
            Choice(
                self.say.number(size),
                self.here.results({"size": "" if size == DEFAULT_SIZE else str(size), "page": ""}),
                current=size == self.address.size,
            )
            for size in SIZES
        )

    def at(self, page: int) -> str:
        """The address of another page of the same results."""
        return self.here.results(numbered(page))

    @cached_property
    def window(self) -> tuple[Choice, ...]:
        """Pages around the current one."""
        current = min(self.page.query.page, self.page.pages)
        numbers = range(max(1, current - WINDOW), min(self.page.pages, current + WINDOW) + 1)
        return tuple(
            Choice(self.say.number(n), self.at(n), current=n == self.page.query.page)
            for n in numbers
        )
