"""What tests of a cluster ask for."""

from __future__ import annotations

import itertools
import os

import pytest
from filelock import FileLock

_numbers = itertools.count(1)


@pytest.fixture
def prefix() -> str:
    """With which the indices of one test begin."""
    return f"t{os.getpid()}-{next(_numbers)}"


@pytest.fixture
def cluster(opensearch_cluster, prefix):
    """Three nodes that run, for one test at a time, which leaves no index to them."""
    from tests.opensearch.clients import indices, told  # noqa: PLC0415 - needs the extra

    with FileLock(opensearch_cluster.folder.with_name("one-test-at-a-time")):
        opensearch_cluster.start()
        yield opensearch_cluster
        opensearch_cluster.start()
        port = opensearch_cluster.nodes[0].port
        for index in indices(port, prefix):
            told(port, "DELETE", f"/{index}")
