"""Searches of one generation as it was when it was opened.

That is a point in time of the cluster. One that is lost, because a node died or it was not used for
long, is replaced by a new one if nothing was written in between. An answer that lacks a shard is
never used.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import Any, NamedTuple

from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.mapping import Query
from indexer.index.opensearch.told import RefusedError
from schemas.deadline import NEVER, Deadline
from schemas.errors import ChangedError, CutShortError, EngineError, NotFoundError

KEPT = "2m"
"""How long the cluster keeps a point in time after its last use. It has room for a few hundred, and
those of a generation that has been replaced are not closed."""

RENEWALS = 5
"""How often a search is repeated with a new point in time."""

SETTLED = 5.0
"""Seconds to wait for the rest of a change that is visible in part. One that failed halfway may
stay so until the next one has ended."""

LATE = "Time exceeded"
"""What a node says after the deadline by its clock, which is coarse, instead of a part."""

AT_ONCE = 10_000
"""Values or ids that are read with one request."""


class State(NamedTuple):
    """What an index holds: the number of its last completed ``apply``, and how many articles."""

    stamp: int
    documents: int


class PointInTime:
    """An index at a moment when it held ``state``; ``stated`` tells what it holds now."""

    def __init__(
        self, cluster: Cluster, index: str, stated: Callable[[], State], state: State
    ) -> None:
        self.cluster = cluster
        self.index = index
        self._stated = stated
        self._state = state
        self._renewing = threading.Lock()
        self._id = self._opened()
        self._closed = False

    def ask(self, body: Query, deadline: Deadline = NEVER) -> Any:
        """What a search finds in all shards.

        Raises CutShortError after the deadline, ChangedError when the index is another by now,
        EngineError when not all of it can be searched.
        """
        for _ in range(RENEWALS):
            used = self._id
            try:
                answer = self._ask(used, body, deadline)
            except RefusedError as error:
                if deadline.end != inf and error.reason == LATE:
                    raise CutShortError from None
                if not _lost(error):
                    raise
            else:
                if not answer["_shards"]["failed"]:
                    return answer
            deadline.check()
            self._renew(used)
        raise EngineError(
            "not every shard of the index answers",
            place=f"{self.cluster.address.shown}: {self.index}",
            hint="see whether the cluster is green: GET _cluster/health",
        )

    def values(
        self, field: str, query: Query, deadline: Deadline = NEVER
    ) -> Iterator[tuple[str, int]]:
        """Every value of a keyword in the matches, in code point order, with its count."""
        after: dict[str, Any] = {}
        while True:
            sources = [{"value": {"terms": {"field": field}}}]
            composite = {"size": AT_ONCE, "sources": sources, **after}
            body = {"size": 0, "query": query, "aggs": {"all": {"composite": composite}}}
            found = self.ask(body, deadline)["aggregations"]["all"]
            for bucket in found["buckets"]:
                yield bucket["key"]["value"], bucket["doc_count"]
            if "after_key" not in found:
                return
            after = {"after": found["after_key"]}

    def scan(
        self,
        query: Query,
        fields: Sequence[str],
        deadline: Deadline = NEVER,
        *,
        source: bool = False,
        at_once: int = AT_ONCE,
    ) -> Iterator[Any]:
        """Every match, in no order. ``fields``: whose values are wanted."""
        body: dict[str, Any] = {
            "size": at_once,
            "query": query,
            "sort": ["_shard_doc"],
            "_source": source,
            "docvalue_fields": list(fields),
            "track_total_hits": False,
        }
        while True:
            hits = self.ask(body, deadline)["hits"]["hits"]
            yield from hits
            if len(hits) < at_once:
                return
            body["search_after"] = hits[-1]["sort"]

    def close(self) -> None:
        """Delete it on the cluster."""
        if not self._closed:
            self._closed = True
            self._end(self._id)

    def _ask(self, id: str, body: Query, deadline: Deadline) -> Any:
        told: dict[str, Any] = {**body, "pit": {"id": id, "keep_alive": KEPT}}
        if deadline.end != inf:
            left = max(1, int((deadline.end - deadline.clock()) * 1000))
            told["timeout"] = f"{left}ms"
        params = {"allow_partial_search_results": "false"}
        return self.cluster.call("POST", "/_search", told, params, deadline)

    def _opened(self) -> str:
        """A point in time at which no change is visible in part: shards refresh one by one.

        After SETTLED seconds, one at which it still is.
        """
        until = time.monotonic() + SETTLED
        while True:
            id = self._begun()
            whole = self._whole(id)
            if self._stated() != self._state:
                self._end(id)
                raise ChangedError(f"{self.index} was changed while it was read")
            if whole or time.monotonic() > until:
                return id
            self._end(id)
            time.sleep(0.05)

    def _begun(self) -> str:
        params = {"keep_alive": KEPT, "allow_partial_pit_creation": "false"}
        path = f"/{self.index}/_search/point_in_time"
        for last in (*[False] * RENEWALS, True):
            try:
                id: str = self.cluster.call("POST", path, None, params)["pit_id"]
            except RefusedError as error:
                if error.kind == "index_not_found_exception":
                    raise NotFoundError(f"{self.index} is gone", place=self.index) from error
                if last or not _lost(error):  # a node has gone meanwhile
                    raise
            else:
                break
        return id

    def _whole(self, id: str) -> bool:
        """Whether everything visible was written by ``state``, and nothing of it is missing."""
        newest = {"newest": {"max": {"field": "attempt"}}}
        body = {"size": 0, "track_total_hits": True, "aggs": newest}
        try:
            told = self._ask(id, body, NEVER)
        except RefusedError as error:
            if not _lost(error):
                raise
            return False
        seen = told["aggregations"]["newest"]["value"] or 0
        total, failed = told["hits"]["total"]["value"], told["_shards"]["failed"]
        return not failed and seen <= self._state.stamp and total == self._state.documents

    def _end(self, id: str) -> None:
        try:
            self.cluster.call("DELETE", "/_search/point_in_time", {"pit_id": [id]})
        except EngineError:
            return  # it expires by itself

    def _renew(self, used: str) -> None:
        with self._renewing:
            if self._id != used:  # another thread has done it
                return
            if self._closed:
                raise EngineError("the searcher has been closed")
            self._id = self._opened()
        self._end(used)  # it may be there still, and a node has room for few


def _lost(error: RefusedError) -> bool:
    """Whether a new point in time may help: the old one is gone, or a copy of a shard."""
    return error.status in {404, 500} or "search_context" in error.kind
