"""What of a query is compared with articles by its meaning."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.query.meaning import meant
from indexer.query.parser import parse


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Who won the war?", "Who won the war?"),
        ("Первый, второй... третий!", "Первый, второй... третий!"),
        ("(war OR oil) -gold", "war oil"),
        ("war !oil", "war"),
        ("oil date:2016 war", "oil war"),
        ('"state oil", gold.', '"state oil", gold.'),
        ("=war", None),
        ("-war", None),
        ("", None),
    ],
)
def test_words_and_punctuation_are_meant_operators_are_not(query, text):
    parsed = parse(query, default_analyzer(), {}, date(2026, 11, 1))
    found = meant(parsed, lambda _: None)
    assert (found and found.text) == text
