"""The archive by date for programs: every number is the total of what it leads to."""

from __future__ import annotations

import pytest


def of(client, path):
    answer = client.get(f"/api/v1/dates{path}")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_years_months_and_days_add_up(client, archive):
    years = of(client, "")
    assert years["total"] == archive.searcher().generation.documents
    assert years["undated"] == of(client, "/unknown")["total"] == 1
    assert sum(one["count"] for one in years["dates"]) + years["undated"] == years["total"]
    for year in years["dates"]:
        months = of(client, f"/{year['date']}")
        assert months["total"] == year["count"]
        for month in months["dates"]:
            days = of(client, "/" + month["date"].replace("-", "/"))
            assert days["total"] == month["count"] == sum(one["count"] for one in days["dates"])
            for day in days["dates"]:
                assert of(client, "/" + day["date"].replace("-", "/"))["total"] == day["count"]


@pytest.mark.parametrize(
    ("path", "date", "before", "after"),
    [
        ("", "", None, None),
        ("/2011", "2011", "2010", "2012"),
        ("/2010", "2010", None, "2011"),
        ("/2015", "2015", "2012", "2017"),
        ("/2017/06", "2017-06", "2012-12-10", None),
        ("/2017/6", "2017-06", "2012-12-10", None),
        ("/2017/06/05", "2017-06-05", "2012-12-10", "2017-06-06"),
        ("/unknown", "unknown", None, None),
    ],
)
def test_what_stands_beside_it(client, path, date, before, after):
    found = of(client, path)
    assert (found["date"], found["before"], found["after"]) == (date, before, after)


def test_articles_newest_first_a_page_at_a_time(client):
    first, second = (of(client, f"/2017/06?size=1&page={number}") for number in (1, 2))
    assert [first["pages"], first["hits"][0]["id"]] == [2, "tower-en"]
    assert [second["page"], second["hits"][0]["id"]] == [2, "tower"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/17", 404, "not-found"),
        ("/2017/13", 404, "not-found"),
        ("/2017/02/29", 404, "not-found"),
        ("/2017/06/05?page=2", 404, "not-found"),
        ("/2017/06?size=0", 400, "bad-number"),
        ("/2017?page=1", 400, "unknown-parameter"),
        ("/2017/06?sort=oldest", 400, "unknown-parameter"),
    ],
)
def test_what_there_is_not(client, path, status, code):
    answer = client.get(f"/api/v1/dates{path}")
    assert (answer.status_code, answer.json["error"]["code"]) == (status, code)


@pytest.mark.parametrize("path", ["", "/2017", "/2017/06", "/2017/06/05"])
def test_a_page_leads_to_its_json(client, path):
    assert f'href="/api/v1/dates{path}"' in client.get(f"/archive{path}").text


def test_the_page_of_articles_without_a_date_leads_to_its_json(client):
    assert 'href="/api/v1/dates/unknown"' in client.get("/archive/undated").text
