"""Common words stay what they are; a slip in Latin letters meets Latin words first."""

from __future__ import annotations

import pytest
from said import notes_of

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp, build
from schemas.article import Article
from schemas.expression import And
from schemas.query import Request

RUSSIAN = (
    ("Что ответит Белый дом", "Белый снег лежит у дома."),
    ("Власти Москвы о снеге", "Мэр Москвы ответил."),
    ("Жители Москвы ждут", "На улицах Москвы снег."),
    ("Что сказал Кадыров о снеге", "Об этом спросили дважды."),
    ("Санкции США и снег", "США ответили."),
)
ENGLISH = (
    ("What Ms Belly told the court", "Lawyer Bely agreed with Belly."),
    ("How Moscow waits for snow", "Kadyrov is not in Moscow."),
    ("The U.S. view", "Snow in the US."),
)


@pytest.fixture(scope="module")
def searcher(open_searcher):
    articles = [
        Article(id=f"{language}-{number}", language=language, title=title, body=body)
        for language, texts in (("ru", RUSSIAN), ("en", ENGLISH))
        for number, (title, body) in enumerate(texts)
    ]
    return open_searcher(articles)


@pytest.fixture(scope="module")
def search(searcher):
    def search(expression):
        return {match.id for match in searcher.search(Request(expression)).matches}

    return search


@pytest.fixture(scope="module")
def improve(searcher, read, taxonomies):
    lexicon = build(searcher.vocabulary(), [title for title, _ in (*RUSSIAN, *ENGLISH)])
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
    first, second, third = notes_of(improved)
    assert (first.code, first.replacement) == ("corrected", "Moscow")
    assert (second.code, second.replacement, second.count) == ("transliteration", "Москва", 2)
    assert (third.code, third.replacement, third.query) == ("spelling", "Москва", "Москва")


def test_a_rewrite_shows_the_nominative(improve):
    (note,) = notes_of(improve("Moskva"))
    assert (note.replacement, note.count) == ("Москва", 2)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        # the other name belongs to its word, whatever else is asked for
        ("Москва", {"ru-1", "ru-2", "en-1"}),
        ("moscow", {"ru-1", "ru-2", "en-1"}),
        ("Moscow снег", {"ru-1", "ru-2"}),
        ("title:Moscow", {"ru-1", "ru-2", "en-1"}),
        ("White House", {"ru-0"}),
        ("White House снег", {"ru-0"}),
        ("снег White House", {"ru-0"}),
        ("Moscow OR White House", {"ru-0", "ru-1", "ru-2", "en-1"}),
        ("Moscow -снег", {"en-1"}),
        # what was typed exactly stays as it is
        ('"White House"', set()),
        ("=Moscow", {"en-1"}),
    ],
)
def test_names_are_found_in_both_languages(improve, search, typed, found):
    assert search(improve(typed).parsed.expression) == found


def test_the_other_name_of_several_words_is_written_down(improve):
    (note,) = notes_of(improve("снег White House"))
    assert (note.text, note.replacement, note.count) == ("White House", "Белый дом", 1)
    assert note.query == 'снег (White House OR "Белый дом")'


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("+Moscow снег", "+(Moscow OR Москва) снег"),
        ('"Moscow" снег', '("Moscow" OR "Москва") снег'),
        ('+"Moscow" снег', '+("Moscow" OR "Москва") снег'),
        ('title:"Moscow" снег', 'title:("Moscow" OR "Москва") снег'),
        ("+title:Moscow снег", "+title:(Moscow OR Москва) снег"),
        ("+(Moscow OR улица) снег", "+((Moscow OR Москва) OR улица) снег"),
        ("Moscow!=moscows снег", "(Moscow!=moscows OR Москва!=moscows) снег"),
        ("Moscow NEAR/5 снег", "(Moscow OR Москва) NEAR/5 снег"),
        ("+NEAR(Moscow, снег) мэр", "+NEAR((Moscow OR Москва), снег) мэр"),
        ('"Moscow снег"~3', '("Moscow снег"~3 OR "Москва снег"~3)'),
        ("снег U.S.", "снег (U.S. OR США)"),
        ("=снег Moscow", "=снег (Moscow OR Москва)"),
    ],
)
def test_what_is_written_down_asks_for_what_is_searched(improve, search, read, typed, written):
    helped = improve(typed)
    (note,) = (note for note in notes_of(helped) if note.code == "transliteration")
    again = read(note.query)
    assert note.query == written
    assert search(again.expression) == search(helped.parsed.expression)
    # words in quotation marks within a group require nothing by themselves
    required = [node for node in again.required if node in _whole(again.expression)]
    assert list(map(search, required)) == list(map(search, helped.parsed.required))


def _whole(node):
    return node.children if isinstance(node, And) else (node,)
