"""Words in the wrong layout with signs among their keys, and articles with the pieces between."""

from __future__ import annotations

import pytest
from said import notes_of

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp, build
from indexer.taxonomy import Taxonomy
from schemas.article import Article

TEXTS = (
    *(("ru", f"Был проведен обыск номер {number}.") for number in range(60)),
    *(("en", f"Mr. J. Smith and the company's plan {number}.") for number in range(60)),
    ("en", "What SCR means."),
)


@pytest.fixture(scope="module")
def improve(open_searcher, read):
    articles = [
        Article(id=str(number), language=language, title="—", body=text)
        for number, (language, text) in enumerate(TEXTS)
    ]
    searcher = open_searcher(articles)
    lexicon = build(searcher.vocabulary(), [article.title for article in articles])
    query_help = QueryHelp(searcher, default_analyzer(), lexicon, Taxonomy.default("regions"))
    return lambda text: query_help.help(read(text), read, query_help.asked())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghjdtlty j,scr", "проведен обыск"),  # 60 articles have "j", one has "scr"
        ("сщьзфтнэы", "company's"),
    ],
)
def test_signs_are_read_as_keys(improve, typed, meant):
    improved = improve(typed)
    assert improved.parsed.text == meant
    assert [note.code for note in notes_of(improved) if note.applied] == ["layout"]
