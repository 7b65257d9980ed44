"""Where articles that are close in meaning stand among those that lack some of the words."""

from __future__ import annotations

import pytest

from indexer.cli.search import lists
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
        # clearly nearer than the first that has some of the words, in the other language
        ({**LISTED, "ru-near": 0.51}, ["ru-near", "en-abduction", "en-village"]),
        ({**LISTED, "ru-near": 0.51, "en-near": 0.45}, ["ru-near", "en-near", "en-abduction"]),
        # clearly nearer than the second alone, however near the first is
        ({**LISTED, "ru-near": 0.49}, ["en-abduction", "ru-near", "en-village"]),
        ({**LISTED, "en-village": 0.7, "ru-near": 0.6}, ["en-village", "ru-near", "en-abduction"]),
        # not clearly nearer than any
        ({**LISTED, "en-village": 0.45, "ru-near": 0.48}, ["en-village", "en-abduction"]),
        ({"en-abduction": 0.6, "en-village": 0.6, "ru-near": 0.58}, ["en-abduction", "en-village"]),
        # not near enough
        ({"en-abduction": 0.2, "en-village": 0.1, "ru-near": 0.39}, ["en-abduction", "en-village"]),
        # in the language that was typed words are the better judge
        ({**LISTED, "en-near": 0.9}, ["en-abduction", "en-village", "en-near"]),
        ({**LISTED, "en-near": 0.9, "ru-near": 0.6}, ["en-abduction", "en-village", "en-near"]),
    ],
)
def test_they_stand_before_what_is_clearly_less_near(archive, cosines, listed):
    page = page_of(archive, cosines)
    assert not page.all_words
    assert page.total == 2
    shown = [hit.id for hit in page.listed]
    assert shown[: len(listed)] == listed
    assert [hit for _, _, hits in lists(page) for hit in hits] == [*page.listed]


def test_what_is_near_enough_stands_last_where_it_may_not_rise(archive):
    near = {"en-abduction": 0.6, "en-village": 0.6, "ru-near": 0.58, "en-near": 0.5}
    page = page_of(archive, near)
    assert [hit.id for hit in page.listed] == ["en-abduction", "en-village", "ru-near"]
    assert page.by_meaning.after == 2


def test_nothing_is_passed_of_which_nothing_is_known(archive):
    page = page_of(archive, {"ru-near": 0.9})
    assert page.listed[-1].id == "ru-near"


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
    assert [hit.id for _, _, hits in lists(page) for hit in hits] == listed


def test_an_article_that_has_all_words_among_any_of_them_is_not_preceded(archive):
    any_of = page_of(archive, {**LISTED, "ru-near": 0.9}, "village hills", any_words=True)
    assert [hit.id for hit in any_of.listed] == ["en-village", "ru-near"]


def test_another_order_is_kept(archive):
    page = page_of(archive, {**LISTED, "ru-near": 0.9}, sort="newest")
    assert [hit.id for hit in page.listed][-1] == "ru-near"


@pytest.mark.parametrize(("cosine", "shown"), [(0.4, ["ru-near"]), (0.39, [])])
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
