"""People and organisations on the command line; tagging what is stored; where a tag is from."""

from __future__ import annotations

import pytest

BARE = {
    "id": "bare",
    "language": "ru",
    "title": "Адвокат рассказал о митинге в Магасе",
    "body": "Адвокат Хасан Яндиев заявил, что митинг в Магасе разогнали. Так пишет РИА Новости.",
}
GIVEN = {
    "id": "given",
    "language": "ru",
    "title": "Суд в Ингушетии",
    "body": "Суд приговорил Рамзана Иванова к штрафу.",
    "regions": ["ingushetia"],
    "people": ["Лейла Яндиева"],
    "organisations": ["Комитет сёл"],
}


@pytest.fixture
def stored(run, lines):
    run("ingest", lines(BARE, GIVEN))
    return run


def test_given_people_and_organisations_are_facets_and_filters(stored):
    page = stored("search", "--json").json
    assert [(c["value"], c["count"]) for c in page["facets"]["person"]] == [("Лейла Яндиева", 1)]
    for words in (["person:Яндиевой"], ["человек:Яндиева"], ["--person", "Яндиевой"]):
        assert [hit["id"] for hit in stored("search", "--json", *words).json["hits"]] == ["given"]
    for words in (["организация:комитету"], ["--organisation", "комитет"]):
        assert stored("search", "--json", *words).json["total"] == 1


def test_an_unknown_person_is_searched_as_words_or_refused(stored):
    page = stored("search", "--json", "person:Кузнецова").json
    assert [note["code"] for note in page["notes"]] == ["unknown-person"]
    assert stored("search", "--person", "Яндаева").code == 2


def test_tagging_the_store_fills_what_is_missing_and_nothing_else(stored):
    assert stored("tag", "--json").json["changed"] == 2
    shown = stored("show", "--json", "bare").json
    assert shown["people"] == ["Хасан Яндиев"]
    assert "РИА Новости" in shown["organisations"]
    given = stored("show", "--json", "given").json
    assert (given["regions"], given["people"]) == (["ingushetia"], ["Лейла Яндиева"])
    assert {"people", "regions"}.isdisjoint(given["tags"])
    assert stored("search", "--json", "person:Яндиеву").json["total"] == 2


def test_tagging_again_changes_nothing(stored):
    stored("tag")
    assert stored("tag", "--json", "--dry-run").json["changed"] == 0
    assert stored("tag", "--json").json["changed"] == 0


def test_an_article_that_comes_again_as_it_was_keeps_its_tags(stored, lines):
    stored("tag")
    again = stored("ingest", "--json", lines(BARE, GIVEN)).json
    assert (again["changed"], again["unchanged"]) == (0, 2)
    assert stored("show", "--json", "bare").json["people"] == ["Хасан Яндиев"]
    changed = stored("ingest", "--json", "--tag", lines(BARE | {"title": "Адвокат Яндиев"})).json
    assert changed["changed"] == 1
    assert stored("show", "--json", "bare").json["people"] == ["Хасан Яндиев"]


def test_what_was_found_is_found_anew_when_the_rules_have_changed(stored, monkeypatch):
    stored("tag")
    monkeypatch.setattr("indexer.tagging.topics.ENOUGH", 1000.0)
    stored("tag")
    assert stored("show", "--json", "bare").json["topics"] == []


def test_a_setting_asks_for_tags_for_good(run, lines, monkeypatch):
    monkeypatch.setenv("PODSHIVKA_TAG", "true")
    run("ingest", lines(BARE))
    assert run("show", "--json", "bare").json["people"] == ["Хасан Яндиев"]
    run("ingest", "--no-tag", lines(BARE))
    assert run("show", "--json", "bare").json["people"] == []


def test_explain_and_show_say_where_each_tag_is_from(stored):
    stored("tag")
    tags = stored("explain", "--json", "--article", "given").json["tags"]
    assert tags["regions"] == [
        {
            "value": "ingushetia",
            "origin": "given",
            "words": [],
            "confidence": 1.0,
            "name": "",
            "by": "",
            "recogniser": "",
        }
    ]
    (topic, *_) = tags["topics"]
    assert topic["origin"] == "found"
    assert topic["words"]
    for command in (["show", "bare"], ["explain", "--article", "bare"]):
        said = stored(*command).out
        assert "person       Хасан Яндиев  found in Хасан Яндиев  0.95" in said
    assert "region       ingushetia  given" in stored("show", "given").out


def test_another_field_named_tags_is_no_provenance(run, lines):
    run("ingest", lines(GIVEN | {"keywords": ["x"], "tags": {"people": "ложь"}}))
    assert "person       Лейла Яндиева  given" in run("show", "given").out
    run("tag")
    assert run("show", "--json", "given").json["people"] == ["Лейла Яндиева"]
