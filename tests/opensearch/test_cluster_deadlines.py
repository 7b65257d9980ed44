"""What a node does when the time of a request is over by its own clock, which is coarse."""

from __future__ import annotations

import pytest
from corpus import Doc, batch, word

from indexer.index.opensearch.told import RefusedError
from schemas.deadline import Deadline
from schemas.errors import CutShortError
from schemas.expression import Near
from schemas.query import Request
from tests.opensearch.clients import engine_on, told

pytestmark = pytest.mark.opensearch
A, NEAR = word("a"), Near((word("a"), word("b")), 3)


def stopped(milliseconds: int) -> Deadline:
    """One that never comes by our clock."""
    return Deadline(milliseconds / 1000, lambda: 0.0)


@pytest.fixture
def engine(opensearch_node, prefix):
    engine = engine_on(opensearch_node.addresses, prefix)
    name = engine.create("f").name
    docs = [Doc(f"n{at}", body="a b " * 20, facets={"person": (f"{at}",)}) for at in range(2_000)]
    engine.apply(name, [batch(docs)], 1)
    engine.publish(name)
    return engine


@pytest.fixture
def points(opensearch_node, engine, prefix):
    """How many points in time a node keeps of the articles."""

    def count() -> int:
        path = "/_nodes/stats/indices/search?level=indices"
        (node,) = told(opensearch_node.nodes[0].port, "GET", path)["nodes"].values()
        of_index = node["indices"]["indices"][f"{prefix}-{engine.published()}"]
        return of_index["search"]["point_in_time_current"]

    return count


def test_an_answer_that_a_node_has_no_time_for_is_cut_short(engine):
    searcher = engine.open()
    found = []
    for _ in range(2_000):
        found.append(searcher.search(Request(NEAR, limit=50, deadline=stopped(1))))
        if not found[-1].complete:
            break
    assert (found[-1].total, found[-1].matches) == (0, ())
    assert all(each.total == 2_000 for each in found[:-1])
    searcher.close()


def test_a_point_in_time_that_is_replaced_is_given_back(engine, points, monkeypatch):
    searcher = engine.open()
    call, failed = engine.cluster.call, []

    def failing(method, path, *args, **given):
        if path == "/_search" and not failed:
            failed.append(path)
            raise RefusedError(500, "search_phase_execution_exception", "a copy has gone", "")
        return call(method, path, *args, **given)

    monkeypatch.setattr(engine.cluster, "call", failing)
    assert searcher.frequency(A) == 2_000
    assert (failed, points()) == (["/_search"], 1)
    searcher.close()
    assert points() == 0


def test_counts_that_need_more_time_than_there_is_cut_an_answer_short(engine, monkeypatch):
    def late(*_):
        raise CutShortError

    searcher = engine.open()
    monkeypatch.setattr("indexer.index.opensearch.facets.inexact", lambda _: ["person"])
    monkeypatch.setattr(searcher, "counts", late)
    found = searcher.search(Request(A))
    assert (found.complete, found.total, found.facets["person"]) == (False, 0, {})
    searcher.close()
