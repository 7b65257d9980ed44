"""English: forms of a word meet, different names do not."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer

MEET = (
    "republic republics republic's",
    "attack attacks attacked attacking",
    "city cities",
    "Kadyrov Kadyrov's KADYROV",
    "Ingush Ingush's",
    "o'brien obrien",
    "Williams Williams's",
)

APART = (
    "Adams Adam",
    "Williams William",
    "Davies Davy",
    "Simone Simon",
    "Magas Maga",
    "Paris Pari",
    "Mohamed Mohammed",
    "Clarke Clark",
    "Kadyrov Kadyrova",
    "George Georgia",
)


@pytest.mark.parametrize("words", MEET)
def test_forms_of_one_word_meet(analyzer: Analyzer, words: str):
    assert set.intersection(*(set(analyzer.word(word).terms) for word in words.split()))


@pytest.mark.parametrize("words", APART)
def test_names_stay_apart(analyzer: Analyzer, words: str):
    first, second = (set(analyzer.word(word).terms) for word in words.split())
    assert not first & second
