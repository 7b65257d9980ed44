"""Changes of the store → batches: analysed in parallel, in order, in bounded memory."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import replace
from itertools import islice

from indexer.analysis import default_analyzer
from indexer.documents import batch
from indexer.store import read
from indexer.taxonomy import Taxonomy
from schemas.document import Batch

Row = tuple[str, str | None]
Taxonomies = Mapping[str, Taxonomy]
Progress = Callable[[int], None]
"""Called with the number of changes that were analysed since the last call."""

CHUNK = 2_000
"""Changes in one batch."""

ALONE = 2_000
"""Up to so many changes, one process is quicker than starting others."""


def batches(
    rows: Iterable[Row],
    count: int,
    taxonomies: Taxonomies,
    *,
    processes: int = 0,
    progress: Progress | None = None,
) -> Iterator[Batch]:
    """Analyse ``rows`` of the store, CHUNK at a time.

    ``count``: how many rows there are, about. ``processes``: 0 for one a core.
    """
    processes = processes or len(os.sched_getaffinity(0))
    report = progress or (lambda _: None)
    if count <= ALONE or processes == 1:
        for chunk in _chunks(rows):
            yield analyse(chunk, taxonomies)
            report(len(chunk))
        return
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[tuple[int, Future[Batch]]] = deque()
        for chunk in _chunks(rows):
            waiting.append((len(chunk), pool.submit(analyse, chunk, taxonomies)))
            if len(waiting) > 2 * processes:
                yield from _next(waiting, report)
        while waiting:
            yield from _next(waiting, report)


def _next(waiting: deque[tuple[int, Future[Batch]]], report: Progress) -> Iterator[Batch]:
    size, future = waiting.popleft()
    yield future.result()
    report(size)


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


def analyse(rows: list[Row], taxonomies: Taxonomies) -> Batch:
    """One batch of rows: articles to put, tombstones to delete."""
    articles = [read(data) for _, data in rows if data is not None]
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies.items()}
    put = batch(articles, default_analyzer(), ancestors)
    return replace(put, deleted=tuple(id for id, data in rows if data is None))
