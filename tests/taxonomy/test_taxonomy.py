"""What a taxonomy promises, and what it says of a file that cannot be used."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.taxonomy import Taxonomy
from schemas.errors import InputError, UsageError

REGIONS = Taxonomy.default("regions")
TOPICS = Taxonomy.default("topics")
BOTH = pytest.mark.parametrize("taxonomy", [REGIONS, TOPICS], ids=["regions", "topics"])


def entry(id, parent=None, aliases=(), **more):
    labels = {"ru": f"Место {id}", "en": f"Place {id}"}
    return {"id": id, "labels": labels, "parent": parent, "aliases": list(aliases)} | more


@pytest.fixture
def load(tmp_path):
    def load(*entries):
        path = tmp_path / "places.json"
        path.write_text(json.dumps(entries), encoding="utf-8")
        return Taxonomy.load(path)

    return load


# The packaged files


@BOTH
def test_every_name_of_every_entry_resolves_to_it(taxonomy):
    for item in taxonomy.entries:
        assert {taxonomy.resolve(name) for name in item.names()} == {item.id}


@BOTH
def test_parents_stand_before_their_children(taxonomy):
    seen = set()
    for item in taxonomy.entries:
        assert item.parent is None or item.parent in seen
        seen.add(item.id)


@BOTH
def test_no_label_is_given_twice(taxonomy):
    for language in ("ru", "en"):
        labels = [taxonomy.label(item.id, language) for item in taxonomy.entries]
        assert len(set(labels)) == len(labels)


def test_topics_have_two_levels_and_regions_three():
    assert max(TOPICS.depth(item.id) for item in TOPICS.entries) == 1
    assert max(REGIONS.depth(item.id) for item in REGIONS.entries) == 2


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("dagestan", "dagestan"),
        ("ДАГЕСТАН", "dagestan"),
        ("  Республика   Дагестан ", "dagestan"),
        ("Цхинвал", "tskhinval"),
        ("Цхинвали", "tskhinval"),
        ("Цхинвал (Цхинвали)", "tskhinval"),
        ("Ханкенди", "stepanakert-khankendi"),
        ("Степанакерт", "stepanakert-khankendi"),
        ("Владикавказ", "vladikavkaz"),
        ("Орджоникидзе", "vladikavkaz"),
        ("Дзауджикау", "vladikavkaz"),
        ("Сухуми", "sukhum"),
        ("Sukhum", "sukhum"),
        ("Арцах", "nagorno-karabakh"),
        ("Nagorny Karabakh", "nagorno-karabakh"),
        ("nagorno karabakh", "nagorno-karabakh"),
        ("Krasnodar region", "krasnodar-territory"),
        ("Krasnodar Territory", "krasnodar-territory"),
        ("krasnodar", "krasnodar-territory"),
        ("karachaevo", "karachay-cherkessia"),
        ("abhazia", "abkhazia"),
        ("Ростов–на–Дону", "rostov-region"),
        ("South Federal District", "southern-federal-district"),
        ("North-Caucasian Federal District", "north-caucasian-federal-district"),
        ("Соединенные Штаты Америки", "united-states"),
    ],
)
def test_a_region_is_found_by_any_of_its_names(text, id):
    assert REGIONS.resolve(text) == id


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Human rights", "human-rights"),
        ("права человека", "human-rights"),
        ("Nature And Ecology", "nature-and-ecology"),
        ("Interethnic relations", "interethnic-relations"),
        ("митинги", "protests"),
        ("вооруженные конфликты", "conflicts"),
    ],
)
def test_a_topic_is_found_by_any_of_its_names(text, id):
    assert TOPICS.resolve(text) == id


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("Дагистан", "dagestan"), ("chechnia republic", "chechnya"), ("Abkhasia", "abkhazia")],
)
def test_a_misspelt_region_is_refused_with_what_was_meant(typed, offered):
    with pytest.raises(InputError, match=f"did you mean.*{offered}") as caught:
        REGIONS.resolve(typed)
    assert typed in caught.value.message


def test_a_name_like_no_other_is_refused_with_the_place_to_look():
    with pytest.raises(InputError) as caught:
        REGIONS.resolve("Атлантида и её окрестности")
    assert caught.value.hint == "use an id, label or alias of regions.json"


@given(st.text())
def test_any_text_is_resolved_or_refused(text):
    try:
        id = REGIONS.resolve(text)
    except InputError:
        return
    assert id in REGIONS


# The tree


def test_ancestors_are_distinct_sorted_and_hold_the_ids_themselves():
    assert REGIONS.ancestors(("makhachkala", "dagestan", "tskhinval")) == (
        "dagestan",
        "makhachkala",
        "north-caucasian-federal-district",
        "south-caucasus",
        "south-ossetia",
        "tskhinval",
    )
    assert REGIONS.ancestors(()) == ()


@given(st.sets(st.sampled_from([item.id for item in REGIONS.entries])))
def test_ancestors_of_ancestors_are_the_same(ids):
    once = REGIONS.ancestors(tuple(ids))
    assert REGIONS.ancestors(once) == once
    assert ids <= set(once)


def test_labels_and_depth():
    assert REGIONS.label("sukhum", "ru") == "Сухум (Сухуми)"
    assert REGIONS.label("sukhum", "en") == "Sukhum (Sukhumi)"
    ids = ("south-caucasus", "abkhazia", "sukhum")
    assert [REGIONS.depth(id) for id in ids] == [0, 1, 2]


def test_an_id_that_the_taxonomy_lost_stands_for_itself_and_says_so():
    assert "atlantis" not in REGIONS
    assert REGIONS.label("atlantis", "ru") == "atlantis (нет в списке)"
    assert REGIONS.label("atlantis", "en") == "atlantis (not in the list)"
    assert REGIONS.ancestors(("atlantis",)) == ("atlantis",)
    assert REGIONS.depth("atlantis") == 0


def test_children_may_stand_anywhere_in_the_file(load):
    taxonomy = load(entry("b1", "b"), entry("a"), entry("b"), entry("a1", "a"), entry("b0", "b"))
    assert [item.id for item in taxonomy.entries] == ["a", "a1", "b", "b1", "b0"]


def test_aliases_and_parent_may_be_left_out(load):
    taxonomy = load({"id": "a", "labels": {"ru": "А", "en": "Ay"}})
    assert taxonomy.resolve("а") == "a"


# Files that cannot be used


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ([entry("a"), entry("a")], ["entry 'a'", "another entry has this id", "rename"]),
        ([entry("a", "z")], ["entry 'a'", "the parent 'z' does not exist", "null"]),
        ([entry("a", "b"), entry("b", "a")], ["entry 'b'", "a > b", "null"]),
        ([entry("a", "a")], ["entry 'a'", "circle"]),
        ([entry("a", labels={"ru": "А"})], ["entry 'a'", "no label in 'en'", "add it"]),
        ([entry("a", labels={"ru": "А", "en": " "})], ["entry 1, labels, en"]),
        ([entry("a", labels={"ru": "А", "en": "A", "de": "A"})], ["entry 1, labels, de"]),
        ([entry("a", ["b"])], ["entry 1, parent"]),
        ([entry("a", alias=["Ж"])], ["entry 1, alias", "Extra inputs"]),
        ([entry("a b")], ["entry 1, id"]),
        (
            [entry("a", aliases=["Орёл"]), entry("b", aliases=["орел"])],
            ["entry 'b'", "'орел' is also a name of 'a'", "remove it"],
        ),
        ([entry("a"), entry("b", aliases=["A"])], ["entry 'b'", "'A' is also a name of 'a'"]),
    ],
)
def test_a_faulty_file_is_refused_naming_file_entry_and_mend(load, entries, words):
    with pytest.raises(UsageError) as caught:
        load(*entries)
    for word in ["places.json", *words]:
        assert word in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"{", b"{}", b'"regions"', b"\xff\xfe", b'[{"id": "\xd0"}]']
)
def test_what_is_not_a_json_list_in_utf8_is_refused(tmp_path, content):
    path = tmp_path / "places.json"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=r"places\.json"):
        Taxonomy.load(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"none\.json.*packaged"):
        Taxonomy.load(tmp_path / "none.json")
