"""Which words of a query stand for what they are called in the other language, too."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.query.both import MOST, Translated, in_both, translated
from indexer.query.parser import Parsed, notation, parse
from indexer.query.required import without_function_words
from indexer.translation.table import table
from schemas.expression import Word, parts

TABLE = table(
    {
        "abduct": [("похищение", 1.0), ("похитить", 0.9)],
        "похищение": [("abduct", 1.0)],
        "war": [("война", 1.0)],
        "война": [("war", 1.0)],
        "oil": [("нефть", 1.0)],
        "нефть": [("oil", 1.0)],
        "из": [("from", 1.0)],
        "the": [("этот", 1.0)],
        "run": [(f"слово{n}", n / 10) for n in range(9)],
    },
    {"abduct": "abduction"},
    "",
)


def read(text: str) -> Parsed:
    return without_function_words(parse(text, default_analyzer(), {}, date(2026, 11, 1)))[0]


def found(text: str, *not_as: str) -> dict[str, tuple[str, ...]]:
    query = read(text)
    words = translated(query, query, TABLE, default_analyzer(), not_as)
    return {text[one.leaf.start : one.leaf.end]: one.written for one in words}


@pytest.mark.parametrize(
    ("query", "translations"),
    [
        ("abduction", {"abduction": ("похищение", "похитить")}),
        ("похищения", {"похищения": ("abduction",)}),
        ("abduction war", {"abduction": ("похищение", "похитить"), "war": ("война",)}),
        ("war OR oil", {"war": ("война",), "oil": ("нефть",)}),
        ("oil war oil", {"war": ("война",), "oil": ("нефть",)}),  # once
        ("+war oil", {"war": ("война",), "oil": ("нефть",)}),
        ("война oil", {"война": ("war",), "oil": ("нефть",)}),
        ("(war OR oil) abductions", {
            "war": ("война",), "oil": ("нефть",), "abductions": ("похищение", "похитить"),
        }),
        # what stays as it is typed
        ('"war"', {}),
        ('"oil war"', {}),
        ("=war", {}),
        ("title:war", {}),
        ("war NEAR/3 oil", {}),
        ("war /s oil", {}),
        ("oi*", {}),
        ("oil -war", {"oil": ("нефть",)}),
        ("NOT war", {}),
        # told in both languages by whoever asks
        ("war OR война", {}),
        ("(war OR война) oil", {"oil": ("нефть",)}),
        ("(war OR нефть OR abduction)", {}),
        # words that say little
        ("the", {}),
        ("из", {}),
        ("nothing", {}),
        ("", {}),
        ("*", {}),
    ],
)  # fmt: skip
def test_words_that_are_translated(query, translations):
    assert found(query) == translations


@pytest.mark.parametrize(
    ("refused", "left"),
    [
        (("похитить",), ("похищение",)),
        (("похищения",), ("похитить",)),  # in any form
        (("ПОХИТИТЬ",), ("похищение",)),
        (("война",), ("похищение", "похитить")),
        (("",), ("похищение", "похитить")),
    ],
)
def test_a_translation_can_be_refused(refused, left):
    assert found("abduction", *refused) == {"abduction": left}
    assert found("abduction", "похитить", "похищение") == {}


def test_few_translations_are_taken_the_best_first():
    assert found("run") == {"run": ("слово8", "слово7", "слово6", "слово5")}
    assert MOST == 4


def words_of(parsed: Parsed) -> dict[str, tuple[str, ...]]:
    return {one.text: one.terms for one in parts(parsed.expression) if isinstance(one, Word)}


def both(text: str) -> tuple[Parsed, tuple[Translated, ...]]:
    query = read(text)
    words = translated(query, query, TABLE, default_analyzer())
    return in_both(query, words), words


def test_a_word_in_both_languages_is_one_word_with_more_terms():
    query, _ = both("+abduction oil -war")
    assert words_of(query) == {
        "abduction": ("abduct", "похитить", "похищение"),
        "oil": ("oil", "нефть"),
        "war": ("war",),
    }
    assert notation(query.expression) == "abduction oil NOT war"
    assert query.required == (query.words[0].node,)
    assert [leaf.node for leaf in query.words[:2]] == list(parts(query.expression))[:2]


def test_what_is_quoted_stays_known_where_it_is_typed_once_more():
    query, _ = both('"oil" oil war')
    assert query.quoted == (parts(query.expression)[0],)


def test_a_word_stays_where_it_is_tied_to_others():
    query, words = both("war (oil NEAR/3 war)")
    assert [one.leaf.start for one in words] == [0]
    assert [one.terms for one in parts(query.expression)] == [("war", "война"), ("oil",), ("war",)]


def test_a_note_says_what_a_word_was_searched_as():
    _, words = both("oil abduction")
    note = words[1].note("oil abduction")
    assert (note.code, note.text, note.position) == ("translated", "abduction", 4)
    assert (note.words, note.replacement) == (("похищение", "похитить"), "похищение, похитить")
    assert note.applied
