"""Changes of the store → batches: analysed in parallel, in order, in bounded memory.

What one process learns of words it tells once, as flat arrays, and the process that writes gives
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
from indexer.analysis.vocabulary import Columns, Heard, Vocabulary
from indexer.index.columns import columns
from indexer.store import fields
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
    """Analyse ``rows`` of the store, CHUNK at a time.

    ``count``: how many rows there are, about. ``processes``: 0 for one a core. ``kept``: the file
    of the vocabulary, read first and written when there was much to learn.
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
        listener = _Listener(analyzer.fresh(kept))
        yield from _together(_chunks(rows), processes, listener, report, (kept, taxonomies))
        vocabulary = listener.vocabulary
    if kept and min(len(vocabulary), KEPT_RUNS) > (1 + GROWTH) * known:
        with suppress(OSError):  # it only saves time; a full disk is noticed where it matters
            analyzer.keep(vocabulary, kept)


def analyse(rows: list[Row], taxonomies: Taxonomies, analyzer: Analyzer) -> Batch:
    """One batch of rows: articles to put, tombstones to delete."""
    articles = [fields(data) for _, data in rows if data is not None]
    ancestors = {name: taxonomy.ancestors for name, taxonomy in taxonomies.items()}
    put = columns(articles, analyzer, ancestors)
    return replace(put, deleted=tuple(id for id, data in rows if data is None))


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    source = iter(rows)
    while chunk := list(islice(source, CHUNK)):
        yield chunk


@dataclass(frozen=True, slots=True)
class _Told:
    """A batch without its forms and terms, and what its process has learnt since the last one.

    ``vocabulary``: which one, (process, number); ``forms``, ``meanings``: how many it had before.
    """

    vocabulary: tuple[int, int]
    forms: int
    meanings: int
    news: Columns
    batch: Batch


class _Teller:
    """Analyses in a process of its own."""

    def __init__(self, kept: Path | None, taxonomies: Taxonomies) -> None:
        self._taxonomies = taxonomies
        self._analyzer = default_analyzer()
        self._analyzer.start(kept)
        self._vocabulary = self._analyzer.vocabulary
        self._begun = self._mark = self._vocabulary.sizes()
        self._number = 0

    def tell(self, rows: list[Row]) -> _Told:
        """The batch of ``rows`` in the numbers of this process."""
        batch = analyse(rows, self._taxonomies, self._analyzer)
        if self._analyzer.vocabulary is not self._vocabulary:
            self._vocabulary, self._mark = self._analyzer.vocabulary, self._begun
            self._number += 1
        before, self._mark = self._mark, self._vocabulary.sizes()
        return _Told(
            (os.getpid(), self._number),
            before["forms.ends"],
            before["meanings.ends"],
            self._vocabulary.since(before),
            replace(batch, forms=(), terms=()),
        )


class _Listener:
    """Gives batches of several processes the numbers of one vocabulary."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """``vocabulary``: what every process begins with."""
        self.vocabulary = vocabulary
        self._begun = len(vocabulary.forms), len(vocabulary.meanings)
        self._heard: dict[tuple[int, int], Heard] = {}

    def listen(self, told: _Told) -> Batch:
        """The batch with forms and terms."""
        vocabulary = self.vocabulary
        if told.vocabulary not in self._heard:
            self._heard[told.vocabulary] = Heard(*self._begun)
        heard = self._heard[told.vocabulary]
        if (heard.forms.size, heard.meanings.size) != (told.forms, told.meanings):
            raise RuntimeError("processes did not begin with the same vocabulary")
        vocabulary.absorb(told.news, heard, KEPT_RUNS)
        tokens = heard.forms.data[told.batch.tokens]
        return replace(told.batch, tokens=tokens, forms=vocabulary.forms, terms=vocabulary.terms)


_teller: _Teller


def _start(kept: Path | None, taxonomies: Taxonomies) -> None:
    global _teller  # noqa: PLW0603 - one a process
    _teller = _Teller(kept, taxonomies)


def _tell(rows: list[Row]) -> _Told:
    return _teller.tell(rows)


def _together(
    chunks: Iterator[list[Row]],
    processes: int,
    listener: _Listener,
    report: Progress,
    start: tuple[Path | None, Taxonomies],
) -> Iterator[Batch]:
    """Analyse chunks in processes; those to come wait until the first ones were taken."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, spawn, _start, start) as pool:
        waiting: deque[tuple[int, Future[_Told]]] = deque()
        for chunk in chunks:
            waiting.append((len(chunk), pool.submit(_tell, chunk)))
            if len(waiting) > 2 * processes:
                yield from _next(waiting, listener, report)
        while waiting:
            yield from _next(waiting, listener, report)


def _next(
    waiting: deque[tuple[int, Future[_Told]]], listener: _Listener, report: Progress
) -> Iterator[Batch]:
    size, future = waiting.popleft()
    yield listener.listen(future.result())
    report(size)
