"""Where nothing is found, a page offers only what finds something."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from indexer.page.page import Pages


@pytest.mark.parametrize(
    ("query", "offered"),
    [
        ("q=school&region=armenia", "without “Region: Armenia” (24 articles)"),
        ("q=tower&region=dagestan&from=2018", "without “from 2018” (1 article)"),
        ("q=башня&topic=education&ui=ru", "без «Тема: Образование и наука» (1 статья)"),
        ("region=armenia", "without “Region: Armenia” (27 articles)"),
    ],
)
def test_a_filter_that_leaves_nothing_can_be_taken_away(text, query, offered):
    assert offered in text(f"/search?{query}")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("xylophonist", False),
        ("Нарьян-Мар-ский", False),
        ('"xylophonist solo"', True),
        ("«ксилофонист»", True),
        ("xylophonist -drum", True),
        ("-снег -xylophonist ксилофонист", True),
    ],
)
def test_readers_are_told_to_remove_signs_only_if_there_are_some(text, words, told):
    said = text(f"/search?q={quote(words)}")
    assert "Nothing found" in said
    assert ("Remove quotation marks and minus signs." in said) == told


@pytest.mark.parametrize(
    "query", ["q=xylophonist&region=dagestan", "q=tower&region=armenia&topic=education"]
)
def test_a_filter_is_not_blamed_when_its_absence_brings_nothing(text, query):
    said = text(f"/search?{query}")
    assert "Nothing found" in said
    assert "without “" not in said
    assert "Try the search" not in said


def test_what_could_be_taken_away_is_counted_without_making_its_page(text, monkeypatch):
    made = []
    page = Pages.page
    monkeypatch.setattr(
        Pages, "page", lambda *given, **how: made.append(given) or page(*given, **how)
    )
    said = text("/search?q=tower&region=dagestan&from=2018")
    assert "without “" in said
    assert len(made) == 1
