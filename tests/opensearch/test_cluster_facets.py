"""A generation that was written on a cluster before there was a facet."""

from __future__ import annotations

import pytest
from corpus import Doc, batch

from indexer.index.opensearch import engine as engines
from schemas.errors import OutdatedIndexError
from schemas.query import Request
from tests.opensearch.clients import engine_on

pytestmark = pytest.mark.opensearch


def test_it_is_searched_and_changed_and_the_facet_is_not_half_known(
    opensearch_node, prefix, monkeypatch
):
    engine = engine_on(opensearch_node.addresses, prefix)
    before = {name: each for name, each in engines.PROPERTIES.items() if name != "author"}
    with monkeypatch.context() as older:
        older.setattr(engines, "PROPERTIES", before)
        older.setattr(engines, "FACETS", [each for each in engines.FACETS if each.name in before])
        name = engine.create("f").name
    docs = [Doc("1", "x", facets={"author": ("Аза Костоева",), "region": ("moscow",)})]
    engine.apply(name, [batch(docs)], 1)
    searcher = engine.open(name)
    found = searcher.search(Request())
    assert (found.total, found.facets["author"], found.facets["region"]) == (1, {}, {"moscow": 1})
    assert searcher.search(Request(filters={"author": ("Аза Костоева",)})).total == 0
    assert searcher.counts("author", Request()) == {}
    with pytest.raises(OutdatedIndexError):
        searcher.values("author")
    searcher.close()
