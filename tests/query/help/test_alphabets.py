"""Common words stay what they are; a slip in Latin letters meets Latin words first."""

from __future__ import annotations

import pytest
from said import notes_of

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp, build
from schemas.article import Article

RUSSIAN = (
    ("Что ответит Белый дом", "Белый снег лежит у дома."),
    ("Власти Москвы о снеге", "Мэр Москвы ответил."),
    ("Жители Москвы ждут", "На улицах Москвы снег."),
    ("Что сказал Кадыров о снеге", "Об этом спросили дважды."),
)
ENGLISH = (
    ("What Ms Belly told the court", "Lawyer Bely agreed with Belly."),
    ("How Moscow waits for snow", "Kadyrov is not in Moscow."),
)


@pytest.fixture(scope="module")
def improve(open_searcher, read, taxonomies):
    articles = [
        Article(id=f"{language}-{number}", language=language, title=title, body=body)
        for language, texts in (("ru", RUSSIAN), ("en", ENGLISH))
        for number, (title, body) in enumerate(texts)
    ]
    searcher = open_searcher(articles)
    lexicon = build(searcher.vocabulary(), [article.title for article in articles])
    query_help = QueryHelp(searcher, default_analyzer(), lexicon, taxonomies["region"])

    def improve(text):
        return query_help.help(read(text), read, query_help.asked())

    return improve


@pytest.mark.parametrize("typed", ["белый", "Белый", "Belly", "Bely"])
def test_a_common_word_that_articles_have_is_not_widened_by_sound(improve, typed):
    assert notes_of(improve(typed)) == ()


@pytest.mark.parametrize(("typed", "other"), [("Кадыров", "Kadyrov"), ("Kadyrov", "Кадыров")])
def test_a_name_is_widened(improve, typed, other):
    (note,) = notes_of(improve(typed))
    assert (note.code, note.replacement, note.applied) == ("transliteration", other, True)


def test_a_slip_in_latin_letters_meets_latin_words_first_then_cyrillic_ones(improve):
    improved = improve("moscw")
    assert improved.parsed.text.lower() == "moscow"
    first, second = notes_of(improved)
    assert (first.code, first.replacement, first.count) == ("corrected", "Moscow", 1)
    assert (second.code, second.replacement, second.count) == ("spelling", "Москва", 2)
    assert second.query == "Москва"


def test_a_rewrite_shows_the_nominative(improve):
    (note,) = notes_of(improve("Moskva"))
    assert (note.replacement, note.count) == ("Москва", 2)
