"""What holds for all tags together."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.tagging.labelled import LABELS, load
from indexer.analysis import default_analyzer
from indexer.tagging import Tag, Tagger, tag
from indexer.tagging.build import rows
from indexer.taxonomy import Taxonomy
from schemas.article import Article


def test_what_metadata_gives_wins():
    article = Article(
        id="a", language="ru", title="Митинг в Дагестане", regions=("armenia",), topics=("sport",)
    )
    tags = tag(article, default_analyzer())
    assert tags.regions == (Tag("armenia", "given", (), 1.0),)
    assert tags.topics == (Tag("sport", "given", (), 1.0),)


def test_the_same_article_has_the_same_tags_whatever_came_before():
    article = Article(id="a", language="ru", title="Суд в Грозном", body="Яндиева освободили.")
    first = Tagger(default_analyzer()).tag(article)
    second = Tagger(default_analyzer())
    second.tag(Article(id="b", language="ru", title="Шали, Магас, Яндиев"))
    assert second.tag(article) == first


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        alphabet=st.sampled_from('абвАБВГгeEиИ .,«»"—-\n\u0301\u200b12МВДУИИ'),
        min_size=1,
        max_size=120,
    ).filter(str.strip)
)
def test_no_text_is_too_strange(text):
    tags = tag(Article(id="a", language="ru", title="т", body=text), default_analyzer())
    found = [*tags.regions, *tags.topics, *tags.people, *tags.organisations]
    assert all(one.origin == "found" and 0 < one.confidence <= 1 and one.words for one in found)


def test_a_body_of_millions_of_letters_is_read_in_part():
    body = "Дорогу чинят. " * 400_000
    tags = tag(Article(id="a", language="ru", title="Дагестан", body=body), default_analyzer())
    assert [one.value for one in tags.regions] == ["dagestan"]


def test_labels_name_entries_of_the_taxonomies_and_hold_no_text():
    regions, topics = Taxonomy.default("regions"), Taxonomy.default("topics")
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    assert len(labels) >= 220
    assert {row["set"] for row in labels} <= {"dev", "test", "names"}
    for row in labels:
        assert set(row) <= {"id", "set", "regions", "topics", "people", "organisations"}
        assert all(id in regions for id in row.get("regions", ()))
        assert all(id in topics for id in row.get("topics", ()))


def test_places_of_two_regions_and_small_ones_like_common_words_are_left_out():
    def place(name, cyrillic, region, population):
        return {
            "name_en": name,
            "names_cyrillic": [cyrillic],
            "region_key": region,
            "population": population,
        }

    found = rows(
        [
            place("Tikhoretsk", "Тихорецк", "RU-38", 60_000),
            place("Bamut", "Бамут", "RU-12", 5_000),
            place("Mayskiy", "Майский", "RU-22", 5_000),
            place("Oktyabrskoe", "Октябрьское", "RU-68", 30_000),
            place("Oktyabrskoe", "Октябрьское", "RU-84", 30_000),
            place("Khutor", "Хутор", "RU-61", 10),
        ]
    )
    assert [row for row in found if not row[0].isascii()] == [
        ("Бамут", "chechnya", True),
        ("Тихорецк", "krasnodar-territory", False),
    ]


@pytest.mark.corpora
def test_every_labelled_article_is_found(corpora):
    labels = LABELS.read_text(encoding="utf-8").splitlines()
    assert len(load(corpora)) == len(labels)
