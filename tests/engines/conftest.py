"""Every engine that keeps the contract."""

from __future__ import annotations

from itertools import count

import pytest
from oracle import OracleEngine

from indexer.index.whoosh import WhooshEngine

_numbers = count()


@pytest.fixture(
    params=["oracle", "whoosh", pytest.param("opensearch", marks=pytest.mark.opensearch)]
)
def engine(request, tmp_path):
    if request.param == "oracle":
        return OracleEngine()
    if request.param == "whoosh":
        return WhooshEngine(tmp_path / "index")
    return request.getfixturevalue("on_opensearch")()


@pytest.fixture
def on_opensearch(opensearch_node, worker_id):
    """Makes engines on one node, each with indices of its own, that are gone afterwards."""
    from indexer.index.opensearch.address import ClusterAddress  # noqa: PLC0415 - an extra

    made = []

    def make(**options):
        prefix = f"t-{worker_id}-{next(_numbers)}"
        made.append(noting_engine(ClusterAddress(opensearch_node.addresses, prefix, **options)))
        return made[-1]

    yield make
    for each in made:
        each.forget()


def noting_engine(address):
    """An engine that can give back all that it took of a node, which has room for few."""
    from indexer.index.opensearch.engine import OpenSearchEngine  # noqa: PLC0415 - an extra

    class NotingEngine(OpenSearchEngine):
        def __init__(self, address):
            super().__init__(address)
            self.opened = []

        def open(self, *args, **given):
            self.opened.append(super().open(*args, **given))
            return self.opened[-1]

        def forget(self):
            for searcher in self.opened:
                searcher.close()
            self.opened = []
            told = self.cluster.call("GET", f"/{address.prefix}-*/_alias")
            for index in told:
                self.cluster.call("DELETE", f"/{index}")

    return NotingEngine(address)
