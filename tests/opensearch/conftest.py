"""What tests of a cluster ask for."""

from __future__ import annotations

import itertools
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

_numbers = itertools.count(1)
DOCUMENT = Path(__file__).parents[2] / "docs" / "scaling.md"


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


@pytest.fixture(scope="session")
def roles() -> dict[str, Any]:
    """The roles of docs/scaling.md, by name: what they allow on the cluster and on indices."""
    found = re.findall(
        r"^PUT _plugins/_security/api/roles/(\S+)\n(\{\n.*?^\})",
        DOCUMENT.read_text(encoding="utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    return {name: json.loads(role) for name, role in found}
