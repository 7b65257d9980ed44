"""Order by relevance in which the meaning of articles counts beside their words.

Any engine's searcher can be wrapped: all is made of the questions that index.contract defines. For
a request with a likeness that is ordered by relevance and has a scoring leaf::

    first = the first WINDOW matches in the engine's order, and those matches that are among
            likeness.closest(CLOSEST)
    z(x)  = (x - mean of x over first) / standard deviation of x over first; 0 where that is 0
    fused = z(score + proximity) + request.meaning * z(likeness)

Where the request has a node ``placing``, score and proximity are those that the engine tells when
And((placing, Ids(first))) is searched (proximity in its window alone), 0 of what that does not
match: words that may mean what is asked place articles, and find none.

``first`` stands in order of fused, downwards, rounded to float32; on ties in the engine's order,
then in that of closest. An article that is nearly the same as any before it is moved
behind them, in the same order. An article of which nothing is known, nan, has z(likeness) 0 and is
left out of its mean. Behind ``first`` come all other matches, as the engine orders them when they
are searched alone. Match.score stays the score of the words.

Measured: docs/decisions/0024-both-languages.md, and 0008-ranking.md for queries in one language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum, isnan, sqrt
from struct import pack, unpack

from indexer.index.contract import WINDOW, Searcher
from schemas.errors import CutShortError
from schemas.expression import And, Ids, Node, Not, scoring
from schemas.likeness import Likeness
from schemas.query import Request
from schemas.results import Match, Matches

CLOSEST = 50
"""Articles of each language, the closest in meaning, that are put among the first if they match."""


@dataclass(frozen=True, slots=True)
class Fused:
    """One of the first articles. ``likeness``: nan if unknown; ``fused``: by which it is placed."""

    match: Match
    likeness: float
    fused: float


class FusedSearcher:
    """An engine's searcher that heeds Request.likeness; in all else it is that searcher."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher
        self.generation = searcher.generation
        self.counts = searcher.counts
        self.days = searcher.days
        self.forms = searcher.forms
        self.vocabulary = searcher.vocabulary
        self.terms = searcher.terms
        self.frequency = searcher.frequency
        self.score = searcher.score
        self.values = searcher.values
        self.ids = searcher.ids
        self.near_duplicates = searcher.near_duplicates
        self.near_duplicate_pairs = searcher.near_duplicate_pairs
        self.repeats = searcher.repeats
        self.verify = searcher.verify
        self.close = searcher.close

    @property
    def verified(self) -> bool:
        """Whether this process, or the one it was forked from, has read every byte."""
        return self._searcher.verified

    def search(self, request: Request) -> Matches:
        """The asked page, the total and the counts. What there was no time to fuse is cut short."""
        likeness = _heeded(request)
        if likeness is None or not request.limit:
            return self._searcher.search(request)
        request, placing = replace(request, likeness=None, placing=None), request.placing
        window = self._searcher.search(replace(request, offset=0, limit=WINDOW))
        start, end = request.offset, request.offset + request.limit
        try:
            found = [each.match for each in self._first(request, likeness, placing, window.whole())]
            page = found[start:end]
            if end > len(found) < window.total:
                rest = replace(
                    _rest(request, found),
                    offset=max(0, start - len(found)),
                    limit=end - max(start, len(found)),
                    facets=False,
                )
                page += self._searcher.search(rest).whole().matches
        except CutShortError:
            return replace(window, matches=window.matches[start:end], complete=False)
        return replace(window, matches=tuple(page))

    def ranks(self, request: Request, ids: Sequence[str]) -> Mapping[int, Match]:
        """Those of ``ids`` that match ``request``, by their rank among all matches, from 0."""
        likeness = _heeded(request)
        if likeness is None:
            return self._searcher.ranks(request, ids)
        found = [each.match for each in self._fused(request, likeness)]
        request = replace(request, likeness=None, placing=None)
        asked = set(ids)
        ranks = {rank: match for rank, match in enumerate(found) if match.id in asked}
        others = sorted(asked - {match.id for match in found})
        if others:
            behind = self._searcher.ranks(_rest(request, found), others)
            ranks |= {len(found) + rank: match for rank, match in behind.items()}
        return ranks

    def fused(self, request: Request) -> tuple[Fused, ...]:
        """The first articles of ``request`` in order; () when no likeness is to be heeded."""
        likeness = _heeded(request)
        return () if likeness is None else self._fused(request, likeness)

    def _fused(self, request: Request, likeness: Likeness) -> tuple[Fused, ...]:
        asked = replace(request, offset=0, limit=WINDOW, facets=False, likeness=None, placing=None)
        window = self._searcher.search(asked).whole()
        return self._first(asked, likeness, request.placing, window)

    def _first(
        self, request: Request, likeness: Likeness, placing: Node | None, window: Matches
    ) -> tuple[Fused, ...]:
        """``window``: the first WINDOW matches."""
        found = list(window.matches)
        if window.total > len(found):
            known = {match.id for match in found}
            near = [id for id in likeness.closest(CLOSEST) if id not in known]
            found += self._among(request, near)
        ids = [match.id for match in found]
        scores = [match.score for match in found]
        if placing is not None:
            among = And((placing, Ids(tuple(ids))))
            asked = replace(request, expression=among, offset=0, limit=len(ids), facets=False)
            placed = self._searcher.search(asked).whole().matches
            placing_scores = {match.id: match.score for match in placed}
            scores = [placing_scores.get(id, 0.0) for id in ids]
        request.deadline.check()
        order = list(_ordered(found, scores, likeness.of(ids), request.meaning))
        repeated = self._searcher.repeats([each.match.id for each in order])
        pairs = list(zip(order, repeated, strict=True))
        return tuple(each for behind in (False, True) for each, is_one in pairs if is_one is behind)

    def _among(self, request: Request, ids: Sequence[str]) -> Iterator[Match]:
        """Those of ``ids`` that match, in that order."""
        found: dict[str, Match] = {}
        for start in range(0, len(ids), WINDOW):  # of no more at once the proximity is known
            some = And((request.expression, Ids(tuple(ids[start : start + WINDOW]))))
            asked = replace(request, expression=some, offset=0, limit=WINDOW, facets=False)
            found |= {match.id: match for match in self._searcher.search(asked).whole().matches}
        return (found[id] for id in ids if id in found)


