"""Bulk requests: the lines of batches are sent in pieces, a few at a time, in bounded memory."""

from __future__ import annotations

import json
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import IO, Any, NamedTuple

from indexer.index.opensearch.cluster import LONGEST, SHORTEST, Cluster
from indexer.index.opensearch.documents import ATTEMPT, Line
from indexer.index.opensearch.told import LATER
from schemas.errors import EngineError, LockedError, UnavailableError

PIECE = 4 << 20
"""Bytes of one request."""

SENDERS = 3
"""Requests under way at a time: while one is written down, others are read and analysed."""

CHANGED = "another process has changed this generation meanwhile"

ROUNDS = 10
"""How often articles that a busy node has turned away are sent."""

_HELD = re.compile(r"current version \[(\d+)\]")


class Piece(NamedTuple):
    """The body of a bulk request. ``into``: the name of the index."""

    into: str
    body: bytes


class Spool:
    """Pieces kept in a file until all of them are known. To be closed."""

    def __init__(self, found: Iterable[Piece]) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed by close
        self._kept = [(piece.into, self._file.write(piece.body)) for piece in found]

    def pieces(self) -> Iterator[Piece]:
        """All of them, in order."""
        self._file.seek(0)
        return (Piece(into, self._file.read(size)) for into, size in self._kept)

    def close(self) -> None:
        """Delete the file."""
        self._file.close()


def pieces(lines: Iterable[Line]) -> Iterator[Piece]:
    """What is sent at a time: at most PIECE bytes and one more line."""
    gathered: dict[str, list[bytes | memoryview]] = {}
    sizes: Counter[str] = Counter()
    for into, content in lines:
        gathered.setdefault(into, []).append(content)
        sizes[into] += len(content)
        if sizes[into] > PIECE:
            yield Piece(into, b"".join(gathered.pop(into)))
            del sizes[into]
    for into, some in gathered.items():
        yield Piece(into, b"".join(some))


def send(cluster: Cluster, pieces: Iterable[Piece], attempt: int) -> None:
    """Send all pieces, in any order: versions decide which of two documents stays.

    Raises LockedError when another process has written since, EngineError when an article is
    refused or the cluster does not answer.
    """
    with ThreadPoolExecutor(SENDERS) as pool:
        under_way: set[Future[None]] = set()
        try:
            for piece in pieces:
                if len(under_way) >= SENDERS:
                    done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
                    _look(done)
                under_way.add(pool.submit(_send, cluster, piece, attempt))
            _look(under_way)
        finally:
            wait(under_way)


def _look(done: Iterable[Future[None]]) -> None:
    for each in done:
        each.result()


def _send(cluster: Cluster, piece: Piece, attempt: int) -> None:
    params = {"filter_path": "errors,items.*.error,items.*.status"}
    left = piece.body
    for attempted in range(ROUNDS):
        if attempted:
            time.sleep(min(LONGEST, SHORTEST * 2**attempted))
        answer = cluster.call("POST", f"/{piece.into}/_bulk", left, params)
        if not answer.get("errors"):
            return
        left = _again(left, answer["items"], cluster, attempt)
        if not left:
            return
    message = "the cluster is too busy to accept articles"
    raise UnavailableError(message, place=cluster.address.shown, hint=LATER)


def _again(piece: bytes, items: list[dict[str, Any]], cluster: Cluster, attempt: int) -> bytes:
    """What of a piece has to be sent again. Raises for what the cluster will never take."""
    lines = piece.splitlines(keepends=True)
    left: list[bytes] = []
    at = 0
    for item in items:
        ((action, told),) = item.items()
        count = 1 if action == "delete" else 2
        own, at = lines[at : at + count], at + count
        error = told.get("error")
        if not error:
            continue
        if told["status"] in {429, 503}:
            left += own
        elif told["status"] == 409:
            held = _HELD.search(str(error.get("reason")))
            if action != "create" and held and int(held[1]) >= (attempt + 1) * ATTEMPT:
                raise LockedError(CHANGED, place=cluster.address.shown)
        else:
            id = json.loads(own[0])[action]["_id"]
            raise EngineError(
                f"the cluster refuses article {id}: {error.get('reason')}",
                place=cluster.address.shown,
                hint="podshivka show prints it; tell the makers of podshivka",
            )
    return b"".join(left)
