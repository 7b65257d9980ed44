"""The page of all values of a facet: listed, searched within, from A to Z, paged."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from test_numbers import numbers

from indexer.archive import Archive
from schemas.article import Article
from searchapp import create_app
from searchapp.facet_groups import SHOWN

SOUTH = ("georgia", "armenia", "azerbaijan", "abkhazia")
FIRST = ("Ёлка", "Жук", "Зуб", "Иголка", "Ива", "Йод", "Конь", "Лось", "Мак", "Нора")
NAMES = [f"{name} {chr(ord('а') + n)}" for n in range(26) for name in FIRST]


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """260 keywords: the n-th has n articles more than 1 of the first three, else one."""
    archive = Archive.open(tmp_path_factory.mktemp("values"), create=True)
    archive.add(
        Article(
            id=f"{n}",
            language="ru" if n % 2 else "en",
            title="Дождь" if n % 2 else "Rain",
            keywords=(name, *(("Москва",) if n < 5 else ())),
            regions=("moscow",) if n < 7 else ("dagestan",),
        )
        for n, name in enumerate(NAMES)
    )
    archive.sync()
    return create_app(archive).test_client()


def shown(page: str) -> list[str]:
    return re.findall(r'type="checkbox"[^>]*>([^<]*)</label>', page)


def get(client, facet: str, **parameters: str) -> str:
    answer = client.get(f"/facets/{facet}?" + urlencode({"ui": "en", **parameters}))
    assert answer.status_code == 200
    return answer.text


def test_every_value_is_listed_however_many_there_are(client):
    pages = [get(client, "keyword", page=str(page)) for page in (1, 2, 3)]
    listed = [name for page in pages for name in shown(page)]
    assert sorted(listed) == sorted([*NAMES, "Москва"])
    assert listed[0] == "Москва"
    assert "261 values" in pages[0]
    assert "Page 1 of 3" in pages[0]
    assert "Back to 260 articles" in pages[0]


def test_the_search_page_leads_to_the_names_and_shows_those_that_are_chosen(client):
    page = client.get("/search?q=дождь&ui=en").text
    assert 'name="keyword"' not in page
    assert '<li><a href="/facets/keyword?q=дождь&ui=en">Keywords</a></li>' in page
    assert "/facets/region" not in page  # all of them are there
    chosen = client.get("/search", query_string={"q": "дождь", "keyword": NAMES[0]}).text
    assert chosen.count('name="keyword"') == 1
    assert "/facets/keyword?q=" in chosen


def test_a_facet_with_many_values_shows_the_most_frequent_in_its_own_order(tmp_path):
    regions = ["dagestan", "chechnya", "ingushetia", "adygea", "moscow", "georgia", "armenia"]
    archive = Archive.open(tmp_path, create=True)
    archive.add(
        Article(id=f"{n}-{m}", language="ru", title="Дождь", regions=(region,))
        for n, region in enumerate((*regions, "azerbaijan", "abkhazia"))
        for m in range(9 - n)
    )
    archive.add([Article(id="snow", language="ru", title="Снег", regions=SOUTH)])
    archive.sync()
    client = create_app(archive).test_client()
    page = client.get("/search?q=дождь&page=2").text
    assert page.count('type="checkbox" form="s" name="region"') == SHOWN
    assert 'href="/facets/region?q=дождь"' in page, "of the first page of values"
    chosen = client.get("/search?q=снег&region=dagestan").text
    values = re.findall(r'name="region" value="([^"]*)"', chosen)
    assert values[-2:] == ["north-caucasian-federal-district", "dagestan"], "what it is part of"


def test_values_are_those_of_the_search(client):
    page = get(client, "keyword", q="rain", region="moscow")
    assert shown(page) == ["Москва", NAMES[0], NAMES[2], NAMES[4], NAMES[6]]
    assert "Keywords in “rain”" in page


@pytest.mark.parametrize(
    ("within", "expected"),
    [("елка", 26), ("ЁЛКА", 26), ("игол б", 1), ("и", 60), ("олка", 0), ("москва", 1), ("%", 0)],
)
def test_values_are_found_by_the_beginnings_of_their_words(client, within, expected):
    page = get(client, "keyword", within=within)
    assert len(shown(page)) == expected
    assert ("No value has" in page) == (not expected)


def test_names_stand_in_order_with_their_first_letters_as_links(client):
    page = get(client, "keyword", order="name")
    assert shown(page)[:2] == ["Ёлка а", "Ёлка б"]
    assert shown(page)[26] == "Жук а"
    letters = re.findall(r'<a href="([^"]*)">(\w)</a>', page)
    assert [letter for _, letter in letters] == list("ЕЖЗИЙКЛМН")
    address = next(url for url, letter in letters if letter == "М").replace("&amp;", "&")
    assert any(name.startswith("Мак") for name in shown(client.get(address).text))


def test_a_value_that_is_excluded_or_chosen_is_kept(client):
    page = get(client, "keyword", **{"keyword": "Жук а", "not-keyword": "Москва", "page": "3"})
    assert '<input type="hidden" name="keyword" value="Жук а">' in page
    assert '<input type="hidden" name="not-keyword" value="Москва">' in page
    excluded = {"not-keyword": "Москва", "order": "name", "within": "моск"}
    assert "<s>Москва</s>" in get(client, "keyword", **excluded)


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"q": "дождь", "not-keyword": "Москва"},
        {"q": "rain -region:Москва", "keyword": "Жук а"},
        {"within": "мак", "order": "name", "language": "ru"},
    ],
)
@pytest.mark.parametrize("facet", ["keyword", "region", "language"])
def test_every_number_is_the_total_behind_it(client, facet, parameters):
    found = numbers(get(client, facet, **parameters))
    assert found
    for address, label, number in found[:12]:
        query = address.partition("?")[2].partition("#")[0]
        assert client.get(f"/api/v1/search?{query}").json["total"] == number, label


def test_a_page_behind_the_last_one_says_so(client):
    page = get(client, "keyword", page="9")
    assert "Page 9 does not exist: there are 3 pages" in page
    assert shown(page)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/facets/date", 404),
        ("/facets/nothing", 404),
        ("/facets/region?order=length", 400),
        ("/facets/region?page=-1", 400),
        ("/facets/region?from=nonsense", 400),
    ],
)
def test_a_wrong_address_is_told(client, path, status):
    assert client.get(path).status_code == status


def test_what_was_typed_is_escaped_and_empty_fields_leave_the_address(client):
    assert "<b>" not in get(client, "keyword", within="<b>", q="<b>")
    answer = client.get("/facets/keyword?q=&within=и&page=")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/facets/keyword?within=%D0%B8"
