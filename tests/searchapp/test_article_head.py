"""The head of an article's page: what machines read of it."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from indexer.archive import Archive
from indexer.settings import Settings
from schemas.article import Article
from searchapp import create_app


def data_of(page):
    """The block of data on a page, as a program reads it."""
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])


def properties(page):
    return [
        (name, unescape(content))
        for name, content in re.findall(r'<meta property="([^"]*)" content="([^"]*)">', page)
    ]


def test_an_article_is_a_news_article(client):
    found = data_of(client.get("/articles/tower").text)
    there = "https://podshivka.example/articles/tower"
    assert (found["@context"], found["@type"]) == ("https://schema.org", "NewsArticle")
    assert found["headline"] == "Старую башню в Дагестане <b>восстановят</b>"
    assert found["datePublished"] == "2017-06-05T10:15:00+03:00"
    assert found["author"] == [{"@type": "Person", "name": "Патимат Алиева"}]
    assert found["publisher"] == [{"@type": "Organization", "name": "Горный вестник"}]
    assert found["contentLocation"] == [{"@type": "Place", "name": "Дагестан"}]
    assert found["url"] == found["mainEntityOfPage"] == there
    assert found["isBasedOn"] == "https://vestnik.example/tower"
    assert found["workTranslation"][0]["url"] == f"{there}-en"


def test_what_is_not_known_is_left_out(client):
    found = data_of(client.get("/articles/река-№1").text)
    assert not {"datePublished", "author", "publisher", "isBasedOn", "mentions"} & found.keys()


def test_an_address_that_is_none_of_the_web_is_left_out(client):
    assert "isBasedOn" not in data_of(client.get("/articles/tower-en").text)


def test_names_are_mentioned(client):
    found = data_of(client.get("/articles/tower-en").text)["mentions"]
    assert {"@type": "Person", "name": "Leila Yandieva"} in found
    assert {"@type": "Organization", "name": "Society of Old Towers"} in found


@pytest.mark.parametrize(
    "title", ["</script><script>alert(1)</script>", "<!--<script>", "a\u2028b", "\"&'<>", "\\u003c"]
)
def test_no_title_ends_the_block_of_data(tmp_path, title):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add([Article(id="a", language="en", title=title)])
    archive.sync()
    page = create_app(archive).test_client().get("/articles/a").text
    assert data_of(page)["headline"] == title.strip()
    block = page[page.index("ld+json") :].partition("</script>")[0]
    assert not re.search("[<&]", block.partition(">")[2])
    assert ("og:title", title) in properties(page)


def test_open_graph(client):
    found = properties(client.get("/articles/tower?ui=en").text)
    assert found[:5] == [
        ("og:type", "article"),
        ("og:title", "Старую башню в Дагестане <b>восстановят</b>"),
        ("og:description", "Работы начнутся весной."),
        ("og:url", "https://podshivka.example/articles/tower"),
        ("og:locale", "ru_RU"),
    ]
    assert ("article:tag", "башни") in found
    assert found[-1] == ("og:site_name", "Podshivka")


def test_the_same_story_in_the_other_language_is_named(client):
    for id in ("tower", "tower-en"):
        page = client.get(f"/articles/{id}").text
        assert 'hreflang="ru" href="https://podshivka.example/articles/tower">' in page
        assert 'hreflang="en" href="https://podshivka.example/articles/tower-en">' in page
    assert '<link rel="alternate" hreflang' not in client.get("/articles/school-01").text


def test_without_a_public_address_nothing_claims_one(archive):
    client = create_app(Archive(Settings(home=archive.home))).test_client()
    page = client.get("/articles/tower", headers={"Host": "evil.example"}).text
    assert not {"url", "mainEntityOfPage", "workTranslation"} & data_of(page).keys()
    assert "og:url" not in dict(properties(page))
    assert '<link rel="alternate" hreflang' not in page
    assert "evil.example" not in page


def test_a_description_is_the_lede_or_how_the_text_begins(tmp_path):
    archive = Archive(Settings(home=tmp_path), create=True)
    archive.add(
        [
            Article(id="a", language="en", title="A", lede="Lede.", body="Body."),
            Article(id="b", language="en", title="B", body="word\n" * 200),
            Article(id="c", language="en", title="C"),
        ]
    )
    client = create_app(archive).test_client()
    described = [
        re.findall('name="description" content="([^"]*)"', client.get(f"/articles/{id}").text)
        for id in "abc"
    ]
    assert described[0] == ["Lede."]
    assert described[1][0].endswith("word…")
    assert len(described[1][0]) <= 300
    assert described[2] == []
