"""The article before and after another in its region and topic."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article

BOTH = {"regions": ["dagestan"], "topics": ["culture"]}
RECORDS: list[dict[str, object]] = [
    {"id": "a", "published": "2017-06-05T08:00:00+03:00", **BOTH},
    {"id": "b", "published": "2017-06-05T10:00:00+03:00", **BOTH},
    {"id": "c", "published": "2017-06-05T10:00:00+03:00", **BOTH},
    {"id": "d", "published": "2017-06-06", **BOTH},
    {"id": "e", "published": "2019-01-01", **BOTH},
    {"id": "undated", "published": None, **BOTH},
    {"id": "elsewhere", "published": "2017-06-05T09:00:00+03:00", "regions": ["chechnya"]},
    {"id": "alone", "published": "2018-01-01", "regions": ["dagestan"], "topics": ["sport"]},
    {"id": "c-en", "published": "2017-06-05T10:00:00+03:00", "translation_of": "c", **BOTH},
    {"id": "bare", "published": "2018-01-01"},
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    archive = Archive(Settings(home=tmp_path_factory.mktemp("in-time")), create=True)
    archive.add(
        Article.model_validate({"language": "ru", "title": "Новость"} | record)
        for record in RECORDS
    )
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("id", "older", "newer"),
    [
        ("a", "undated", "c-en"),  # results put articles without a date last
        # neither side is a translation of it; of the same moment in order of id, as in results
        ("c", "a", "b"),
        ("b", "c", "d"),
        ("d", "b", "e"),
        ("e", "d", None),
    ],
)
def test_they_are_those_of_the_same_region_and_topic(
    archive: Archive, id: str, older: str | None, newer: str | None
) -> None:
    article = archive.get(id)
    assert article
    found = archive.before_and_after(article)
    assert found
    assert found.filters == {"region": ("dagestan",), "topic": ("culture",)}
    assert ((found.older and found.older.id), (found.newer and found.newer.id)) == (older, newer)


def test_where_nothing_has_both_those_of_the_region_are_taken(archive: Archive) -> None:
    article = archive.get("alone")
    assert article
    found = archive.before_and_after(article)
    assert found
    assert found.filters == {"region": ("dagestan",)}
    assert (found.older and found.older.id) == "d"
    assert (found.newer and found.newer.id) == "e"


def test_those_in_its_own_language_come_first(tmp_path) -> None:
    moscow = {"regions": ["moscow"]}
    records = [
        {"id": "ru-1", "published": "2017-06-01", **moscow},
        {"id": "en-2", "published": "2017-06-02", "language": "en", **moscow},
        {"id": "ru-3", "published": "2017-06-03", **moscow},
        {"id": "en-4", "published": "2017-06-04", "language": "en", "regions": ["sochi"]},
        {"id": "ru-5", "published": "2017-06-05", "regions": ["sochi"]},
    ]
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(
        Article.model_validate({"language": "ru", "title": "Новость"} | record)
        for record in records
    )
    archive.sync()

    def around(id: str) -> list[str]:
        article = archive.get(id)
        assert article
        found = archive.before_and_after(article)
        assert found
        assert "language" not in found.filters
        return [one.id if one else "" for one in (found.older, found.newer)]

    assert around("ru-3") == ["ru-1", ""]
    assert around("ru-1") == ["", "ru-3"]
    # nothing else is in its language
    assert around("en-2") == ["ru-1", "ru-3"]
    assert around("en-4") == ["", "ru-5"]


@pytest.mark.parametrize("id", ["undated", "elsewhere", "bare"])
def test_without_a_date_a_region_or_others_there_are_none(archive: Archive, id: str) -> None:
    article = archive.get(id)
    assert article
    assert archive.before_and_after(article) is None


def test_an_article_that_is_not_indexed_yet_has_none(archive: Archive) -> None:
    new = {"id": "new", "language": "ru", "title": "Новость", "published": "2017-06-05", **BOTH}
    assert archive.before_and_after(Article.model_validate(new)) is None
