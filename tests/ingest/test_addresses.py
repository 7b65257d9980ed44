"""Addresses: which are the same, which lead to the same article, which one is shown."""

from __future__ import annotations

import pytest

from indexer.addresses import absolute, canonical, distinct, without_tracking
from indexer.ingest import Sites
from schemas.article import Article
from schemas.errors import UsageError

PLAIN = "https://news.example/articles/17"


@pytest.mark.parametrize(
    "address",
    [
        "http://news.example/articles/17",
        "https://news.example/articles/17/",
        "https://NEWS.Example/articles/17",
        "https://news.example:443/articles/17",
        "https://news.example//articles/17",
        "https://news.example/articles/17?utm_source=mail&utm_medium=x",
        "https://news.example/articles/17?fbclid=1&yclid=2&_openstat=3&from=main",
        "https://news.example/articles/17#comments",
        "https://news.example/articles/17?",
        "https://news.example/articles/17/index.html",
        "https://news.example/%61rticles/17",
    ],
)
def test_the_same_page(address):
    assert without_tracking(address) == without_tracking(PLAIN)
    assert canonical(address) == canonical(PLAIN) == "news.example/articles/17"


@pytest.mark.parametrize(
    ("base", "link", "found"),
    [
        ("https://news.example/a/b", "../c ", "https://news.example/c"),
        ("", "https://news.example/a", "https://news.example/a"),
        ("https://news.example/a", "mailto:a@news.example", ""),
        ("https://news.example/a", "http://[news.example/b", ""),
        ("http://[news.example/a", "/b", ""),
        ("", "/b", ""),
        ("", "https://.news.example", ""),
        ("", "https:///b", ""),
        ("https://news.example/a", "//.example/b", ""),
    ],
)
def test_the_address_that_a_link_leads_to(base, link, found):
    assert absolute(base, link) == found


@pytest.mark.parametrize(
    "address",
    [
        "https://www.news.example/articles/17",
        "https://m.news.example/articles/17/",
        "https://mobile.news.example/articles/17",
        "https://www.m.news.example/articles/17",
        "https://amp.news.example/articles/17",
        "https://news.example/amp/articles/17",
        "https://news.example/articles/17/amp/",
        "https://news.example/articles/17?amp=1",
        "https://news.example/articles/17?print=yes",
    ],
)
def test_another_page_of_the_same_article(address):
    assert without_tracking(address) != without_tracking(PLAIN)
    assert canonical(address) == canonical(PLAIN)


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/articles/18",
        "https://news.example/Articles/17",
        "https://news.example/articles/17?page=2",
        "https://other.example/articles/17",
        "https://news.example:8080/articles/17",
        "https://m.example/articles/17",
    ],
)
def test_another_article(address):
    assert canonical(address) not in {"", canonical(PLAIN)}


@pytest.mark.parametrize(
    "address",
    [
        *(
            None,
            "",
            "no address",
            "javascript:alert(1)",
            "http://[bad",
            "https://x.example:99999/a",
        ),
        f"https://news.example/{'x' * 2_000}",
    ],
    ids=lambda address: str(address)[:30],
)
def test_what_is_no_address(address):
    assert (without_tracking(address), canonical(address)) == ("", "")


@pytest.mark.parametrize("address", ["https://news.example", "http://www.news.example/?utm_id=1"])
def test_a_front_page_is_the_address_of_no_article(address):
    assert canonical(address) == ""


def test_letters_of_any_alphabet_and_any_order_of_parameters():
    assert canonical("https://пример.рф/я?b=2&a=1") == canonical(
        "https://xn--e1afmkfd.xn--p1ai/%d1%8f?a=1&b=2"
    )


def test_of_addresses_of_one_page_the_first_is_kept():
    mobile = "https://m.news.example/articles/17"
    assert distinct([PLAIN, f"{PLAIN}/", mobile, "odd", "odd"]) == (PLAIN, mobile, "odd")


# Mirrors

SITES = Sites({"new.example": ("old.example", "www.older.example")})
AGENCY = Sites({"kavkaz-uzel.media": ("blocked.example",)})


@pytest.mark.parametrize(
    ("sites", "address", "shown"),
    [
        (SITES, "http://m.old.example/a/1?x=2#y", "http://new.example/a/1?x=2#y"),
        (SITES, "https://older.example/a/1", "https://new.example/a/1"),
        (SITES, "https://new.example/a/1", "https://new.example/a/1"),
        (SITES, "https://other.example/a/1", "https://other.example/a/1"),
        (SITES, "javascript:alert(1)", "javascript:alert(1)"),
        (SITES, "https://[", "https://["),
        (AGENCY, "https://blocked.example/articles/5", "https://kavkaz-uzel.media/articles/5"),
        (AGENCY, "https://www.kavkaz-uzel.eu/articles/5/", "https://kavkaz-uzel.media/articles/5/"),
        (
            AGENCY,
            "https://eng.kavkaz-uzel.eu/articles/5/",
            "https://eng.kavkaz-uzel.eu/articles/5/",
        ),
    ],
)
def test_links_lead_to_the_live_host(sites, address, shown):
    assert sites.live(address) == shown


def test_the_address_that_an_article_has_is_shown_among_the_others():
    article = Article(
        id="a", language="en", title="A roof", url="https://old.example/1", addresses=("x",)
    )
    shown = SITES.shown(article)
    assert (shown.url, shown.addresses) == (
        "https://new.example/1",
        ("https://old.example/1", "x"),
    )
    assert Sites().shown(article) is article


def test_a_further_mirror_belongs_to_the_profile_of_the_others():
    place = AGENCY.place_of("https://blocked.example/articles/5/")
    assert (place.id, place.language) == ("caucasian-knot-ru-5", "ru")
    assert Sites().place_of("https://blocked.example/articles/5/") is None


def test_an_article_can_stand_on_every_mirror():
    assert SITES.keys("https://www.old.example/a/1/") == (
        "new.example/a/1",
        "old.example/a/1",
        "older.example/a/1",
    )
    assert Sites().keys("https://www.old.example/a/1/") == ("old.example/a/1",)


@pytest.mark.parametrize(
    ("hosts", "told"),
    [
        ({"https://new.example": ()}, "'https://new.example' is not a host"),
        ({"new.example": ("",)}, "'' is not a host"),
        ({"a.example": ("b.example",), "c.example": ("b.example",)}, "b.example is listed under"),
        ({"kavkaz-uzel.media": (), "kavkaz-uzel.org": ()}, "is listed under two live hosts"),
    ],
)
def test_what_is_wrong_with_mirrors(hosts, told):
    with pytest.raises(UsageError, match=told):
        Sites(hosts)
