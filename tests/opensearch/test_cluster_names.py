"""Names of indices that are given again, or that another archive has, too."""

from __future__ import annotations

from dataclasses import replace

import pytest
from corpus import Doc, batch, ids, word

from indexer.index.opensearch import engine as engines
from schemas.errors import ForeignIndexError, OutdatedIndexError
from schemas.query import Request
from tests.opensearch.clients import engine_on, indices, told

pytestmark = pytest.mark.opensearch
DOCS = [Doc("1", "cats"), Doc("2", "dog")]


@pytest.fixture
def port(opensearch_node) -> int:
    return opensearch_node.nodes[0].port


@pytest.fixture
def engine(opensearch_node, prefix):
    return engine_on(opensearch_node.addresses, prefix)


def found(engine, name, *terms) -> list[str]:
    searcher = engine.open(name)
    try:
        return ids(searcher.search(Request(word(*terms))))
    finally:
        searcher.close()


def test_a_name_that_is_given_again_has_none_of_the_words_it_had(engine, monkeypatch):
    monkeypatch.setattr(engines, "LINGERS", -1)
    name = engine.create("f").name
    engine.apply(name, [batch(DOCS)], 1)
    engine.drop(name)
    engine.clean()
    assert engine.create("f").name == name
    engine.apply(name, [batch(DOCS)], 1)  # what was sent before has to be sent again
    assert found(engine, name, "cat") == ["1"]


def test_words_that_a_killed_command_left_do_not_mix_with_others(engine, prefix, port):
    name = engine.create("f").name
    engine.apply(name, [batch(DOCS)], 1)
    told(port, "DELETE", f"/{prefix}-{name}")  # and before its words were, it was killed
    assert engine.create("other analysis").name == name
    given = batch(DOCS)
    terms = tuple(tuple(f"other {term}" for term in of_form) for of_form in given.terms)
    engine.apply(name, [replace(given, terms=terms)], 1)
    assert found(engine, name, "cat") == []
    assert found(engine, name, "other cat") == ["1"]


@pytest.mark.parametrize("ending", ["-words", "-words-georgia"])
def test_an_archive_whose_prefix_goes_on_as_our_names_do_stays(opensearch_node, prefix, ending):
    other = engine_on(opensearch_node.addresses, prefix + ending)
    name = other.create("f").name
    other.apply(name, [batch(DOCS)], 1)
    engine_on(opensearch_node.addresses, prefix).clean()
    assert found(other, name, "cat") == ["1"]


def test_words_of_another_program_are_neither_used_nor_deleted(engine, prefix, port):
    index = f"{prefix}-words-g000001"
    told(port, "PUT", f"/{index}", {})
    with pytest.raises(ForeignIndexError, match=index):
        engine.create("f")
    assert indices(port, prefix) == [index]


def test_what_a_later_version_keeps_besides_is_no_reason_not_to_see_a_generation(
    engine, prefix, port
):
    name = engine.create("f").name
    index = f"{prefix}-{name}"
    kept = told(port, "GET", f"/{index}/_mapping")[index]["mappings"]["_meta"]
    later = {**kept, "layout": 3, "colour": "red"}
    told(port, "PUT", f"/{index}/_mapping", {"_meta": later})
    with pytest.raises(OutdatedIndexError, match="another version"):
        engine.open(name)
    assert engine.create("f").name != name
