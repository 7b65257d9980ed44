"""All about one value: its names, articles, what occurs with it; other names that lead to it."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.page.dossier import FIRST, LATEST, UnknownValueError
from indexer.page.dossier_json import dossier_json
from schemas.article import Article
from schemas.query import Query

YUSUP, TARKHAN = "Юсуп Гаджиев", "Тархан Яндиев"
ARTICLES = [
    # id, language, title, published, people, organisations, regions, topics
    ("a1", "ru", "Суд над Юсупом Гаджиевым", "2010-01-01", [YUSUP], ["ЕСПЧ"], "derbent", "courts"),
    ("a2", "en", "Gadzhiev in court", "2010-01-02", ["Yusup Gadzhiev"], [], "dagestan", "courts"),
    ("a3", "ru", "Гаджиев и Яндиев", "2011-05-05", ["Гаджиев", TARKHAN], [], "chechnya", ""),
    ("a4", "ru", "Приговор Юсупу Гаджиеву", "2011-05-06", [YUSUP], [], "", "courts"),
    ("a5", "ru", "Яндиев уехал", "2012-01-01", [TARKHAN, "Лейла Яндиева"], [], "chechnya", ""),
    ("a6", "ru", "Без даты", "unknown", ["Ахмед Яндиев"], ["ООО/Кавказ", ".."], "", ""),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("dossier"), create=True)
    archive.add(
        Article(
            id=id,
            language=language,
            title=title,
            body=title,
            published=published,
            people=people,
            organisations=organisations,
            regions=[region] if region else [],
            topics=[topic] if topic else [],
        )
        for id, language, title, published, people, organisations, region, topic in ARTICLES
    )
    archive.sync()
    return archive


def counted(counts):
    return {one.value: one.count for one in counts}


def test_a_person_has_all_names_by_which_articles_have_one(archive):
    found = archive.dossier("person", "Юсуп Гаджиев", "en")
    assert (found.value, found.label, found.page.total) == ("Юсуп Гаджиев", "Yusup Gadzhiev", 4)
    assert [(one.text, one.by, one.count) for one in found.written] == [
        ("Юсуп Гаджиев", "", 2),
        ("Yusup Gadzhiev", "spelling", 1),
        ("Гаджиев", "archive", 1),
    ]
    assert sum(one.count for one in found.written) == found.page.total


def test_the_forms_are_those_of_its_articles(archive):
    forms = archive.dossier("person", "Юсуп Гаджиев").forms
    assert {one.form.lower() for one in forms[0].forms} == {"юсупом", "юсупу"}
    assert {one.form.lower() for one in forms[1].forms} == {"гаджиевым", "гаджиеву"}


def test_what_occurs_together_is_counted_within_its_articles(archive):
    together = archive.dossier("person", "Юсуп Гаджиев").together
    assert counted(together["person"]) == {"Тархан Яндиев": 1}
    assert counted(together["organisation"]) == {"ЕСПЧ": 1}
    assert counted(together["topic"])["courts"] == 3
    assert counted(together["region"])["dagestan"] == 2


def test_a_region_has_parts_and_what_it_lies_in(archive):
    found = archive.dossier("region", "Дагестан", "en")
    assert counted(found.parts) == {"derbent": 1}
    assert found.above == (
        ("north-caucasian-federal-district", "North Caucasian Federal District"),
    )
    assert found.together["region"] == ()
    assert counted(found.together["person"]) == {"Юсуп Гаджиев": 2}
    assert (found.written, found.forms) == ((), ())


def test_the_latest_and_the_first_articles(archive):
    found = archive.dossier("person", "Юсуп Гаджиев")
    assert [hit.id for hit in found.page.hits] == ["a4", "a3", "a2", "a1"]
    assert [hit.id for hit in found.first.hits] == ["a1", "a2", "a3", "a4"]
    assert (len(found.page.hits), len(found.first.hits)) <= (LATEST, FIRST)


@pytest.mark.parametrize(
    ("facet", "name", "value"),
    [
        ("person", "Юсуп Гаджиев", "Юсуп Гаджиев"),
        ("person", "Yusup Gadzhiev", "Юсуп Гаджиев"),  # what an article called him
        ("person", "Гаджиев", "Юсуп Гаджиев"),
        ("person", "юсуп гаджиев", "Юсуп Гаджиев"),
        ("person", "Юсупу Гаджиеву", "Юсуп Гаджиев"),
        ("organisation", "Европейский суд по правам человека", "ЕСПЧ"),
        ("organisation", "ООО/Кавказ", "ООО/Кавказ"),
        ("region", "Чечня", "chechnya"),
    ],
)
def test_other_names_lead_to_the_value(archive, facet, name, value):
    assert archive.value_of(facet, name) == value


@pytest.mark.parametrize(
    ("facet", "name", "offered"),
    [
        ("person", "Яндиев", {"Тархан Яндиев", "Ахмед Яндиев"}),
        ("person", "Гаджив", {"Юсуп Гаджиев"}),
        ("person", "xyzzy", set()),
        ("person", "", set()),
        ("region", "dagestn", {"dagestan"}),
        ("topic", "xyzzy", set()),
    ],
)
def test_a_name_of_none_or_of_several_offers_those_that_may_be_meant(archive, facet, name, offered):
    with pytest.raises(UnknownValueError) as error:
        archive.value_of(facet, name)
    assert offered <= set(error.value.offered)
    assert bool(error.value.offered) == bool(offered)
    assert error.value.hint


def test_every_count_is_that_of_a_search(archive):
    for facet, value in (("person", "Юсуп Гаджиев"), ("topic", "courts"), ("region", "dagestan")):
        found = archive.dossier(facet, value)
        for name, counts in found.together.items():
            for one in counts if name != facet else ():
                both = Query(filters={facet: (value,), name: (one.value,)})
                assert archive.count(both) == one.count
        for part in found.parts:
            assert archive.count(Query(filters={facet: (part.value,)})) == part.count


def test_json_has_the_shapes_of_a_page_of_results(archive):
    found = dossier_json(archive.dossier("person", "Гаджиев", "en"))
    assert (found["total"], found["label"]) == (4, "Yusup Gadzhiev")
    assert found["written"][1] == {"text": "Yusup Gadzhiev", "by": "spelling", "count": 1}
    assert [one["value"] for one in found["dates"]] == ["2011", "2010"]
    assert found["latest"][0]["id"] == "a4"
    assert found["together"]["organisation"][0]["value"] == "ЕСПЧ"
    assert dossier_json(archive.dossier("region", "derbent"))["above"][1]["value"] == "dagestan"
