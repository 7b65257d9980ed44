"""Requests to a cluster.

Every request can be repeated without harm, and is, after a wait that grows and varies, while nodes
do not answer or say that they are busy.
"""

from __future__ import annotations

import logging
import os
import random
import ssl
import threading
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opensearchpy import OpenSearch
from opensearchpy.exceptions import ConnectionTimeout, OpenSearchException, TransportError

from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.told import passing, silent, told
from schemas.deadline import NEVER, Deadline
from schemas.errors import EngineError

OLDEST = (3, 4)
"""The first version of OpenSearch that can be used: earlier ones do not sort by _shard_doc."""

PATIENCE = 15.0
"""Seconds for which a request is repeated while no node answers it. After one that was not
answered, others are given up as soon as each node has been tried."""

SHORTEST, LONGEST = 0.05, 5.0
"""Seconds between two attempts: the first time, and at most. Each varies by half."""

CONNECTIONS = 16
"""Kept open to each node; if there are more threads, some connect anew each time."""

ANSWER = 120.0
"""Seconds within which a node has to answer a request without a deadline."""

Body = Mapping[str, Any] | bytes | None

# the client would log every lost connection; requests that are repeated need no notice
logging.getLogger("opensearch").setLevel(logging.CRITICAL)


class Cluster:
    """A cluster. Safe to share between threads; after a fork, a process connects anew.

    ``asked``: how often each kind of request was sent, attempts included.
    """

    def __init__(self, address: ClusterAddress) -> None:
        self.address = address
        self.asked: Counter[str] = Counter()
        self._connecting = threading.Lock()
        self._connected: tuple[int, OpenSearch] | None = None
        self._answers = True

    def call(
        self,
        method: str,
        path: str,
        body: Body = None,
        params: Mapping[str, Any] | None = None,
        deadline: Deadline = NEVER,
    ) -> Any:
        """What the cluster answers.

        Raises RefusedError when it refuses, CutShortError after the deadline, EngineError when no
        node answers for PATIENCE seconds, its certificate is not trusted, or it is not OpenSearch.
        """
        return self._repeated(self._client(deadline), method, path, body, params, deadline)

    def _repeated(  # noqa: PLR0913, PLR0917 - a request
        self,
        client: OpenSearch,
        method: str,
        path: str,
        body: Body,
        params: Mapping[str, Any] | None,
        deadline: Deadline,
    ) -> Any:
        if deadline.passed and not self._answers:  # that took the time, not the question
            raise silent(self.address.shown)
        deadline.check()
        begun, attempt = time.monotonic(), 0
        # when a request has waited so long in vain, the next one need not do so again
        patience = PATIENCE if self._answers else 0.0
        while True:
            left = _left(deadline)
            self.asked[path.rsplit("/", 1)[-1]] += 1
            try:
                # a little longer than the deadline: the node is asked to end by itself
                options = {**(params or {}), "request_timeout": left + 1.0}
                answer = client.transport.perform_request(method, path, params=options, body=body)
            except TransportError as error:
                if isinstance(error, ConnectionTimeout):
                    deadline.check()
                wait = min(LONGEST, SHORTEST * 2**attempt) * random.uniform(0.5, 1.5)  # noqa: S311
                late = time.monotonic() + wait - begun > patience
                tried = attempt >= len(self.address.nodes)
                if not passing(error) or (late and tried) or deadline.passed:
                    self._answers = not passing(error)
                    raise told(error, self.address.shown) from error
                time.sleep(min(wait, left))
                attempt += 1
            else:
                self._answers = True
                return answer

    def _client(self, deadline: Deadline) -> OpenSearch:
        with self._connecting:
            if self._connected is None or self._connected[0] != os.getpid():
                self._connected = os.getpid(), self._connect(deadline)
            return self._connected[1]

    def _connect(self, deadline: Deadline) -> OpenSearch:
        name, _, password = self.address.credentials.partition(":")
        authorities = self.address.authorities
        if authorities:
            self._check(authorities)
        client = OpenSearch(
            list(self.address.nodes),
            http_auth=(name, password) if name else None,
            ca_certs=str(authorities) if authorities else None,
            max_retries=0,
            pool_maxsize=CONNECTIONS,
        )
        try:
            version = self._repeated(client, "GET", "/", None, None, deadline)["version"]
            maker, number = str(version.get("distribution", "")), str(version["number"])
            parts = tuple(map(int, number.split("-", maxsplit=1)[0].split(".")[:2]))
        except (OpenSearchException, KeyError, TypeError, AttributeError, ValueError) as error:
            raise self._foreign("it answers as something else") from error
        if maker != "opensearch":
            raise self._foreign(f"it is {maker or 'Elasticsearch'} {number}")
        if parts < OLDEST:
            raise self._foreign(f"it is version {number}")
        return client

    @staticmethod
    def _check(authorities: Path) -> None:
        try:
            ssl.create_default_context(cafile=authorities)
        except OSError as error:
            message = f"the certificates of the authorities cannot be read: {error.strerror}"
            hint = "engine_authorities names a file of certificates in PEM"
            raise EngineError(message, place=str(authorities), hint=hint) from error

    def _foreign(self, what: str) -> EngineError:
        wanted = ".".join(map(str, OLDEST))
        return EngineError(
            f"this is no OpenSearch that can be used: {what}",
            place=self.address.shown,
            hint=f"it has to be OpenSearch {wanted} or newer: correct engine in the settings",
        )


def _left(deadline: Deadline) -> float:
    """Seconds until the deadline, at most ANSWER."""
    return min(ANSWER, max(0.0, deadline.end - deadline.clock()))
