"""What is suggested while a query is typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.query.help.suggestions import LIMIT, Suggestion


def texts(suggester, typed: str) -> list[str]:
    return [one.text for one in suggester.suggest(typed)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("чеч", "Чечня"),
        ("Чеч", "Чечня"),
        ("прези", "президент"),
        ("кадыр", "Кадыров"),
        ("kadyr", "Кадыров"),
        ("rflsh", "Кадыров"),
        ("gad", "gadzhiev"),
        ("hel", "hello"),
        ("руд", "hello"),
        ("гадж", "Гаджиев"),
        ("мос", "мост"),
        ("президент шко", "президент школу"),
        ("цхинв", "Цхинвал"),
        ("тиш", "тишина"),
        ("войн", "война"),
    ],
)
def test_the_first_suggestion(suggester, typed: str, first: str) -> None:
    assert texts(suggester, typed)[0] == first


def test_the_forms_of_a_word_are_one_suggestion(suggester) -> None:
    assert texts(suggester, "кадыр") == ["Кадыров"]
    assert texts(suggester, "прези") == ["президент"]


def test_regions_are_suggested_by_both_names_with_their_ids(suggester) -> None:
    assert Suggestion("Чечня", 2, "region", "chechnya") in suggester.suggest("чечн")
    assert Suggestion("Chechnya", 2, "region", "chechnya") in suggester.suggest("Chech")


@pytest.mark.parametrize("typed", ["прези", "exhib", "мост", "Gadzh", "вой"])
def test_a_suggestion_finds_the_article_that_it_comes_from(suggester, searcher, typed) -> None:
    for one in suggester.suggest(typed):
        if one.kind == "word":
            assert searcher.frequency(default_analyzer().word(one.text, alone=True))


def test_the_other_layout_is_for_what_nothing_begins_with(suggester) -> None:
    assert texts(suggester, "ьщы") == ["most"]
    assert texts(suggester, "мост") == ["мост", "most"]


def test_only_words_of_headlines_are_suggested(suggester) -> None:
    assert texts(suggester, "баркас") == []


def test_the_words_before_the_last_are_kept_as_typed(suggester) -> None:
    assert texts(suggester, "Суд  в гроз") == ["Суд в Грозном"]


@settings(deadline=None)
@given(typed=st.text(max_size=120))
def test_whatever_is_typed_there_are_few_suggestions_and_distinct(suggester, typed: str) -> None:
    found = [text.lower() for text in texts(suggester, typed)]
    assert len(found) <= LIMIT
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    "typed", ["", " ", "\0", "\ud800", "\U0010ffff\U0010ffff", "-", "'", "%", "а" * 101]
)
def test_what_is_no_word_gets_no_suggestion(suggester, typed: str) -> None:
    assert texts(suggester, typed) == []
