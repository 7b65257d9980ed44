"""Queries in both languages, as programs ask them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indexer.page.explain import render
from schemas.query import Query
from tests.two_languages import archive_of, speak_both

PAIRS = [("abduction", "похищение увод")]
NEAR = {"ru-1": 0.9, "en-1": 0.2, "near": 0.95}
BOTH = Query("abduction", both=True)


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    texts = {
        "en-1": ("en", "Abduction", "An abduction at night."),
        "ru-1": ("ru", "Похищение", "Похищение ночью."),
        "ru-2": ("ru", "Увод скота", "Увод скота у жителей."),
        "ru-3": ("ru", "Совсем о другом", "Здесь похищение лишь названо среди многих других слов."),
        "near": ("en", "Kidnapped", "Gunmen took him."),
    }
    archive = archive_of(tmp_path_factory.mktemp("both"), texts)
    return speak_both(archive, PAIRS, lambda text: NEAR if "abduction" in text else {})


def test_every_count_is_the_same(archive):
    page = archive.search(BOTH)
    assert page.total == 4
    assert archive.count(BOTH) == archive.whole(BOTH).total == 4
    assert [one.id for one in archive.articles(BOTH)] == [hit.id for hit in page.hits]
    assert archive.attention([BOTH]).lines[0].undated == 4
    assert sum(one.count for one in archive.facet("language", BOTH)) == 4


def test_a_translation_left_out_finds_nothing_more(archive):
    refused = Query("abduction", both=True, not_as=("увод", "похищение"))
    assert archive.count(refused) == archive.count(Query("abduction")) == 1
    assert archive.count(Query("abduction", both=True, not_as=("УВОД",))) == 3


def test_the_nearest_of_those_with_equal_words_comes_first_but_not_by_date(archive):
    assert archive.search(BOTH).hits[0].id == "ru-1"
    by_date = [
        [hit.id for hit in archive.search(replace(BOTH, sort="newest", both=both, text=text)).hits]
        for both, text in ((True, "abduction"), (False, "abduction OR похищение OR увод"))
    ]
    assert by_date[0] == by_date[1]


def test_what_is_near_is_told_apart(archive):
    near = archive.search(BOTH).by_meaning
    assert (near.total, [(hit.id, hit.score) for hit in near.hits]) == (1, [("near", 0.95)])


@pytest.fixture(scope="module")
def required(tmp_path_factory):
    """What is near to any query, of which no article has all words."""
    texts = {
        "ru": ("ru", "Увод скота", "Увод скота у жителей."),
        "other": ("ru", "Вечер", "Тихий вечер."),
        "en": ("en", "Kidnapped", "Gunmen took him."),
    }
    archive = archive_of(tmp_path_factory.mktemp("required"), texts)
    return speak_both(archive, PAIRS, lambda _: {"ru": 0.9, "other": 0.8, "en": 0.7})


@pytest.mark.parametrize(
    ("text", "filters", "near"),
    [
        # a word in quotation marks is required, and not translated
        ("«похищение» ночью", {}, {"en"}),
        ('"abduction" abroad', {}, {"ru", "other"}),
        ("«похищение» ночью", {"language": ("ru",)}, set()),
        ("«похищение» ночью language:ru", {}, set()),
        ("«похищение» ночью language:en", {}, {"en"}),
        ("«похищение» ночью -took", {}, set()),
        # a required word that has a translation can
        ("+похищение ночью", {}, set()),
        # in both alphabets nothing is told
        ("«похищение» «gunman»", {}, set()),
        # a number can be told in both languages
        ('"2020" abroad', {}, set()),
        ('"abduction" "2020" abroad', {}, set()),
        ("совсем ночью", {}, {"ru", "other", "en"}),
    ],
)
def test_what_is_required_holds_in_the_language_in_which_it_can_be_said(
    required, text, filters, near
):
    found = required.search(Query(text, filters, both=True)).by_meaning
    assert ({hit.id for hit in found.hits} if found else set()) == near


def test_an_explanation_tells_the_place_by_words_and_by_meaning(archive):
    explained = archive.explain(BOTH, "ru-1")
    place = explained.place
    assert (place.number, place.likeness) == (1, 0.9)
    assert place.by_words >= 1
    assert place.fused > 0
    assert "place    1 by words and meaning" in render(explained)
    unknown = archive.explain(BOTH, "ru-2").place
    assert unknown.likeness is None
    assert place.fused > unknown.fused
    assert "likeness unknown" in render(archive.explain(BOTH, "ru-2"))
    assert archive.explain(Query("похищение"), "ru-1").place is None
    assert archive.explain(BOTH, "near").place is None


def test_places_are_those_of_the_pages(archive):
    for number, hit in enumerate(archive.search(BOTH).hits, 1):
        assert archive.explain(BOTH, hit.id).place.number == number
        found = archive.found(BOTH, archive.get(hit.id), number)
        assert found.place.number == number
