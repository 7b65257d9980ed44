"""Time: one client, one thread, warm, engines taking turns at every single query."""

from __future__ import annotations

import gc
import random
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from benchmarks.adapters import Contestant
from benchmarks.corpus import SEED
from benchmarks.count import Answer
from benchmarks.queries import KINDS, Definition

Times = dict[str, dict[str, float]]
"""By engine, then by name of a query: milliseconds, the median of all rounds."""
Taken = dict[str, dict[str, list[float]]]
"""The same, of each round."""


def ask(contestant: Contestant, queries: Sequence[Definition]) -> dict[str, Answer]:
    """Every query once, to be checked; this also warms the engine."""
    return {
        each.name: contestant.answer(contestant.run(contestant.prepare(each)), each)
        for each in queries
    }


def times(
    contestants: Mapping[str, Contestant], queries: Sequence[Definition], rounds: int
) -> tuple[Times, Times]:
    """Time on the wall, and time of the processor, which other load on the machine disturbs less.

    Each round asks every query of every engine, in an order of its own. The engines answer the
    same query one after the other, so that a slow spell strikes all of them; which comes first
    turns from round to round.
    """
    prepared = {
        name: {each.name: contestant.prepare(each) for each in queries}
        for name, contestant in contestants.items()
    }
    wall, processor = _empty(contestants, queries), _empty(contestants, queries)
    order, turn = list(queries), list(contestants)
    chance = random.Random(SEED)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        for _ in range(rounds):
            chance.shuffle(order)
            turn.append(turn.pop(0))
            for each in order:
                for name in turn:
                    run, query = contestants[name].run, prepared[name][each.name]
                    used, begun = time.thread_time(), time.perf_counter()
                    run(query)
                    ended, spent = time.perf_counter(), time.thread_time()
                    wall[name][each.name].append((ended - begun) * 1e3)
                    processor[name][each.name].append((spent - used) * 1e3)
            gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
    return _medians(wall), _medians(processor)


def _empty(names: Iterable[str], queries: Sequence[Definition]) -> Taken:
    return {name: {each.name: [] for each in queries} for name in names}


def _medians(taken: Taken) -> Times:
    return {
        name: {query: statistics.median(all_) for query, all_ in found.items()}
        for name, found in taken.items()
    }


def summary(found: Mapping[str, float], queries: Sequence[Definition]) -> dict[str, list[float]]:
    """[p50, p95] in milliseconds for each kind of query and for "all"."""
    groups: dict[str, list[str]] = {
        kind: [each.name for each in queries if each.kind == kind] for kind in KINDS
    }
    groups["all"] = [each.name for each in queries]
    return {
        kind: [round(float(np.percentile([found[name] for name in names], p)), 4) for p in (50, 95)]
        for kind, names in groups.items()
        if names
    }
