"""Words that say little of what is asked weigh less; what may be a name or a noun does not."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.analysis.light_words import LIGHT, weight


@pytest.mark.parametrize(
    "text",
    [
        "what",
        "What",
        "which",
        "is",
        "the",
        "a",
        "A",
        "что",
        "Что",
        "сколько",
        "в",
        "её",
        "Ещё",
        "я",
    ],
)
def test_words_of_questions_and_of_any_text_are_light(text):
    assert weight(text) == LIGHT
    assert default_analyzer().word(text).weight == LIGHT


@pytest.mark.parametrize(
    "text",
    [
        "WHO",
        "IT",
        "US",
        "us",
        "May",
        "may",
        "Will",
        "can",
        "river",
        "Том",
        "есть",
        "пожар",
        "ИЗ",
        "2024",
    ],
)
def test_names_nouns_and_what_may_be_one_are_not(text):
    assert weight(text) == 1
    assert default_analyzer().word(text).weight == 1


@pytest.mark.parametrize("text", ["«что", "what?", "(the"])
def test_signs_around_a_word_do_not_matter(text):
    assert default_analyzer().word(text).weight == LIGHT
