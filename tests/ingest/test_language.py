"""The language of an article: metadata, script, letters, function words, then statistics."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from other_languages import TEXTS

from indexer.language import KNOWN, code_named, detect, detection, language_named, name_of


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
    monkeypatch.setattr(detection, "_likeliest", lambda *_: pytest.fail("langdetect was asked"))
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
    assert detect(text) in {*KNOWN, None}
    assert detect(text) == detect(text)


# -- other languages


@pytest.mark.parametrize("code", TEXTS)
def test_news_in_another_language_is_told(code):
    headline, body = TEXTS[code]
    assert detect(body) == detect(f"{headline}\n\n{body}") == code


@pytest.mark.parametrize(
    "text",
    [
        "Съдът одобри промените в закона за съдебната власт, които бяха предложени през май.",
        "Полицията задържа двама мъже след гонка по улиците на София.",
        "Президентът свика консултации с партиите за съставяне на кабинет.",
    ],
)
def test_the_vowel_of_bulgarian_tells_it_without_function_words(text):
    assert detect(text) == "bg"


TOO_SHORT = {"tg": "uz"}
"""Headlines of a few words that do not show their language."""


@pytest.mark.parametrize("code", TEXTS)
def test_a_headline_alone_tells_most_languages(code):
    assert detect(TEXTS[code][0]) == TOO_SHORT.get(code, code)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Президент Украины Зеленский сказал: «Слава Україні!» — и покинул зал заседаний", "ru"),
        ("Писатель Ӏабдулла Хьамидов родился в Чечне и жил в Грозном много лет", "ru"),
        ("Книга «Вайнехан абат» и песня «Нохчийчоь» звучали на площади в Грозном", "ru"),
        ("Фильм Cobra Verde показали в Москве, режиссёр приехал на премьеру сам", "ru"),
        ("Въ Петербургѣ открытъ новый мостъ черезъ Неву, сообщаютъ газеты", "ru"),
        ("Объявлен розыск съёмочной группы, подъезд закрыт", "ru"),
        ("Новости дня", "ru"),
        ("The Süddeutsche Zeitung wrote that „der Bundestag“ and the Länder agreed on it", "en"),
        ("Café Müller opens", "en"),
        ("SMITH CORP 3RD QTR NET Shr 45 cts vs 58 cts Net 1.1 mln vs 829,000 Revs 2 mln", "en"),
        ("Kadyrov", "en"),
    ],
)
def test_names_quotations_and_tables_are_no_other_language(text, expected):
    assert detect(text) == expected


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("Вести дня", "bg", "bg"),
        ("Новини тижня", "uk", "uk"),
        ("Новости дня", "de", "ru"),
        ("Президент подписал указ, который вступит в силу завтра", "uk", "ru"),
        ("Росдал гӀадамаз квешаб нухалдаса гӀарз гьабулеб буго", "av", "av"),
        ("The president has signed the decree and it will be published", "de", "en"),
        ("Aufsichtsrat vertagt Entscheidung", "de", "de"),
        ("ساكنان روستا", "ur", "ur"),
    ],
)
def test_what_a_page_declares_counts_where_the_text_does_not_tell(text, declared, expected):
    assert detect(text, declared) == expected


@pytest.mark.parametrize(
    ("metadata", "code"),
    [
        ("uk", "uk"),
        ("uk-UA", "uk"),
        ("ger", "de"),
        ("German", "de"),
        ("немецкий", "de"),
        ("ru_RU", "ru"),
        ("чеченский", "ce"),
        ("tlh", None),
        ("", None),
    ],
)
def test_metadata_may_name_any_language_that_is_known(metadata, code):
    assert code_named(metadata) == code


def test_every_language_has_a_name_in_both_languages():
    for code in KNOWN:
        assert code_named(name_of(code, "ru")) == code_named(name_of(code, "en")) == code
        assert code not in {name_of(code, "ru"), name_of(code, "en")}


@pytest.mark.parametrize("source", ["telegram-news", "reuters-21578"])
def test_of_real_news_hardly_any_is_taken_for_another_language(corpora, source):
    with gzip.open(corpora / f"{source}.jsonl.gz", "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines][::7]
    texts = (f"{a.get('title', '')}\n{a.get('body') or a.get('text', '')}" for a in articles)
    wrong = [text for text in texts if detect(text) not in {"ru", "en", None}]
    assert len(wrong) < len(articles) / 1000
