"""How quickly a cluster is loaded, beside what each side can do alone on the same machine.

``python -m benchmarks.loading http://127.0.0.1:9200 --articles 100000`` measures, one after the
other: analysis; analysis with all documents laid out, ready to be sent; all of our side, which
also sends them to a stand-in that takes everything at once (``benchmarks.taking``); the real node,
which gets them from a file; and indexing as a reindex does it. Without an address only our side is
measured. The best of ``--rounds``, in turns, counts for our side. The beginning of the file is sent
to the real node once before, so that Java compiles what it needs. On a machine that does other
work, too, only processor time can be compared. The indices are deleted afterwards. Writes
``benchmarks/results/DATE-ARTICLES-loading.json``, or ``-loading-ours.json`` without an address.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from benchmarks import corpus
from benchmarks.reading import taxonomies
from benchmarks.run import RESULTS, machine
from benchmarks.taking import taking
from indexer.archive.building import PART, parts
from indexer.index.batches import batches
from indexer.index.contract import Engine, Preparing
from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.documents import Known, Line, Target, bulk
from indexer.index.opensearch.engine import OpenSearchEngine
from indexer.index.opensearch.writing import Piece, Spool, pieces, send
from schemas.document import Batch

ARTICLES, WORDS = "articles", "words"
"""Names of the indices in a spool, and of those that the node is told that takes everything."""
OURS = ("analysis", "laid_out", "sent")
"""What is measured without a real node: each does what the one before does, and more."""
WARM = 30
"""Pieces that are sent before the node is measured: some 30,000 articles."""


class Work(NamedTuple):
    """Seconds by the clock, and of processor time: ours, the node's."""

    clock: float
    ours: float
    node: float


def told(articles: int, works: Mapping[str, Work]) -> dict[str, Any]:
    """Articles a second, by the clock and as if no core ever waited, and shares of these."""
    cores = len(os.sched_getaffinity(0))
    clock = {name: articles / work.clock for name, work in works.items()}
    busy = {name: cores * articles / (work.ours + work.node) for name, work in works.items()}
    ours = {name: cores * articles / work.ours for name, work in works.items() if name in OURS}
    return {
        "articles": articles,
        "by_the_clock": _shares(clock),
        "by_processor_time": _shares(busy),
        "by_our_processor_time": _shares(ours),
        "processor_seconds": {
            name: {"ours": round(work.ours, 2), "node": round(work.node, 2)}
            for name, work in works.items()
        },
    }


def _shares(rate: dict[str, float]) -> dict[str, float]:
    pairs = [(name, "analysis") for name in rate if name not in {"analysis", "node"}]
    pairs += [("loading", "node")] * ("loading" in rate)
    return {
        **{name: round(each) for name, each in rate.items()},
        **{f"{one}_of_{other}": round(rate[one] / rate[other], 3) for one, other in pairs},
    }


def main() -> None:
    """Measure, print and write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node", nargs="?", help="http://127.0.0.1:9200")
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    source = corpus.load(options.articles)
    with taking() as address:
        works = of_our_side(
            OpenSearchEngine(ClusterAddress((address,), "benchmark")), source, options.rounds
        )
    if options.node:
        prefix = f"benchmark-{int(time.time())}"
        engine = OpenSearchEngine(ClusterAddress((options.node,), prefix, shards=options.shards))
        try:
            works |= of_the_node(engine, prefix, source)
        finally:
            forget(engine, prefix)
    text = json.dumps({**machine(), **told(source.articles, works)}, indent=1)
    part = "" if options.node else "-ours"
    name = f"{datetime.now(UTC):%Y-%m-%d}-{options.articles}-loading{part}.json"
    (RESULTS / name).write_text(text + "\n", encoding="utf-8")
    print(text)


def of_our_side(engine: OpenSearchEngine, source: corpus.Corpus, rounds: int) -> dict[str, Work]:
    """Analysis, laying out, sending. ``engine``: on a node that takes everything at once.

    Ends the program when the node did not take all articles.
    """
    every: dict[str, Callable[[], object]] = {
        "analysis": lambda: deque(analysed(source), maxlen=0),
        "laid_out": lambda: deque(pieces(_lines(source, engine)), maxlen=0),
        "sent": lambda: send(engine.cluster, pieces(_lines(source, engine)), 1),
    }
    found = [(name, _taken(engine, what)) for _ in range(rounds) for name, what in every.items()]
    counted = engine.cluster.call("GET", "/_taken")[ARTICLES]
    if counted != rounds * source.articles:
        raise SystemExit(f"{counted} articles were sent, not {rounds * source.articles}")
    return {name: best([work for other, work in found if other == name]) for name in every}


def best(works: Sequence[Work]) -> Work:
    """The least of each number."""
    return Work(*map(min, zip(*works, strict=True)))


def of_the_node(engine: OpenSearchEngine, prefix: str, source: corpus.Corpus) -> dict[str, Work]:
    """A real node with documents that lie ready, and all of it at once."""
    with closing(Spool(pieces(_lines(source, engine)))) as spool:
        _sent(engine, prefix, islice(spool.pieces(), WARM))
        node = _taken(engine, lambda: _sent(engine, prefix, spool.pieces()))
    return {"node": node, "loading": _taken(engine, lambda: fill(engine, source))}


def _taken(engine: OpenSearchEngine, what: Callable[[], object]) -> Work:
    begun = time.perf_counter(), _ours(), _node(engine)
    what()
    ended = time.perf_counter(), _ours(), _node(engine)
    return Work(*(after - before for before, after in zip(begun, ended, strict=True)))


def analysed(source: corpus.Corpus, prepare: Preparing | None = None) -> Iterator[Batch]:
    """The batches of the corpus."""
    rows = (("", line) for line in source.lines())
    return batches(rows, source.articles, taxonomies(), processes=2, part=PART, prepare=prepare)


def fill(engine: Engine, source: corpus.Corpus) -> None:
    """Index the corpus, and publish."""
    name = engine.create("benchmark").name
    for number, part in enumerate(parts(analysed(source, engine.prepare), PART), 1):
        engine.apply(name, part, number, more=True)
    engine.publish(name)


def forget(engine: OpenSearchEngine, prefix: str) -> None:
    """Delete all indices of this run."""
    for index in engine.cluster.call("GET", f"/{prefix}-*/_alias"):
        engine.cluster.call("DELETE", f"/{index}")


def _lines(source: corpus.Corpus, engine: Engine) -> Iterator[Line]:
    known = Known()
    for number, batch in enumerate(analysed(source, engine.prepare)):
        yield from bulk(batch, Target(ARTICLES, WORDS, 1), number, known)


def _sent(engine: OpenSearchEngine, prefix: str, every: Iterable[Piece]) -> None:
    """Send pieces to a generation of their own, as ``apply`` does, and delete it."""
    name = engine.create("benchmark").name
    into = {ARTICLES: f"{prefix}-{name}", WORDS: f"{prefix}-words-{name}"}
    send(engine.cluster, (Piece(into[piece.into], piece.body) for piece in every), 1)
    for index in into.values():
        engine.cluster.call("POST", f"/{index}/_refresh")
    for index in into.values():
        engine.cluster.call("DELETE", f"/{index}")


def _ours() -> float:
    """Seconds of processor time of this process and of its children that have ended."""
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in every)


def _node(engine: OpenSearchEngine) -> float:
    """The same for all nodes."""
    told = engine.cluster.call("GET", "/_nodes/stats/process")["nodes"].values()
    return sum(each["process"]["cpu"]["total_in_millis"] for each in told) / 1000


if __name__ == "__main__":
    main()
