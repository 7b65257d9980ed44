"""When articles that are close in meaning stand before those that lack some of the words."""

from __future__ import annotations

import pytest

from schemas.query import Query
from tests.two_languages import archive_of, speak_both

TEXTS = {
    "en-abduction": ("en", "Abduction", "An abduction at night."),
    "en-village": ("en", "Village", "A village in the hills."),
    "ru-near": ("ru", "Увезли в горы", "Неизвестные увезли жителя."),
    "en-near": ("en", "Kidnapped", "Gunmen took him."),
    "ru-harvest": ("ru", "Урожай", "Жатва: собран урожай яблок."),
}
PAIRS = [("abduction", "похищение"), ("village", "село"), ("harvest", "жатва")]


COSINES: dict[str, float] = {}


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = archive_of(tmp_path_factory.mktemp("leads"), TEXTS)
    return speak_both(archive, PAIRS, lambda _: dict(COSINES))


def page_of(archive, cosines, text="abduction village", **options):
    COSINES.clear()
    COSINES.update(cosines)
    return archive.search(Query(text, both=True, **options))


LISTED = {"en-abduction": 0.4, "en-village": 0.3}


@pytest.mark.parametrize(
    ("cosines", "listed"),
    [
        # nearer than all that have some of the words, in the other language
        ({**LISTED, "ru-near": 0.5}, ["ru-near", "en-abduction", "en-village"]),
        ({**LISTED, "ru-near": 0.47, "en-near": 0.45}, ["ru-near", "en-near", "en-abduction"]),
        # not clearly nearer than an article in the language that was typed
        ({**LISTED, "en-village": 0.45, "ru-near": 0.5}, ["en-village", "en-abduction"]),
        # not near enough
        ({**LISTED, "ru-near": 0.44}, ["en-abduction", "en-village"]),
        # not nearer than all
        ({**LISTED, "en-village": 0.6, "ru-near": 0.5}, ["en-village", "en-abduction"]),
        ({**LISTED, "en-village": 0.6, "ru-near": 0.58}, ["en-village", "en-abduction", "ru-near"]),
        # in the language that was typed words are the better judge
        ({**LISTED, "en-near": 0.9}, ["en-abduction", "en-village", "en-near"]),
        ({**LISTED, "en-near": 0.9, "ru-near": 0.5}, ["en-abduction", "en-village", "en-near"]),
        # nothing is known of what is listed
        ({"ru-near": 0.9}, None),
    ],
)
def test_they_lead_when_nearer_and_in_the_other_language(archive, cosines, listed):
    page = page_of(archive, cosines)
    assert not page.all_words
    shown = [hit.id for hit in page.listed]
    if listed is None:
        assert not page.by_meaning.leads
        assert shown[-1] == "ru-near"
    else:
        assert shown[: len(listed)] == listed
        assert set(shown) == {*listed, "en-abduction", "en-village"}


@pytest.mark.parametrize(("cosine", "leads"), [(0.5, True), (0.48, False)])
def test_an_article_listed_in_their_own_language_need_not_be_far_behind(archive, cosine, leads):
    cosines = {"en-abduction": 0.3, "ru-harvest": 0.49, "ru-near": cosine}
    page = page_of(archive, cosines, "abduction harvest")
    assert {hit.id for hit in page.hits} == {"en-abduction", "ru-harvest"}
    assert (page.listed[0].id == "ru-near") is leads


def test_articles_with_all_words_stay_before_them(archive):
    page = page_of(archive, {**LISTED, "ru-near": 0.9}, "abduction")
    assert page.all_words
    assert [hit.id for hit in page.listed] == ["en-abduction", "ru-near"]
    assert not page.by_meaning.leads


@pytest.mark.parametrize(
    ("cosine", "listed"),
    [
        (0.5, ["en-abduction", "ru-near", "en-village"]),
        (0.2, ["en-abduction", "en-village"]),
    ],
)
def test_they_lead_those_that_fill_the_page(archive, cosine, listed):
    page = page_of(archive, {**LISTED, "ru-near": cosine}, "abduction AND (night OR village)")
    assert page.all_words
    assert [hit.id for hit in page.listed] == listed


def test_an_article_that_has_all_words_among_any_of_them_is_not_preceded(archive):
    any_of = page_of(archive, {**LISTED, "ru-near": 0.9}, "village hills", any_words=True)
    assert [hit.id for hit in any_of.listed] == ["en-village", "ru-near"]


def test_another_order_is_kept(archive):
    page = page_of(archive, {**LISTED, "ru-near": 0.9}, sort="newest")
    assert [hit.id for hit in page.listed][-1] == "ru-near"


@pytest.mark.parametrize(("cosine", "shown"), [(0.46, ["ru-near"]), (0.45, [])])
def test_where_nothing_is_found_the_other_language_may_be_less_near(archive, cosine, shown):
    page = page_of(archive, {"ru-near": cosine}, '"abduction by gunmen"')
    assert [hit.id for hit in page.listed] == shown


def test_where_nothing_is_found_the_own_language_may_not(archive):
    assert not page_of(archive, {"en-near": 0.5}, "zzzz").listed
    assert [hit.id for hit in page_of(archive, {"en-near": 0.6}, "zzzz").listed] == ["en-near"]


def test_digits_are_typed_in_no_language(archive):
    assert not page_of(archive, {"ru-near": 0.5}, "2017").listed


def test_filters_hold(archive):
    near = {**LISTED, "ru-near": 0.9}
    english = page_of(archive, near, filters={"language": ("en",)})
    assert [hit.id for hit in english.listed] == ["en-abduction", "en-village"]
    typed = page_of(archive, near, "abduction village language:ru")
    assert [hit.id for hit in typed.listed] == ["ru-near"]
    assert not typed.by_meaning.leads  # there is nothing they could stand before
