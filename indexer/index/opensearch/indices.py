"""Indices of a cluster as wholes: made, given copies, counted, deleted."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.told import LATER, RefusedError
from schemas.errors import ForeignIndexError, UnavailableError

GREEN = 60
"""Seconds that the copies of an index, or shards that do not answer, are waited for."""

PAUSE = 0.2
"""Seconds between two looks at such shards."""


class Indices:
    """What is done to an index of a cluster. Raises EngineError when the cluster refuses."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    def create(self, index: str, settings: Mapping[str, Any], mappings: Mapping[str, Any]) -> None:
        """Make one without copies: loading is quicker, and publishing gives it some.

        It may be there by an earlier attempt of the same request, which its ``maker`` in the
        mapping tells. Raises ForeignIndexError when it is another's.
        """
        body = {"settings": {**settings, "number_of_replicas": 0}, "mappings": mappings}
        try:
            self._cluster.call("PUT", f"/{index}", body)
        except RefusedError as error:
            if error.kind != "resource_already_exists_exception":
                raise
            told = self._cluster.call("GET", f"/{index}/_mapping")[index]["mappings"]
            if told.get("_meta", {}).get("maker") != mappings["_meta"]["maker"]:
                raise ForeignIndexError(
                    f"the index {index} exists and is not ours",
                    place=self._cluster.address.shown,
                    hint="delete it, or choose another prefix in engine",
                ) from error

    def copy(self, index: str) -> None:
        """Give one its replicas, and wait for as many as there are nodes for."""
        replicas = self._cluster.address.replicas
        body = {"index": {"number_of_replicas": replicas}}
        self._cluster.call("PUT", f"/{index}/_settings", body)
        health = self._health(index, {})
        wanted = 1 + min(replicas, health["number_of_data_nodes"] - 1)
        shards = health["active_primary_shards"] * wanted
        self._health(index, {"wait_for_active_shards": shards, "timeout": f"{GREEN}s"})

    def is_whole(self, index: str) -> bool:
        """Whether each of its shards is there; waits for a while until it is."""
        health = self._health(index, {"wait_for_status": "yellow", "timeout": f"{GREEN}s"})
        return health.get("status") in {"green", "yellow"}

    def refresh(self, index: str) -> None:
        """Have searches that begin from now on see what was written."""
        self._of_all("POST", f"/{index}/_refresh")

    def count(self, index: str) -> int:
        """Its documents, as of the last refresh."""
        count: int = self._of_all("GET", f"/{index}/_count")["count"]
        return count

    def delete(self, index: str) -> None:
        """Delete one, if it is there."""
        try:
            self._cluster.call("DELETE", f"/{index}")
        except RefusedError as error:
            if error.status != 404:
                raise

    def _health(self, index: str, params: Mapping[str, Any]) -> dict[str, Any]:
        path = f"/_cluster/health/{index}"
        try:
            told: dict[str, Any] = self._cluster.call("GET", path, None, params)
        except RefusedError as error:
            if error.status != 408:  # timed out: ask for the health as it is now
                raise
            return self._health(index, {})
        return told

    def _of_all(self, method: str, path: str) -> Any:
        """What all shards answer: a node that has just died is waited for."""
        until = time.monotonic() + GREEN
        while (told := self._cluster.call(method, path))["_shards"]["failed"]:
            if time.monotonic() > until:
                message = "not every part of the index answers"
                raise UnavailableError(message, place=self._cluster.address.shown, hint=LATER)
            time.sleep(PAUSE)
        return told
