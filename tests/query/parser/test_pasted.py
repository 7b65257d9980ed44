"""Headlines are pasted as they stand: what is no operator in them, and what still is one."""

from __future__ import annotations

import pytest
from test_queries import codes, read

from indexer.query.parser import notation

TICKERS = [
    # a sign of a firm is no comparison
    ("GENERAL ELECTRIC<GE> UNVEILS STOCK", "GENERAL ELECTRIC GE UNVEILS STOCK", []),
    ("wc>500 la=ru суд", "500 ru суд", ["foreign-field", "foreign-field"]),
]


@pytest.mark.parametrize(("typed", "means", "told"), TICKERS)
def test_a_pasted_headline_means(typed: str, means: str, told: list[str]) -> None:
    assert notation(read(typed).expression) == means
    assert [code for _, code in codes(typed)] == told
