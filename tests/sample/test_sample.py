"""What the sample archive promises to those who look at it and to the tests that use it."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, datetime
from importlib.resources import files

import pytest

from indexer.taxonomy import Taxonomy
from schemas.article import Article

LINES = (files("indexer") / "sample" / "articles.jsonl").read_text("utf-8").splitlines()
ARTICLES = {
    article.id: article for article in (Article.model_validate(json.loads(line)) for line in LINES)
}
REGIONS, TOPICS = Taxonomy.default("regions"), Taxonomy.default("topics")


def text_of(article):
    return f"{article.title}\n{article.lede}\n{article.body}"


def words(language):
    texts = (text_of(article) for article in ARTICLES.values() if article.language == language)
    return {word for text in texts for word in re.findall(r"\w+(?:-\w+)*", text)}


RUSSIAN, ENGLISH = words("ru"), words("en")
PAIRS = [
    (ARTICLES[article.translation_of], article)
    for article in ARTICLES.values()
    if article.translation_of
]


def test_ids_are_distinct_and_say_the_language():
    assert len(ARTICLES) == len(LINES) >= 70
    for article in ARTICLES.values():
        assert article.id.endswith(f"-{article.language}")


def test_half_of_the_articles_are_russian():
    counts = Counter(article.language for article in ARTICLES.values())
    assert 0.45 <= counts["ru"] / counts.total() <= 0.55


def test_english_articles_shorten_russian_ones():
    assert len(PAIRS) >= 40
    for original, translation in PAIRS:
        assert (original.language, translation.language) == ("ru", "en")
        assert len(text_of(translation)) < len(text_of(original))
        assert original.published < translation.published
        assert (original.regions, original.topics) == (translation.regions, translation.topics)


def test_some_articles_have_no_counterpart():
    originals = {original.id for original, _ in PAIRS}
    alone = [id for id, a in ARTICLES.items() if id not in originals and not a.translation_of]
    assert {ARTICLES[id].language for id in alone} == {"ru", "en"}


def test_every_article_can_be_read():
    for article in ARTICLES.values():
        assert article.title
        assert article.body
        assert "\n" not in article.body.replace("\n\n", "")
        assert article.regions
        assert article.topics


def test_every_region_and_topic_is_in_the_taxonomy():
    for article in ARTICLES.values():
        assert all(id in REGIONS for id in article.regions)
        assert all(id in TOPICS for id in article.topics)


def test_every_topic_and_every_region_of_the_caucasus_has_articles():
    regions = {id for a in ARTICLES.values() for id in REGIONS.ancestors(a.regions)}
    topics = {id for a in ARTICLES.values() for id in TOPICS.ancestors(a.topics)}
    caucasus = {
        entry.id
        for entry in REGIONS.entries
        if REGIONS.depth(entry.id) <= 1 and entry.parent != "elsewhere"
    }
    assert caucasus <= regions
    assert topics == {entry.id for entry in TOPICS.entries}


def test_many_articles_have_several_regions_and_topics():
    assert sum(len(article.regions) > 1 for article in ARTICLES.values()) >= 20
    assert sum(len(article.topics) > 1 for article in ARTICLES.values()) >= 50


def test_every_year_and_every_month_has_articles():
    dates = [article.published for article in ARTICLES.values() if article.published]
    assert {day.year for day in dates} == set(range(2001, 2027))
    assert {day.month for day in dates} == set(range(1, 13))


def test_dates_come_in_every_legal_kind():
    kinds = Counter(type(article.published) for article in ARTICLES.values())
    assert kinds[date] == 1
    assert kinds[type(None)] == 1
    assert kinds[datetime] == len(ARTICLES) - 2
    zones = {json.loads(line)["published"][16:] for line in LINES}
    assert {"", "Z", "+01:00", "+03:00", "+04:00", "+05:00"} <= zones


@pytest.mark.parametrize(
    "key", ["lede", "author", "source", "captions", "notices", "keywords", "addresses", "updated"]
)
def test_optional_fields_are_set_in_some_articles_and_not_in_others(key):
    filled = [bool(getattr(article, key)) for article in ARTICLES.values()]
    assert True in filled
    assert False in filled


def test_some_articles_have_fields_that_the_model_does_not_know():
    assert {key for a in ARTICLES.values() for key in a.model_extra} >= {"rubric", "editor"}


def test_addresses_lead_nowhere():
    urls = [article.url for article in ARTICLES.values()]
    assert len(set(urls)) == len(urls)
    assert all(url.startswith("https://archive.example/") for url in urls)


def test_one_article_is_very_short_and_one_very_long():
    lengths = sorted(len(text_of(article).split()) for article in ARTICLES.values())
    assert lengths[0] <= 20
    assert lengths[-1] >= 1300
    assert lengths[-2] <= 250


@pytest.mark.parametrize(
    "forms",
    [
        "Дагестан Дагестана Дагестану Дагестаном Дагестане",
        "Кукуджанова Кукуджановой Кукуджанову Кукуджановым",
        "Яндиев Яндиева Яндиеву Яндиевым Яндиеве Яндиевыми",
        "Нальгиев Нальгиева Нальгиеву Нальгиевым",
        "Дубаева Дубаев Дубаевых Дубаевы",
        "Хубежашвили Гогохия Ацанба Кяхба Лолашвили Парцванидзе Тевосян Дадалян Хугаты",
        "Грозный Грозном Грозного грозного Шали шаль шали шалями сталь стали",
        "Карачаево-Черкесии Ростове-на-Дону Хасав-Юрте Хасавюрте Кабардино-Балкарии",
        "Цхинвал Цхинвали Цхинвалом Цхинвала Сухуме Сухуми Степанакерте Ханкенди",
        "Владикавказ Орджоникидзе Дзауджикау Гюмри Ленинакана Ленингор Ахалгори",
        "Королёва Королев Артёма Артем ещё еще замерзшем мертвых",
    ],
)
def test_russian_words_occur_in_these_forms(forms):
    assert set(forms.split()) - RUSSIAN == set()


@pytest.mark.parametrize(
    "spellings",
    [
        "Gadzhiev Gadjiev",
        "Kukudzhanova Kukudjanova",
        "Tskhinval Tskhinvali",
        "Sukhum Sukhumi",
        "Nagorny Nagorno-Karabakh",
        "Stepanakert Khankendi",
        "Shusha Shushi",
        "Georgia Georgian Georgias",
    ],
)
def test_english_names_occur_in_these_spellings(spellings):
    assert set(spellings.split()) - ENGLISH == set()


@pytest.mark.parametrize("mark", ["«", "»", '"', "“", "—", "\u0301"])
def test_texts_have_the_marks_of_real_ones(mark):
    assert any(mark in text_of(article) for article in ARTICLES.values())


@pytest.mark.parametrize("language", ["ru", "en"])
def test_there_are_protests_in_dagestan_in_both_languages(language):
    found = [
        a
        for a in ARTICLES.values()
        if a.language == language
        and "dagestan" in REGIONS.ancestors(a.regions)
        and "protests" in a.topics
    ]
    assert len(found) >= 2
