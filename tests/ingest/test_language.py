"""The language of an article: metadata first, then script, then statistics of two languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer import language
from indexer.language import detect, language_named


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        ("ru", "ru"),
        ("RU", "ru"),
        (" ru-RU ", "ru"),
        ("ru_RU.UTF-8", "ru"),
        ("rus", "ru"),
        ("Русский", "ru"),
        ("en", "en"),
        ("en-GB", "en"),
        ("English", "en"),
        ("de", None),
        ("", None),
    ],
)
def test_metadata_names_a_language(metadata, expected):
    assert language_named(metadata) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Чечня", "ru"),
        ("Нальчик", "ru"),
        ("президент подписал указ", "ru"),
        ("Chechnya", "en"),
        ("Nalchik", "en"),
        ("Суд в Нальчике https://example.org/a/very/long/address/in/latin/letters", "ru"),
        ("Court ruling, Нальчик, was published on Monday by the press service", "en"),
    ],
)
def test_the_script_decides_without_statistics(text, expected, monkeypatch):
    monkeypatch.setattr(language, "_by_statistics", lambda _: pytest.fail("langdetect was asked"))
    assert detect(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Новый браузер Mozilla Firefox поддерживает WebAssembly Component Model", "ru"),
        ("He wrote about «Магомед Расулов» and «Зарема Ибрагимова» in his notebook", "en"),
    ],
)
def test_statistics_decide_between_mixed_scripts(text, expected):
    assert detect(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "12.03.2020 — 15:40", "🙂🙂", "https://example.org/"])
def test_without_words_there_is_no_language(text):
    assert detect(text) is None


@given(st.text())
def test_any_text_gives_the_same_answer_again(text):
    assert detect(text) in {"ru", "en", None}
    assert detect(text) == detect(text)
