"""The written forms of each word of a query, in the articles that match."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.page.word_forms import LISTED, WORDS
from schemas.article import Article
from schemas.query import Query
from schemas.results import Page

STORIES = [
    ("town-1", "Жители Шали вышли на площадь", "В Шали ждут ответа. Дорога в Шали закрыта."),
    ("town-2", "Школа в Шали", "Суд над мэром идёт; шали не было слышно."),
    ("scarf", "Платки и шали", "Она вышла с шалью на площадь. Шаль была старой."),
    ("court-1", "Суд отложен", "В суде сказали, что суда не будет. Хасан Яндиев молчит."),
    ("court-2", "Yandiev in court", "The court and its courts."),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    home: Path = tmp_path_factory.mktemp("home")
    made = Archive.open(home, create=True)
    made.add(
        Article(id=id, language="en" if id == "court-2" else "ru", title=title, body=body)
        for id, title, body in STORIES
    )
    made.sync()
    return made


def page(archive: Archive, text: str, **asked) -> Page:
    return archive.search(Query(text, forms=True, **asked))


def counts(found: Page) -> dict[str, dict[str, int]]:
    return {
        word.word: {form.form.lower(): form.count for form in word.forms}
        for word in found.forms or ()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("суд", {"суд": {"суд": 2, "суда": 1, "суде": 1}}),
        ("суд шали", {"суд": {"суд": 1}, "шали": {"шали": 1}}),
        ("=суда", {"суда": {"суда": 1}}),
        ("суд -шали", {"суд": {"суд": 1, "суда": 1, "суде": 1}}),
        ("title:суд", {"суд": {"суд": 1}}),
        ("в суде", {"суде": {"суд": 2, "суда": 1, "суде": 1}}),  # "в" is not required
        ("court*", {"court*": {"court": 1, "courts": 1}}),
        ('"the court"', {"court": {"court": 1, "courts": 1}}),  # "the" tells nothing
        ("суд!=суда,суде", {"суд": {"суд": 2}}),
        ("суд OR суд", {"суд": {"суд": 2, "суда": 1, "суде": 1}}),
        ("Yandiev", {"Yandiev": {"yandiev": 1, "яндиев": 1}}),  # in the other alphabet, too
        ("", {}),
        ("unicorn", {}),
        ("()", {}),
    ],
)
def test_forms_are_counted_by_article_for_each_word(archive, text, expected):
    assert counts(page(archive, text)) == expected


def test_they_are_those_of_the_articles_that_match_the_filters(archive):
    found = page(archive, "court OR суд", filters={"language": ("en",)})
    assert counts(found) == {"court": {"court": 1, "courts": 1}}


def test_forms_that_differ_in_capitals_are_one(archive):
    forms = counts(page(archive, "шали"))["шали"]
    assert forms["шали"] == 3, "town-1, town-2 and scarf, each once"


def test_they_are_not_looked_for_unless_asked(archive):
    assert archive.search(Query("суд")).forms is None


@pytest.mark.parametrize(
    ("text", "form", "without", "alone"),
    [
        ("суд", "суда", "суд!=суда", "=суда"),
        ("суд!=суде", "суда", "суд!=суде,суда", "=суда"),
        ("площадь, шали", "площадь", "площадь!=площадь шали", "=площадь шали"),
        ("(суд OR шаль) площадь", "шалью", "(суд OR шаль!=шалью) площадь",
         "(суд OR =шалью) площадь"),
        ("text:молчит OR title:суд", "суд", "text:молчит OR title:суд!=суд",
         "text:молчит OR title:=суд"),
        ("foo:молчит title:суд", "суд", "", ""),  # no article has both
        ("body:суд", "суда", "body:суд!=суда", "body:=суда"),
        ("court*", "courts", "", "=courts"),
        ('"the court"', "court", "", ""),
        ("=суда", "суда", "", ""),
    ],
)  # fmt: skip
def test_each_form_has_the_query_without_it_and_the_query_for_it_alone(
    archive, text, form, without, alone
):
    forms = [one for word in page(archive, text).forms for one in word.forms]
    found = {one.form.lower(): (one.without, one.alone) for one in forms}
    assert found[form] == (without, alone)


@pytest.mark.parametrize("text", ["суд", "шали", "площадь", "court", "Яндиев", "вышла"])
def test_those_queries_do_what_they_promise(archive, text):
    for word in page(archive, text).forms:
        for one in word.forms:
            assert page(archive, one.alone).total == one.count
            left = counts(page(archive, one.without))
            assert one.form.lower() not in left.get(text, {})


def test_of_long_queries_and_many_forms_the_rest_is_told(archive):
    letters = "абвгдежзиклмнопрстуфхцчшыэюя"
    found = page(archive, " OR ".join(f"{letter}*" for letter in letters[:8]) + " OR суд" * 40)
    assert "cut-forms" not in {note.code for note in found.notes}, "a repeated word is one"
    found = page(archive, " OR ".join(f"суд{letter}" for letter in letters) + " OR суд")
    assert {note.code: note.count for note in found.notes}["cut-forms"] == WORDS
    everything = page(archive, "*о*").forms[0]
    assert len(everything.forms) <= LISTED
    assert len(everything.forms) + everything.rest == len(
        {one.form.lower() for one in archive.searcher().vocabulary() if "о" in one.form.lower()}
    )


@settings(max_examples=60, deadline=None)
@given(st.text("сudшали!=,()|\"*?: -+«»'", max_size=20))
def test_whatever_is_typed_the_offered_queries_can_be_asked(archive, text):
    for word in page(archive, text).forms:
        for one in word.forms:
            for offered in filter(None, (one.without, one.alone)):
                assert archive.search(Query(offered)).total >= 0


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        ("площадь шали", "площадь", True),
        ("(суд OR шаль) площадь", "площадь", True),
        ("(суд OR шаль) площадь", "шалью", False),
        ("суд OR площадь", "суда", False),
        ("NEAR(суд, шали)", "суд", False),
    ],
)
def test_a_form_is_said_to_find_as_many_alone_only_if_it_does(archive, text, form, expected):
    found = [one for word in page(archive, text).forms for one in word.forms]
    told = {one.form.lower(): one for one in found}[form]
    assert told.all_alone is expected
    if expected:
        assert page(archive, told.alone).total == told.count
