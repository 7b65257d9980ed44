"""What is marked in a whole article: every place that matches, and nothing that does not."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.analysis import default_analyzer
from indexer.page.snippets.whole import MarkedArticle, MarkedText, marked, unmarked
from indexer.query.parser import parse
from schemas.article import Article


def mark(query: str, **fields: object) -> MarkedArticle:
    record = {"id": "a", "language": "ru", "title": "Новости", **fields}
    expression = parse(query, default_analyzer(), {}, date(2026, 1, 1)).expression
    return marked(Article.model_validate(record), expression, default_analyzer())


def places(text: MarkedText) -> list[tuple[int, str]]:
    """Number and words of each place."""
    return [
        (place.number, " ".join(text.text[a:b] for a, b in place.spans)) for place in text.places
    ]


@pytest.mark.parametrize(
    ("query", "body", "words"),
    [
        ("суд", "Суд в Грозном. В суде и без суда; подсудимый.", ["Суд", "суде", "суда"]),
        ("«глава региона»", "Глава региона и глава района региона.", ["Глава региона"]),
        ("=суд", "Суд в Грозном. В суде.", ["Суд"]),
        ("респ*", "Республика, республики, реформа", ["Республика", "республики"]),
        ("суды!=судах", "Суды и судах и суде", ["Суды", "суде"]),
        # words with NEAR between them match only near each other
        ("суд NEAR/2 приговор", "Суд огласил приговор. Все ушли, и был суд.", ["Суд", "приговор"]),
        ("суд NEAR/2 приговор", "Суд прошёл, и затем, через год, был приговор", []),
        ("суд NEAR/3 приговор NEAR/3 Грозный", "Суд и приговор. Это был Грозный, а не он", []),
        # in both orders, and each that has the others beside it
        ("суд NEAR/2 приговор", "приговор суда суд", ["приговор", "суда", "суд"]),
        ("суд /s приговор", "Суд начался. Приговор суда ждут.", ["Приговор", "суда"]),
        ("суд /p приговор", "Суд начат. Приговор ждут.\n\nСуд кончен.", ["Суд", "Приговор"]),
        # a word that is asked for by itself, too, is marked everywhere
        ("суд (суд NEAR/2 час)", "Суд и час. Потом, через год, суд", ["Суд", "час", "суд"]),
        # a phrase and a word of it are one place
        ("«глава региона» региона", "Глава региона. Центр региона", ["Глава региона", "региона"]),
        ("Нагорно-Карабахский", "В Нагорно-Карабахской Республике", ["Нагорно-Карабахской"]),
        ("суд -приговор", "Суд", ["Суд"]),
        ("*", "Суд", []),
    ],
)  # fmt: skip
def test_places_are_what_matches(query: str, body: str, words: list[str]) -> None:
    assert [said for _, said in places(mark(query, body=body).body)] == words


def test_places_are_numbered_in_the_order_of_reading() -> None:
    found = mark("суд", title="Суд", lede="Суда нет", captions=["У суда", "Река"], body="Без суда")
    assert places(found.title) == [(1, "Суд")]
    assert places(found.lede) == [(2, "Суда")]
    assert [places(caption) for caption in found.captions] == [[(3, "суда")], []]
    assert places(found.body) == [(4, "суда")]
    assert found.count == 4


def test_a_phrase_from_the_body_into_a_caption_is_marked_in_both() -> None:
    """They are one text of the index, which finds the phrase."""
    found = mark("«глава региона»", body="Глава", captions=["Региона"])
    assert (places(found.captions[0]), places(found.body)) == ([(1, "Региона")], [(2, "Глава")])


def test_without_a_query_nothing_is_marked() -> None:
    article = Article(id="a", language="ru", title="Суд", lede="Суд", captions=("Суд",), body="Суд")
    assert unmarked(article).count == 0
    assert unmarked(article).captions == (MarkedText("Суд"),)


def test_a_field_is_marked_alone() -> None:
    found = mark("title:суд", title="Суд", lede="Суд", body="Суд")
    assert (found.count, places(found.title)) == (1, [(1, "Суд")])
