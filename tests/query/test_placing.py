"""Which words place articles, beside those that find them, and how much each counts."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.query.both import in_both, terms_of, translated
from indexer.query.parser import Parsed, parse
from indexer.query.placing import MOST, parts_of, placing
from indexer.query.required import without_function_words
from indexer.translation.table import table
from schemas.expression import Or, Word

TABLE = table(
    {"abduct": [("похитить", 1.0)], "oil": [("нефть", 1.0)]},
    {},
    "",
    {
        "abduct": [("похитить", 0.5), ("похищать", 0.2), ("кража", 0.0)],
        "cut": [("рез", 0.3)],
        "war": [("битва", 0.05)],
        "oil": [("нефть", 0.6)],
        "run": [(f"слово{n}", 0.5 - n / 100) for n in range(MOST + 2)],
    },
)


def read(text: str) -> Parsed:
    return without_function_words(parse(text, default_analyzer(), {}, date(2026, 11, 1)))[0]


def placed(text: str, *not_as: str) -> list[tuple[set[str], float]] | None:
    """What places the articles of a query: the terms of each part, and its weight."""
    query, analyzer = read(text), default_analyzer()
    words = translated(query, query, TABLE, analyzer, not_as)
    parts = parts_of(query, query, words, TABLE, terms_of(not_as, analyzer))
    node = placing(in_both(query, words).expression, parts)
    if node is None:
        return None
    assert isinstance(node, Or)
    return [
        ({*leaf.terms}, pytest.approx(leaf.weight))
        for leaf in node.children
        if isinstance(leaf, Word)
    ]


ABDUCT = {"abduct", "похитить"}


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("abducted", [
            (ABDUCT, 0.4),
            ({*ABDUCT, "похищать"}, 0.3),
            ({*ABDUCT, "похищать", "кража"}, 0.3),
        ]),
        ("cut", [({"cut"}, 0.4), ({"cut", "рез"}, 0.6)]),
        ("war", [({"war"}, 0.7), ({"war", "битва"}, 0.3)]),
        ("cut war", [
            ({"cut"}, 0.4), ({"cut", "рез"}, 0.6), ({"war"}, 0.7), ({"war", "битва"}, 0.3),
        ]),
        ("cut coal", [({"cut"}, 0.4), ({"cut", "рез"}, 0.6), ({"coal"}, 1.0)]),
        # what has no other word near to it, and what stays as it is typed
        ("oil", None),
        ("coal", None),
        ('"cut"', None),
        ("=cut", None),
        ("title:cut", None),
        ("cut NEAR coal", None),
        ("cut OR рез", None),
        ("coal -cut", None),
    ],
)  # fmt: skip
def test_a_word_counts_by_how_sure_it_is(query, parts):
    assert placed(query) == parts


def test_what_a_reader_refuses_places_nothing():
    assert placed("cut", "рез") is None
    assert placed("abduct", "похищение") == placed("abduct")
    assert placed("abduct", "похитить") == [
        ({"abduct"}, 0.4), ({"abduct", "похищать"}, 0.3), ({"abduct", "похищать", "кража"}, 0.3),
    ]  # fmt: skip


def test_of_many_words_the_nearest_count():
    (_, near) = placed("run")
    assert near[0] == {"run", *(f"слово{n}" for n in range(MOST))}
