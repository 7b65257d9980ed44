"""Our search from elsewhere: in the browser, on another site's page, behind a link."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from searchapp import create_app
from tests.searchapp.conftest import PUBLIC

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


@pytest.fixture(scope="module")
def private(archive):
    """The same site where nobody said where the world finds it."""
    return create_app(Archive(Settings(home=archive.home, public_url=""))).test_client()


def templates(client, query: str = "") -> dict[str, str]:
    root = ET.fromstring(client.get(f"/opensearch.xml{query}").data)  # noqa: S314 - our own
    return {url.get("type"): url.get("template") for url in root.iter(f"{OPENSEARCH}Url")}


# A browser


def test_every_page_names_the_description(client):
    for path in ("/", "/search?q=school", "/articles/tower", "/help"):
        page = client.get(path).text
        assert page.count('<link rel="search" type="application/opensearchdescription+xml"') == 1
    address = re.search(r'<link rel="search".*?href="([^"]*)"', client.get("/?ui=ru").text)[1]
    assert address == "/opensearch.xml?ui=ru"


@pytest.mark.parametrize(("query", "name"), [("?ui=en", "Podshivka"), ("?ui=ru", "Подшивка")])
def test_a_description_that_a_browser_takes(client, query, name):
    answer = client.get(f"/opensearch.xml{query}", headers={"Host": "evil.example"})
    assert answer.mimetype == "application/opensearchdescription+xml"
    assert "evil.example" not in answer.text
    root = ET.fromstring(answer.data)  # noqa: S314 - our own
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert root.findtext(f"{OPENSEARCH}ShortName") == name
    assert len(name) <= 16


@pytest.mark.parametrize("query", ["", "?ui=ru"])
def test_its_addresses_lead_to_the_search(client, query):
    for type, template in templates(client, query).items():
        assert template.startswith(f"{PUBLIC}/")
        answer = client.get(template.removeprefix(PUBLIC).replace("{searchTerms}", "school"))
        assert answer.status_code == 200
        assert answer.mimetype == type


def test_completions_as_browsers_take_them(client):
    text, found = client.get("/opensearch/suggestions?q=sch").json
    shown = client.get("/api/v1/suggest?q=sch").json["suggestions"]
    assert (text, found) == ("sch", [one["text"] for one in shown])
    assert found


def test_nothing_is_offered_where_nobody_said_where_the_site_is(private):
    page = private.get("/search?q=school").text
    assert 'rel="search"' not in page
    assert "oembed" not in page
    assert private.get("/opensearch.xml").status_code == 404
    assert private.get("/oembed?url=/search").status_code == 404


# Another site's page


def line_of(page: str) -> str:
    return unescape(re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)[1])


def test_the_line_searches_what_the_page_searched(client):
    asked = {"q": "school", "region": "chechnya", "from": "2010", "any": "1", "ui": "ru"}
    page = client.get("/search?" + urlencode(asked)).text
    (address,) = re.findall(r'href="(/embed[^"]*)"', page)
    line = line_of(client.get(unescape(address)).text)
    assert "\n" not in line
    assert "<script" not in line
    assert re.search(r'action="([^"]*)"', line)[1] == f"{PUBLIC}/search"
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', line)
    assert dict(hidden) == {name: value for name, value in asked.items() if name != "q"}
    there = client.get("/search?" + urlencode([*hidden, ("q", "school")])).text
    count = re.compile(r'id="count">\s*(.*?)\s*<')
    assert count.search(there)[1] == count.search(page)[1]


def test_what_was_chosen_cannot_break_out_of_the_line(client):
    odd = '"><script>alert(1)</script>'
    page = client.get("/embed?" + urlencode({"from": "2010", "keyword": "башни", "q": odd})).text
    assert "<script>alert" not in page
    assert "башни" in line_of(page)
    assert client.get("/embed?" + urlencode({"from": odd})).status_code == 400


def test_the_page_shows_the_box_on_itself(private):
    page = private.get("/embed?ui=en").text
    assert '<form action="/search" method="get" role="search" aria-label="' in page
    assert "What it searches: all articles." in page


# A link to a search


def test_a_search_names_what_is_shown_in_its_place(client):
    page = client.get("/search?q=school&region=chechnya&ui=en").text
    address = re.search(r'type="application/json\+oembed" href="([^"]*)"', page)[1]
    told = client.get(unescape(address)).json
    assert (told["version"], told["type"]) == ("1.0", "rich")
    assert told["title"] == "“school”; Region: Chechnya"
    total = client.get("/api/v1/search?q=school&region=chechnya").json["total"]
    assert f"<p>{total} articles on " in told["html"]
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', told["html"])]
    assert len(links) == 4
    for link in links:
        assert client.get(link.removeprefix(PUBLIC)).status_code == 200
    assert (told["width"], told["height"]) == (600, 240)


def test_no_more_room_is_taken_than_there_is(client):
    told = client.get("/oembed", query_string={"url": f"{PUBLIC}/search", "maxwidth": 320}).json
    assert (told["width"], told["height"]) == (320, 240)


def test_nothing_typed_is_html_there(client):
    for text in ("<b>башню</b>", '"><img src=x onerror=alert(1)>'):
        url = f"{PUBLIC}/search?" + urlencode({"q": text})
        html = client.get("/oembed", query_string={"url": url}).json["html"]
        assert "<b>" not in html
        assert "<img" not in html
    html = client.get("/oembed", query_string={"url": f"{PUBLIC}/search?q=восстановят"}).json[
        "html"
    ]
    assert "&lt;b&gt;восстановят" in html


@pytest.mark.parametrize(
    ("asked", "status", "parameter"),
    [
        ({}, 400, "url"),
        ({"url": "https://elsewhere.example/search?q=a"}, 400, "url"),
        ({"url": f"{PUBLIC}.evil.example/search?q=a"}, 400, "url"),
        ({"url": f"{PUBLIC}/articles/tower"}, 400, "url"),
        ({"url": f"{PUBLIC}/search?from=never"}, 400, "from"),
        ({"url": f"{PUBLIC}/search?region=nowhere"}, 400, "region"),
        ({"url": f"{PUBLIC}/search", "maxwidth": "wide"}, 400, "maxwidth"),
        ({"url": f"{PUBLIC}/search", "maxheight": "0"}, 400, "maxheight"),
        ({"url": f"{PUBLIC}/search", "maxwidth": "²"}, 400, "maxwidth"),
        ({"url": f"{PUBLIC}/search", "format": "xml"}, 501, ""),
        ({"url": "https://[/search"}, 400, "url"),
    ],
)
def test_what_is_no_search_is_told(client, asked, status, parameter):
    answer = client.get("/oembed", query_string=asked)
    assert answer.status_code == status
    assert answer.json["error"]["parameter"] == parameter
    assert urlsplit(answer.request.url).path == "/oembed"
