"""When queries in one language are compared with articles: where there are vectors to compare."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
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
