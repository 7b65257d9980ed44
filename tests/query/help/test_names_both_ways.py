"""Every name of the taxonomy and of our list finds the articles that use its other names."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp, build
from indexer.query.help.names import groups
from indexer.taxonomy import Taxonomy
from schemas.article import Article
from schemas.query import Request

GROUPS = [group for group in groups(Taxonomy.default("regions")) if len(group) > 1]


@pytest.fixture(scope="module")
def found(open_searcher, read):
    """The ids of the articles that a text finds: the names that they use."""
    names = dict.fromkeys(name for group in GROUPS for name in group)
    articles = [
        Article(
            id=str(number),
            language="en" if name.isascii() else "ru",
            title="News" if name.isascii() else "Новости",
            body=f"They told about {name}." if name.isascii() else f"Рассказали про {name}.",
        )
        for number, name in enumerate(names)
    ]
    searcher = open_searcher(articles)
    lexicon = build(searcher.vocabulary(), [article.title for article in articles])
    query_help = QueryHelp(searcher, default_analyzer(), lexicon, Taxonomy.default("regions"))
    texts = list(names)

    def found(typed):
        helped = query_help.help(read(typed), read, query_help.asked())
        request = Request(helped.parsed.expression, limit=1000, facets=False)
        return {texts[int(match.id)] for match in searcher.search(request).matches}

    return found


def test_there_are_enough_of_them():
    assert len(GROUPS) > 500


def test_each_name_finds_all_of_its_others(found):
    lost = {
        (typed, other) for group in GROUPS for typed in group for other in {*group} - found(typed)
    }
    assert lost == set()
