"""The page that compares two searches: the numbers, the form, what cannot be compared."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest

from indexer.archive import Archive
from schemas.article import Article
from searchapp import create_app

TITLES = ["Суд и школа", "Суд", "Суд в городе", "Школа", "Вода", "School"]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    archive = Archive.open(tmp_path_factory.mktemp("home"), create=True)
    archive.add(
        Article(
            id=f"n{n}",
            language="ru",
            title=title,
            published=f"2017-06-{n + 1:02}",
            regions=("dagestan",) if n % 2 else (),
        )
        for n, title in enumerate(TITLES)
    )
    archive.sync()
    return create_app(archive).test_client()


def page_of(response) -> str:
    return html.unescape(response.get_data(as_text=True)).replace("\xa0", " ")


def numbers(page: str) -> list[tuple[str, int]]:
    """The numbers of the table with the searches behind them."""
    table = page.partition('<table class="sum">')[2].partition("</table>")[0]
    return [(url, int(count)) for url, count in re.findall(r'href="([^"]+)">(\d+)<', table)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("a=суд&b=школа", [2, 1, 1, 3, 2]),
        ("a=суд&b=школа&region=dagestan", [1, 0, 1, 1, 1]),
        ("a=суд&b=школа&from=2017-06-02&to=2017-06-03", [2, 0, 0, 2, 0]),
        ("a=суд+OR+вода&b=-суд", [3, 1, 2, 4, 3]),
        ("a=суд&b=суд", [0, 3, 0, 3, 3]),
    ],
)
def test_every_number_is_the_total_of_the_search_behind_it(client, asked, expected):
    found = numbers(page_of(client.get(f"/sets?{asked}&ui=en")))
    assert [count for _, count in found] == expected
    for url, count in found:
        assert url.startswith("/search?")
        told = client.get(f"/api/v1{url}").json
        assert told["total"] == count
    told = client.get(f"/api/v1/sets?{asked}").json
    assert [told[name]["total"] for name in ("only_a", "both", "only_b", "a", "b")] == expected


def test_the_newest_are_named(client):
    page = page_of(client.get("/sets?a=суд&b=школа&ui=en"))
    assert page.index("“суд” without “школа”") < page.index("“школа” without “суд”")
    assert page.index(">Суд в городе<") < page.index(">Суд<")


@pytest.mark.parametrize("asked", ["", "a=суд", "b=суд", "a=&b=", "a=суд&b=+"])
def test_the_form_asks_for_both(client, asked):
    response = client.get(f"/sets?{asked}&region=dagestan&from=2017&ui=ru")
    page = page_of(response)
    assert response.status_code == 200
    assert '<table class="sum">' not in page
    assert 'name="region" value="dagestan"' in page
    assert 'name="from" value="2017"' in page
    assert page.count('name="ui" value="ru"') == 2  # of the search box and of this form


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ("a=(суд&b=школа", "a", "Close every quotation mark"),
        ("a=суд&b=region:Чечня", "b", "Filters such as region:"),
        ("a=" + "суд" * 400 + "&b=" + "вода" * 400, "b", "use fewer words"),
    ],
)
def test_what_cannot_be_compared_is_told_beside_the_field(client, asked, field, said):
    response = client.get(f"/sets?{asked}&ui=en")
    page = page_of(response)
    assert response.status_code == 400
    assert re.search(rf'id="set-{field}"[^>]*aria-describedby="wrong"', page)
    assert said in page
    told = client.get(f"/api/v1/sets?{asked}&ui=en")
    assert (told.status_code, told.json["error"]["parameter"]) == (400, field)
    assert said in told.json["error"]["hint"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("a=суд&b=" + "в" * 2001, "b"),
        ("a=суд&b=школа&region=нигдея", "region"),
        ("a=суд&b=школа&person=Никтоев", "person"),
        ("a=суд&b=школа&from=никогда", "from"),
        ("a=суд&b=школа&from=2018&to=2017", "from"),
        ("a=суд&b=школа&language=xx", "language"),
        ("a=суд&b=школа&ui=xx", "ui"),
    ],
)
def test_a_wrong_address_is_told(client, asked, named):
    assert client.get(f"/sets?{asked}").status_code == 400
    told = client.get(f"/api/v1/sets?{asked}")
    assert (told.status_code, told.json["error"]["parameter"]) == (400, named)


@pytest.mark.parametrize("asked", ["a=суд", "a=суд&b=школа&q=вода", "a=суд&b=школа&x=1"])
def test_the_api_refuses_what_it_does_not_read(client, asked):
    assert client.get(f"/api/v1/sets?{asked}").status_code == 400


def test_nothing_typed_is_markup(client):
    page = client.get('/sets?a=<script>alert(1)</script>&b="><b>').get_data(as_text=True)
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_a_page_of_results_leads_there(client):
    page = page_of(client.get("/search?q=суд&region=dagestan&size=25&ui=en"))
    link = re.search(r'href="(/sets\?[^"]+)"', page)[1]
    assert urlsplit(link).query.endswith("&region=dagestan&ui=en")
    assert 'value="суд"' in page_of(client.get(link))
    assert "/sets" not in page_of(client.get("/search?region=dagestan"))
