"""Every engine that keeps the contract."""

from __future__ import annotations

import pytest
from oracle import OracleEngine

from indexer.index.whoosh import WhooshEngine


@pytest.fixture(params=["oracle", "whoosh"])
def engine(request, tmp_path):
    return OracleEngine() if request.param == "oracle" else WhooshEngine(tmp_path / "index")
