"""Changes of the store → batches: analysed in parallel, in order, in bounded memory.

What one process learns of words it sends once, as flat arrays, and the process that writes gives
every batch the numbers of one vocabulary. That is kept in a file, with which the next run starts.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from indexer.analysis import Analyzer, default_analyzer
from indexer.analysis.analyzer import KEPT_RUNS
from indexer.analysis.vocabulary import Columns, NumberMap, Vocabulary
from indexer.index.columns import columns
from indexer.store import fields_of
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

GROWTH = 0.02
"""Share of new runs for which the file of the vocabulary is written again."""


def batches(  # noqa: PLR0913 - the last four have names at every call
    rows: Iterable[Row],
    count: int,
    taxonomies: Taxonomies,
    *,
    processes: int = 0,
    progress: Progress | None = None,
    kept: Path | None = None,
) -> Iterator[Batch]:
    """Analyse ``rows`` of the store, CHUNK at a time; batches come in the order of the rows.

    ``count``: how many rows there are, roughly. ``processes``: 0 for one per core. ``kept``: the
    file of the vocabulary, read first and written when there was much to learn.
    """
    processes = processes or len(os.sched_getaffinity(0))
    report = progress or (lambda _: None)
    analyzer = default_analyzer()
    if kept:
        analyzer.start(kept)
    known = len(analyzer.vocabulary)
    if count <= ALONE or processes == 1:
        for chunk in _chunks(rows):
            yield analyse(chunk, taxonomies, analyzer)
            report(len(chunk))
        vocabulary = analyzer.vocabulary
    else:
        renumbering = _Renumbering(analyzer.fresh(kept))
        yield from _together(_chunks(rows), processes, renumbering, report, (kept, taxonomies))
        vocabulary = renumbering.vocabulary
    if kept and min(len(vocabulary), KEPT_RUNS) > (1 + GROWTH) * known:
        with suppress(OSError):  # it only saves time; a full disk is noticed where it matters
            analyzer.keep(vocabulary, kept)


def analyse(rows: list[Row], taxonomies: Taxonomies, analyzer: Analyzer) -> Batch:
    """One batch of rows: articles to put, tombstones to delete."""
    articles = [fields_of(data) for _, data in rows if data is not None]
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies.items()}
    put = columns(articles, analyzer, ancestors)
    return replace(put, deleted=tuple(id for id, data in rows if data is None))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _WorkerBatch:
    """A batch in the numbers of one worker, and what that has learnt since its last batch.

    ``vocabulary``: which one, (process, number); ``forms``, ``meanings``: how many it had before.
    The batch comes without its forms and terms.
    """

    vocabulary: tuple[int, int]
    forms: int
    meanings: int
    learnt: Columns
    batch: Batch


class _Worker:
    """Analyses in a process of its own."""

    def __init__(self, kept: Path | None, taxonomies: Taxonomies) -> None:
        self._taxonomies = taxonomies
        self._analyzer = default_analyzer()
        self._analyzer.start(kept)
        self._vocabulary = self._analyzer.vocabulary
        self._begun = self._mark = self._vocabulary.sizes()
        self._number = 0

    def analyse(self, rows: list[Row]) -> _WorkerBatch:
        """The batch of ``rows`` in the numbers of this process."""
        batch = analyse(rows, self._taxonomies, self._analyzer)
        # it had grown too large and begins again with the file: so do its numbers
        if self._analyzer.vocabulary is not self._vocabulary:
            self._vocabulary, self._mark = self._analyzer.vocabulary, self._begun
            self._number += 1
        before, self._mark = self._mark, self._vocabulary.sizes()
        return _WorkerBatch(
            (os.getpid(), self._number),
            before["forms.ends"],
            before["meanings.ends"],
            self._vocabulary.since(before),
            replace(batch, forms=(), terms=()),
        )


class _Renumbering:
    """Gives the batches of several workers the numbers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """``vocabulary``: what every worker begins with."""
        self.vocabulary = vocabulary
        self._begun = len(vocabulary.forms), len(vocabulary.meanings)
        self._numbers: dict[tuple[int, int], NumberMap] = {}

    def renumber(self, made: _WorkerBatch) -> Batch:
        """The batch with forms and terms."""
        vocabulary = self.vocabulary
        if made.vocabulary not in self._numbers:
            self._numbers[made.vocabulary] = NumberMap(*self._begun)
        numbers = self._numbers[made.vocabulary]
        # else numbers would stand for other words, and nothing would say so
        if (numbers.forms.size, numbers.meanings.size) != (made.forms, made.meanings):
            raise RuntimeError("processes did not begin with the same vocabulary")
        vocabulary.absorb(made.learnt, numbers, KEPT_RUNS)
        tokens = numbers.forms.data[made.batch.tokens]
        return replace(made.batch, tokens=tokens, forms=vocabulary.forms, terms=vocabulary.terms)


_worker: _Worker


def _start(kept: Path | None, taxonomies: Taxonomies) -> None:
    global _worker  # noqa: PLW0603 - one a process
    _worker = _Worker(kept, taxonomies)


def _analyse(rows: list[Row]) -> _WorkerBatch:
    return _worker.analyse(rows)


def _together(
    chunks: Iterator[list[Row]],
    processes: int,
    renumbering: _Renumbering,
    report: Progress,
    start: tuple[Path | None, Taxonomies],
) -> Iterator[Batch]:
    """Analyse chunks in processes; those to come wait until the first ones were taken."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, _start, start) as pool:
        waiting: deque[tuple[int, Future[_WorkerBatch]]] = deque()
        for chunk in chunks:
            waiting.append((len(chunk), pool.submit(_analyse, chunk)))
            if len(waiting) > 2 * processes:
                yield from _next(waiting, renumbering, report)
        while waiting:
            yield from _next(waiting, renumbering, report)


def _next(
    waiting: deque[tuple[int, Future[_WorkerBatch]]], renumbering: _Renumbering, report: Progress
) -> Iterator[Batch]:
    size, future = waiting.popleft()
    yield renumbering.renumber(future.result())
    report(size)
