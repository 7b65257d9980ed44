"""The forms found, on the page and for programs."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest


def links(page: str) -> dict[str, dict[str, list[str]]]:
    """The label of each link among the forms found and the parameters of its address."""
    section = page[page.index('id="forms"') :].partition("</section>")[0]
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*aria-label="([^"]*)"', section)
    return {unescape(label): parse_qs(urlsplit(unescape(href)).query) for href, label in found}


def test_they_are_one_link_away_and_can_be_hidden(client):
    page = client.get("/search?q=школа&page=2").text
    assert 'id="forms"' not in page
    assert 'href="?q=школа&page=2&forms=1#forms"' in page
    shown = client.get("/search?q=школа&page=2&forms=1").text
    assert 'href="?q=школа&page=2#r">Hide' in shown
    assert ">Forms found</a>" not in shown


def test_each_form_can_be_excluded_and_searched_alone(client):
    path = "/search?q=school+открыта&region=chechnya&forms=1&page=2"
    assert links(client.get(path).text) == {
        "Only “school”: 16 articles": {
            "q": ["=school открыта"], "region": ["chechnya"], "forms": ["1"]
        },
        "Without “school”": {
            "q": ["school!=school открыта"], "region": ["chechnya"], "forms": ["1"]
        },
        "Only “открыта”: 16 articles": {
            "q": ["school =открыта"], "region": ["chechnya"], "forms": ["1"]
        },
        "Without “открыта”": {
            "q": ["school открыта!=открыта"], "region": ["chechnya"], "forms": ["1"]
        },
    }  # fmt: skip


def test_they_are_told_in_russian(client):
    found = links(client.get("/search?q=школа&forms=1&ui=ru").text)
    assert "Только «школа»: 24 статьи" in found
    assert "Без «школа»" in found


def test_programs_get_them_when_they_ask(client):
    assert "forms" not in client.get("/api/v1/search?q=школа").json
    (word,) = client.get("/api/v1/search?q=школа&forms=1").json["forms"]
    assert word == {
        "word": "школа",
        "forms": [
            {"form": "школа", "count": 24, "without": "школа!=школа", "alone": "=школа"},
        ],
        "rest": 0,
    }


@pytest.mark.parametrize("path", ["/search?forms=1", "/search?q=unicorn&forms=1"])
def test_where_nothing_has_forms_there_is_no_list(client, path):
    assert 'id="forms"' not in client.get(path).text


def test_the_choice_is_one_or_none(client):
    assert client.get("/search?q=x&forms=yes").status_code == 400
    page = client.get("/search?q=школа&forms=1").text
    assert 'id="forms"' in page
