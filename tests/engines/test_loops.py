"""Every compiled loop over the words of articles gives what numpy gives."""

from __future__ import annotations

import numpy as np
import pytest
from ways import agreed

from indexer.index import loops
from indexer.index.contract import SIGNATURE

pytestmark = pytest.mark.skipif(loops.native is None, reason="the extension was not built")


@pytest.mark.parametrize("articles", [0, 1, 500])
def test_signatures(articles):
    chance = np.random.default_rng(articles)
    hashes = chance.integers(0, 1 << 32, (90, SIGNATURE)).astype(np.uint32)
    hashes[:30] >>= 30  # so that many are equal, or the least
    counts = chance.integers(0, 12, articles)
    tokens = chance.integers(0, 90, counts.sum()).astype(np.uint32)
    agreed(loops.sign, hashes, tokens, np.cumsum(counts, dtype=np.int64))
