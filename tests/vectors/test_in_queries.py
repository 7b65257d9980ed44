"""When queries in one language are compared with articles: where there are vectors to compare."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from indexer.archive import Archive
from indexer.page.cursor import CursorError, next_cursor
from schemas.article import Article
from schemas.query import Query

THREE = Query("snow fell night")


@pytest.fixture
def archive(tmp_path, model) -> Archive:
    made = Archive.open(tmp_path / "home", create=True)
    made.add([Article(id="snow", language="en", title="Snow", body="The snow fell all night.")])
    made.sync()
    return made


def place(archive: Archive):
    return archive.explain(THREE, "snow").place


def test_meaning_counts_as_soon_as_there_are_vectors(archive):
    assert place(archive) is None
    archive.make_vectors()
    assert place(archive).likeness > 0.5


def test_it_does_not_count_if_another_encoder_made_them(archive, another_model):
    archive.make_vectors()
    another_model("words 2")
    assert place(archive) is None


@pytest.mark.parametrize(
    ("query", "encoded"),
    [
        (THREE, ["snow fell night"]),
        (Query("snow fell"), []),
        (Query("snow fell night", sort="newest", size=1), []),  # nothing fills the page
        (Query("snow fell night", literal=True), []),
    ],
)
def test_only_what_is_put_in_order_is_encoded(archive, model, query, encoded):
    archive.make_vectors()
    model.encoded.clear()
    archive.search(query)
    archive.count(query)
    assert model.encoded == encoded


@pytest.mark.parametrize(
    ("query", "lasts"),
    [
        (Query("snow fell night", size=1), False),
        (Query("snow fell", size=1), True),
        (Query("snow fell night", size=1, sort="newest"), True),
    ],
)
def test_a_cursor_ends_with_the_vectors_that_put_articles_in_order(archive, query, lasts):
    archive.add([Article(id="late", language="en", title="Late", body="Night snow fell at last.")])
    archive.sync()
    now = datetime.now(UTC)
    without = next_cursor(archive.search(query), now)
    archive.make_vectors()
    with_some = next_cursor(archive.search(query), now)
    assert len(archive.search(query, cursor=with_some).hits) == 1
    archive.vectors.remove(["late"])  # the order may be another one, the index is not
    for cursor in (without, with_some):
        if lasts:
            assert len(archive.search(query, cursor=cursor).hits) == 1
            continue
        with pytest.raises(CursorError) as error:
            archive.search(query, cursor=cursor)
        assert error.value.code == "expired-cursor"
