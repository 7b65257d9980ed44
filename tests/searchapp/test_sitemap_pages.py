"""What search engines of others may read: robots.txt and the sitemaps."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from lxml import etree

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app, sitemaps

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PUBLIC = "https://news.example/archive"


@pytest.fixture
def named(tmp_path, monkeypatch):
    """Seven articles, four in a part; three name the same person, one another."""
    monkeypatch.setattr(sitemaps, "IN_A_PART", 4)
    archive = Archive(Settings(home=tmp_path, public_url=PUBLIC), create=True)
    archive.add(
        Article(
            id=f"a&{n}",
            language="en",
            title=f"No. {n}",
            published=f"19{60 + 10 * (n % 3)}-02-0{n + 1}",
            people=["Иван Петров"] if n < 3 else [f"Anna {'ABCD'[n % 4]}nders"],
            regions=["derbent"],
        )
        for n in range(7)
    )
    archive.sync()
    return archive, create_app(archive).test_client()


def addresses(client, path):
    """What a sitemap lists, below the public address."""
    answer = client.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    found = [one.text for one in etree.fromstring(answer.data).iter(f"{NAMESPACE}loc")]
    assert all(one.startswith(PUBLIC + "/") for one in found)
    return [one.removeprefix(PUBLIC) for one in found]


def all_addresses(client):
    return [one for part in addresses(client, "/sitemap.xml") for one in addresses(client, part)]


def test_every_page_that_lasts_is_listed_once(named):
    _, client = named
    found = all_addresses(client)
    assert len(found) == len(set(found))
    assert set(map(unquote, found)) == {
        *("/", "/archive", "/regions", "/topics", "/people", "/organisations", "/help"),
        *(f"/archive/19{decade}" for decade in (60, 70, 80)),
        *(f"/archive/19{decade}/02" for decade in (60, 70, 80)),
        *(f"/archive/19{60 + 10 * (n % 3)}/02/0{n + 1}" for n in range(7)),
        *("/regions/derbent", "/regions/dagestan", "/regions/north-caucasian-federal-district"),
        "/people/Иван Петров",
        *(f"/articles/a&{n}" for n in range(7)),
    }


def test_every_address_leads_to_a_page_that_may_be_listed(named):
    _, client = named
    for address in all_addresses(client):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "noindex" not in answer.text
        if "/help" not in address:
            assert f'<link rel="canonical" href="{PUBLIC}{address}">' in answer.text


def test_parts_stay_what_they_are_and_what_changes_moves_to_the_last(named):
    archive, client = named
    before = addresses(client, "/sitemap-articles-1.xml")
    archive.add([Article(id="a&1", language="en", title="Corrected")])
    archive.delete(["a&2"])
    archive.sync()
    # four articles were added, then joined names gave some of them another number
    after = addresses(client, "/sitemap-articles-1.xml")
    assert set(after) <= set(before)
    assert "/articles/a%261" not in after
    articles = [one for one in all_addresses(client) if one.startswith("/articles/")]
    assert len(articles) == len(set(articles)) == 6


def test_an_article_has_the_day_on_which_it_came_to_say_what_it_says(named):
    _, client = named
    root = etree.fromstring(client.get("/sitemap-articles-1.xml").data)
    days = [one.text for one in root.iter(f"{NAMESPACE}lastmod")]
    assert len(days) == len(root)
    assert all(day[:2] == "20" and day.endswith("Z") for day in days)


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-articles-1.xml", "/sitemap-dates.xml"])
def test_who_has_it_is_not_sent_it_again(named, monkeypatch, path):
    archive, client = named
    tag = client.get(path).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    archive.add([Article(id="new", language="en", title="New")])
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_parts_of_names_are_divided_and_never_mixed():
    sizes = [sitemaps._parts_of(n) for n in (0, 1, 10_000, 10_001, 20_001, 40_001)]
    assert sizes == [0, 1, 1, 2, 4, 8]


@pytest.mark.parametrize(
    "path",
    [
        "/sitemap-articles-0.xml", "/sitemap-articles-99.xml", "/sitemap-person-2.xml",
        "/sitemap-person-0.xml", "/sitemap-organisation-1.xml", "/sitemap-days-1900.xml",
        "/sitemap-colour.xml", "/sitemap-articles-x.xml",
        "/sitemap-articles-99999999999999999999999.xml",
    ],
)  # fmt: skip
def test_a_part_that_there_is_not(named, path):
    assert named[1].get(path).status_code == 404


def test_without_a_public_address_there_is_no_sitemap_and_the_page_says_what_to_set(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.sync()
    client = create_app(archive).test_client()
    for path in ("/sitemap.xml", "/sitemap-articles-1.xml"):
        answer = client.get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 404
        assert "public_url" in answer.text
    assert "Sitemap" not in client.get("/robots.txt").text


READ = (
    "/", "/api", "/archive", "/articles", "/favicon.ico", "/health", "/help", "/opensearch.xml",
    "/organisations", "/people", "/ready", "/regions", "/robots.txt", "/sitemap", "/static",
    "/topics",
)  # fmt: skip
"""What robots may read: the beginnings of paths."""


def test_of_every_path_is_said_whether_robots_may_read_it(named, app):
    _, client = named
    lines = client.get("/robots.txt").text.splitlines()
    hidden = [line.removeprefix("Disallow: ") for line in lines if line.startswith("Disallow: ")]
    for rule in app.url_map.iter_rules():
        is_hidden = any(rule.rule.startswith(path) for path in hidden)
        is_read = any(re.fullmatch(f"{path}([-./].*)?", rule.rule) for path in READ)
        assert is_hidden or is_read, rule.rule
        assert not is_hidden or not rule.rule.startswith("/archive"), rule.rule


def test_robots_may_not_read_results(named):
    _, client = named
    lines = client.get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert {f"Disallow: {path}" for path in ("/search", "/compare", "/api/")} < set(lines)
    assert lines[-2:] == ["", f"Sitemap: {PUBLIC}/sitemap.xml"]
