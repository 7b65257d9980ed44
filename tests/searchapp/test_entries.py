"""Versions of one story are one entry of the results; a switch shows each article by itself."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from indexer.page.stories import numbered
from schemas.query import Query
from schemas.results import Counterpart, Hit, Page, Snippet, StoryFound, Version
from searchapp.entries import Entry, entries, entries_of, parted


def hit(id: str, language: str = "ru", score: float = 1.0, day: int = 1, also: str = "") -> Hit:
    others = tuple(Counterpart(one, "en", one) for one in also.split())
    published = date(2017, 6, day)
    return Hit(id, Snippet(id), language, published, (), (), score, Snippet(""), also=others)


def shown(found: tuple[Entry, ...]) -> list[str]:
    """Each entry as "number:id reprints / translations / elsewhere"."""

    def listed(versions: tuple[Version, ...]) -> str:
        return ",".join(f"{one.number}:{one.id}" for one in versions)

    return [
        f"{one.number}:{one.hit.id} {listed(one.reprints)}/{listed(one.translations)}/"
        f"{','.join(other.id for other in one.elsewhere)}"
        for one in found
    ]


HITS = [hit("a", score=3), hit("b", score=2), hit("a-en", "en", 1), hit("a2", score=1, day=2)]


def story(first: int, hits: list[Hit], *ids: str) -> StoryFound:
    """Those of ``hits``, of which the first is number ``first``, as versions of one."""
    every = numbered(hits, first - 1)
    return tuple(every[id] for id in ids)


def beyond(id: str, number: int, language: str = "ru") -> Version:
    """A version on another page."""
    return Version(id, Snippet(id), language, None, number)


def test_a_story_stands_where_its_first_hit_does() -> None:
    assert shown(entries(HITS, [story(11, HITS, "a", "a-en", "a2")], 11, "relevance", "ru")) == [
        "11:a 14:a2/13:a-en/",
        "12:b //",
    ]


def test_without_stories_each_hit_is_an_entry() -> None:
    assert shown(entries(HITS[:2], (), 1, "newest", "en")) == ["1:a //", "2:b //"]


@pytest.mark.parametrize(
    ("sort", "score", "day", "first"),
    [
        ("relevance", 3.0, 2, "a-en"),  # as good, and in the language of the interface
        ("relevance", 2.9, 1, "a"),
        ("newest", 9.0, 1, "a-en"),
        ("newest", 3.0, 2, "a"),
    ],
)
def test_the_language_of_the_interface_decides_among_equal_ones(sort, score, day, first):
    hits = [HITS[0], hit("a-en", "en", score, day)]
    (entry,) = entries(hits, [story(1, hits, "a", "a-en")], 1, sort, "en")
    assert entry.hit.id == first
    assert entry.number == (1 if first == "a" else 2)


@pytest.mark.parametrize(("last", "before"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3)])
def test_what_is_near_in_meaning_parts_stories_where_they_stand(last, before) -> None:
    hits = [hit("a"), hit("b"), hit("a-en", "en"), hit("c")]
    found = entries(hits, [story(1, hits, "a", "a-en")], 1, "newest", "en")
    assert shown(found) == ["3:a-en /1:a/", "2:b //", "4:c //"]
    assert parted(found, last) == (found[:before], found[before:])


def test_what_stands_on_the_page_is_not_named_as_elsewhere() -> None:
    hits = [replace(HITS[0], also=hit("x", also="a-en a-fr").also), HITS[2]]
    found = [story(1, hits, "a", "a-en")]
    assert shown(entries(hits, found, 1, "relevance", "ru")) == ["1:a /2:a-en/a-fr"]


def test_a_story_names_its_versions_on_later_pages() -> None:
    found = [(*story(11, HITS, "a"), beyond("x", 20), beyond("x-en", 21, "en"))]
    assert shown(entries(HITS[:2], found, 11, "newest", "en")) == ["11:a 20:x/21:x-en/", "12:b //"]


def test_a_hit_whose_story_stands_on_an_earlier_page_is_no_entry() -> None:
    earlier = (beyond("x", 3), *story(11, HITS, "a", "a2"), beyond("y", 40))
    page = Page(Query("x", page=2), 50, tuple(HITS), {}, stories=(earlier,))
    found = entries_of(page, "ru")
    assert shown(found.shown) == ["12:b //", "13:a-en //"]
    assert [(one.version.id, one.first.number) for one in found.earlier] == [("a", 3), ("a2", 3)]
    assert found.later == 0


def test_versions_on_later_pages_are_counted() -> None:
    here = (*story(11, HITS, "a", "a2"), beyond("y", 40), beyond("z", 15))
    page = Page(Query("x", page=2), 50, tuple(HITS), {}, stories=(here,))
    assert (entries_of(page, "ru").later, entries_of(page, "ru").earlier) == (2, ())


def test_versions_of_a_story_are_one_entry_of_a_page(client, text):
    page = client.get("/search?region=dagestan&ui=ru").text
    assert page.count("<article") == 1
    assert "На этой странице: 2 статьи, 1 сюжет." in text("/search?region=dagestan&ui=ru")
    assert '<li id="hit1">' in page
    assert "Также по-русски: 5 июня 2017 Старую башню" in text("/search?region=dagestan&ui=ru")
    assert '<p class="version" id="hit2"><span>Также по-русски:</span>' in page


def test_a_switch_shows_every_article_by_itself(client, text, page_links):
    apart = page_links("/search?region=dagestan")["Show every article by itself"]
    assert apart == {"region": ["dagestan"], "all": ["1"]}
    page = client.get("/search?region=dagestan&all=1").text
    assert page.count("<article") == 2
    assert "On this page" not in text("/search?region=dagestan&all=1")
    back = page_links("/search?region=dagestan&all=1")["Show versions of one story together"]
    assert back == {"region": ["dagestan"]}


def test_the_switch_stays_with_pages_filters_and_the_next_search(client, page_links):
    page = client.get("/search?q=school&size=10&all=1").text
    assert '<input type="hidden" name="all" value="1">' in page
    assert all(found.get("all") == ["1"] for found in pages(page_links("/search?q=school&all=1")))


def pages(found: dict[str, dict[str, list[str]]]) -> list[dict[str, list[str]]]:
    return [parameters for label, parameters in found.items() if label.startswith("Page ")]


def test_where_nothing_is_joined_nothing_is_said_of_it(text):
    assert "Show every article" not in text("/search?q=school")


def test_each_hit_of_a_page_has_its_anchor_once(client):
    found = client.get("/search?size=100&sort=oldest").text
    anchors = re.findall(r'id="hit(\d+)"', found)
    assert sorted(map(int, anchors)) == list(range(1, 28))


def test_another_language_is_named_where_the_query_does_not_find_it(client):
    page = client.get("/search?q=весной").text
    assert '<span>Also in English:</span>\n<a href="/articles/tower-en"' in page


def test_programs_count_articles_and_learn_of_stories(client):
    found = client.get("/api/v1/search?region=dagestan").json
    assert (found["total"], len(found["hits"])) == (2, 2)
    assert found["stories"] == [["tower-en", "tower"]]
    assert client.get("/api/v1/search?region=dagestan&all=1").json["stories"] == []
