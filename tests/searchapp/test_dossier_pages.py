"""Pages of regions, topics, people and organisations, and lists of them."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, unquote

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app
from tests.searchapp.conftest import plain

PEOPLE = [
    ("2010-01-01", ["Юсуп Гаджиев", "Тархан Яндиев"]),
    ("2010-01-02", ["Yusup Gadzhiev"]),
    ("2010-02-02", ["Тархан Яндиев", "<b>Иван</b> Петров"]),
    ("2011-02-02", ["Ахмед Яндиев", "Тархан Яндиев"]),
]


@pytest.fixture(scope="module")
def named(tmp_path_factory):
    archive = Archive(Settings(home=tmp_path_factory.mktemp("named")), create=True)
    archive.add(
        Article.model_validate(
            {
                "id": f"a{at}",
                "language": "ru",
                "title": ", ".join(people),
                "published": day,
                "people": people,
                "organisations": ["ООО/Кавказ", "ЕСПЧ"],
                "regions": ["derbent"],
                "topics": ["courts"],
            }
        )
        for at, (day, people) in enumerate(PEOPLE)
    )
    archive.sync()
    client = create_app(archive).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def numbered(client, path):
    """(label, number, address) of each link of a page that names a number of articles."""
    page = client.get(path).text
    for attributes, content in re.findall(r"<a\s([^>]*)>(.*?)</a>", page, re.DOTALL):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        text = unescape(label[1] if label else content)
        # of bars behind a colon, elsewhere before what is counted
        number = re.search(r": ([\d,]+)(?: of [\d,]+)?$", text)
        if number := number or re.search(r"([\d,]+) articles?", text):
            href = unescape(re.search(r'href="([^"]*)"', attributes)[1])
            yield text, int(number[1].replace(",", "")), href


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/people/Тархан Яндиев", 12),
        ("/organisations/ЕСПЧ", 12),
        ("/organisations/ООО/Кавказ", 12),
        ("/regions/dagestan", 8),
        ("/topics/courts", 8),
    ],
)
def test_numbers_are_the_totals_behind_them(named, path, least):
    found = [one for one in numbered(named, path) if one[2].startswith("/search")]
    assert len(found) >= least
    for label, number, address in found:
        behind = named.get("/api/v1" + address.partition("#")[0]).json["total"]
        assert behind == number, (label, address)


def test_who_is_named_with_a_person_leads_to_the_articles_that_name_both(named):
    found = [unquote(one[2]) for one in numbered(named, "/people/Тархан Яндиев")]
    # values of one facet are alternatives: one of the two stands in the words
    both = [one for one in found if one.startswith('/search?q=person:"') and "&person=" in one]
    assert len(both) >= 3


@pytest.mark.parametrize("path", ["/regions", "/topics", "/people", "/organisations"])
def test_a_list_counts_the_articles_of_the_pages_behind_it(named, path):
    rows = re.findall(
        rf'<a href="({path}/[^"]+)">[^<]*</a> <span class="number">([\d,]+)', named.get(path).text
    )
    assert rows
    for address, number in rows:
        page = plain(named.get(unescape(address)).text)
        assert re.search(rf"\b{number} articles?\b", page), address


def test_a_person_has_names_articles_and_company(named):
    page = plain(named.get("/people/Юсуп Гаджиев").text)
    assert "Yusup Gadzhiev 2 articles" in page
    assert "Yusup Gadzhiev 1 article another spelling" in page
    assert "Articles by day" in page
    assert "People named most Тархан Яндиев 1" in page or "Tarkhan" in page


def test_a_dossier_can_be_followed_and_taken_away(named):
    page = unescape(named.get("/topics/courts").text)
    for address in (
        "/feed.atom?topic=courts",
        "/feed.json?topic=courts",
        "/export.csv?topic=courts",
    ):
        path = re.search(rf'href="({re.escape(address)}[^"]*)"', page)[1]
        assert named.get(path).status_code == 200


def test_a_region_stands_under_those_above_it(named):
    page = named.get("/regions/derbent").text
    trail = page[page.index('class="crumbs"') : page.index("<h1>")]
    assert re.findall(r'href="([^"]*)"', trail) == [
        "/regions",
        "/regions/north-caucasian-federal-district",
        "/regions/dagestan",
    ]


@pytest.mark.parametrize(
    ("path", "lasting"),
    [
        ("/people/Yusup Gadzhiev", "/people/Юсуп Гаджиев"),
        ("/people/Гаджиева", "/people/Юсуп Гаджиев"),
        ("/regions/Дагестан", "/regions/dagestan"),
        ("/topics/суды", "/topics/courts"),
        ("/organisations/Страсбургский суд?ui=ru", "/organisations/ЕСПЧ?ui=ru"),
    ],
)
def test_another_name_leads_to_the_page(named, path, lasting):
    answer = named.get(path)
    assert (answer.status_code, unquote(answer.location)) == (302, lasting)


@pytest.mark.parametrize(
    ("path", "offered"),
    [
        ("/people/Яндиев", ["/people/Тархан Яндиев", "/people/Ахмед Яндиев"]),
        ("/people/Юсуп Гаджив", ["/people/Юсуп Гаджиев"]),
        ("/regions/dagestn", ["/regions/dagestan"]),
        ("/people/<script>", []),
    ],
)
def test_an_unknown_name_offers_those_that_may_be_meant(named, path, offered):
    answer = named.get(path)
    assert answer.status_code == 404
    found = {unquote(one) for one in re.findall(r'href="([^"]*)"', answer.text)}
    assert set(offered) <= found
    assert 'content="noindex"' in answer.text
    assert "<script>”" not in answer.text


@pytest.mark.parametrize(
    "path", ["/people/a//b", "/people/.%2e", "/people/%00", "/people/" + "я" * 3000, "/regions/%ff"]
)
def test_a_name_that_can_be_none_is_not_found(named, path):
    assert named.get(path).status_code == 404


def test_names_are_escaped(named):
    page = named.get("/people/" + quote("<b>Иван</b> Петров", safe="")).text
    assert "<h1>&lt;b&gt;Иван" in page
    assert "<b>Иван" not in page


def test_an_index_by_letter_and_one_by_name(named):
    assert "Tarkhan" in (page := named.get("/people?letter=Я").text) or "Тархан Яндиев" in page
    assert "Гаджиев" not in named.get("/people?letter=Я&ui=ru").text
    assert "“Яндиеву”: 2 names" in plain(named.get("/people?q=Яндиеву").text)
    assert "Perhaps you mean: Тархан Яндиев" in plain(named.get("/people?q=Яндев").text)
    assert 'content="noindex, follow"' in named.get("/people?q=Яндиеву").text


@pytest.mark.parametrize("query", ["letter=Ю", "letter=1", "letter=<", "page=2", "page=999999999"])
def test_a_letter_without_names_and_a_page_behind_the_last(named, query):
    assert named.get("/people?" + query).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", "x"])
def test_a_page_that_is_no_number(named, page):
    assert named.get(f"/people?page={page}").status_code == 400


def test_json_of_a_dossier_and_of_an_unknown_name(named):
    found = named.get("/api/v1/dossier/person/Гаджиев").json
    assert (found["value"], found["total"]) == ("Юсуп Гаджиев", 2)
    answer = named.get("/api/v1/dossier/person/Яндиев")
    assert answer.status_code == 404
    assert answer.json["error"]["hint"].startswith("Perhaps you mean: Тархан Яндиев")
    assert named.get("/api/v1/dossier/colour/red").status_code == 404


def test_titles_differ(named):
    paths = [
        "/regions", "/topics", "/people", "/organisations", "/people?letter=Я", "/people?q=Яндиев",
        "/organisations?q=Яндиев", "/people/Тархан Яндиев", "/organisations/ЕСПЧ",
        "/regions/derbent", "/topics/courts", "/archive", "/archive/2010", "/archive/2010/01",
        "/archive/2010/01/01", "/archive/undated", "/help", "/",
    ]  # fmt: skip
    titles = [
        re.search("<title>(.*)</title>", named.get(path).text, re.DOTALL)[1] for path in paths
    ]
    assert len(set(titles)) == len(paths)


def test_each_section_is_marked_where_one_is(named):
    page = named.get("/people/Тархан Яндиев").text
    assert re.findall(r'href="([^"]*)" aria-current="true"', page) == ["/people"]
    assert 'href="/people" aria-current="page"' in named.get("/people").text
    front = named.get("/").text
    sections = front[front.index('class="sections"') : front.index("<footer")]
    assert "aria-current" not in sections


def test_without_an_index_the_pages_are_out_of_service(tmp_path):
    client = create_app(Archive(Settings(home=tmp_path), create=True)).test_client()
    for path in ("/regions", "/people", "/people/x", "/api/v1/dossier/person/x"):
        assert client.get(path).status_code == 503
