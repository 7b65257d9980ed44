"""The node that takes everything at once, beside which sending is measured."""

from __future__ import annotations

from benchmarks.loading import Work, best
from benchmarks.taking import taking
from indexer.index.opensearch.address import ClusterAddress
from indexer.index.opensearch.cluster import Cluster
from indexer.index.opensearch.writing import Piece, send


def test_it_counts_the_documents_of_each_index_and_tells_how_long_it_worked():
    body = b'{"index":{"_id":"1"}}\n{"title":"a"}\n'
    with taking() as address:
        cluster = Cluster(ClusterAddress((address,), "benchmark"))
        send(
            cluster, [Piece("articles", body * 3), Piece("words", body), Piece("articles", body)], 1
        )
        assert cluster.call("GET", "/_taken") == {"articles": 4, "words": 1}
        (node,) = cluster.call("GET", "/_nodes/stats/process")["nodes"].values()
    assert node["process"]["cpu"]["total_in_millis"] > 0


def test_the_least_of_each_number_counts():
    assert best([Work(3, 2, 1), Work(2, 3, 1)]) == Work(2, 2, 1)
