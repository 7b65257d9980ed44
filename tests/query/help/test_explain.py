"""How a query is explained, and why an article is or is not found."""

from __future__ import annotations

from datetime import date

import pytest

from indexer.page.explain import explain, explain_article, render
from schemas.query import Period, Request
from schemas.results import Note


@pytest.fixture
def explained(searcher, read, articles, taxonomies):
    def explained(text: str, id: str | None = None, **narrowed):
        parsed = read(text)
        request = Request(
            expression=parsed.expression,
            **{"filters": parsed.filters, "period": parsed.period} | narrowed,
        )
        notes = [Note(p.code, p.text, p.position) for p in parsed.problems]
        notes.append(Note("layout", "a", None, "б", "б", 3, applied=True))
        found = explain(parsed, request, searcher, notes)
        if id is None:
            return found
        article = {article.id: article for article in articles}.get(id)
        return explain_article(found, id, article, searcher, taxonomies)

    return explained


def test_parts_carry_terms_frequencies_and_forms(explained) -> None:
    found = explained('Кадыров "в Чечне" -мост')
    assert found.reading == 'Кадыров "в Чечне" NOT мост'
    assert [part.query for part in found.parts] == ["Кадыров", '"в Чечне"']
    word, phrase = found.parts
    assert "кадыров" in word.terms
    assert (word.frequency, phrase.frequency) == (2, 2)
    assert {form.form.lower() for form in word.forms} == {"кадыров", "кадырова", "кадырову"}


def test_the_scores_of_the_parts_add_up(explained, searcher, read) -> None:
    found = explained("Кадыров граница ИЛИ магас", "ru-1")
    assert found.reasons == ()
    apart = sum(part.score for part in found.parts)
    assert found.score == pytest.approx(apart + found.proximity, abs=6e-4)  # given to .001
    assert 0 <= found.proximity < apart
    assert found.score == searcher.score(read("Кадыров граница ИЛИ магас").expression, "ru-1")


@pytest.mark.parametrize(
    ("query", "id", "reasons"),
    [
        ("Кадыров", "ru-1", []),
        ("Кадыров мост", "ru-1", [("missing", "мост")]),
        ("Кадыров -Евкуров", "ru-1", [("excluded", "Евкуров")]),
        ("title:граница", "ru-1", [("elsewhere", "title:граница")]),
        ('"Кадырова Встреча"', "ru-1", [("apart", '"Кадырова Встреча"')]),
        ('"Кадырова мост"', "ru-1", [("missing", "мост")]),
        ("встреча /1 Магас", "ru-1", [("apart", "встреча NEAR/1 Магас")]),
        ("мост ИЛИ школа", "ru-1", [("missing", "мост"), ("missing", "школа")]),
        ("region:Чечня Кадыров", "ru-1", [("filter", "region:chechnya")]),
        ("language:en Кадыров", "ru-1", [("filter", "language:en")]),
        ("before:2017 Кадыров", "ru-1", [("period", "..2016-12-31")]),
        ("Кадыров", "nowhere", [("unknown", "nowhere")]),
    ],
)
def test_why_an_article_is_not_found(explained, query: str, id: str, reasons: list) -> None:
    found = explained(query, id)
    assert [(reason.code, reason.text) for reason in found.reasons] == reasons
    assert (found.score is None) == bool(reasons)


def test_an_article_that_waits_for_the_index_is_pending(
    searcher, read, articles, taxonomies
) -> None:
    parsed = read("Кадыров")
    found = explain(parsed, Request(expression=parsed.expression), searcher)
    late = articles[0].model_copy(update={"id": "late"})
    reasons = explain_article(found, "late", late, searcher, taxonomies).reasons
    assert [reason.code for reason in reasons] == ["pending"]


def test_an_undated_article_is_in_no_period(explained, searcher, articles, taxonomies) -> None:
    found = explained("Кадыров", period=Period(date(2017, 1, 1), None))
    undated = articles[1].model_copy(update={"published": None})
    reasons = explain_article(found, "ru-1", undated, searcher, taxonomies).reasons
    assert [reason.code for reason in reasons] == ["undated"]


def test_the_rendering_says_all_of_it(explained) -> None:
    lines = render(explained("Кадыров мост region:Чечня (", "ru-1")).splitlines()
    assert lines[0] == "query    Кадыров мост region:Чечня ("
    assert lines[1] == "read as  Кадыров мост"
    assert "filter   region: chechnya" in lines
    assert (
        "note     The parenthesis at character 27 is never closed; it was closed at the end."
        in lines
    )
    assert "note     “a” was read in the other keyboard layout: “б”." in lines
    assert "found    0" in lines
    assert "article  ru-1 is not found:" in lines
    assert "         it does not have мост" in lines
    assert "         the filter region:chechnya excludes it" in lines
    found = render(explained("Кадыров", "ru-1"))
    assert "article  ru-1 is found, score" in found
