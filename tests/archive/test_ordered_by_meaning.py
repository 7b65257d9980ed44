"""Queries in one language: meaning helps to order what words find, and changes nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schemas.query import Query
from tests.two_languages import archive_of, speak_both

TEXTS = {
    "en-1": ("en", "One", "A flood took the bridge over the river: noise, traffic, cars."),
    "en-2": ("en", "Two", "A flood took the bridge over the river: houses, cellars, people."),
    "en-3": ("en", "Three", "The bridge is old. " + "Nobody knows. " * 20 + "A flood, a river."),
    "en-4": ("en", "Four", "A flood took the bridge: houses, cellars, people, cows, all."),
    "en-5": ("en", "Five", "A flood took the bridge: noise, traffic, cars, fines, tolls."),
    "en-6": ("en", "Six", "Water rose in many houses."),
    "ru-1": ("ru", "Паводок", "Вода поднялась."),
}
NEAR = {"en-1": 0.2, "en-2": 0.7, "en-3": 0.7, "en-4": 0.2, "en-5": 0.6, "en-6": 0.9, "ru-1": 0.9}
BY_WORDS = ["en-1", "en-2", "en-3"]
BY_BOTH = ["en-2", "en-1", "en-3"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = archive_of(tmp_path_factory.mktemp("ordered"), TEXTS)
    return speak_both(archive, [("flood", "паводок")], lambda _: NEAR)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The same without vectors."""
    return speak_both(archive_of(tmp_path_factory.mktemp("plain"), TEXTS), [("flood", "паводок")])


def ids(hits):
    return [hit.id for hit in hits]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("flood bridge river", BY_BOTH),
        ("the flood and the bridge of a river", BY_BOTH),
        ('"took the bridge" flood river', ["en-2", "en-1"]),
        ("flood river", BY_WORDS),  # two words
        ("the flood of the river", BY_WORDS),
        ('"took the bridge" river', ["en-1", "en-2"]),
        ("=flood =bridge =river", BY_WORDS),
    ],
)
def test_articles_with_the_words_are_put_in_order(archive, plain, text, order):
    found = archive.search(Query(text))
    assert ids(found.hits) == order
    without = plain.search(Query(text))
    assert {hit.id: hit.score for hit in found.hits} == {hit.id: hit.score for hit in without.hits}
    assert (found.total, found.facets) == (without.total, without.facets)
    assert found.notes == without.notes
    assert found.by_meaning is None


def test_articles_with_some_of_the_words_are_put_in_order(archive, plain):
    query = Query("flood bridge river")
    assert ids(plain.search(query).some_words.hits) == ["en-4", "en-5"]
    some = archive.search(query).some_words
    assert (some.total, ids(some.hits)) == (2, ["en-5", "en-4"])


def test_articles_with_any_of_the_words_are_put_in_order(archive, plain):
    query = Query("flood bridge river", any_words=True)
    assert ids(plain.search(query).hits) == [*BY_WORDS, "en-4", "en-5"]
    found = archive.search(query)
    assert ids(found.hits) == ["en-2", "en-1", "en-3", "en-5", "en-4"]
    assert found.by_meaning is None  # en-6 has none of the words, however near it is


@pytest.mark.parametrize("option", [{"literal": True}, {"sort": "newest"}])
def test_other_orders_stay_as_they_are(archive, plain, option):
    query = Query("flood bridge river", **option)
    assert ids(archive.search(query).hits) == ids(plain.search(query).hits)


def test_pages_and_files_have_the_same_order(archive):
    query = Query("flood bridge river", size=1)
    pages = [archive.search(replace(query, page=page)).hits for page in (1, 2, 3)]
    assert [id for hits in pages for id in ids(hits)] == BY_BOTH
    assert [article.id for article in archive.whole(query).articles()] == BY_BOTH


def test_the_order_is_explained(archive):
    place = archive.explain(Query("flood bridge river"), "en-2").place
    assert (place.number, place.by_words, place.likeness) == (1, 2, 0.7)
    assert archive.explain(Query("flood river"), "en-2").place is None
