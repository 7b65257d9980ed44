"""Three nodes of which one dies, or all: what readers and a writer see of it."""

from __future__ import annotations

import time
from functools import partial

import pytest

from indexer.index.opensearch import cluster as requests_of
from schemas.errors import EngineError
from schemas.query import Request
from tests.opensearch.clients import Clients, engine_on, told
from tests.opensearch.history import history
from tests.opensearch.replayed import SOON, Writer, ask, published

pytestmark = [pytest.mark.opensearch, pytest.mark.slow]


@pytest.fixture
def impatient(monkeypatch):
    """A cluster that does not answer is given up sooner."""
    monkeypatch.setattr(requests_of, "PATIENCE", 2.0)


def manager(cluster) -> int:
    """The number of the node that the others have chosen."""
    name = told(cluster.nodes[0].port, "GET", "/_cat/cluster_manager?format=json")[0]["node"]
    return int(name.removeprefix("node-"))


def test_no_answer_fails_or_is_wrong_while_nodes_die_and_come_back(cluster, prefix):
    """The manager and another one are killed; the third is ended, as for an upgrade."""
    written = history(500, 300)
    engine, name = published(cluster, prefix, written)
    writer = Writer(engine, name, written)

    first = manager(cluster)
    second, third = first % 3 + 1, (first + 1) % 3 + 1
    with Clients() as clients:
        clients.start("search", partial(ask, engine, written), threads=4)
        clients.start("write", writer.write)
        for dies, end in ((first, cluster.kill), (second, cluster.kill), (third, cluster.end)):
            end(dies)
            cluster.wait("yellow", 2, SOON)
            clients.go_on(3)
            cluster.launch(dies)
            cluster.wait("green")
            clients.go_on(1)

    assert writer.acknowledged > 9
    writer.check()


def test_what_died_with_a_node_is_found_in_a_copy_or_is_an_error(cluster, prefix, impatient):
    written = history(60, 0)
    copied, _ = published(cluster, prefix, written)
    alone, _ = published(cluster, f"{prefix}-alone", written, replicas=0)
    open_before = [copied.open() for _ in range(3)]  # each asks copies of its own
    lost = alone.open()
    port = cluster.nodes[0].port
    shards = told(port, "GET", f"/_cat/shards/{prefix}-alone-g*?format=json")
    cluster.kill(max(int(each["node"].removeprefix("node-")) for each in shards))

    for searcher in open_before:
        assert written.wrong(searcher) == []
    for search in (lambda: lost.search(Request()), lambda: alone.open().search(Request())):
        with pytest.raises(EngineError) as raised:
            search()
        assert raised.value.hint
    cluster.start()
    assert written.wrong(alone.open()) == []


def test_a_cluster_that_is_down_is_an_error_then_all_goes_on(cluster, prefix, impatient):
    written = history(60, 3)
    engine, name = published(cluster, prefix, written)
    searcher = engine.open()

    def batches():
        yield written.changes[1]
        cluster.stop()  # a change was begun, nothing of it was sent

    begun = time.monotonic()
    for asked in (
        lambda: engine.apply(name, batches(), 2),
        lambda: engine.apply(name, [written.changes[1]], 2),
        engine.open,
        engine.published,
        lambda: searcher.search(Request()),
    ):
        with pytest.raises(EngineError, match="no node of the cluster answers") as raised:
            asked()
        assert "start the cluster" in raised.value.hint
    assert time.monotonic() - begun < 60

    cluster.start()
    assert engine.open().generation.checkpoint == 1
    assert written.wrong(engine.open()) == []
    engine.apply(name, [written.changes[1]], 2)
    assert written.wrong(engine.open()) == []


def test_publishing_is_seen_whole_by_constant_readers(cluster, prefix):
    written = history(60, 3)
    engine = engine_on(cluster.addresses, prefix, shards=3, replicas=1)
    checkpoints = {}
    for checkpoint in (1, 3):
        name = engine.create("f").name
        for number in range(checkpoint):
            engine.apply(name, [written.changes[number]], number + 1)
        checkpoints[name] = checkpoint
    one, other = checkpoints
    engine.publish(one)
    seen = set()

    def search():
        searcher = engine.open()
        assert searcher.generation.checkpoint == checkpoints[searcher.generation.name]
        assert written.wrong(searcher) == []
        seen.add(searcher.generation.name)
        searcher.close()

    with Clients() as clients:
        clients.start("search", search, threads=3)
        for turn in range(10):
            engine.publish(other if turn % 2 == 0 else one)
            clients.go_on(1)
    assert seen == set(checkpoints)
