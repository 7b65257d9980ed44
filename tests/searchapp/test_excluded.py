"""What a search excludes is told in words, and carried, wherever the search goes."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import fields
from datetime import date
from html import unescape
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest

from indexer.query.reading import ORDER
from schemas.facets import FACETS
from schemas.query import Period, Query
from searchapp.address import EXCLUDED, Address
from tests.searchapp.conftest import PUBLIC, plain

# What is excluded, and how many of the 27 articles are left
VALUES = [
    ("not-region", "dagestan", 25),
    ("not-topic", "culture", 25),
    ("not-language", "en", 14),
    ("not-person", "Leila Yandieva", 26),
    ("not-organisation", "Society of Old Towers", 26),
    ("not-author", "Патимат Алиева", 26),
    ("not-source", "Горный вестник", 26),
    ("not-keyword", "башни", 26),
]
WORDS = {
    "en": [
        ("not-region=dagestan&not-region=chechnya", "Region: not Dagestan, not Chechnya"),
        ("not-topic=culture", "Topic: not Culture"),
        ("not-language=ru", "Language: not Russian"),
        ("q=school&not-keyword=башни", "“school”; Keywords: not башни"),
        ("region=chechnya&not-region=dagestan", "Region: Chechnya; Region: not Dagestan"),
    ],
    "ru": [
        ("not-region=dagestan&not-region=chechnya", "Регион: кроме «Дагестан», кроме «Чечня»"),
        ("not-language=ru", "Язык: кроме «русский»"),
    ],
}


def excluded(address: str, name: str) -> list[str]:
    return [value for key, value in parse_qsl(urlsplit(address).query) if key == name]


def link(page: str, pattern: str) -> str:
    """The address of the one link whose tag has ``pattern``, without where the site is."""
    addresses = map(unescape, re.findall(r'href="([^"]*)"', page))
    found = {each for each in addresses if re.search(pattern, each)}
    assert len(found) == 1, found
    return found.pop().removeprefix(PUBLIC)


def test_each_facet_has_a_row_in_the_table():
    assert [name for name, _, _ in VALUES if name in EXCLUDED] == [name for name, _, _ in VALUES]
    assert {EXCLUDED[name] for name, _, _ in VALUES} == {facet.name for facet in FACETS}


@pytest.mark.parametrize(("name", "value", "left"), VALUES)
def test_it_is_carried_to_each_place(client, name, value, left):
    asked = f"{name}={quote(value)}"
    page = client.get(f"/search?{asked}").text
    assert client.get(f"/api/v1/search?{asked}").json["total"] == left

    permalink = link(page, r"/seen\?")
    assert excluded(permalink, name) == [value]
    seen = client.get(permalink)
    assert "Nothing has changed" in plain(seen.text)
    assert excluded(link(seen.text, r"^[^#]*/search\?not"), name) == [value]
    assert client.get(permalink.replace("/seen", "/api/v1/seen")).json["now"] == left

    assert client.get(f"/feed.json?{asked}").json["_podshivka"]["total"] == left
    assert value in client.get(f"/embed?{asked}").text
    every = csv.DictReader(io.StringIO(client.get(f"/export.csv?{asked}").text))
    assert len(list(every)) == left
    title = client.get(f"/oembed?url={quote(f'{PUBLIC}/search?{asked}')}").json["title"]
    assert "not " in title

    sets = client.get(f"/api/v1/sets?a=school&b=tower&{asked}").json
    alone = client.get(f"/api/v1/search?q=school&{asked}").json["total"]
    assert sets["a"]["total"] == alone
    page = client.get(f"/sets?a=school&b=tower&{asked}").text
    assert f"{title}" in unescape(page)
    assert f'<input type="hidden" name="{name}" value="{value}">' in page
    compared = client.get(f"/api/v1/compare?q=school&{asked}").json["lines"][0]
    assert compared["total"] + compared["undated"] == alone

    trail = link(client.get(f"/search?q=школа&{asked}&size=1").text, r"/articles/.*&n=1(#.*)?$")
    assert excluded(trail, name) == [value]
    back = link(client.get(trail).text, r"/search\?q=.*#hit1$")
    assert excluded(back, name) == [value]


@pytest.mark.parametrize(
    ("language", "asked", "words"),
    [(language, *row) for language, rows in WORDS.items() for row in rows],
)
def test_it_is_told_in_words_in_each_place(client, language, asked, words):
    ui = f"{asked}&ui={language}"
    told = client.get(f"/oembed?ui={language}&url={quote(f'{PUBLIC}/search?{asked}')}").json
    assert told["title"] == words
    assert client.get(f"/feed.json?{ui}").json["title"].endswith(f": {words}")
    # the page of the permalink has the same words, also in the line to quote
    page = plain(client.get(link(client.get(f"/search?{ui}").text, r"/seen\?")).text)
    assert page.count(words) == 2
    assert f"({words})" in page


def test_the_name_of_a_file_and_its_heading_tell_it(client):
    answer = client.get("/export.txt?q=school&not-region=dagestan&not-region=armenia")
    name = unquote(answer.headers["Content-Disposition"])
    assert name.count("school-region-not-Dagestan-not-Armenia") == 2
    assert "school; region: not Dagestan, not Armenia;" in answer.text


def test_an_address_forgets_nothing_of_a_query_that_decides_what_is_found():
    day = date(2017, 6, 5)
    values = {
        "text": "снег",
        "filters": {"region": ("dagestan",)},
        "period": Period(day, day),
        "literal": True,
        "any_words": True,
        "without": {"topic": ("culture",)},
        "both": True,
        "not_as": ("snow",),
    }
    assert set(values) == {field.name for field in fields(Query)} - ORDER
    query = Query(**values)
    again = Address.of(query).query(day)
    assert {name: getattr(again, name) for name in values} == values
    undated = Query(period=Period(undated=True))
    assert Address.of(undated).query(day).period == undated.period
