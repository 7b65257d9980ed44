"""Dates that no selector finds: they stand near the headline, or the summary tells of the page."""

from __future__ import annotations

import time

import pytest

from indexer.ingest.html.choose import printed_date
from indexer.ingest.html.plain_text import PageLines
from indexer.ingest.sites.profile import packaged
from tests.ingest.html.pages import page

CANONICAL = '<link rel="canonical" href="https://www.kavkaz-uzel.eu/articles/260001">'
TITLE = "<h1>Мост в Теберде открыт</h1>"
DATE = "<p>16:58, 7 октября 2013</p>"
OTHER = "<p>10:20, 5 мая 2012</p>"
TEXT = "<p>Движение по мосту открыли утром.</p><p>Его строили два года.</p>"
BODY = f'<div class="articleBody">{TEXT}</div>'
SHOWN = "2013-10-07T16:58:00+04:00"


@pytest.mark.parametrize(
    "content",
    [
        TITLE + DATE + BODY,
        DATE + TITLE + BODY,
        f"<div><div>16:58, <b>7 октября</b> 2013</div>{TITLE}</div><p>Фоторепортаж</p>{BODY}",
        TITLE + "<p>Поделиться</p>" * 5 + DATE + BODY,
        OTHER + TITLE + DATE + BODY,
        OTHER + OTHER + TITLE + DATE + BODY,
        TITLE + DATE + BODY + OTHER,
        f"<div class='related'>{OTHER}</div>" + DATE + TITLE + BODY,
        f'<meta property="og:title" content="Мост в Теберде открыт">{DATE}{BODY}',
    ],
    ids=[
        "below", "above", "in-pieces", "after-links", "teaser-above", "teasers-above",
        "teaser-below-the-text", "dropped", "without-a-headline",
    ],
)  # fmt: skip
def test_the_date_near_the_headline_is_the_article_s(take_html, content):
    head = CANONICAL + "<title>Мост в Теберде открыт</title>"
    taken = take_html(page(content, head))
    assert taken.article.published.isoformat() == SHOWN
    assert taken.article.body == "Движение по мосту открыли утром.\n\nЕго строили два года."
    assert taken.source.journal.remarks == {}


def test_a_site_without_a_profile_dates_its_articles_there_too(take_html):
    content = f'{TITLE}<p>7 октября 2013</p><div itemprop="articleBody">{TEXT}</div>'
    assert take_html(page(content)).article.published.isoformat() == "2013-10-07"


@pytest.mark.parametrize(
    "content",
    [
        TITLE + BODY,
        TITLE + BODY + DATE,
        DATE + OTHER + TITLE + BODY,
        TITLE + "<p>Поделиться</p>" * 6 + DATE + BODY,
        TITLE + "<p>Открыт 16:58, 7 октября 2013 для всех.</p>" + BODY,
    ],
    ids=["none", "below-the-text", "of-teasers", "far-away", "within-a-sentence"],
)
def test_a_page_without_a_date_is_told(take_html, tmp_path, content):
    taken = take_html(page(content, CANONICAL))
    assert taken.article.published is None
    remark = "no date was found on the page"
    assert taken.source.journal.remarks == {remark: (str(tmp_path / "page.html"), 1)}


def test_undated_pages_of_all_kinds_are_counted(tmp_path, take):
    (tmp_path / "a.html").write_text(page(TITLE + BODY, CANONICAL), encoding="utf-8")
    (tmp_path / "b.txt").write_text("Мост открыт\n\nДвижение открыли утром.", encoding="utf-8")
    (tmp_path / "c.txt").write_text("Мост закрыт\n\n7 октября 2013\n\nДо утра.", encoding="utf-8")
    taken = take(tmp_path)
    assert len(taken.articles) == 3
    assert [count for _, count in taken.source.journal.remarks.values()] == [2]


def test_the_line_that_dates_a_text_is_nothing_else():
    page = PageLines(packaged()["caucasian-knot"], {"title": "Мост в Теберде открыт"})
    page.read_body(["Фото Анны Ветровой. 16:58 / 07.10.2013", "Движение открыли утром."])
    assert page.fields() == {
        "title": "Мост в Теберде открыт",
        "published": SHOWN,
        "body": "Движение открыли утром.",
    }


@pytest.mark.parametrize("piece", ["a b ", "1 ", "10:15, ", "24 December "])
def test_a_line_without_end_is_searched_quickly(piece):
    line = piece * 20_000
    for profile in packaged().values():
        begun = time.process_time()
        assert printed_date([line], profile.dates) == ""
        assert time.process_time() - begun < 2
