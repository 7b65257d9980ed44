"""Reading a result to its end with cursors, while articles come, go and change their dates."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest
from effort import tries

from indexer.archive import Archive
from indexer.page.cursor import CursorError, next_cursor
from schemas.article import Article
from schemas.query import Query


def article(number: int, published: str | None) -> Article:
    return Article.model_validate(
        {
            "id": f"{number:03}",
            "language": "ru",
            "title": f"Заметка {number}",
            "body": "Мост открыт.",
            "published": published or "unknown",
        }
    )


def some_date(luck: random.Random) -> str | None:
    """Many on one day, some without a time, a date or a past."""
    day = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(days=luck.randrange(4))
    return luck.choice(
        [day.isoformat(), day.date().isoformat(), None, "2099-01-01", "1899-05-01T12:00+03:00"]
    )


@pytest.fixture
def archive(tmp_path):
    """Sixty articles."""
    luck = random.Random(5)  # noqa: S311
    archive = Archive.open(tmp_path / "home", create=True)
    archive.add(article(number, some_date(luck)) for number in range(60))
    archive.sync()
    return archive


def pages(archive: Archive, query: Query, between=lambda: None):
    """The ids of each page in turn; ``between`` is called after each."""
    cursor: str | None = ""
    while cursor is not None:
        page = archive.search(query, cursor=cursor)
        yield [hit.id for hit in page.hits]
        cursor = next_cursor(page, datetime.now(UTC))
        between()


@pytest.mark.parametrize("sort", ["newest", "oldest", "relevance"])
@pytest.mark.parametrize("text", ["мост", ""])
def test_every_article_once_in_the_order_of_the_pages(archive, sort, text):
    query = Query(text, sort=sort, size=7)
    whole = [hit.id for hit in archive.search(Query(text, sort=sort, size=100)).hits]
    assert list(chain.from_iterable(pages(archive, query))) == whole


@pytest.mark.parametrize("seed", range(tries(8)))
@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_what_stays_is_read_once_whatever_else_happens(archive, sort, seed):
    luck = random.Random(seed)  # noqa: S311
    stayed = {f"{number:03}" for number in range(60)}
    new = iter(range(100, 999))

    def change() -> None:
        archive.add(article(next(new), some_date(luck)) for _ in range(3))
        gone = luck.sample(sorted(stayed), 2)
        archive.delete(gone)
        stayed.difference_update(gone)
        archive.rebuild() if luck.random() < 0.3 else archive.sync()

    query = Query("мост", sort=sort, size=16)
    read = list(chain.from_iterable(pages(archive, query, change)))
    assert len(read) == len(set(read))
    assert stayed <= set(read)


def test_an_order_by_relevance_ends_with_its_index(archive):
    query = Query("мост", size=7)
    cursor = next_cursor(archive.search(query), datetime.now(UTC))
    archive.add([article(900, None)])
    archive.sync()
    with pytest.raises(CursorError) as error:
        archive.search(query, cursor=cursor)
    assert error.value.code == "expired-cursor"


@pytest.mark.parametrize(
    "other",
    [
        Query("мосты", sort="newest"),
        Query("мост", sort="oldest"),
        Query("мост"),
        Query("мост", {"language": ("ru",)}, sort="newest"),
        Query("мост", sort="newest", literal=True),
        Query("мост", sort="newest", without={"language": ("en",)}),
    ],
)
def test_a_cursor_of_another_search_is_told(archive, other):
    cursor = next_cursor(archive.search(Query("мост", sort="newest", size=7)), datetime.now(UTC))
    with pytest.raises(CursorError) as error:
        archive.search(other, cursor=cursor)
    assert error.value.code == "foreign-cursor"


@pytest.mark.parametrize("wrong", ["x", "W10", "я", "bnVsbA", "A" * 5_000, "W10=\n", "\ud800"])
def test_what_is_no_cursor_is_told(archive, wrong):
    with pytest.raises(CursorError) as error:
        archive.search(Query("мост", sort="newest"), cursor=wrong)
    assert error.value.code == "bad-cursor"


def test_the_size_of_a_page_may_change_on_the_way(archive):
    query = Query("мост", sort="newest", size=7)
    cursor = next_cursor(archive.search(query), datetime.now(UTC))
    rest = archive.search(Query("мост", sort="newest", size=100), cursor=cursor)
    assert (len(rest.hits), next_cursor(rest, datetime.now(UTC))) == (53, None)
