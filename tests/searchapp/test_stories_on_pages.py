"""A story is one entry wherever articles are listed, and each page says what became of its own."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app
from tests.searchapp.conftest import links, plain

FIRE = (
    "В посёлке Дорохово загорелась гостиница «Заря», сообщили в пресс-службе МЧС. Площадь пожара"
    " составила 600 квадратных метров, его тушат 30 спасателей и 8 машин."
)
DAY = "2020-05-05"
OTHERS = 33
"""Other articles of that day: with the fire and its reprint, two pages of the archive by date."""


def article(id: str, title: str, body: str, published: str, **more: object) -> Article:
    fields = {"id": id, "language": "ru", "title": title, "body": body, "published": published}
    return Article.model_validate(fields | more)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    archive = Archive(Settings(home=tmp_path_factory.mktemp("stories")), create=True)
    named = {"people": ["Юсуп Гаджиев"]}
    archive.add(
        [
            article("fire", "Пожар", FIRE, f"{DAY}T23:00:00+03:00", **named),
            article("again", "Снова", f"{FIRE} Ещё.", f"{DAY}T00:10:00+03:00", **named),
            article("blaze", "Blaze", "A hotel.", "2020-05-04", language="en",
                    translation_of="fire", **named),
            article("quiet", "Тишина", "МЧС", "2019-01-01", **named),
            *(
                article(f"o{n}", f"Другое {n}", "МЧС", f"{DAY}T12:{n:02}:00+03:00")
                for n in range(OTHERS)
            ),
        ]
    )  # fmt: skip
    archive.sync()
    client = create_app(archive).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def titles(page: str) -> list[str]:
    """Those of the entries."""
    found = re.findall(r"<article.*?<h\d[^>]*><a [^>]*>(.*?)</a>", page, re.DOTALL)
    return [re.sub("<[^>]*>", "", title) for title in found]


def href_of(page: str, title: str) -> str:
    href = unescape(re.search(rf'href="([^"]*)"[^>]*>{title}<', page)[1])
    return urljoin("/search", href)  # of the page of results, if it names none


def test_the_front_page_has_a_story_once_and_names_its_other_versions(site):
    page = site.get("/").text
    assert titles(page) == ["Пожар", *(f"Другое {n}" for n in range(32, 20, -1))]
    assert "Tuesday, 5 May 2020 35 articles" in plain(page)
    assert "Also in English: 4 May 2020 Blaze 1 reprint 5 May 2020, 00:10 Снова" in plain(page)
    assert page.index("Снова") < page.index("</article>")
    assert href_of(page, "Снова") == "/articles/again"


def test_the_front_page_leads_with_the_version_in_the_readers_language(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(
        [
            article("ru", "Башня", "Слово", f"{DAY}T12:00:00+03:00"),
            article("en", "Tower", "Word", DAY, language="en", translation_of="ru"),
        ]
    )
    archive.sync()
    client = create_app(archive).test_client()
    for language, title, other in (("en", "Tower", "Башня"), ("ru", "Башня", "Tower")):
        page = client.get(f"/?ui={language}").text
        assert titles(page) == [title]
        assert other in page


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/archive/2020/05/05", "/archive/2020/05/05"),
        ("/search?from=2020-05-05&to=2020-05-05&size=25", "/search"),
    ],
)
def test_pages_together_have_each_story_once_and_say_where_the_others_stand(site, path, here):
    join = "&" if "?" in path else "?"
    first, second = site.get(path).text, site.get(f"{path}{join}page=2").text
    assert titles(first)[0] == "Пожар"
    size = len(titles(first))
    assert f"On this page: {size} articles, {size} stories." in plain(first)
    assert "With them stands 1 article of a later page." in plain(first)
    assert sorted(titles(first) + titles(second)) == sorted(
        ["Пожар", *(f"Другое {n}" for n in range(OTHERS))]
    )
    rest = 35 - size
    assert f"On this page: {rest} articles, {rest - 1} stories." in plain(second)
    assert "1 article of this page stands with its story on an earlier one" in plain(second)
    assert 'id="hit35"' in second
    way = href_of(second, "Снова")
    assert way.startswith(here)
    assert way.endswith("#hit1")
    assert 'id="hit1"' in first
    assert titles(site.get(way).text) == titles(first)


@pytest.mark.parametrize(
    ("path", "when", "count"),
    [
        ("/archive/2020/05/05", DAY, 35),
        ("/archive/2020/05/05?page=2", DAY, 35),
        ("/archive/2020/05", "2020-05", 36),
    ],
)
def test_a_switch_leads_to_every_article_by_itself(site, path, when, count):
    apart = links(site.get(path).text)["Show every article by itself"]
    assert apart == {"from": [when], "to": [when], "all": ["1"]}
    found = site.get(f"/search?from={when}&to={when}&all=1&size=100").text
    assert len(titles(found)) == count
    assert "Снова" in titles(found)


def test_a_month_has_no_section_for_a_day_whose_articles_stand_with_others(site):
    page = site.get("/archive/2020/05?page=2").text
    assert re.findall(r'<h2><a href="/archive/2020/05/(\d+)"', page) == ["05"]
    assert "2 articles of this page stand with their stories on earlier ones" in plain(page)


def test_a_version_on_a_later_page_is_read_as_that_hit(site):
    page = site.get("/search?q=МЧС&sort=newest").text
    way = href_of(page, "Снова")
    assert "n=35" in way
    read = site.get(way).text
    assert "35 of 36" in plain(read)
    back = unescape(re.search(r'href="([^"]*#hit35)"', read)[1])
    assert 'id="hit35"' in site.get(back).text


def test_a_page_of_which_all_stand_with_earlier_stories_says_so(site):
    page = site.get("/search?q=Дорохово&size=1&page=2").text
    assert titles(page) == []
    assert "Article 2 of 2 for" in plain(page)
    assert "On this page: 1 article, 0 stories." in plain(page)
    way = href_of(page, "Снова")
    assert way.endswith("#hit1")
    assert titles(site.get(way).text) == ["Пожар"]


@pytest.mark.parametrize(
    "path", ["/archive/2020/05/05?page=2", "/archive/2020/05?page=2", f"/search?from={DAY}&page=4"]
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_earlier_page_is_entered_at_the_story_in_whatever_language(tmp_path, path, language):
    archive = Archive(Settings(home=tmp_path), create=True)
    at = {"fire": "23:00", "again": "00:10"}
    archive.add(
        [
            *(article(id, id, f"{FIRE} {id}", f"{DAY}T{time}+03:00") for id, time in at.items()),
            article("blaze", "Blaze", "A hotel.", f"{DAY}T22:00+03:00", language="en",
                    translation_of="fire"),
            *(article(f"o{n}", f"{n}", "МЧС", f"{DAY}T12:{n:02}+03:00") for n in range(OTHERS)),
        ]
    )  # fmt: skip
    archive.sync()
    client = create_app(archive).test_client()
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    url, place = href_of(client.get(path).text, "again").split("#")
    assert place == "hit1"
    page = client.get(url).text
    assert titles(page)[0] == {"en": "Blaze", "ru": "fire"}[language]
    places = re.findall(r'id="(hit\d+)"', page)
    assert place in places
    assert len(set(places)) == len(places)


def test_a_dossier_lists_a_story_once_among_the_latest_and_the_first(site):
    page = site.get("/people/Юсуп Гаджиев").text
    assert titles(page) == ["Пожар", "Тишина"]
    assert "4 articles" in plain(page)
    assert "Also in English: 4 May 2020 Blaze" in plain(page)


def test_programs_learn_of_the_versions_on_other_pages(site):
    found = site.get("/api/v1/search?q=МЧС&sort=newest&size=10").json
    assert found["stories"] == [["fire", "again"]]
    last = site.get("/api/v1/search?q=МЧС&sort=newest&size=10&page=4").json
    assert "again" in [hit["id"] for hit in last["hits"]]
    assert last["stories"] == [["fire", "again"]]
    assert found["total"] == last["total"] == 36
