"""A selector that is not tried, because it could find nothing, would have found nothing."""

from __future__ import annotations

import pytest

from indexer.ingest.html import markup
from indexer.ingest.html.scope import ElementScope

PAGE = b"""<html><body class="page"><article class="news big">
<h1 ITEMPROP="headline">Title</h1><p class="lede first">Lede</p><p data-x="a]b">x</p>
<ul class="tags"><li class="tag">one</li></ul><a href="/1" hreflang="ru">more</a>
</article></body></html>"""
FOUND = {
    "h1[itemprop='headline']": 1,
    "h1[itemprop='title']": 0,
    "h1[itemprop!='title']": 1,
    "h1[itemprop^='head']": 1,
    "p.lede": 1,
    "p.lede.first": 1,
    "p.led": 0,
    "p.lead, p.lede": 1,
    "p:not(.lead)": 2,
    "p[data-x='a]b']": 1,
    "article ul.tags > li.tag": 1,
    "article ul.labels > li.tag": 0,
    "body.page article": 0,
    "article.news": 1,
    "a[hreflang=ru]": 1,
    ".//a[@class='more' or @hreflang='ru']/@href": 1,
}


@pytest.mark.parametrize(("selector", "count"), FOUND.items())
def test_what_a_selector_finds_in_an_element(selector, count):
    article = markup.parse(PAGE, "page").find(".//article")
    assert len(ElementScope([article]).first((selector,))) == count
    assert len(markup.selector(selector)(article)) == count


def test_the_first_selector_that_finds_something_counts():
    scope = ElementScope([markup.parse(PAGE, "page")])
    assert [one.text for one in scope.first(("p.none", "h1", "p.lede"))] == ["Title"]
    assert [one.text for one in scope.every(("p.none", "h1", "p.lede"))] == ["Title", "Lede"]
    assert scope.first(("p.none",)) == []


def test_what_lies_in_elements_within_each_other_is_found_once():
    nested = "<div class='a'>" * 1_000 + "<p>x</p>" + "</div>" * 1_000
    root = markup.parse(f"<html><body>{nested}</body></html>".encode(), "page")
    scope = ElementScope(ElementScope([root]).first(("div.a",)))
    assert len(scope.first(("p",))) == 1
    assert scope.is_of("div")
