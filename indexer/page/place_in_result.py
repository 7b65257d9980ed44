"""Where an article stands in the result of a query, and which ones stand before and after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from indexer.index.contract import Searcher
from indexer.query.reader import ReadQuery

AROUND = 25
"""Places on each side in which an article is looked for: the archive may have changed."""


@dataclass(frozen=True, slots=True)
class NumberedId:
    """An article of a result and its number there, from 1."""

    id: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceInResult:
    """Where an article stands. ``number``: from 1, None where it does not stand near any more.

    ``total``: articles found. Numbers above it are those of the articles that fill the first page
    and have some of the words only; ``listed``: the last number there is.
    """

    number: int | None
    total: int
    listed: int
    before: NumberedId | None = None
    after: NumberedId | None = None


def place_in_result(
    read: ReadQuery, searcher: Searcher, size: int, id: str, number: int
) -> PlaceInResult:
    """Where the article ``id``, which was number ``number``, stands in the result of ``read``.

    ``read``: for its first page, of ``size`` articles, which a second list may fill.
    """
    # the second list begins on the first page: whoever may stand there is looked for from the top
    first = 0 if number <= size else max(0, number - 1 - AROUND)
    asked = replace(read.request, offset=first, limit=number + AROUND - first, facets=False)
    matches = searcher.search(asked).whole()
    ids = [match.id for match in matches.matches]
    listed = matches.total
    if not first:
        some = _some_words(searcher, read, matches.total)
        ids += some if first + len(ids) == matches.total else []
        listed += len(some)
    at = _closest(ids, id, number - 1 - first)
    if at is None:
        return PlaceInResult(None, matches.total, listed)
    numbered = [NumberedId(one, first + i) for i, one in enumerate(ids, 1)]
    return PlaceInResult(
        numbered[at].number,
        matches.total,
        listed,
        numbered[at - 1] if at else None,
        numbered[at + 1] if at + 1 < len(numbered) else None,
    )


def _some_words(searcher: Searcher, read: ReadQuery, total: int) -> list[str]:
    asked = read.filling(total)
    return [match.id for match in searcher.search(asked).whole().matches] if asked else []


def _closest(ids: list[str], id: str, expected: int) -> int | None:
    places = (at for at, one in enumerate(ids) if one == id)
    return min(places, key=lambda at: abs(at - expected), default=None)
