"""Which articles are on the same subject: by words, near ones first; by names across languages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.page.related.significant import significant
from indexer.settings import Settings
from schemas.article import Article

FILLER = "Власти обещали помочь жителям. Работы начали вчера, жители ждут."
NOUNS = (
    "утро вечер река гора дорога школа мост рынок завод театр поле лес море пруд сад дом парк"
    " вокзал музей берег остров степь холм овраг луг ручей"
)
BACKGROUND = [
    {"id": f"plain-{at}", "title": f"Новость: {noun}", "body": FILLER, "published": "2017-06-10"}
    for at, noun in enumerate(NOUNS.split())
]
BRIDGE = {
    "id": "bridge",
    "title": "Мост через Сулак закрыли после паводка",
    "body": f"Паводок подмыл опоры моста через Сулак у Чиркея. {FILLER}",
    "published": "2017-06-05T10:00:00+03:00",
    "people": ["Юсуп Гаджиев"],
    "regions": ["dagestan"],
    "topics": ["disasters"],
}
RUSSIAN = [
    BRIDGE,
    {
        "id": "repair",
        "title": "Опоры моста через Сулак укрепят",
        "body": f"После паводка мост у Чиркея закрыт. {FILLER}",
        "published": "2017-07-01",
    },
    {
        "id": "years-later",
        "title": "Мост через Сулак закрыли из-за паводка",
        "body": f"Опоры моста у Чиркея снова подмыл паводок, говорят {FILLER}",
        "published": "2021-05-01",
    },
    {"id": "one-value", "title": "Базар", "regions": ["dagestan"], "published": "2017-06-05"},
    # the same text under another id, and a translation: versions of it, not other coverage
    BRIDGE | {"id": "copy", "published": "2017-06-06"},
]
ENGLISH = [
    {"id": "translated", "title": "Sulak bridge closed by flood", "translation_of": "bridge"},
    {"id": "named", "title": "Flood: a bridge is shut", "published": "2017-06-07"},
    {"id": "long-ago", "title": "A bridge is shut", "published": "2011-06-07"},
    {"id": "region-alone", "title": "A fair opens", "people": [], "topics": ["culture"]},
]
SHARED = {key: BRIDGE[key] for key in ("people", "regions", "topics", "published")}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    home: Path = tmp_path_factory.mktemp("related")
    archive = Archive(Settings(home=home), create=True)
    russian = [{"language": "ru"} | record for record in (*BACKGROUND, *RUSSIAN)]
    english = [{"language": "en", "body": ""} | SHARED | record for record in ENGLISH]
    archive.add(Article.model_validate(record) for record in (*russian, *english))
    archive.sync()
    return archive


@pytest.fixture(scope="module")
def related(archive: Archive) -> Callable[..., list[tuple[str, str]]]:
    """(id, by) of what is related to an article."""

    def found(id: str, limit: int = 6) -> list[tuple[str, str]]:
        article = archive.get(id)
        assert article
        return [(one.article.id, one.by) for one in archive.related(article, limit)]

    return found


def test_near_ones_come_first_and_another_language_last(related) -> None:
    assert related("bridge") == [("repair", "words"), ("years-later", "words"), ("named", "names")]


def test_versions_of_the_text_are_no_other_coverage(related) -> None:
    assert {"bridge", "copy", "translated"}.isdisjoint(dict(related("bridge")))


def test_no_text_is_listed_twice(related) -> None:
    found = dict(related("repair"))
    assert len({"bridge", "copy"} & found.keys()) == 1


def test_a_third_of_the_places_are_for_other_languages(related) -> None:
    assert related("bridge", 3) == [
        ("repair", "words"),
        ("years-later", "words"),
        ("named", "names"),
    ]
    assert related("bridge", 2) == [("repair", "words"), ("years-later", "words")]


def test_one_value_alone_makes_nothing_related(related) -> None:
    assert "region-alone" not in dict(related("bridge"))
    assert related("one-value") == []


def test_an_article_that_says_nothing_special_has_nothing_related(related) -> None:
    assert related("region-alone") == []


def test_shares_are_of_the_article_itself(archive: Archive) -> None:
    article = archive.get("bridge")
    assert article
    assert all(0.2 <= one.share <= 1 for one in archive.related(article))


def test_significant_words_are_rare_ones(archive: Archive) -> None:
    article = archive.get("bridge")
    assert article
    words = significant(article, archive.analyzer, archive.searcher())
    said = {word.text.lower() for word in words}
    assert {"сулак", "паводок"} & said
    assert said.isdisjoint({"власти", "жители", "вчера"})


def test_without_an_index_there_is_nothing(tmp_path: Path) -> None:
    archive = Archive(Settings(home=tmp_path), create=True)
    article = Article.model_validate({"language": "ru"} | BRIDGE)
    assert archive.related(article) == ()
    assert archive.before_and_after(article) is None
