"""Real nodes of OpenSearch for tests, which carry the mark ``opensearch``.

They are started when the first test asks for them and end with pytest. Without Java or Maven these
tests are skipped; in CI they fail. They are of the version of pom.xml, or of OPENSEARCH_VERSION.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

from tests.opensearch.jars import NotInstalledError, jars
from tests.opensearch.nodes import Cluster, Plan, ports

VERSION = os.environ.get("OPENSEARCH_VERSION", "")
MEMORY = Path("/dev/shm")  # noqa: S108
"""A disk in memory: an index is made there in a tenth of a second."""


@pytest.fixture(scope="session")
def opensearch_node(tmp_path_factory) -> Cluster:
    """One node, the same for all processes of pytest-xdist."""
    return _started(tmp_path_factory, 1)


@pytest.fixture(scope="session")
def opensearch_cluster(tmp_path_factory) -> Cluster:
    """Three nodes, which a test may kill: one that wants all of them calls ``start``."""
    return _started(tmp_path_factory, 3)


def _started(tmp_path_factory, nodes: int) -> Cluster:
    base, owner = tmp_path_factory.getbasetemp(), os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:  # one of several processes of another
        base, owner = base.parent, os.getppid()
    folder = base / f"opensearch-{nodes}"
    with FileLock(folder.with_suffix(".lock")):
        try:
            jars(VERSION)
        except NotInstalledError as error:
            pytest.fail(str(error)) if os.environ.get("CI") else pytest.skip(str(error))
        cluster = Cluster(folder, None if folder.exists() else _plan(nodes, owner), VERSION)
        cluster.start()
    return cluster


def _plan(nodes: int, owner: int) -> Plan:
    data = str(MEMORY / f"podshivka-{owner}-{nodes}") if MEMORY.is_dir() else ""
    return Plan(ports(nodes), quick=True, owner=owner, data=data)
