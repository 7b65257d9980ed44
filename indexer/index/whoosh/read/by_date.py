"""The first documents of a segment by date, with keys that sort across segments."""

from __future__ import annotations

import numpy as np

from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels.types import Docs
from schemas.document import UNDATED
from schemas.query import Sort

Ranked = tuple[int, str]
"""Sort key of a match: its date in seconds (negated unless oldest first), then its id."""


def by_date(segment: Segment, docs: Docs, limit: int, sort: Sort) -> list[Ranked]:
    """The first ``limit`` of ``docs`` by date, newest or oldest first, undated last, then by id."""
    if sort == "newest":  # the order in which documents lie
        return _keys(segment, docs[:limit])
    dated = docs[: int(np.searchsorted(docs, segment.dated))]
    found = _oldest(segment, dated, limit)
    found = np.append(found, docs[len(dated) : len(dated) + limit - len(found)])
    return [(age if age == -UNDATED else -age, id) for age, id in _keys(segment, found)]


def _oldest(segment: Segment, dated: Docs, limit: int) -> Docs:
    """The last ``limit`` of ``dated``, by date upwards; equal dates keep their order."""
    if not limit or not len(dated):
        return dated[:0]
    least = dated[max(0, len(dated) - limit)]
    # From the first document of that moment on: of equal dates the lowest ids come first.
    first = segment.first_before(int(segment.published[least]) + 1)
    tail = dated[int(np.searchsorted(dated, first)) :]
    order = np.argsort(segment.published[tail], kind="stable")
    return tail[order][:limit]


def _keys(segment: Segment, docs: Docs) -> list[Ranked]:
    ids = segment.ids.some(docs)
    return list(zip((-segment.published[docs]).tolist(), ids, strict=True))
