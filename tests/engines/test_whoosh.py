"""A generation is a Whoosh index: Whoosh itself opens it and its own queries run on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus import DAY, Doc, batch
from whoosh import query
from whoosh.index import open_dir

from indexer.index.whoosh import WhooshEngine
from schemas.expression import Word
from schemas.query import Request

DOCS = [
    Doc("one", title="горный воздух", body="день за днём воздух чист", published=3 * DAY),
    Doc("two", title="воздушный бой", body="горный день", published=2 * DAY),
    Doc("three", lede="день горный воздух", body="Cats see cat", published=DAY),
    Doc("four", body="горный x воздух"),
]
QUERIES = [
    (query.Term("form", "воздух"), {"one", "three", "four"}),
    (query.Term("form", "cat"), {"three"}),
    (query.Term("term", "cat"), {"three"}),
    (query.Term("term", "first:д"), {"one", "two", "three"}),
    (query.Term("form", "нет"), set()),
    (query.Term("id", "two"), {"two"}),
    (query.And([query.Term("form", "воздух"), query.Term("form", "день")]), {"one", "three"}),
    (query.Or([query.Term("form", "бой"), query.Term("form", "see")]), {"two", "three"}),
    (query.Phrase("form", ["горный", "воздух"]), {"one", "three"}),
    (query.Phrase("term", ["день", "горный", "воздух"]), {"three"}),
    (query.Phrase("form", ["воздух", "день"]), set()),
    (query.Prefix("form", "возд"), {"one", "two", "three", "four"}),
    (query.Wildcard("form", "д*м"), {"one"}),
    (query.Every(), {"one", "two", "three", "four"}),
]


@pytest.fixture
def engine(tmp_path):
    return WhooshEngine(tmp_path)


def found(folder: Path, asked: query.Query) -> set[str]:
    with open_dir(str(folder)).searcher() as searcher:
        return {hit["id"] for hit in searcher.search(asked, limit=None)}


@pytest.mark.parametrize(("asked", "expected"), QUERIES)
def test_queries_of_whoosh_over_one_segment(engine, tmp_path, asked, expected):
    name = engine.create("f").name
    engine.apply(name, [batch(DOCS)], 1)
    assert found(tmp_path / name, asked) == expected


@pytest.mark.parametrize(("asked", "expected"), QUERIES)
def test_queries_of_whoosh_after_deletions_and_updates(
    engine, tmp_path, monkeypatch, asked, expected
):
    monkeypatch.setattr("indexer.index.whoosh.write.writer.SMALL", 0)
    monkeypatch.setattr("indexer.index.whoosh.write.writer.RATIO", 0)
    monkeypatch.setattr("indexer.index.whoosh.write.writer.DEAD_SHARE", 1)
    name = engine.create("f").name
    engine.apply(
        name, [batch([*DOCS[:2], Doc("gone", body="воздух день cat"), Doc("four", body="see")])], 1
    )
    engine.apply(name, [batch(DOCS[2:], deleted=["gone"])], 2)
    assert engine.status(name)["segments"] == 2
    assert engine.status(name)["deleted"] == 2
    assert found(tmp_path / name, asked) == expected


def test_an_empty_generation_is_an_empty_index(engine, tmp_path):
    name = engine.create("f").name
    assert found(tmp_path / name, query.Every()) == set()


def test_statistics_of_terms_agree_with_ours(engine, tmp_path):
    name = engine.create("f").name
    engine.apply(name, [batch(DOCS)], 1)
    searcher = engine.open(name)
    with open_dir(str(tmp_path / name)).reader() as reader:
        for form in searcher.vocabulary():
            assert reader.doc_frequency("form", form.form) == form.count
        assert searcher.search(Request(Word(("cat",)))).total == reader.doc_frequency("term", "cat")
