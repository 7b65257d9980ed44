"""Help asks each thing once: how many questions a query costs the index."""

from __future__ import annotations

from collections import Counter
from functools import partial

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help import QueryHelp
from indexer.query.help import asked as asked_module
from schemas.expression import And, Or, Phrase
from schemas.query import Period, Request


class Counting:
    """A searcher that counts what it is asked, question by question."""

    def __init__(self, searcher):
        self._searcher = searcher
        self.asked = Counter()

    def __getattr__(self, name):
        return getattr(self._searcher, name)

    def search(self, request):
        self.asked["search", request.expression, request.period] += 1
        return self._searcher.search(request)

    def frequency(self, node, deadline):
        self.asked["frequency", node] += 1
        return self._searcher.frequency(node)


@pytest.fixture
def counting(searcher):
    return Counting(searcher)


@pytest.fixture
def helped(counting, lexicon, taxonomies, read, monkeypatch):
    """What helps a text, and counts the spellings that it looks up beside the other questions."""
    query_help = QueryHelp(counting, default_analyzer(), lexicon, taxonomies["region"])
    spellings = asked_module.spellings

    def counted(word, *rest, **options):
        counting.asked["spelling", word] += 1
        return spellings(word, *rest, **options)

    monkeypatch.setattr(asked_module, "spellings", counted)

    def help(text):
        return query_help.help(read(text), read, query_help.asked())

    return help


@pytest.mark.parametrize(
    "text",
    [
        "Нальчкие президен школа",
        "Кадыроав в Магаес",
        "Kadyrov Yevkurov",
        "ghtpbltyn yfkmxbr",
        '"vstrecha Kadyrova" Гаджив',
        "moscw Sukhum выборы",
    ],
)
def test_no_question_is_asked_twice(helped, counting, text):
    helped(text)
    assert counting.asked
    assert {question: n for question, n in counting.asked.items() if n > 1} == {}


def test_a_wildcard_that_articles_have_is_not_tried_in_the_other_layout(helped, counting):
    helped("през*")
    assert {type(question[1]).__name__ for question in counting.asked} == {"Wildcard"}


def word(text):
    return default_analyzer().word(text)


ABSENT, PRESENT = word("шкаф"), word("Кадыров")


@pytest.mark.parametrize(
    ("expression", "searches"),
    [
        (And((PRESENT, ABSENT)), 0),
        (And((PRESENT, Phrase((ABSENT, PRESENT)))), 0),
        (Or((PRESENT, ABSENT)), 1),
        (PRESENT, 1),
    ],
)
def test_where_no_article_has_a_word_all_words_are_not_searched(
    counting, lexicon, taxonomies, expression, searches
):
    asked = QueryHelp(counting, default_analyzer(), lexicon, taxonomies["region"]).asked()
    russian = {"language": ("ru",)}
    total = asked.total(Request(filters=russian), expression)
    assert total == counting._searcher.search(Request(expression, russian, limit=0)).total
    assert sum(n for what, n in counting.asked.items() if what[0] == "search") == searches


def test_totals_of_other_filters_and_periods_are_other_questions(counting, lexicon, taxonomies):
    asked = QueryHelp(counting, default_analyzer(), lexicon, taxonomies["region"]).asked()
    total = partial(asked.total, expression=PRESENT)
    everywhere = total(Request())
    assert total(Request(filters={"language": ("en",)})) == 0 < everywhere
    assert total(Request(period=Period(undated=True))) == 0
    assert total(Request(limit=50, offset=3)) == everywhere
