"""What is in quotation marks beside other words: articles that have it, then those that lack it."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.query import Query
from tests.short_texts import archive_of_notes

STORIES = {
    "told": "Питер Джонс резко ответил на уход Холли Уиллоуби из сделки на миллионы фунтов.",
    "angry": "Тренер гневно отозвался о судье.",
    "cross": "Отделение Красного Креста открылось в Назрани.",
    "crossroads": "Красный автомобиль и белый крест на дороге.",
    "town": "Дороги в Карабулаке отремонтировали.",
    "court": "Суд в Магасе отложил заседание.",
}
HEADLINE = "Питер Джонс «гневно» отреагировал на уход Холли Уиллоуби из сделки на миллионы фунтов"


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_notes(tmp_path_factory.mktemp("home"), STORIES)


def test_a_headline_finds_what_tells_the_same_in_other_words(archive):
    page = archive.search(Query(HEADLINE))
    assert [hit.id for hit in page.hits] == ["told", "angry"]
    assert page.hits[0].missing == ("гневно", "отреагировал")
    assert not page.all_words


@pytest.mark.parametrize(
    ("text", "found", "some"),
    [
        # an article has all
        ('"Красный Крест" Назрань', ["cross"], ["crossroads"]),
        ('"гневно" судья', ["angry"], []),
        ('"гневно" тренер магас', ["angry", "court"], None),
        # the phrase, then its words, then the rest
        ('"Красный Крест" Карабулак', ["cross", "crossroads", "town"], None),
        # required
        ('+"Красный Крест" Карабулак', ["cross"], None),
        ('+"гневно" Карабулак', ["angry"], None),
        # exactly these forms
        ('="Красного Креста" Карабулак', ["town", "cross"], None),
        # alone it stays what it is
        ('"белый автомобиль"', [], None),
        ('"Магас" -заседание', [], None),
    ],
)
def test_what_is_quoted_may_be_missing_where_some_words_are_enough(archive, text, found, some):
    page = archive.search(Query(text))
    shown = [hit.id for hit in page.hits]
    assert sorted(shown) == sorted(found)
    assert page.total == len(found) == archive.count(Query(text))
    if found:
        assert shown[0] == found[0]
    more = page.some_words
    assert (None if more is None else [hit.id for hit in more.hits]) == (some or None)


def test_what_is_quoted_weighs_more_than_other_words(archive):
    shown = [hit.id for hit in archive.search(Query('заседание "гневно"')).hits]
    assert shown == ["angry", "court"]
    shown = [hit.id for hit in archive.search(Query('"заседание" гневно')).hits]
    assert shown == ["court", "angry"]


def test_forms_of_quoted_words_are_found(archive):
    page = archive.search(Query('"заседание" гневно «судья»', forms=True))
    assert not page.all_words
    assert [word.word for word in page.forms] == ["заседание", "гневно", "судья"]


def test_quoted_words_are_required_by_feeds_and_where_all_words_are(archive):
    assert archive.news().feed(Query(HEADLINE), 10).total == 0
    assert archive.news().feed(Query('"Красный Крест" Назрань'), 10).total == 1
    assert [one.id for one in archive.articles(Query('"Красный Крест" Назрань'))] == ["cross"]
    assert archive.search(Query(HEADLINE, literal=True)).total == 0
