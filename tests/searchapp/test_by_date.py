"""The archive by date: its pages, what they lead to, and dates that do not exist."""

from __future__ import annotations

import re
from html import unescape

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app


def followed(client, path):
    """(number, total of the page behind it) of each link of a page that names a number."""
    page = client.get(path + "?ui=en").text
    main = page[page.index("<main") :]
    for attributes, content in re.findall(r"<a\s([^>]*)>(.*?)</a>", main, re.DOTALL):
        label = re.search(r'aria-label="([^"]*)"', attributes)
        number = re.search(r"([\d,]+) articles?", label[1] if label else content)
        if number:
            address = unescape(re.search(r'href="([^"]*)"', attributes)[1])
            yield number[1], total_behind(client, address)


def total_behind(client, address):
    if address.startswith("/search"):
        return f"{client.get('/api/v1' + address).json['total']:,}"
    page = client.get(address).text
    return re.search(r"([\d,]+) articles?", page[page.index("<main") :])[1]


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("/archive", 5),
        ("/archive/2010", 5),
        ("/archive/2017", 3),
        ("/archive/2017/06", 2),
        ("/archive/2017/06/05", 1),
        ("/archive/undated", 1),
    ],
)
def test_numbers_are_the_totals_behind_them(client, path, least):
    found = list(followed(client, path))
    assert len(found) >= least
    assert all(number == total for number, total in found), found


def test_a_day_without_articles_is_no_link(client):
    page = client.get("/archive/2017/06?ui=en").text
    assert 'href="/archive/2017/06/05?ui=en"' in page
    assert "/archive/2017/06/07" not in page


def test_a_day_shows_its_articles_and_the_days_next_to_it(client, text):
    page = client.get("/archive/2017/06/05").text
    assert "Старую башню" in page
    assert '<a href="/archive/2017/06/06" rel="next">' in page
    assert '<a href="/archive/2012/12/10" rel="prev">' in page
    assert "Monday, 5 June 2017" in text("/archive/2017/06/05")
    assert "Понедельник, 5 июня 2017" in text("/archive/2017/06/05?ui=ru")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/archive/2017/02/30", "February 2017 has no day “30”: it has 28 days."),
        ("/archive/2016/02/30", "February 2016 has no day “30”: it has 29 days."),
        ("/archive/2017/06/00", "June 2017 has no day “00”"),
        ("/archive/2017/13", "There is no month “13”."),
        ("/archive/2017/00/01", "There is no month “00”."),
        ("/archive/2017/June", "There is no month “June”."),
        ("/archive/1599", "“1599” is not a year of this calendar. It has the years 1600 to 2100."),
        ("/archive/17", "“17” is not a year"),
        ("/archive/٢٠١٧", "is not a year"),
        ("/archive/<b>", "“<b>” is not a year"),
    ],
)
def test_a_date_that_does_not_exist_says_why(client, text, path, why):
    assert why in text(path, 404)
    assert "<b>”" not in client.get(path).text


@pytest.mark.parametrize(
    ("path", "lasting"),
    [("/archive/2017/6", "/archive/2017/06"), ("/archive/2017/6/5", "/archive/2017/06/05")],
)
def test_a_short_date_leads_to_its_page(client, path, lasting):
    assert client.get(path).location == lasting


def test_a_time_without_articles_says_so_and_is_not_listed(client, text):
    for path in ("/archive/1700", "/archive/1700/01", "/archive/2017/06/07"):
        assert "The archive has no articles of this" in text(path)
        assert 'content="noindex, follow"' in client.get(path).text
    assert "noindex" not in client.get("/archive/2017/06/05").text


@pytest.mark.parametrize("page", ["0", "-1", "x", "1000000000"])
def test_a_page_that_is_no_number(client, page):
    assert client.get(f"/archive/2017/06?page={page}").status_code == 400


def test_a_page_behind_the_last_one(text):
    assert "There is no page 2. The last page is 1." in text("/archive/2017/06?page=2", 404)


def test_a_long_day_has_several_pages(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    many = (
        {"id": f"a{n}", "language": "en", "title": f"No. {n}", "published": "1861-03-03"}
        for n in range(31)
    )
    archive.add(map(Article.model_validate, many))
    archive.sync()
    client = create_app(archive).test_client()
    first, second = (client.get(f"/archive/1861/03/03?ui=en&page={n}").text for n in (1, 2))
    assert 'href="/archive/1861/03/03?page=2&amp;ui=en" rel="next"' in first
    assert (first.count("<article"), second.count("<article")) == (30, 1)
    assert re.search("<title>.*</title>", first)[0] != re.search("<title>.*</title>", second)[0]


def test_an_archive_without_articles_and_one_without_an_index(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    client = create_app(archive).test_client()
    assert client.get("/archive").status_code == 503
    archive.sync()
    assert "The archive is empty." in client.get("/archive?ui=en").text


def test_a_page_names_its_addresses_in_both_languages(client):
    page = client.get("/archive/2017/06/05?ui=ru").text
    there = "https://podshivka.example/archive/2017/06/05"
    assert f'<link rel="canonical" href="{there}?ui=ru">' in page
    for language, address in (("ru", "?ui=ru"), ("en", "?ui=en"), ("x-default", "")):
        assert f'hreflang="{language}" href="{there}{address}"' in page
    assert f'<link rel="canonical" href="{there}">' in client.get("/archive/2017/06/05").text
