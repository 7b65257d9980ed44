"""Our engine on a cluster of the tests, and clients that use it all at once."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any, Self

from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.engine import OpenSearchEngine
from tests.opensearch.nodes import HOST


def engine_on(addresses: Sequence[str], prefix: str, **options: Any) -> OpenSearchEngine:
    """The engine on these nodes, whose indices begin with ``prefix``."""
    return OpenSearchEngine(ClusterAddress(tuple(addresses), prefix, **options))


def told(port: int, method: str, path: str, body: object = None) -> object:
    """What a node answers to a request that our engine does not make."""
    node = http.client.HTTPConnection(HOST, port, timeout=60)
    sent = None if body is None else json.dumps(body)
    node.request(method, path, sent, {"Content-Type": "application/json"})
    answer = node.getresponse()
    said = answer.read()
    node.close()
    assert answer.status < 300, said
    return json.loads(said)


def indices(port: int, prefix: str) -> list[str]:
    """The names of those that begin with ``prefix``."""
    listed = told(port, "GET", f"/_cat/indices/{prefix}*?format=json&expand_wildcards=all")
    return sorted(each["index"] for each in listed)


class Clients:
    """Threads that do something again and again until the block ends.

    What one of them raises ends it, and is raised at the end of the block. ``rounds``: how often
    each was done; ``slowest``: the seconds of the longest.
    """

    def __init__(self) -> None:
        self.rounds: dict[str, int] = {}
        self.slowest: dict[str, float] = {}
        self._threads: list[threading.Thread] = []
        self._ended = threading.Event()
        self._raised: list[BaseException] = []
        self._counting = threading.Lock()

    def start(self, name: str, what: Callable[[], object], threads: int = 1) -> None:
        """Do ``what`` from now on, in as many threads."""
        self.rounds[name], self.slowest[name] = 0, 0.0
        for _ in range(threads):
            thread = threading.Thread(target=self._repeat, args=(name, what))
            thread.start()
            self._threads.append(thread)

    def go_on(self, rounds: int, seconds: float = 60) -> None:
        """Wait until each of them was done so many times more."""
        wanted = {name: done + rounds for name, done in self.rounds.items()}
        until = time.monotonic() + seconds
        while any(self.rounds[name] < least for name, least in wanted.items()):
            assert not self._raised, "a client has failed"
            assert time.monotonic() < until, f"{self.rounds} in {seconds} s, {wanted} wanted"
            time.sleep(0.05)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()
        if self._raised:
            raise self._raised[0]

    def _repeat(self, name: str, what: Callable[[], object]) -> None:
        try:
            while not self._ended.is_set():
                begun = time.monotonic()
                what()
                took = time.monotonic() - begun
                with self._counting:
                    self.rounds[name] += 1
                    self.slowest[name] = max(self.slowest[name], took)
        except BaseException as error:  # noqa: BLE001 - raised where the block ends
            self._raised.append(error)
