"""The first documents of a segment in the asked order, with keys that sort across segments."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh.pure import Docs
from indexer.engines.whoosh.score import Scorer
from indexer.engines.whoosh.segment import Segment
from schemas.document import UNDATED
from schemas.expression import Node
from schemas.query import Sort

Ranked = tuple[float, int, str, int]
"""Sort key of a match: minus its score, then its date (minus it, unless oldest first), its id.
Last its document, which decides nothing."""


def by_score(scorer: Scorer, node: Node, docs: Docs, limit: int) -> list[Ranked]:
    """The first ``limit`` of ``docs`` by score downwards, then newest, then id."""
    found, scores = scorer.best(node, docs, limit)
    return _keys(scorer.evaluation.segment, found, -scores)


def by_date(segment: Segment, docs: Docs, limit: int, sort: Sort) -> list[Ranked]:
    """The first ``limit`` of ``docs`` by date, newest or oldest first, undated last, then by id."""
    if sort == "newest":
        found = docs[:limit]
        return _keys(segment, found, np.zeros(len(found)))
    dated = docs[: int(np.searchsorted(docs, segment.dated))]
    found = _oldest(segment, dated, limit)
    found = np.append(found, docs[len(dated) : len(dated) + limit - len(found)])
    keys = _keys(segment, found, np.zeros(len(found)))
    return [(score, age if age == -UNDATED else -age, id, doc) for score, age, id, doc in keys]


def _oldest(segment: Segment, dated: Docs, limit: int) -> Docs:
    """The last ``limit`` of ``dated``, by date upwards; equal dates keep their order."""
    if not limit or not len(dated):
        return dated[:0]
    least = dated[max(0, len(dated) - limit)]
    same_day = segment.first_before(int(segment.published[least]) + 1)
    tail = dated[int(np.searchsorted(dated, same_day)) :]
    order = np.argsort(segment.published[tail], kind="stable")
    return tail[order][:limit]


def _keys(segment: Segment, docs: Docs, scores: NDArray[Any]) -> list[Ranked]:
    published = segment.published[docs]
    ids = segment.ids
    return [
        (score, -date, ids[doc], doc)
        for score, date, doc in zip(scores.tolist(), published.tolist(), docs.tolist(), strict=True)
    ]
