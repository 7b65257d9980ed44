"""Articles become columns: the same words at the same places as ``tokens`` gives."""

from __future__ import annotations

from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis import default_analyzer
from indexer.index.columns import batch, seconds, texts
from schemas.article import Article
from schemas.document import FIELD_GAP, PARAGRAPH, SENTENCE, UNDATED, Batch

ANALYZER = default_analyzer()
MARKERS = {SENTENCE, PARAGRAPH}


def article(id: str = "1", **fields) -> Article:
    return Article.model_validate({"id": id, "language": "ru", "title": "Заголовок", **fields})


def rows(found: Batch, number: int = 0) -> list[tuple[int, str]]:
    start = found.ends[number - 1] if number else 0
    span = slice(start, found.ends[number])
    forms = [found.forms[token] for token in found.tokens[span].tolist()]
    return list(zip(found.positions[span].tolist(), forms, strict=True))


def test_fields_follow_one_another_with_a_gap():
    found = batch([article(title="Раз два", lede="Три", body="Четыре пять. Шесть")], ANALYZER, {})
    assert [row for row in rows(found) if row[1] not in MARKERS] == [
        (0, "раз"),
        (1, "два"),
        (2 + FIELD_GAP, "три"),
        (3 + 2 * FIELD_GAP, "четыре"),
        (4 + 2 * FIELD_GAP, "пять"),
        (5 + 2 * FIELD_GAP, "шесть"),
    ]
    assert found.starts.tolist() == [[0, 2 + FIELD_GAP, 3 + 2 * FIELD_GAP]]
    assert found.lengths.tolist() == [[2, 1, 3]]


def test_markers_stand_before_the_first_word():
    found = batch([article(title="Т", body="Раз. Два\n\nтри")], ANALYZER, {})
    start = found.starts[0, 2]
    assert [(position - start, form) for position, form in rows(found) if position >= start] == [
        (0, PARAGRAPH),
        (0, SENTENCE),
        (0, "раз"),
        (1, SENTENCE),
        (1, "два"),
        (2, PARAGRAPH),
        (2, SENTENCE),
        (2, "три"),
    ]


def test_captions_are_paragraphs_of_the_body():
    assert texts(article(body="Тело", captions=("Раз", "Два")))[2] == "Тело\n\nРаз\n\nДва"


def test_forms_are_distinct_and_have_the_terms_of_the_analyzer():
    found = batch(
        [article("1", body="В Шали и в Шали"), article("2", body="нет шали")], ANALYZER, {}
    )
    assert len(set(found.forms)) == len(found.forms)
    assert {"Шали", "шали"} <= set(found.forms)
    for form, terms in zip(found.forms, found.terms, strict=True):
        assert terms == (() if form in MARKERS else ANALYZER.terms(form))


WORDS = (
    "Кадыров",
    "Шали",
    "шали.",
    "Алхан-Кала",
    "М.Евкуров",
    "kavkaz.eu",
    "1,5",
    "и",
    "\n\n",
    "!",
)
TEXT = st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4))
def test_a_batch_is_what_tokens_are(contents):
    articles = [
        article(str(number), title=f"Т {title}", lede=lede, body=body)
        for number, (title, lede, body) in enumerate(contents)
    ]
    found = batch(articles, ANALYZER, {})
    assert found.ids == tuple(one.id for one in articles)
    for number, one in enumerate(articles):
        expected = [
            (token.position + int(start), token.form)
            for start, text in zip(found.starts[number], texts(one), strict=True)
            for token in ANALYZER.tokens(text)
        ]
        assert [row for row in rows(found, number) if row[1] not in MARKERS] == expected


def test_no_articles_make_an_empty_batch():
    found = batch([], ANALYZER, {})
    assert (found.ids, found.tokens.size, found.lengths.shape) == ((), 0, (0, 3))


def test_an_article_of_no_words_has_no_tokens():
    found = batch([article(title="—"), article("2")], ANALYZER, {})
    assert found.ends.tolist() == [0, 3]
    assert found.lengths.tolist() == [[0, 0, 0], [1, 0, 0]]


def test_of_two_with_one_id_the_later_counts():
    found = batch([article(title="Раз"), article(title="Два")], ANALYZER, {})
    assert [row for row in rows(found) if row[1] not in MARKERS] == [(0, "два")]


def test_facets_have_ancestors_sorted_and_once():
    def up(values: tuple[str, ...]) -> tuple[str, ...]:
        return (*values, *(value.partition("-")[0] for value in values))

    found = batch([article(regions=("RU-IN", "RU-CE"))], ANALYZER, {"region": up})
    assert found.facets["region"] == (("RU", "RU-CE", "RU-IN"),)
    assert found.facets["language"] == (("ru",),)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (None, UNDATED),
        (date(1970, 1, 2), 86_400),
        (datetime(1970, 1, 1, 0, 0, tzinfo=UTC), 3 * 3_600),
        (date(1969, 12, 31), -86_400),
    ],
)
def test_dates_are_seconds_by_the_clock_of_moscow(moment, expected: int):
    assert seconds(moment) == expected


def test_columns_have_the_types_of_the_contract():
    found = batch([article(body="раз")], ANALYZER, {})
    assert (found.tokens.dtype, found.positions.dtype) == (np.uint32, np.uint32)
    assert (found.ends.dtype, found.published.dtype) == (np.int64, np.int64)
    assert (found.starts.dtype, found.lengths.dtype) == (np.uint32, np.uint32)
