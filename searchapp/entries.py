"""The entries of a list of hits: a story is one, where its first version stands in the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from schemas.article import Language, day_of
from schemas.query import Sort
from schemas.results import Counterpart, Hit, Page, StoryFound, Version

FEW = 5
"""Reprints that an entry names; a link leads to the rest."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit with the other versions of its story in the result. ``number``: there, from 1.

    ``reprints``: in its language, ``translations``: in others, on this page and on later ones.
    ``elsewhere``: in others, and not found by the query.
    """

    hit: Hit
    number: int
    reprints: tuple[Version, ...]
    translations: tuple[Version, ...]
    elsewhere: tuple[Counterpart, ...]

    @property
    def alone(self) -> bool:
        """Whether it has no other versions."""
        return not (self.reprints or self.translations or self.elsewhere)

    @property
    def place(self) -> int:
        """The number of the first version of its story, where it stands in its list."""
        return min([self.number, *(one.number for one in (*self.reprints, *self.translations))])

    def listed(self, last: int, total: int) -> tuple[Version, ...]:
        """The reprints that a page names: all of its own, and others until there are FEW.

        ``last``: number of its last hit. Behind ``total``, the last of the result, all are its own.
        """
        own = sum(one.number <= last or one.number > total for one in self.reprints)
        return self.reprints[: max(FEW, own)]


Parted: TypeAlias = tuple[tuple[Entry, ...], tuple[Entry, ...]]
"""Entries before the articles that are close in meaning, and those behind them."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A hit that is no entry of its page: its story stands on an earlier one, at ``first``."""

    version: Version
    first: Version


@dataclass(frozen=True, slots=True)
class Entries:
    """The hits of a page: ``shown``, and those whose stories stand on ``earlier`` pages.

    ``later``: how many versions of what is shown stand on later pages.
    """

    shown: tuple[Entry, ...]
    earlier: tuple[Earlier, ...]
    later: int


def entries_of(page: Page, language: Language) -> Entries:
    """The entries of a page of results, for a reader of ``language``."""
    first = page.query.offset + 1
    last = page.query.offset + len(page.hits)
    every = [(story, one) for story in page.stories for one in story]
    return Entries(
        entries(page.hits, page.stories, first, page.query.sort, language),
        tuple(
            Earlier(one, story[0])
            for story, one in sorted(every, key=_number)
            if story[0].number < first <= one.number <= last
        ),
        sum(story[0].number >= first and one.number > last for story, one in every),
    )


def _number(each: tuple[StoryFound, Version]) -> int:
    return each[1].number


def entries(
    hits: Sequence[Hit],
    stories: Sequence[StoryFound],
    first: int,
    sort: Sort,
    language: Language,
) -> tuple[Entry, ...]:
    """The entries of ``hits``, of which the first is number ``first``: those of earlier ones not.

    Shown is the first version of a story, or one of the page in ``language``, that of the
    interface, if it is exactly as good; in an order by date, if it is of the same day.
    """
    return tuple(_entries(hits, stories, first, sort, language))


def _entries(
    hits: Sequence[Hit],
    stories: Sequence[StoryFound],
    first: int,
    sort: Sort,
    language: Language,
) -> Iterator[Entry]:
    here = dict(enumerate(hits, first))
    story_of = {one.number: story for story in stories for one in story}
    for number, hit in here.items():
        story = story_of.get(number, ())
        if story and story[0].number != number:
            continue  # it stands with its story
        shown, at = next(
            (
                (here[one.number], one.number)
                for one in story
                if one.language == language
                and one.number in here
                and _equal(here[one.number], hit, sort)
            ),
            (hit, number),
        )
        others = [one for one in story if one.number != at]
        ids = {one.id for one in others}
        yield Entry(
            shown,
            at,
            tuple(one for one in others if one.language == shown.language),
            tuple(one for one in others if one.language != shown.language),
            tuple(each for each in shown.also if each.id not in ids),
        )


def parted(listed: tuple[Entry, ...], last: int) -> Parted:
    """The entries that stand at ``last`` or before, and the others."""
    before = tuple(entry for entry in listed if entry.place <= last)
    return before, listed[len(before) :]


def _equal(one: Hit, other: Hit, sort: Sort) -> bool:
    if sort == "relevance":
        return one.score == other.score
    return day_of(one.published) == day_of(other.published)
