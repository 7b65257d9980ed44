"""The timeline: years, months or days, bars wide enough, every number the total behind it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from test_numbers import numbers

from indexer.archive import Archive
from schemas.article import Article
from searchapp import create_app

CHART = re.compile(r'<table class="timeline (\w+)s([^"]*)">(.*?)</table>', re.DOTALL)


def site(folder, days):
    archive = Archive.open(folder, create=True)
    archive.add(
        Article(id=f"{n}", language="ru", title="Снег" if n % 3 else "Снег и дождь", published=day)
        for n, day in enumerate(days)
    )
    archive.sync()
    return create_app(archive).test_client()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """Forty years, a hundred years without articles before them, and one before those."""
    days = [date(1980, 1, 5) + timedelta(23 * n) for n in range(620)]
    return site(tmp_path_factory.mktemp("years"), [date(1875, 5, 5), *days])


def charts(client, query: str) -> list[tuple[str, set[str], int, str]]:
    """(unit, classes, bars that are links, caption) of each chart of a page."""
    page = client.get(f"/search?ui=en&{query}").text
    return [
        (unit, set(classes.split()), inside.count("<a href=") - inside.count('class="above"'),
         re.search("<caption>(.*?)[\n<]", inside)[1].strip())
        for unit, classes, inside in CHART.findall(page)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [("year", "Articles by year"), ("year", "Articles by year, 5 years a bar")]),
        ("from=2000&to=2004", [
            ("year", "Articles by year"), ("year", "Articles by year, 5 years a bar"),
        ]),
        ("from=2000&to=2002-12", [
            ("year", "Articles by year"), ("month", "Articles by month"),
            ("month", "Articles by month, 3 months a bar"),
        ]),
        ("from=2001&to=2001", [("year", "Articles by year"), ("month", "Articles by month, 2001")]),
        ("from=2001-03&to=2001-03", [
            ("year", "Articles by year"), ("day", "Articles by day, March 2001"),
            ("day", "Articles by day, 3 days a bar"),
        ]),
        ("from=2001-03-05&to=2001-03-05", [
            ("year", "Articles by year"), ("day", "Articles by day, March 2001"),
            ("day", "Articles by day, 3 days a bar"),
        ]),
        ("from=2001-03-05&to=2001-04-06", [
            ("year", "Articles by year"), ("day", "Articles by day"),
            ("day", "Articles by day, 3 days a bar"),
        ]),
        ("q=date:2001", [("month", "Articles by month, 2001")]),
        ("q=date:2001-03", [
            ("day", "Articles by day, March 2001"), ("day", "Articles by day, 3 days a bar"),
        ]),
        ("q=nothing", []),
    ],
)  # fmt: skip
def test_the_unit_follows_the_span(client, query, expected):
    assert [(unit, caption) for unit, _, _, caption in charts(client, query)] == expected


def test_there_is_one_chart_for_a_phone_and_its_bars_can_be_touched(client):
    for query in ("", "from=2000&to=2001", "from=2001-03&to=2001-03", "from=2001&to=2001"):
        found = charts(client, query)
        narrow = [each for each in found if "wide" not in each[1]]
        assert len(narrow) == 1
        assert narrow[0][2] <= 13


def test_decades_without_articles_are_folded(client):
    page = client.get("/search?ui=en").text
    folded = '<bdi aria-hidden="true">…</bdi><span class="unseen">1880 – 1979</span>'
    assert folded in page
    assert ">1885<" not in page


@pytest.mark.parametrize(
    "query",
    ["", "q=дождь", "q=дождь&from=2001&to=2001", "from=2000-11-20&to=2001-01-05", "q=date:2001-03",
     "q=дождь&from=2001-03&to=2001-03", "from=2019", "to=1980", "q=дождь&not-language=en"],
)  # fmt: skip
def test_every_bar_is_the_total_behind_it(client, query):
    found = [
        (address, label, number)
        for address, label, number in numbers(client.get(f"/search?ui=en&{query}").text)
        if "from=" in address and not label.startswith("Only")
    ]
    assert found
    for address, label, number in found[::5]:
        asked = address.partition("?")[2].partition("#")[0]
        assert client.get(f"/api/v1/search?{asked}").json["total"] == number, label


def test_behind_a_query_stands_the_whole_archive_and_the_caption_says_so(client):
    assert "all articles of the archive" in client.get("/search?q=дождь&ui=en").text
    assert "all articles of the archive" not in client.get("/search?ui=en").text
    page = client.get("/search?q=дождь&ui=en").text
    assert re.search(r'aria-label="\d+: \d+ of 16"', page)
    month = client.get("/search?q=дождь&from=1990&to=1990&ui=en").text
    assert re.search(r'<td><span class="unseen">0 of \d+</span><b( class="t\d+")?></b><', month)


def test_a_month_is_left_for_its_year(client):
    page = client.get("/search?from=2001-03&to=2001-03&ui=en").text
    assert re.search(r'class="above" href="[^"]*from=2001&to=2001[^"]*">2001, by month', page)


@pytest.mark.parametrize(
    ("days", "unit"),
    [
        ([date(2020, 1, 1), date(2020, 2, 20)], "day"),
        ([date(2020, 1, 1), date(2020, 12, 31)], "month"),
        ([date(2018, 1, 1), date(2020, 12, 31)], "month"),
        ([date(2017, 12, 31), date(2020, 12, 31)], "year"),
        ([date(1600, 1, 2), date(2020, 1, 1)], "year"),
    ],
)
def test_a_short_archive_is_drawn_finely(tmp_path, days, unit):
    found = charts(site(tmp_path, days), "")
    assert {each[0] for each in found} == {unit}
    assert all(each[2] for each in found)
