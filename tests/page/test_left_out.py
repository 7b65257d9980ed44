"""The query of a chip's cross: the filter goes, and so does what held it alone."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """An archive of one article."""
    archive = Archive.open(tmp_path_factory.mktemp("left"), create=True)
    archive.add([Article(id="a", language="ru", title="Суд", regions=("dagestan",))])
    archive.sync()
    return archive


@pytest.mark.parametrize(
    ("query", "without"),
    [
        ("суд region:dagestan", ["суд"]),
        ("суд region:dagestan мэр", ["суд мэр"]),
        ("(region:dagestan) суд", ["суд"]),
        ("суд ((region:dagestan))", ["суд"]),
        ("суд ( region:dagestan )", ["суд"]),
        ("суд -(region:dagestan) мэр", ["суд мэр"]),
        ("суд NOT (region:dagestan)", ["суд"]),
        ("суд AND region:dagestan", ["суд"]),
        ("region:dagestan AND суд", ["суд"]),
        ("(region:dagestan OR мэр) суд", ["(мэр) суд"]),
        ("суд (region:dagestan OR region:chechnya)",
         ["суд (region:chechnya)", "суд (region:dagestan)"]),
        ("(мэр region:dagestan) суд", ["(мэр) суд"]),
        ("title:(region:dagestan) суд", ["суд"]),
        ("«( )» region:dagestan", ["«( )»"]),
        ("суд ( ) region:dagestan", ["суд ( )"]),
        ("суд И region:dagestan ИЛИ мэр", ["суд ИЛИ мэр"]),
    ],
)  # fmt: skip
def test_nothing_empty_is_left(archive, query, without):
    found = archive.search(Query(query))
    assert [one.without for one in found.filters] == without


@pytest.mark.parametrize(
    "query", ["(region:dagestan) суд", "суд (region:dagestan OR region:chechnya)"]
)
def test_the_words_alone_are_searched_when_every_filter_goes(archive, query):
    page = archive.search(Query(query))
    while page.filters:
        page = archive.search(Query(page.filters[0].without))
    assert page.query.text == "суд"
