"""The entries of a list of hits: versions of one story are one entry, the best of them on top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from schemas.article import Language, day_of
from schemas.query import Sort
from schemas.results import Counterpart, Hit


@dataclass(frozen=True, slots=True)
class Entry:
    """A hit with the other versions of its story on the page. ``number``: in the result, from 1.

    ``reprints``: in its language, ``translations``: in others; each with its number.
    ``elsewhere``: in others, and not on the page.
    """

    hit: Hit
    number: int
    reprints: tuple[tuple[Hit, int], ...]
    translations: tuple[tuple[Hit, int], ...]
    elsewhere: tuple[Counterpart, ...]


def entries(
    hits: Sequence[Hit],
    stories: Sequence[Sequence[str]],
    first: int,
    sort: Sort,
    language: Language,
) -> tuple[Entry, ...]:
    """The entries of ``hits``, of which the first is number ``first``; each hit is in one.

    A story stands where its first hit does. Shown is that hit, or one in ``language``, that of the
    interface, if it is exactly as good; in an order by date, if it is of the same day.
    """
    return tuple(_entries(hits, stories, first, sort, language))


def _entries(
    hits: Sequence[Hit],
    stories: Sequence[Sequence[str]],
    first: int,
    sort: Sort,
    language: Language,
) -> Iterator[Entry]:
    numbered = {hit.id: (hit, number) for number, hit in enumerate(hits, first)}
    story_of = {id: ids for ids in stories for id in ids}
    for hit in hits:
        if hit.id not in numbered:  # it was taken with an earlier one
            continue
        versions = [numbered.pop(id) for id in story_of.get(hit.id, (hit.id,))]
        shown = next(
            (one for one in versions if one[0].language == language and _equal(one[0], hit, sort)),
            versions[0],
        )
        versions.remove(shown)
        own = shown[0].language
        ids = {one.id for one, _ in versions}
        yield Entry(
            *shown,
            tuple(each for each in versions if each[0].language == own),
            tuple(each for each in versions if each[0].language != own),
            tuple(each for each in shown[0].also if each.id not in ids),
        )


def _equal(one: Hit, other: Hit, sort: Sort) -> bool:
    if sort == "relevance":
        return one.score == other.score
    return day_of(one.published) == day_of(other.published)
