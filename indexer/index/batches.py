"""Changes of the store → batches: analysed in parallel, in order, in bounded memory.

What one process learns of words it sends once, as flat arrays, and the process that writes gives
every batch the numbers of one vocabulary; with the next chunk every process is told what the others
have learnt. The vocabulary is kept in a file, with which the next run starts.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from indexer.analysis import Analyzer, default_analyzer
from indexer.analysis.analyzer import KEPT_RUNS
from indexer.analysis.vocabulary import Columns, NumberMap, Vocabulary
from indexer.index.children import be_nice_alone, end_with_parent
from indexer.index.collecting import collect_seldom, seldom_collected
from indexer.index.columns import columns
from indexer.index.contract import Preparing
from indexer.store import fields_of
from indexer.taxonomy import Taxonomy
from schemas.document import Batch

Row = tuple[str, str | None]
Taxonomies = Mapping[str, Taxonomy]
Progress = Callable[[int], None]
"""Called with the number of changes that were analysed since the last call."""

CHUNK = 2_000
"""Changes in one batch, at most."""

FIRST, WIDER = 125, 1.15
"""Changes in the first batch of several processes that know no words yet, and how many times as
many the next one has. So they tell each other early what most articles have in common."""

ALONE = 2_000
"""Up to so many changes, one process is quicker than starting others."""

GROWTH = 0.02
"""Share of new runs for which the file of the vocabulary is written again."""


def batches(  # noqa: PLR0913 - the last six have names at every call
    rows: Iterable[Row],
    count: int,
    taxonomies: Taxonomies,
    *,
    processes: int = 0,
    progress: Progress | None = None,
    kept: Path | None = None,
    part: int = 0,
    prepare: Preparing | None = None,
) -> Generator[Batch, None, None]:
    """Analyse ``rows`` of the store, CHUNK at a time; batches come in the order of the rows.

    ``count``: how many rows there are, roughly. ``processes``: 0 for one per core. ``kept``: the
    file of the vocabulary, read first and written when there was much to learn. ``part``: so many
    rows end with the end of a batch, and as many after them; 0 for all. ``prepare``: of the engine
    that gets them.
    """
    processes = processes or len(os.sched_getaffinity(0))
    report = progress or (lambda _: None)
    analyzer = default_analyzer()
    if kept:
        analyzer.start(kept)
    known = len(analyzer.vocabulary)
    with seldom_collected():
        if count <= ALONE or processes == 1:
            prepared = prepare() if prepare else _as_it_is
            for chunk in _chunks(rows, CHUNK, part):
                yield prepared(analyse(chunk, taxonomies, analyzer))
                report(len(chunk))
            vocabulary = analyzer.vocabulary
        else:
            renumbering = _Renumbering(analyzer.fresh(kept))
            first = CHUNK if known else FIRST  # with words known there is little to tell
            chunks = _chunks(rows, first, part)
            state = kept, taxonomies, prepare
            yield from _together(chunks, processes, renumbering, report, state)
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


def _as_it_is(batch: Batch) -> Batch:
    return batch


def _chunks(rows: Iterable[Row], first: float, part: int) -> Iterator[list[Row]]:
    source = iter(rows)
    size, read = min(first, CHUNK), 0
    while chunk := list(islice(source, min(int(size), part - read % part if part else CHUNK))):
        yield chunk
        read += len(chunk)
        size = min(size * WIDER, CHUNK)


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

    def __init__(
        self, kept: Path | None, taxonomies: Taxonomies, prepare: Preparing | None = None
    ) -> None:
        self._taxonomies = taxonomies
        self._prepared = prepare() if prepare else _as_it_is
        self._analyzer = default_analyzer()
        self._analyzer.start(kept)
        self._vocabulary = self._analyzer.vocabulary
        self._begun = self._mark = self._vocabulary.sizes()
        self._united = NumberMap(self._begun["forms.ends"], self._begun["meanings.ends"])
        self._number = 0

    def analyse(self, rows: list[Row], news: Columns | None) -> _WorkerBatch:
        """The batch of ``rows`` in the numbers of this process.

        ``news``: what the united vocabulary has had since this process was told last.
        """
        if news and not self._number:
            self._vocabulary.absorb(news, self._united, KEPT_RUNS)
        batch = self._prepared(analyse(rows, self._taxonomies, self._analyzer))
        # it had grown too large and begins again with the file: so do its numbers; to those the
        # news do not fit, and it has room for few of them
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
    """Gives the batches of several workers the numbers of one vocabulary, the united one."""

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


def _start(kept: Path | None, taxonomies: Taxonomies, prepare: Preparing | None) -> None:
    global _worker  # noqa: PLW0603 - one a process
    end_with_parent()
    be_nice_alone()
    _worker = _Worker(kept, taxonomies, prepare)
    collect_seldom()


def _analyse(rows: list[Row], news: Columns | None) -> _WorkerBatch:
    return _worker.analyse(rows, news)


class _Process:
    """A process that analyses, as the one that writes sees it."""

    def __init__(self, pool: ProcessPoolExecutor, vocabulary: Vocabulary) -> None:
        """``pool``: of this process alone. ``vocabulary``: the united one."""
        self._pool = pool
        self._vocabulary = vocabulary
        self._told = vocabulary.sizes()
        self._given: list[Future[_WorkerBatch]] = []

    def waiting(self) -> int:
        """How many chunks it has not analysed yet."""
        self._given = [future for future in self._given if not future.done()]
        return len(self._given)

    def submit(self, chunk: list[Row]) -> Future[_WorkerBatch]:
        """Give it a chunk, and tell it what all processes have learnt."""
        sizes, news = self._vocabulary.sizes(), None
        if sizes != self._told and len(self._vocabulary) < KEPT_RUNS:
            news = self._vocabulary.since(self._told)
            self._told = sizes
        self._given.append(self._pool.submit(_analyse, chunk, news))
        return self._given[-1]


def _together(
    chunks: Iterator[list[Row]],
    processes: int,
    renumbering: _Renumbering,
    report: Progress,
    start: tuple[Path | None, Taxonomies, Preparing | None],
) -> Iterator[Batch]:
    """Analyse chunks in processes; those to come wait until the first ones were taken."""
    spawn = multiprocessing.get_context("spawn")
    with ExitStack() as stack:
        # a pool for each: what a process is to be told depends on what it knows
        hands = [
            _Process(
                stack.enter_context(ProcessPoolExecutor(1, spawn, _start, start)),
                renumbering.vocabulary,
            )
            for _ in range(processes)
        ]
        waiting: deque[tuple[int, Future[_WorkerBatch]]] = deque()
        for chunk in chunks:
            idlest = min(hands, key=_Process.waiting)
            waiting.append((len(chunk), idlest.submit(chunk)))
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
