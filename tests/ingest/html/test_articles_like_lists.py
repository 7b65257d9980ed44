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
OTHERS = "".join(f'<p><a href="/{at}">Мост через реку номер {at}</a></p>' for at in range(20))
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