def _heeded(request: Request) -> Likeness | None:
    """The likeness by which ``request`` is to be put in order, if any."""
    if request.likeness is None or request.sort != "relevance" or not scoring(request.expression):
        return None
    return request.likeness


def _rest(request: Request, first: Sequence[Match]) -> Request:
    """What ``request`` finds besides its first articles."""
    others = Not(Ids(tuple(match.id for match in first)))
    return replace(request, expression=And((request.expression, others)))


def _ordered(
    found: Sequence[Match], scores: Sequence[float], likenesses: Sequence[float], meaning: float
) -> Iterator[Fused]:
    said, meant = _standard(scores), _standard(likenesses)
    fused = [_float32(score + meaning * near) for score, near in zip(said, meant, strict=True)]
    for at in sorted(range(len(found)), key=lambda at: -fused[at]):
        yield Fused(found[at], likenesses[at], fused[at])


def _standard(values: Sequence[float]) -> list[float]:
    """The values as standard scores, 0 for nan."""
    known = [value for value in values if not isnan(value)]
    mean = fsum(known) / max(1, len(known))
    deviation = sqrt(fsum((value - mean) ** 2 for value in known) / max(1, len(known)))
    if not deviation:
        return [0.0] * len(values)
    return [0.0 if isnan(value) else (value - mean) / deviation for value in values]


def _float32(value: float) -> float:
    rounded: float = unpack("f", pack("f", value))[0]
    return rounded
