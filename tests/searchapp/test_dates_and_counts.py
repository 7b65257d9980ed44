"""Dates of any century, to come and at the edges: every number leads to a page of that total."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest

from indexer.archive import Archive
from schemas.article import Article
from schemas.query import Query
from searchapp import create_app

NOW = datetime.now(UTC)
ARTICLES = {
    "gazette": "1703-01-13",
    "reform": "1861-03-05T10:00",
    "edge": "1900-01-01T00:00+12:00",
    "first": "1600-01-01T00:00+12:00",
    "last": "2100-12-31T23:00-05:00",
    "paper": date(2023, 5, 1),
    "paper-2": date(2023, 6, 1),
    "news": date(2024, 2, 2),
    "embargoed": NOW + timedelta(days=3),
    "tomorrow": NOW + timedelta(hours=20),
    "misprint": date(2062, 1, 1),
    "undated": None,
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    made = Archive.open(tmp_path_factory.mktemp("dates"), create=True)
    made.add(
        Article(
            id=id,
            language="ru" if at % 3 else "en",
            title="Река" if at % 3 else "Река river",
            regions=("dagestan",) if at % 2 else ("chechnya",),
            published=day,
        )
        for at, (id, day) in enumerate(ARTICLES.items())
    )
    made.sync()
    return made


@pytest.fixture(scope="module")
def site(archive):
    return create_app(archive).test_client()


def numbers(page: str) -> list[tuple[str, int]]:
    """Addresses of bars and values, each with the number that stands on it."""
    found = re.findall(r'<a ([^>]*)>\s*<span class="number">([\d,]+)<', page)
    found += re.findall(r"</label><a ([^>]*)>([\d,]+)</a>", page)
    found += re.findall(r'<p class="undated"><a ([^>]*)>([\d,]+) article', page)
    return [
        (unescape(re.search(r'href="([^"#]+)', link)[1]), int(n.replace(",", "")))
        for link, n in found
    ]


def total(client, url: str) -> int:
    answer = client.get("/api/v1/search?" + url.partition("?")[2])
    assert answer.status_code == 200, url
    return answer.json["total"]


@pytest.mark.parametrize(
    "query",
    [
        "",
        "река",
        "река after:2023-06",
        "река before:1900",
        "река date:1600..1861",
        "река region:dagestan",
        "река language:en region:chechnya",
        "after:2024",
    ],
)
@pytest.mark.parametrize(
    "chosen", ["", "from=2023&to=2023", "from=1899&to=1899", "region=chechnya", "date=unknown"]
)
def test_every_number_is_the_total_of_the_page_that_it_leads_to(site, query, chosen):
    here = f"/search?ui=en&q={query}" + f"&{chosen}" * bool(chosen)
    found = numbers(site.get(here, follow_redirects=True).text)
    assert found or not total(site, here)
    for url, count in found:
        assert total(site, url) == count, url


@pytest.mark.parametrize("year", ["1599", "1703", "1861", "1899", "2023", "2062", "2101"])
def test_every_year_with_articles_can_be_chosen(site, year):
    assert re.search(rf"<th[^>]*>(<bdi>)?{year}<", site.get("/search?ui=en").text)
    assert total(site, f"/search?from={year}&to={year}") >= 1


def test_articles_of_the_future_come_last_and_are_flagged(site):
    hits = site.get("/api/v1/search").json["hits"]
    assert [hit["id"] for hit in hits] == [
        *("tomorrow", "news", "paper-2", "paper", "edge", "reform", "gazette", "first"),
        *("last", "misprint"),
    ]
    assert [hit["id"] for hit in site.get("/api/v1/search?page=2").json["hits"]] == [
        *("embargoed", "undated"),
    ]
    filtered = site.get("/api/v1/search?q=region:chechnya").json["hits"]  # nothing to score
    assert [hit["id"] for hit in filtered] == [
        *("paper-2", "edge", "gazette", "last", "misprint", "embargoed"),
    ]
    page = site.get("/search?ui=en&size=50").text
    assert page.count("date in the future") == 3
    assert "date in the future" in site.get("/articles/misprint?ui=en").text
    assert "date in the future" not in site.get("/articles/tomorrow?ui=en").text
    assert total(site, "/search?from=2062&to=2062") == 1


def test_an_embargoed_article_becomes_present_by_itself(archive, monkeypatch):
    later = NOW + timedelta(days=2, hours=1)

    class Later(datetime):
        @classmethod
        def now(cls, tz=None):
            return later.astimezone(tz)

    first = archive.search(Query("", sort="newest")).hits[0].id
    monkeypatch.setattr("indexer.query.reader.datetime", Later)
    then = archive.search(Query("", sort="newest")).hits[0].id
    assert (first, then) == ("tomorrow", "embargoed")


@pytest.mark.parametrize(
    ("query", "chosen", "told"),
    [
        ("after:2024", "from=2023&to=2023", True),
        ("after:2024", "date=unknown", True),
        ("before:1900", "from=1899", False),
        ("after:2024", "", False),
        ("река", "from=2023", False),
    ],
)
def test_it_says_that_a_written_and_a_chosen_period_exclude_each_other(site, query, chosen, told):
    page = site.get("/search", query_string=f"ui=en&q={query}&{chosen}").text
    assert ("exclude each other" in page) == told
