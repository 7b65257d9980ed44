"""A title for a text that has none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.text.headline import LONGEST, split_headline

LONG = "Суд в Нальчике отложил заседание по делу о земле. " + "Следующее пройдёт весной. " * 20


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Заголовок\n\nТекст.\nЕщё.", ("Заголовок", "Текст.\nЕщё.")),
        ("\n\n  Заголовок  \nТекст.", ("Заголовок", "Текст.")),
        ("Только одна строка", ("Только одна строка", "")),
        ("**Жирный  заголовок**\nТекст", ("Жирный заголовок", "Текст")),
        ("**Жирный заголовок\n**\nТекст", ("Жирный заголовок", "Текст")),
        ("⚡️\nМолния\nТекст", ("Молния", "⚡️\nМолния\nТекст")),
        ("Глава [ушёл](https://a.example)\nТекст", ("Глава ушёл",) * 1),
        ("", ("", "")),
        ("— 🙂 —", ("", "")),
    ],
)
def test_the_first_line_with_a_word_is_the_title(text, expected):
    title, body = split_headline(text)
    assert title == expected[0]
    assert len(expected) == 1 or body == expected[1]


def test_an_address_that_leaves_the_title_stays_in_the_body():
    assert "https://a.example" in split_headline("Глава [ушёл](https://a.example)\nТекст")[1]


def test_of_a_long_paragraph_the_first_sentence_and_the_body_stays_whole():
    assert split_headline(LONG) == (
        "Суд в Нальчике отложил заседание по делу о земле.",
        LONG.strip(),
    )


def test_an_abbreviation_ends_no_title():
    assert split_headline("Г. Грозный. " + LONG)[0].startswith("Г. Грозный. Суд в Нальчике")


def test_a_sentence_that_is_too_long_is_cut_between_words():
    title, _ = split_headline("слово " * 100)
    assert title.endswith("слово…")
    assert len(title) <= LONGEST


@given(st.text())
def test_no_word_is_lost_and_the_title_fits(text):
    title, body = split_headline(text)
    assert len(title) <= LONGEST
    assert "\n" not in title
    assert bool(title) == any(c.isalnum() or c == "_" for c in text) or not title
    letters = [c for c in text if c.isalnum()]
    assert [c for c in title + body if c.isalnum()][-len(letters) :] == letters or not title
