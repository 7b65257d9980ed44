"""Names and near words put articles in order in both languages, and find no more."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.translation.table import table
from schemas.query import Query
from tests.two_languages import archive_of, speak_both

NEAR = {"rain": [("ливень", 0.4)], "rescu": [("спасатель", 0.05)]}


TEXTS = {
    "en-1": ("en", "Floods", "Floods in Moscow after the rain, many rescued."),
    "ru-1": ("ru", "Наводнение", "Наводнение в городе Тверь идёт на спад."),
    "ru-2": ("ru", "Наводнение", "Наводнение в городе Москва идёт на спад."),
    "ru-3": ("ru", "Наводнение", "Наводнение в городе Тверь после ливня."),
    "ru-4": ("ru", "Наводнение", "Наводнение в городе Тверь, там спасатели."),
    "ru-5": ("ru", "Ливень", "Ливень в городе Тверь идёт второй день."),
}


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    archive = archive_of(tmp_path_factory.mktemp("both"), TEXTS)
    return speak_both(archive, [("floods", "наводнение")])


@pytest.fixture(scope="module")
def near(tmp_path_factory):
    found = archive_of(tmp_path_factory.mktemp("near"), TEXTS)
    pairs = {default_analyzer().terms("floods")[0]: [("наводнение", 1.0)]}
    found.translations.open = lambda _: table(pairs, {}, "", NEAR)
    return found


def found(archive, text, **asked):
    query = Query(text, {"language": ("ru",)}, any_words=True, apart=True, **asked)
    return [hit.id for hit in archive.search(query).hits]


def test_a_name_that_brings_no_article_says_which_is_meant(both):
    """No article has all of the words, so that all are found that have any."""
    assert found(both, "floods Moscow volcano", both=True)[0] == "ru-2"
    page = both.search(Query("floods Moscow volcano", both=True))
    assert page.total == both.search(Query("floods", both=True)).total == 5
    assert "transliteration" not in {note.code for note in page.notes}


@pytest.mark.parametrize(
    ("text", "first"), [("floods rain", "ru-3"), ("floods rescue", "ru-4"), ("rain floods", "ru-3")]
)
def test_near_words_say_which_articles_are_meant(near, text, first):
    assert found(near, text, both=True)[0] == first
    assert set(found(near, text, both=True)) == {"ru-1", "ru-2", "ru-3", "ru-4"}  # not ru-5


def test_near_words_change_no_count_and_nothing_of_other_queries(near):
    query = Query("floods rain", any_words=True, both=True)
    page = near.search(query)
    assert page.total == near.count(query) == near.whole(query).total == 5
    assert "ru-5" not in near.whole(query).ids
    assert sum(one.count for one in near.facet("language", query)) == 5
    refused = Query("floods rain", any_words=True, both=True, not_as=("ливень",))
    assert near.search(refused).reading == page.reading
    assert {hit.score for hit in near.search(refused).hits} == {hit.score for hit in page.hits}
    assert found(near, "наводнение", both=True) == found(near, "наводнение")


def test_a_near_word_that_is_refused_places_nothing(near):
    plain = found(near, "floods", both=True)
    assert found(near, "floods rain", both=True, not_as=("ливни",)) == plain
