"""An address or an id of an article in the search box finds it, or the page says that it cannot."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query

TOWER = "https://www.vestnik.example/news/2017/tower.html?id=7"
ARTICLES = [
    Article(
        id="tower-ru", language="ru", title="Башню восстановят", body="Смета готова.",
        url=TOWER, addresses=("https://mirror.example/t/12",), regions=("dagestan",),
    ),
    Article(
        id="tower-en", language="en", title="Tower to be restored", body="An estimate is ready.",
        url=TOWER, translation_of="tower-ru",
    ),
    Article(id="2017", language="ru", title="Итоги года", body="Год прошёл."),
    Article(id="река,№1", language="ru", title="Река", body="В 2017 вышла из берегов. tower-ru-2"),
    Article(id="paren", language="en", title="Dam", body="Water.", url="https://w.example/D_(dam)"),
]  # fmt: skip


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    archive = Archive.open(tmp_path_factory.mktemp("located"), create=True)
    archive.add(ARTICLES)
    archive.sync()
    return archive


def found(archive: Archive, text: str, **chosen) -> set[str]:
    page = archive.search(Query(text, **chosen))
    assert page.total == len(page.hits)
    return {hit.id for hit in page.hits}


def codes(archive: Archive, text: str) -> list[tuple[str, int | None, bool]]:
    return [(note.code, note.position, note.applied) for note in archive.search(Query(text)).notes]


BOTH = {"tower-ru", "tower-en"}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        (TOWER, BOTH),
        ("http://vestnik.example/news/2017/tower.html?utm_source=tg&id=7#comments", BOTH),
        ("https://m.vestnik.example/news/2017/tower.html?id=7.", BOTH),
        ("HTTPS://VESTNIK.EXAMPLE/news/2017/tower.html?id=7", BOTH),
        ("vestnik.example/news/2017/tower.html?id=7", BOTH),
        ("(https://mirror.example/t/12)", {"tower-ru"}),
        ("https://w.example/D_(dam)", {"paren"}),
        (f'"{TOWER}"', BOTH),
        (f"<{TOWER}>", BOTH),
        (f"«{TOWER}»", BOTH),
        ("url:https://mirror.example/t/12", {"tower-ru"}),
        ("адрес:mirror.example/t/12", {"tower-ru"}),
        ('url:"https://mirror.example/t/12"', {"tower-ru"}),
        ("/articles/tower-ru", {"tower-ru"}),
        ("/articles/tower-ru/versions?ui=en", {"tower-ru"}),
        ("/api/v1/articles/%D1%80%D0%B5%D0%BA%D0%B0%2C%E2%84%961", {"река,№1"}),
        ("/articles?url=https%3A%2F%2Fmirror.example%2Ft%2F12", {"tower-ru"}),
        ("id:tower-ru", {"tower-ru"}),
        ("ид:tower-ru,tower-en", BOTH),
        ("id:река,№1", {"река,№1"}),
        # with the rest of the language
        (f"{TOWER} смета", {"tower-ru"}),
        (f"{TOWER} -смета", {"tower-en"}),
        (f"-{TOWER} tower", {"река,№1"}),
        (f"{TOWER} OR вода", {*BOTH}),
        ("id:2017 OR id:paren", {"2017", "paren"}),
        ("регион:дагестан id:tower-ru", {"tower-ru"}),
        (f"language:en {TOWER}", {"tower-en"}),
        ("title:(id:tower-ru)", {"tower-ru"}),
    ],
)
def test_an_address_or_id_finds_the_article(archive, text, ids):
    page = archive.search(Query(text))
    assert {hit.id for hit in page.hits} == ids
    assert {note.code for note in page.notes} <= {"spelling"}


def test_it_is_narrowed_as_any_query_is(archive):
    assert found(archive, TOWER, filters={"language": ("ru",)}) == {"tower-ru"}
    page = archive.search(Query(TOWER))
    assert {count.value: count.count for count in page.facets["language"]} == {"ru": 1, "en": 1}


@pytest.mark.parametrize(
    ("text", "code", "position"),
    [
        ("https://vestnik.example/news/none", "unknown-address", 0),
        ("башню https://vestnik.example/none", "unknown-address", 6),
        ("url:vestnik.example/none", "unknown-address", 4),
        ("url:tower-ru", "unknown-address", 4),
        ("https://other.example/articles/tower-ru", "unknown-address", 0),
        ("https://vestnik.example", "unknown-address", 0),
        ("/articles/none", "unknown-address", 0),
        ("id:none", "unknown-id", 3),
        ("id:tower-ru,none", "unknown-id", 3),
        ("url:", "empty-field", 0),
        ("id:\ud800", "unknown-id", 3),
        ("https://vestnik.example/\ud800", "unknown-address", 0),
    ],
)
def test_one_that_the_archive_does_not_have_is_told(archive, text, code, position):
    assert (code, position, False) in codes(archive, text)


@pytest.mark.parametrize("text", ["tower-en", " tower-en ", "paren"])
def test_a_pasted_id_finds_its_article_when_its_words_find_nothing(archive, text):
    page = archive.search(Query(text))
    assert [hit.id for hit in page.hits] == [text.strip()]
    (note,) = page.notes
    assert (note.code, note.count, note.applied) == ("article-id", 1, True)


def test_a_pasted_id_is_offered_when_its_words_find_others(archive):
    page = archive.search(Query("2017"))
    assert [hit.id for hit in page.hits] == ["река,№1"]
    (note,) = page.notes
    assert (note.code, note.query, note.count, note.applied) == (
        "article-id",
        "id:2017",
        1,
        False,
    )
    assert found(archive, note.query) == {"2017"}


def test_a_literal_query_is_words_even_if_it_is_an_id(archive):
    assert found(archive, "tower-en", literal=True) == set()


def test_a_deleted_article_is_not_there(tmp_path):
    archive = Archive.open(tmp_path, create=True)
    archive.add(ARTICLES)
    archive.sync()
    archive.delete(["tower-ru"])
    archive.sync()
    assert found(archive, TOWER) == {"tower-en"}
    assert ("unknown-id", 3, False) in codes(archive, "id:tower-ru")
