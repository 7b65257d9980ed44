"""Three nodes upgraded one by one, as scaling.md says: what readers and a writer see of it."""

from __future__ import annotations

import os
from functools import partial

import pytest

from tests.opensearch.clients import Clients, told
from tests.opensearch.history import history
from tests.opensearch.nodes import Cluster, Plan, ports
from tests.opensearch.replayed import SOON, Writer, ask, published

pytestmark = [pytest.mark.opensearch, pytest.mark.slow]
OLDER = "3.4.0"
"""The oldest version that can be used; the nodes are upgraded to the one of pom.xml."""


@pytest.fixture
def older(opensearch_node, tmp_path):
    """Three nodes of the older version; ``opensearch_node``: only where nodes can be started."""
    cluster = Cluster(tmp_path / "nodes", Plan(ports(3), quick=True, owner=os.getpid()), OLDER)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def versions(cluster) -> dict[str, str]:
    listed = told(cluster.nodes[0].port, "GET", "/_cat/nodes?format=json&h=name,version")
    return {each["name"]: each["version"] for each in listed}


def test_no_answer_fails_or_is_wrong_while_nodes_are_upgraded(older, prefix):
    assert set(versions(older).values()) == {OLDER}
    written = history(500, 300)
    engine, name = published(older, prefix, written)
    writer = Writer(engine, name, written)

    newer = Cluster(older.folder)
    with Clients() as clients:
        clients.start("search", partial(ask, engine, written), threads=4)
        clients.start("write", writer.write)
        clients.go_on(3)
        for number in (1, 2, 3):
            older.end(number)
            newer.wait("yellow", 2, SOON)
            clients.go_on(2)
            newer.launch(number)
            newer.wait("green")
            assert len(set(versions(newer).values())) == (2 if number < 3 else 1)
            clients.go_on(3)

    assert OLDER not in versions(newer).values()
    assert writer.acknowledged > 9
    writer.check()
    # an index that the newer version makes itself, beside the one it has taken over
    other = engine.create("f").name
    engine.apply(other, [written.changes[0]], 1)
    engine.publish(other)
    assert written.wrong(engine.open()) == []
