"""Pages of sites that nobody described: articles that have one sign of a list or of a form."""

from __future__ import annotations

from typing import Any

import pytest

from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, page, paragraphs

TEXT = f"{RU_LEDE} {RU_BODY[0]} {RU_BODY[1]}"
PROSE = paragraphs([TEXT] * 3)
DATE = '<meta property="article:published_time" content="2019-05-06T10:00:00+03:00">'
NAMED = f"<title>{RU_TITLE} - Вести</title>"
H2 = f"<h2>{RU_TITLE}</h2>"
ACTIVE = '<li class="item-101 current active"><a href="/">Главная</a></li>'


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


def code(taken: Any) -> str:
    return taken.rejections[0].error.code if taken.rejections else ""


@pytest.mark.parametrize("at", ["", canonical("https://n.example/novosti/spor")])
@pytest.mark.parametrize("prose", [PROSE, f"<p>{TEXT}</p>"], ids=["long", "short"])
def test_a_menu_that_stands_at_home_says_nothing_of_an_article_that_is_named_or_dated(
    take_html, at, prose
):
    shown, nameless = f"<ul>{ACTIVE}</ul>{H2}{prose}", "<title>Вести</title>"
    assert code(take_html(page(shown, NAMED + at))) == ""
    assert code(take_html(page(shown, nameless + at + DATE))) == ""
    is_front = not at or prose != PROSE
    assert code(take_html(page(shown, nameless + at))) == "list-page" * is_front


def test_only_the_first_link_of_an_entry_is_the_entry(take_html):
    def taken(links):
        shown = f'<ul><li class="active">{links}</li></ul><h2>Вести</h2>{PROSE}'
        return take_html(page(shown, "<title>Вести</title>"))

    home, other = '<a class="a" href="/">Главная</a>', '<a class="a" href="/o-nas">О нас</a>'
    assert code(taken(home + other)) == "list-page"
    assert code(taken(other + home)) == ""


def test_a_dated_page_is_no_form_whatever_its_address(take_html):
    shown = page(f"<h1>Поиск</h1>{PROSE}<input><input>", "<title>Вести</title>%s")
    assert code(take_html(shown % canonical("https://n.example/2019/05/06/search/"))) == ""
    assert code(take_html(shown % canonical("https://n.example/search/"))) == "no-article"


@pytest.mark.parametrize("group", ["category", "rubrika", "news-category"])
def test_a_page_that_is_named_and_dated_may_be_an_article_at_the_address_of_a_group(
    take_html, group
):
    at, shown = canonical(f"https://n.example/{group}/spor"), f'{H2}{PROSE}<a href="/1">1</a>'
    assert code(take_html(page(shown, NAMED + DATE + at))) == ""
    assert code(take_html(page(shown, NAMED + at))) == "list-page"
    assert code(take_html(page(shown, "<title>Вести</title>" + DATE + at))) == "list-page"


def test_only_tags_and_categories_have_a_word_before_them(take_html):
    def taken(group):
        at = canonical(f"https://n.example/{group}/spor")
        return take_html(page(f'<h2>Вести</h2>{PROSE}<a href="/1">1</a>', at + NAMED))

    for group in ("private-label", "co-author"):
        assert code(taken(group)) == ""
    for group in ("news-tag", "label", "author"):
        assert code(taken(group)) == "list-page"
