"""The articles before and after another, among those of its region and topic."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

from indexer.index.contract import Searcher
from indexer.store import Store
from schemas.article import Article, day_of
from schemas.query import Filters, Period, Request

SAME_DAY = 500
"""Articles of the same day among which one is looked for."""

LOOKED_AT = 5
"""Articles on each side among which one is that is not left out."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class BeforeAndAfter:
    """What was published before and after. ``filters``: the region and topic that they share."""

    filters: Filters
    older: Article | None
    newer: Article | None


def before_and_after(
    article: Article, searcher: Searcher, store: Store, without: Collection[str] = ()
) -> BeforeAndAfter | None:
    """What was published before and after ``article``, in the order of results newest first.

    Articles of its first region and first topic; if no other has both, of one of them. Articles in
    its own language, so that readers can go on in that language; in others only if there are none.
    None if there is nothing else, or if the article has no date or is not in the index.
    ``without``: ids that are not wanted, such as those of translations.
    """
    own: Filters = {"language": (article.language,)}
    for language, filters in product((own, {}), _common(article)):
        older, newer = _around(article, {**filters, **language}, searcher, without)
        stored = store.get_many([id for id in (older, newer) if id])
        if stored:
            return BeforeAndAfter(filters, stored.get(older or ""), stored.get(newer or ""))
    return None


def _common(article: Article) -> Iterator[Filters]:
    """Filters that other articles may match as well, the narrowest first."""
    region, topic = article.regions[:1], article.topics[:1]
    if region and topic:
        yield {"region": region, "topic": topic}
    if region:
        yield {"region": region}
    if topic:
        yield {"topic": topic}


def _around(
    article: Article, filters: Filters, searcher: Searcher, without: Collection[str]
) -> tuple[str | None, str | None]:
    """(older, newer), ids."""
    day = day_of(article.published)
    if day is None:
        return None, None
    every = Request(filters=filters, sort="newest", facets=False)
    later = searcher.search(_within(every, Period(first=day + _DAY), 0, 0)).total
    that_day = searcher.search(_within(every, Period(day, day), 0, SAME_DAY)).matches
    place = next((later + i for i, one in enumerate(that_day) if one.id == article.id), None)
    if place is None:
        return None, None
    first = max(0, place - LOOKED_AT)
    shown = _within(every, Period(), first, place - first + 1 + LOOKED_AT)
    ids = [one.id for one in searcher.search(shown).matches]
    at = place - first
    older = (id for id in ids[at + 1 :] if id not in without)
    newer = (id for id in reversed(ids[:at]) if id not in without)
    return next(older, None), next(newer, None)


def _within(request: Request, period: Period, offset: int, limit: int) -> Request:
    return replace(request, period=period, offset=offset, limit=limit)
