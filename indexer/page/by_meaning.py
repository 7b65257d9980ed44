"""Articles that lack the words of a query and are near to what it means: shown apart, not counted.

No total, facet, chart, file or feed has them: how near is near enough is a judgement, not a fact.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from indexer.index.contract import Searcher
from indexer.index.fused import CLOSEST
from indexer.query.help.substitution import excluded
from indexer.query.reader import ReadQuery
from indexer.query.required import required
from schemas.expression import And, Ids, Not
from schemas.results import Match

LEAST = 0.55
"""Cosine from which an article is shown: see docs/decisions/0024-both-languages.md."""

SHOWN = 5
"""Articles that are shown at most."""


def near(read: ReadQuery, searcher: Searcher, listed: Collection[str]) -> tuple[Match, ...]:
    """The nearest articles that lack the words, the nearest first; their score is the cosine.

    Filters, what is excluded and what is required hold for them, too. ``listed``: articles that
    stand on the page already. () behind the first page, and where no likeness is asked for.
    Raises CutShortError when the time is over.
    """
    request, likeness = read.request, read.request.likeness
    if likeness is None or request.offset:
        return ()
    ids = [id for id in likeness.closest(CLOSEST) if id not in listed]
    cosines = dict(zip(ids, likeness.of(ids), strict=True))
    some = tuple(id for id in ids if cosines[id] >= LEAST)
    if not some:
        return ()
    words = request.expression
    others = And((Ids(some), Not(words), *required(read.parsed), *excluded(words)))
    asked = replace(
        request, expression=others, sort="newest", limit=len(some), facets=False, likeness=None
    )
    found = [match.id for match in searcher.search(asked).whole().matches]
    found.sort(key=lambda one: -cosines[one])
    return tuple(Match(one, cosines[one]) for one in found)
