"""A whole result: of one generation, in its order, as many as its page counts."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.archive import Archive
from indexer.export import FORMATS, About, exported
from indexer.page import whole
from indexer.settings import Settings
from schemas.article import Article
from schemas.errors import ChangedError
from schemas.query import SORTS, Period, Query

WORDS = ("башня", "школа", "река", "tower", "school", "дорога")


def made(number: int) -> Article:
    return Article(
        id=f"a{number:03}",
        language="ru" if number % 3 else "en",
        title=f"{WORDS[number % 6]} {WORDS[number % 5]} {number}",
        body=f"{WORDS[number % 4]} " * 20,
        published=date(2000 + number % 20, 1 + number % 12, 1) if number % 7 else None,
        regions=("dagestan",) if number % 2 else ("chechnya",),
    )


@pytest.fixture
def archive(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(map(made, range(60)))
    archive.sync()
    return archive


def about(result) -> About:
    return About("", date(2026, 11, 29), result.total, result.generation)


def ids(result) -> list[str]:
    return [each.id for each in result.articles()]


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    archive = Archive(Settings(home=tmp_path_factory.mktemp("kept")), create=True)
    archive.add(map(made, range(60)))
    archive.sync()
    return archive


QUERIES = st.builds(
    Query,
    text=st.lists(st.sampled_from((*WORDS, "-река", "OR", "200")), max_size=3).map(" ".join),
    filters=st.sampled_from([{}, {"language": ("ru",)}, {"region": ("chechnya",)}]),
    period=st.sampled_from([Period(), Period(date(2005, 1, 1)), Period(undated=True)]),
    sort=st.sampled_from(SORTS),
    size=st.just(7),
    any_words=st.booleans(),
)


@given(query=QUERIES)
def test_any_query_gives_what_its_pages_give(kept, query):
    result = kept.whole(query)
    page = kept.search(query)
    assert result.total == page.total
    pages = (kept.search(replace(query, page=number)) for number in range(1, page.pages + 1))
    assert ids(result) == [hit.id for each in pages for hit in each.hits]


def test_a_publication_meanwhile_changes_nothing(archive, monkeypatch):
    monkeypatch.setattr(whole, "AT_ONCE", 5)
    result = archive.whole(Query("", sort="newest"))
    articles = result.articles()
    found = [next(articles).id]
    archive.add(map(made, range(60, 80)))
    archive.sync()
    archive.rebuild()
    found += [each.id for each in articles]
    assert len(found) == result.total == 60
    assert found == [f"a{number:03}" for number in sorted(range(60), key=newest)]
    assert archive.whole(Query("")).total == 80


def newest(number: int):
    published = made(number).published
    return (published is None, -(published or date.min).toordinal(), made(number).id)


def test_what_is_deleted_meanwhile_is_not_shown_and_the_file_not_complete(archive, monkeypatch):
    monkeypatch.setattr(whole, "AT_ONCE", 5)
    result = archive.whole(Query(""))
    chunks = exported(result, FORMATS["jsonl"], about(result))
    monkeypatch.setattr("indexer.export.CHUNK", 1)
    first = next(chunks)
    archive.delete([result.ids[40]])
    with pytest.raises(ChangedError, match="1 of 60 articles were deleted") as error:
        list(chunks)
    assert error.value.hint == "export them again"
    assert b'"id"' in first
    again = archive.whole(Query(""))
    lines = b"".join(exported(again, FORMATS["jsonl"], about(again))).splitlines()
    assert len(lines) == again.total == 59


def test_what_is_corrected_meanwhile_has_its_new_text(archive, monkeypatch):
    result = archive.whole(Query(""))
    archive.add([made(3).model_copy(update={"body": "Новый текст."})])
    assert "Новый текст." in {each.body for each in result.articles()}
    assert len(ids(result)) == 60


def test_memory_does_not_grow_with_the_texts(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(
        made(n).model_copy(update={"id": f"n{n}", "body": "река " * 600}) for n in range(4000)
    )
    archive.sync()
    result = archive.whole(Query(""))
    tracemalloc.start()
    try:
        size = sum(map(len, exported(result, FORMATS["csv"], about(result))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 20_000_000
    assert peak < size / 8
