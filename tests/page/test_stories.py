"""Which hits of a page are versions of one story, and what else there is of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from indexer.archive import Archive
from indexer.page.json_shapes import page_json
from indexer.settings import Settings
from schemas.article import Article
from schemas.query import Query
from schemas.results import Counterpart, Page

FIRE = (
    "В посёлке Дорохово загорелась гостиница «Заря», сообщили в пресс-службе МЧС. Площадь пожара"
    " составила 600 квадратных метров, его тушат 30 спасателей и 8 машин. Постояльцев вывели на"
    " улицу, о пострадавших не сообщалось. Прокуратура Рузы начала проверку."
)
RECORDS: list[dict[str, object]] = [
    {"id": "fire", "body": FIRE, "published": "2017-06-09"},
    {"id": "reprint", "body": f"{FIRE} Подробности позже.", "published": "2017-06-07"},
    {"id": "other-place", "body": FIRE.replace("Дорохово", "Руза").replace("600", "70"),
     "published": "2017-06-06"},
    {"id": "fire-en", "language": "en", "title": "Fire", "body": "A hotel burns: МЧС.",
     "published": "2017-06-05", "translation_of": "fire"},
    {"id": "fire-de", "language": "de", "title": "Brand", "body": "МЧС",
     "published": "2017-06-04", "translation_of": "fire"},
    # two translations of what is not in the archive are versions of each other
    {"id": "lost-en", "language": "en", "title": "Lost", "body": "МЧС",
     "published": "2017-06-03", "translation_of": "nowhere"},
    {"id": "lost-ru", "body": "Пропало: МЧС", "published": "2017-06-02",
     "translation_of": "nowhere"},
    {"id": "alone", "body": "МЧС предупреждает", "published": "2017-06-01"},
    {"id": "empty", "body": "", "title": "…", "published": "2016-01-01"},
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(Settings(home=tmp_path_factory.mktemp("stories")), create=True)
    archive.add(
        Article.model_validate({"language": "ru", "title": "Новость дня"} | record)
        for record in RECORDS
    )
    archive.sync()
    return archive


def newest(archive: Archive, text: str = "МЧС", **asked: object) -> Page:
    return archive.search(Query(text, sort="newest", **asked))  # type: ignore[arg-type]


def test_translations_and_nearly_the_same_texts_are_one_story(archive: Archive) -> None:
    page = newest(archive)
    assert page.stories == (
        ("fire", "reprint", "fire-en", "fire-de"),
        ("lost-en", "lost-ru"),
    )
    assert len(page.hits) == page.total == 8


def test_the_order_is_that_of_the_result(archive: Archive) -> None:
    page = archive.search(Query("МЧС", sort="oldest"))
    assert page.stories == (("lost-ru", "lost-en"), ("fire-de", "fire-en", "reprint", "fire"))


def test_versions_are_looked_for_on_the_page_alone(archive: Archive) -> None:
    first, second = newest(archive, size=3), newest(archive, size=3, page=2)
    assert [hit.id for hit in first.hits] == ["fire", "reprint", "other-place"]
    assert first.stories == (("fire", "reprint"),)
    # both translate "fire", which is not on this page
    assert second.stories == (("fire-en", "fire-de"),)


def test_pages_together_have_each_article_once(archive: Archive) -> None:
    ids = [hit.id for page in (1, 2, 3) for hit in newest(archive, size=3, page=page).hits]
    assert len(ids) == len(set(ids)) == newest(archive).total


def test_they_are_not_looked_for_if_that_is_not_wanted(archive: Archive) -> None:
    page = newest(archive, apart=True)
    assert page.stories == ()
    assert page.total == 8


def test_a_hit_names_its_story_in_other_languages_found_or_not(archive: Archive) -> None:
    (hit,) = [hit for hit in newest(archive, "Прокуратура", size=1).hits if hit.id == "fire"]
    assert hit.also == (Counterpart("fire-de", "de", "Brand"), Counterpart("fire-en", "en", "Fire"))
    of = {hit.id: [other.id for other in hit.also] for hit in newest(archive).hits}
    assert of["fire-en"] == ["fire", "fire-de"]
    assert of["lost-ru"] == ["lost-en"]
    assert of["reprint"] == of["alone"] == []


def test_articles_with_some_of_the_words_are_joined_likewise(archive: Archive) -> None:
    page = archive.search(Query("пострадавших гостиница подробности", sort="newest"))
    assert [hit.id for hit in page.hits] == ["reprint"]
    assert page.some_words
    assert [hit.id for hit in page.some_words.hits] == ["fire", "other-place"]
    assert page.some_words.stories == ()
    page = archive.search(Query("предупреждает МЧС", sort="newest"))
    assert page.some_words
    joined = sorted(sorted(ids) for ids in page.some_words.stories)
    assert joined == [["fire", "fire-de", "fire-en", "reprint"], ["lost-en", "lost-ru"]]


def test_programs_learn_of_it(archive: Archive) -> None:
    shape = page_json(newest(archive))
    assert shape["stories"] == [["fire", "reprint", "fire-en", "fire-de"], ["lost-en", "lost-ru"]]


def test_an_article_that_went_is_in_no_story(tmp_path: Path) -> None:
    archive = Archive(Settings(home=tmp_path), create=True)
    same = {"language": "ru", "title": "Новость", "body": FIRE, "published": date(2017, 1, 1)}
    archive.add(Article.model_validate({"id": id} | same) for id in ("a", "b", "c"))
    archive.sync()
    assert archive.search(Query("МЧС")).stories == (("a", "b", "c"),)
    archive.delete(["b"])
    assert archive.search(Query("МЧС")).stories == (("a", "c"),)
