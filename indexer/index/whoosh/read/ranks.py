"""Where some articles stand in the whole order of a result. See index.contract.Searcher.ranks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from indexer.index.contract import WINDOW
from indexer.index.whoosh.files.segment import Segment, hash_ids
from indexer.index.whoosh.kernels.types import Docs
from indexer.index.whoosh.read import proximity
from indexer.index.whoosh.read.score import Ranking, Scorer
from schemas.document import UNDATED
from schemas.expression import Node
from schemas.query import Sort
from schemas.results import Match

Found = tuple[int, Match]
"""A match and its rank, from 0."""


class _Asked(NamedTuple):
    """A document asked for: the number of its segment, its own, and what orders ties."""

    owner: int
    doc: int
    published: int
    id: str


def by_date(
    segments: Sequence[Segment],
    matches: Sequence[Docs],
    ids: Sequence[str],
    sort: Sort,
    future: int | None,
) -> Iterator[Found]:
    """Those of ``ids`` that are in ``matches``, of each segment, in an order by date."""
    dated = later = 0
    for segment, docs in zip(segments, matches, strict=True):
        dated += _below(docs, segment.dated)
        if future is not None:
            later += _below(docs, segment.first_before(future))
    for one in _asked(segments, matches, ids):
        newer = tied = before = 0
        for segment, docs in zip(segments, matches, strict=True):
            first, end, at = _ties(segment, docs, one)
            newer, tied, before = newer + first, tied + end - first, before + at - first
        rank = newer + before
        if one.published == UNDATED:
            pass
        elif sort == "oldest":
            rank = dated - newer - tied + before
        elif future is not None and one.published >= future:
            rank += dated - later
        else:
            rank -= later
        yield rank, Match(one.id, 0.0)


def by_relevance(
    scorers: Sequence[Scorer], node: Node, matches: Sequence[Docs], ids: Sequence[str]
) -> Iterator[Found]:
    """The same in the order of ``node``; every match is scored and sorted."""
    segments = [scorer.evaluation.segment for scorer in scorers]
    asked = _asked(segments, matches, ids)
    if not asked:
        return
    wanted = {one.id for one in asked}
    window = proximity.by_relevance(scorers, node, matches, 0, WINDOW)
    for rank, match in enumerate(window):
        if match.id in wanted:
            wanted.remove(match.id)
            yield rank, match
    if not wanted:
        return
    rankings = [
        scorer.best(node, docs, len(docs)) for scorer, docs in zip(scorers, matches, strict=True)
    ]
    for one in asked:
        if one.id in wanted:
            found, scores = rankings[one.owner]
            score = scores[int(np.flatnonzero(found == one.doc)[0])]
            better = (
                _better(segment, ranking, score, one)
                for segment, ranking in zip(segments, rankings, strict=True)
            )
            yield sum(better), Match(one.id, float(score))


def _asked(
    segments: Sequence[Segment], matches: Sequence[Docs], ids: Sequence[str]
) -> list[_Asked]:
    """Those of ``ids`` that are among the matches."""
    hashes = hash_ids(ids)
    found: list[_Asked] = []
    for owner, (segment, docs) in enumerate(zip(segments, matches, strict=True)):
        for doc in set(segment.docs_of(ids, hashes)):
            at = _below(docs, doc)
            if at < len(docs) and docs[at] == doc:
                found.append(_Asked(owner, doc, int(segment.published[doc]), segment.ids[doc]))
    return found


def _ties(segment: Segment, docs: Docs, one: _Asked) -> tuple[int, int, int]:
    """The range of ``docs`` of the same moment as ``one``, and its place among them by id."""
    first, end = (_below(docs, segment.first_before(one.published + more)) for more in (1, 0))
    at = bisect_left(range(end), one.id, first, key=lambda at: segment.ids[int(docs[at])])
    return first, end, at


def _below(docs: Docs, doc: int) -> int:
    """How many of ``docs`` are below ``doc``."""
    return int(docs.searchsorted(np.uint32(doc)))  # of another type, all docs would be converted


def _better(segment: Segment, ranking: Ranking, score: np.float32, one: _Asked) -> int:
    """How many of a segment stand before ``one``, of this score."""
    docs, scores = ranking
    descending: NDArray[np.float32] = -scores
    first, end = (int(descending.searchsorted(-score, side)) for side in ("left", "right"))
    own = -one.published, one.id

    def key(at: int) -> tuple[int, str]:
        doc = int(docs[at])
        return -int(segment.published[doc]), segment.ids[doc]

    return bisect_left(range(end), own, first, key=key)
