"""A generation that was written before there was a facet: open, searched, never half known."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from corpus import Doc, batch

from indexer.index.whoosh import WhooshEngine
from schemas.errors import OutdatedIndexError
from schemas.query import Request

KEPT = Path(__file__).parents[1] / "archive" / "kept" / "format-4.tar.xz"
ADDED = ("author", "source", "keyword")


@pytest.fixture
def engine(tmp_path) -> WhooshEngine:
    with tarfile.open(KEPT) as kept:
        kept.extractall(tmp_path, filter="data")
    return WhooshEngine(tmp_path / "index")


@pytest.mark.parametrize("facet", ADDED)
def test_its_values_cannot_be_asked_for(engine, facet):
    with pytest.raises(OutdatedIndexError) as caught:
        engine.open().values(facet)
    assert "reindex" in caught.value.hint


def test_it_is_searched_and_counted_otherwise(engine):
    found = engine.open().search(Request())
    assert found.total == 24
    assert found.facets["region"]
    assert all(found.facets[facet] == {} for facet in ADDED)
    assert engine.open().search(Request(filters={"author": ("x",)})).total == 0


def test_after_changes_it_is_not_known_of_the_new_articles_alone(engine):
    name = engine.published()
    for number in range(20):  # enough for segments to be merged
        docs = [Doc(f"new{number}", body="x", facets={"author": ("Аза Костоева",)})]
        engine.apply(name, [batch(docs)], 1_000 + number)
    with pytest.raises(OutdatedIndexError):
        engine.open().values("author")
    assert engine.open().search(Request()).total == 44
