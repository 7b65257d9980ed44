"""Which hits of a page are versions of one story, and what else there is of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from indexer.archive import Archive
from indexer.page import stories
from indexer.page.json_shapes import page_json
from indexer.settings import Settings
from schemas.article import Article
from schemas.query import Query
from schemas.results import Counterpart, Page, StoryFound

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


def told(stories: Iterable[StoryFound]) -> list[str]:
    """Each story as "number:id number:id"."""
    return [" ".join(f"{one.number}:{one.id}" for one in story) for story in stories]


FIRE_STORY, LOST_STORY = "1:fire 2:reprint 4:fire-en 5:fire-de", "6:lost-en 7:lost-ru"


def test_translations_and_nearly_the_same_texts_are_one_story(archive: Archive) -> None:
    page = newest(archive)
    assert told(page.stories) == [FIRE_STORY, LOST_STORY]
    assert len(page.hits) == page.total == 8


def test_the_order_is_that_of_the_result(archive: Archive) -> None:
    page = archive.search(Query("МЧС", sort="oldest"))
    assert told(page.stories) == [
        "2:lost-ru 3:lost-en",
        "4:fire-de 5:fire-en 7:reprint 8:fire",
    ]


@pytest.mark.parametrize(
    ("page", "hits", "stories"),
    [
        (1, ["fire", "reprint", "other-place"], [FIRE_STORY]),
        (2, ["fire-en", "fire-de", "lost-en"], [FIRE_STORY, LOST_STORY]),
        (3, ["lost-ru", "alone"], [LOST_STORY]),
    ],
)
def test_a_page_knows_the_versions_of_its_hits_on_all_pages(
    archive: Archive, page: int, hits: list[str], stories: list[str]
) -> None:
    found = newest(archive, size=3, page=page)
    assert [hit.id for hit in found.hits] == hits
    assert told(found.stories) == stories


def test_versions_that_the_filters_leave_out_are_not_found(archive: Archive) -> None:
    found = newest(archive, filters={"language": ("ru", "de")}, size=1)
    assert told(found.stories) == ["1:fire 2:reprint 4:fire-de"]
    assert told(newest(archive, filters={"language": ("en",)}).stories) == []


def test_a_story_is_one_over_versions_that_the_query_does_not_find(archive: Archive) -> None:
    # both are versions of "fire" alone
    found = newest(archive, "Подробности OR burns", size=1)
    assert told(found.stories) == ["1:reprint 2:fire-en"]


def test_a_version_on_another_page_has_its_words_marked(archive: Archive) -> None:
    (story,) = archive.search(Query("новость гостиница", size=1, sort="newest")).stories
    assert story[1].title.text == "Новость дня"
    assert story[1].title.marks == ((0, 7),)


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
    joined = sorted(sorted(one.id for one in story) for story in page.some_words.stories)
    assert joined == [["fire", "fire-de", "fire-en", "reprint"], ["lost-en", "lost-ru"]]
    # numbered after the one that has both words, as they are listed
    numbers = {hit.id: number for number, hit in enumerate(page.some_words.hits, 2)}
    assert all(numbers[one.id] == one.number for each in page.some_words.stories for one in each)


def test_programs_learn_of_it(archive: Archive) -> None:
    shape = page_json(newest(archive))
    assert shape["stories"] == [["fire", "reprint", "fire-en", "fire-de"], ["lost-en", "lost-ru"]]


def test_an_article_that_went_is_in_no_story(tmp_path: Path) -> None:
    archive = Archive(Settings(home=tmp_path), create=True)
    same = {"language": "ru", "title": "Новость", "body": FIRE, "published": date(2017, 1, 1)}
    archive.add(Article.model_validate({"id": id} | same) for id in ("a", "b", "c"))
    archive.sync()
    assert told(archive.search(Query("МЧС")).stories) == ["1:a 2:b 3:c"]
    archive.delete(["b"])
    assert told(archive.search(Query("МЧС")).stories) == ["1:a 2:c"]


@pytest.mark.parametrize(("largest", "expected"), [(3, ["1:a 2:b 3:c"]), (2, [])])
def test_one_of_too_many_versions_is_none_wherever_it_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest: int, expected: list[str]
) -> None:
    monkeypatch.setattr(stories, "LARGEST", largest)
    archive = Archive(Settings(home=tmp_path), create=True)
    same = {"language": "ru", "title": "Новость", "body": FIRE}
    archive.add(Article.model_validate({"id": id} | same) for id in ("a", "b", "c"))
    archive.sync()
    assert told(archive.search(Query("МЧС")).stories) == expected
    for number in (1, 2, 3):
        assert told(archive.search(Query("МЧС", size=1, page=number)).stories) == expected


class WatchedArticle:
    """An article; when its id is read for the ``last`` time, another thread has its turn."""

    def __init__(self, article: Article, last: int, turn: Callable[[], object]) -> None:
        self._article, self._left, self._turn = article, last, turn

    def __getattr__(self, name: str) -> object:
        if name == "id":
            self._left -= 1
            if self._left == 0:
                self._turn()
        return getattr(self._article, name)


@pytest.mark.parametrize("last", range(1, 6))
def test_a_story_that_another_thread_forgets_is_looked_for_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, last: int
) -> None:
    monkeypatch.setattr(stories, "KEPT", 0)
    known = stories.Stories(archive.searcher(), archive.store)
    stored = archive.store.get_many(["fire", "alone"])
    fire, alone = stored["fire"], stored["alone"]
    known.of([fire])
    reading = cast("Article", WatchedArticle(fire, last, lambda: known.of([alone])))
    assert known.of([reading]) == {"fire": {"fire", "reprint", "fire-en", "fire-de"}}


@pytest.mark.parametrize("looked_at", [1, 2, 50])
def test_of_too_many_candidates_each_finds_the_same_story(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    """Two are compared if each is among those closest to the other."""
    monkeypatch.setattr(stories, "LOOKED_AT", looked_at)
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(
        Article(id=f"a{n}", language="ru", title="Новость", body=f"{FIRE} {' Ещё.' * n}")
        for n in range(8)
    )
    archive.sync()
    alone = {}
    for number in range(1, 9):
        page = archive.search(Query("МЧС", sort="oldest", size=1, page=number))
        alone[page.hits[0].id] = told(page.stories)
    whole = told(archive.search(Query("МЧС", sort="oldest")).stories)
    in_one = [found for found in alone.values() if found]
    assert sorted(map(tuple, in_one)) == sorted((story,) for story in whole for _ in story.split())
