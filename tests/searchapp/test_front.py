"""The front page; recent periods, counted from the last day of an archive that has ended."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import MOSCOW, Article
from searchapp import create_app
from searchapp import front as front_module
from tests.searchapp.conftest import links, plain
from tests.searchapp.test_by_date import followed

TODAY = datetime.now(MOSCOW).date()


def site(home, *articles):
    """A client of a site with articles of (day, language)."""
    archive = Archive(Settings(home=home), create=True)
    archive.add(
        Article(id=f"a{at}", language=language, title=f"No. {at}", body="Text", published=published)
        for at, (published, language) in enumerate(articles)
    )
    archive.sync()
    client = create_app(archive).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def lead(client):
    page = client.get("/").text
    return re.search(r'class="story lead">.*?<h2[^>]*><a [^>]*>([^<]*)', page, re.DOTALL)[1]


def test_the_newest_articles_stand_under_their_days(client, text):
    page = text("/")
    assert "Tuesday, 6 June 2017 1 article" in page
    assert page.index("Old tower") < page.index("Also in Russian: 5 June 2017 Старую башню")
    assert "All 27 articles" in page
    assert "Articles by year" in page


def test_numbers_are_the_totals_behind_them(client):
    found = list(followed(client, "/"))
    assert len(found) > 8
    assert all(number == total for number, total in found), found


def test_the_front_page_is_listed_and_names_its_addresses(client):
    page = client.get("/").text
    assert "noindex" not in page
    assert '<link rel="canonical" href="https://podshivka.example/">' in page
    assert 'hreflang="x-default" href="https://podshivka.example/"' in page


@pytest.mark.parametrize(
    ("path", "results"),
    [("/", False), ("/?ui=ru", False), ("/?utm_source=x", False), ("/?q=tower", True),
     ("/?region=dagestan", True), ("/?page=2", True), ("/search", True)],
)  # fmt: skip
def test_words_and_filters_ask_for_results(client, path, results):
    assert ('id="r"' in client.get(path, follow_redirects=True).text) == results


def test_an_article_in_the_readers_language_leads(tmp_path):
    client = site(tmp_path, ("2020-01-02", "ru"), ("2020-01-02", "en"), ("2020-01-01", "en"))
    assert lead(client) == "No. 1"
    assert client.get("/").text.count("<article") == 3


def test_a_day_of_another_language_is_not_passed_over(tmp_path):
    assert lead(site(tmp_path, ("2020-01-02", "ru"), ("2020-01-01", "en"))) == "No. 0"


def test_an_article_dated_in_the_future_does_not_lead(tmp_path):
    client = site(tmp_path, ("2098-01-01", "en"), ("2020-01-01", "en"))
    assert lead(client) == "No. 1"
    assert "2098" not in re.search(r'(?s)class="of-day".*</section>', client.get("/").text)[0][:900]


@pytest.mark.parametrize("published", ["2098-01-01", None])
def test_an_archive_without_any_day_yet(tmp_path, published):
    assert "1 article" in plain(site(tmp_path, (published, "en")).get("/").text)


def test_an_empty_archive_and_one_without_an_index(tmp_path):
    assert "The archive is empty." in site(tmp_path / "a").get("/").text
    archive = Archive(Settings(home=tmp_path / "b"), create=True)
    assert create_app(archive).test_client().get("/").status_code == 503


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2024, 2, 29), ["2020", "2016"]),
        (date(2023, 2, 28), ["2019"]),
        (date(2023, 3, 1), []),
    ],
)
def test_on_this_day_in_earlier_years(tmp_path, monkeypatch, today, years):
    monkeypatch.setattr(front_module, "today", lambda: today)
    days = ("2016-02-29", "2019-02-28", "2020-02-29", "2024-02-29")
    page = site(tmp_path, *((day, "en") for day in days)).get("/").text
    assert re.findall(r'class="year"[^>]*>(\d+)', page) == years
    assert ("in earlier years" in page) == bool(years)


def test_recent_periods_stay_relative_while_the_archive_goes_on(tmp_path):
    client = site(tmp_path, (TODAY - timedelta(days=3), "en"))
    for path in ("/", "/search?q=x"):
        assert links(client.get(path).text)["month"]["from"] == ["1m"]
        assert "periods are counted from that day" not in client.get(path).text


@pytest.mark.parametrize("path", ["/", "/search?q=школа"])
def test_those_of_an_archive_that_has_ended_count_from_its_last_day(client, text, path):
    found = links(client.get(path).text)
    days = [found[age]["from"] for age in ("week", "month", "year")]
    assert days == [["2017-05-30"], ["2017-05-06"], ["2016-06-06"]]
    assert "The archive ends on 6 June 2017; periods are counted from that day." in text(path)


def test_the_end_of_an_archive_moves_with_new_articles(tmp_path):
    client = site(tmp_path, ("2020-01-01", "en"))
    assert "ends on 1 January 2020" in client.get("/").text
    archive = Archive.open(tmp_path)
    archive.add([Article(id="b", language="en", title="New", published="2020-02-02")])
    archive.sync()
    assert "ends on 2 February 2020" in client.get("/").text
