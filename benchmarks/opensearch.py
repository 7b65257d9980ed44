"""The engine on OpenSearch beside ours: the same answers, how quick, with how many requests.

``python -m benchmarks.opensearch http://127.0.0.1:9200 --articles 30000`` indexes the corpus with
both, and measures how the cluster is loaded as ``benchmarks.loading`` does. It asks the queries of
the benchmark and as many random requests as ``--random`` says, and compares totals, order, facets,
months and scores. The node runs on this machine; the indices are deleted afterwards. Writes
``benchmarks/results/DATE-ARTICLES-opensearch.json`` and fails when an answer differs.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.loading import fill, forget, loaded
from benchmarks.measure import summary
from benchmarks.queries import load
from benchmarks.reading import request
from benchmarks.run import RESULTS, machine
from indexer.index.contract import Engine, Searcher
from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.engine import OpenSearchEngine
from indexer.index.whoosh import WhooshEngine
from schemas.document import EXACT
from schemas.expression import And, Field, Near, Node, Not, Or, Phrase, Together, Wildcard, Word
from schemas.query import Bounds, Period, Request
from schemas.results import Matches

CLOSE = 1e-6
"""By which scores may differ."""
SEED = 14


def main() -> None:
    """Compare, measure, write the record."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("node", help="http://127.0.0.1:9200")
    parser.add_argument("--articles", type=int, default=30_000)
    parser.add_argument("--random", type=int, default=2_000, help="random requests")
    parser.add_argument("--rounds", type=int, default=3, help="rounds that are timed")
    parser.add_argument("--shards", type=int, default=1)
    options = parser.parse_args()
    source = corpus.load(options.articles)
    prefix = f"benchmark-{int(time.time())}"
    address = ClusterAddress((options.node,), prefix, shards=options.shards)
    cluster = OpenSearchEngine(address)
    with tempfile.TemporaryDirectory() as folder:
        ours = WhooshEngine(Path(folder))
        try:
            loading = loaded(cluster, prefix, source).told()
            fill(ours, source)
            differing, took = asked(ours, cluster, options)
        finally:
            forget(cluster, prefix)
    told = {**machine(), "loading": loading, "times": took}
    told |= {"differing": differing, "requests": options.random}
    name = f"{datetime.now(UTC):%Y-%m-%d}-{options.articles}-opensearch.json"
    (RESULTS / name).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(told, indent=1))
    if differing:
        sys.exit(f"{len(differing)} answers differ")


def asked(
    ours: Engine, cluster: OpenSearchEngine, options: argparse.Namespace
) -> tuple[list[str], dict[str, Any]]:
    """Requests whose answers differ, and p50 and p95 in milliseconds by kind of query."""
    one, other = ours.open(), cluster.open()
    queries = load()
    prepared = {each.name: request(each) for each in queries}
    drawn = drawn_requests(one, options.random)
    differing = [
        repr(each)
        for each in (*prepared.values(), *drawn)
        if not same(one.search(each), other.search(each))
    ]
    cluster.cluster.asked.clear()
    took: dict[str, Any] = {
        name: summary(timed(searcher.search, prepared, options.rounds), queries)
        for name, searcher in (("ours", one), ("opensearch", other))
    }
    count = options.rounds * len(prepared)
    took["requests a query"] = round(cluster.cluster.asked["_search"] / count, 2)
    return differing, took


def timed(
    search: Callable[[Request], Matches], requests: Mapping[str, Request], rounds: int
) -> dict[str, float]:
    """Milliseconds of each, the median of the rounds."""
    taken: dict[str, list[float]] = {name: [] for name in requests}
    for _ in range(rounds):
        for name, each in requests.items():
            begun = time.perf_counter()
            search(each)
            taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(each) for name, each in taken.items()}


def same(one: Matches, other: Matches) -> bool:
    """Whether both say the same."""
    scores = zip(one.matches, other.matches, strict=False)
    return (
        one.total == other.total
        and [match.id for match in one.matches] == [match.id for match in other.matches]
        and all(abs(a.score - b.score) <= CLOSE * max(1, abs(a.score)) for a, b in scores)
        and {name: dict(each) for name, each in one.facets.items()}
        == {name: dict(each) for name, each in other.facets.items()}
        and dict(one.months) == dict(other.months)
        and one.cut == other.cut
    )


def drawn_requests(searcher: Searcher, count: int) -> Iterator[Request]:
    """Requests of every kind, over words that there are."""
    chance = random.Random(SEED)
    forms = [each.form for each in searcher.vocabulary() if each.count > 2]
    regions = sorted(searcher.values("region"))

    def word() -> Word:
        form = chance.choice(forms)
        terms = searcher.terms(form)
        if not terms or chance.random() < 0.2:
            terms = (EXACT + form,)
        field: Field | None = chance.choice([None, None, None, "title", "body"])
        return Word(tuple(sorted(terms)), field, weight=chance.choice([1.0, 1.0, 0.3]))

    def plain() -> Word:
        return replace(word(), field=None)

    def node(depth: int = 2) -> Node:
        kinds: list[Callable[[], Node]] = [
            word,
            word,
            lambda: Wildcard(chance.choice(forms)[: chance.randint(2, 5)].lower() + "*"),
            lambda: Phrase((plain(), plain())),
            lambda: Near((plain(), plain()), chance.randint(1, 20)),
            lambda: Near((plain(), Phrase((plain(), plain()))), 9),
            lambda: Together((plain(), plain()), chance.choice(["sentence", "paragraph"])),
        ]
        if depth:
            kinds += [
                lambda: And((node(depth - 1), node(depth - 1))),
                lambda: Or((node(depth - 1), node(depth - 1))),
                lambda: And((node(depth - 1), Not(node(depth - 1)))),
            ]
        return chance.choice(kinds)()

    for _ in range(count):
        begin = date(2001, 1, 1) + timedelta(chance.randint(0, 9000))
        period = chance.choice([Period(), Period(), Period(begin, begin + timedelta(400))])
        region = {"region": tuple(chance.sample(regions, 2))}
        yield Request(
            node(),
            filters=chance.choice([{}, {}, region]),
            period=period,
            bounds=chance.choice([Bounds(), Bounds(), Bounds(without=region)]),
            sort=chance.choice(["relevance", "relevance", "newest", "oldest"]),
            offset=chance.choice([0, 0, 10, 60]),
        )


if __name__ == "__main__":
    main()
