"""The first documents of a segment by date, with keys that sort across segments."""

from __future__ import annotations

import numpy as np

from indexer.index.whoosh.files.segment import Segment
from indexer.index.whoosh.kernels.types import Docs
from schemas.document import UNDATED
from schemas.query import Sort

Ranked = tuple[int, str]
"""Sort key of a match: its date in seconds (negated unless oldest first), then its id."""

BEHIND = 1 << 40
"""Seconds, more than lie between any two dates: added to the keys of articles of the future."""


def by_date(
    segment: Segment, docs: Docs, limit: int, sort: Sort, future: int | None
) -> list[Ranked]:
    """The first ``limit`` of ``docs`` by date, undated last, then by id.

    ``sort``: oldest first, or else newest, and those from ``future`` on before the undated.
    """
    if sort != "oldest":
        return _newest(segment, docs, limit, future)
    dated = docs[: int(np.searchsorted(docs, segment.dated))]
    found = _oldest(segment, dated, limit)
    found = np.append(found, docs[len(dated) : len(dated) + limit - len(found)])
    return [(age if age == -UNDATED else -age, id) for age, id in _keys(segment, found)]


def _newest(segment: Segment, docs: Docs, limit: int, future: int | None) -> list[Ranked]:
    # the order in which documents lie
    begun = 0 if future is None else segment.first_before(future)
    begun, dated = docs.searchsorted(np.array([begun, segment.dated], np.uint32)).tolist()
    if not begun:
        return _keys(segment, docs[:limit])
    later = [(BEHIND + age, id) for age, id in _keys(segment, docs[:begun][:limit])]
    present, undated = docs[begun:dated][:limit], docs[dated:][:limit]
    return [*_keys(segment, present), *later, *_keys(segment, undated)][:limit]


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
