"""``podshivka explain``: how a query is read, and why an article is found or not."""

from __future__ import annotations

import pytest


@pytest.fixture
def filled(run, lines, articles):
    run("ingest", lines(*articles))
    return run


def test_the_parts_of_a_query_have_terms_frequencies_and_forms(filled):
    found = filled("explain", "--json", "торговцу").json
    (part,) = found["parts"]
    assert "торговец" in part["terms"]
    assert part["frequency"] == found["total"] == 2
    assert part["forms"]
    assert part["score"] is None


def test_an_article_that_is_found_has_the_score_of_the_search(filled):
    (first, *_) = filled("search", "--json", "торговец").json["hits"]
    found = filled("explain", "--json", "торговец", "--article", first["id"]).json
    assert found["reasons"] == []
    assert found["score"] == pytest.approx(first["score"])
    told = filled("explain", "торговец", "--article", first["id"]).out
    assert f"{first['id']} is found, score {first['score']:.3f}" in told


@pytest.mark.parametrize(
    ("query", "code", "text"),
    [
        (["виолончель"], "missing", "виолончель"),
        (["торговец", "--region", "armenia"], "filter", "region"),
        (["торговец", "--to", "1999"], "period", "1999"),
    ],
)
def test_an_article_that_is_not_found_has_reasons(filled, query, code, text):
    (first, *_) = filled("search", "--json", "торговец").json["hits"]
    found = filled("explain", "--json", *query, "--article", first["id"]).json
    assert found["score"] is None
    (reason,) = found["reasons"]
    assert reason["code"] == code
    assert text in reason["text"]


def test_an_article_that_does_not_exist_is_said_to_be_unknown(filled):
    result = filled("explain", "торговец", "--article", "nobody")
    assert result.code == 1
    assert "found    2" in result.out
    assert "there is no article 'nobody'" in result.err
    result = filled("explain", "--json", "торговец", "--article", "nobody")
    assert result.code == 1
    reasons = result.json["reasons"]
    assert [reason["code"] for reason in reasons] == ["unknown"]
