"""Bad pages: each is a clear rejection, or the article that it is."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.html import file as html
from indexer.ingest.records import LIMIT
from schemas.errors import InputError
from tests.ingest.html import pages
from tests.ingest.html.pages import EN_BODY, EN_TITLE, RU_TITLE, linked, page, paragraphs

TEXT = "\n\n".join(EN_BODY)
MENU = '<ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul>'


def article(title: str = EN_TITLE, body: str = TEXT, date: str = "2019-08-13T22:19+03:00") -> str:
    return page("", linked(headline=title, articleBody=body, datePublished=date))


@pytest.mark.parametrize(
    ("bad", "message", "hint"),
    [
        (b"", "the page is empty", "save it again"),
        (b" \n ", "the page is empty", "save it again"),
        (b"<!-- nothing -->", "the page is empty", "save it again"),
        (page(MENU), "there is no article on this page", "docs/site-profiles.md"),
        (page(f"<h1>Contacts</h1>{MENU}"), "there is no article on this page", "profiles.md"),
        (page("", linked(headline=EN_TITLE)), "there is no article on this page", "profiles.md"),
        (pages.listing(10), "this page lists 10 articles", "save the pages it links to"),
        (article(title="т" * 1_000_000), "title: write 2000 characters or fewer", "shorten"),
        (article().encode() + b"\0", "a NUL byte at byte", "save it again"),
        (page("<div>" * 100_000 + "text"), "more than 2,048 levels deep", "or only its text"),
        (page("<b><i>" * 100_000), "nested more than 2,048 levels deep", "or only its text"),
        (b"%PDF-1.4 no page at all", "there is no article on this page", "docs/site-profiles.md"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a NUL byte at byte 8", "save it again"),
    ],
)
def test_a_clear_rejection(take_html, bad, message, hint):
    error = take_html(bad).error
    assert message in error.message
    assert hint in error.hint
    assert error.place.endswith("page.html")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (article(date="20017-06-05"), "20017-06-05"),
        (article(date="0001-01-01T00:00:00Z"), "0001-01-01T00:00:00Z"),
        (article(date="10:52"), "10:52"),
        (pages.desktop_en("15:57, 24 December 20017"), None),
        (pages.desktop_en("15:57, 31 February 2017"), None),
    ],
)
def test_a_misprinted_date_costs_no_article(take_html, page, said):
    article = take_html(page).article
    assert article.published is None
    assert article.model_extra.get("published_given") == said


def test_a_page_longer_than_any_article(tmp_path, take):
    path = tmp_path / "page.html"
    with path.open("wb") as file:
        file.truncate(LIMIT + 1)
    assert take(path).error.message == "it is longer than 32 MiB"


@pytest.mark.parametrize(
    ("given", "title", "body"),
    [
        (article(body="Later on."), EN_TITLE, "Later on."),
        (article(title="\u200fRoad\u202e opened\u202c"), "Road opened", TEXT),
        (article(title="So\xadchi\ufeff"), "Sochi", TEXT),
        (pages.desktop_en().replace("<p>", "<p>\u200f\u202b"), EN_TITLE, TEXT),
        (pages.desktop_en().replace("</p>", "").replace("</span>", ""), EN_TITLE, TEXT),
        (pages.desktop_en().partition("<p>Author")[0], EN_TITLE, TEXT),
        (pages.desktop_en().replace("<p>", "<P onclick='x'>"), EN_TITLE, TEXT),
        (pages.desktop_en().replace("<div", "<!-- <p>hidden</p> --><div"), EN_TITLE, TEXT),
        (
            pages.desktop_en().replace('body">', 'body"><p style="display: none">No</p>'),
            EN_TITLE,
            TEXT,
        ),
        (pages.desktop_en().replace('body">', 'body"><p hidden>No</p>'), EN_TITLE, TEXT),
        (article() + "<script>while (true) alert()</script><p>more", EN_TITLE, TEXT),
        (
            article().replace("<html", "<html><html").replace("<body>", "<body><body>"),
            EN_TITLE,
            TEXT,
        ),
        (
            page("<div>" * 1_000 + "x" + "</div>" * 1_000, linked(headline="T", articleBody="B")),
            "T",
            "B",
        ),
    ],
)
def test_a_right_article(take_html, given, title, body):
    found = take_html(given).article
    assert (found.title, found.body) == (title, body)


@pytest.mark.parametrize("size", [5_000_000, 12_000_000])
def test_a_body_of_megabytes(take_html, size):
    text = "Дождь шёл весь день. " * (size // 21)
    whole = pages.desktop_ru().replace(paragraphs(pages.RU_BODY), f"<p>{text}</p>")
    found = take_html(whole).article
    assert found.title == RU_TITLE
    assert found.body.endswith(text.strip())


@pytest.mark.parametrize(
    "attack",
    [
        '<!DOCTYPE html [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;&a;">]>',
        '<!DOCTYPE html SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_of_a_page_mean_nothing(take_html, attack):
    html = attack + page("", linked(headline="T &x; &c;", articleBody="Body."))
    found = take_html(html).article
    assert found.title.startswith("T ")
    assert "root:" not in found.title


def test_a_date_that_cannot_be_is_passed_over_when_another_can(take_html):
    html = article(date="20017-06-05").replace(
        "<meta charset",
        '<meta property="article:published_time" content="2017-06-05"><meta charset',
    )
    assert take_html(html).article.published.isoformat() == "2017-06-05"


def test_one_page_is_held_at_a_time(tmp_path):
    for number in range(12):
        text = pages.desktop_en() + "<p>filling</p>" * 20_000
        (tmp_path / f"{number}.html").write_text(text)

    def peak(count: int) -> int:
        tracemalloc.start()
        try:
            for number in range(count):
                html.parse((tmp_path / f"{number}.html").read_bytes(), "page")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(12) < 1.3 * peak(2)


@given(st.data())
def test_a_damaged_page_gives_fields_or_an_error(data):
    whole = data.draw(st.sampled_from([pages.desktop_en(), pages.mobile_ru(), article()])).encode()
    start, end = sorted(data.draw(st.integers(0, len(whole))) for _ in range(2))
    junk = data.draw(st.binary(max_size=40) | st.sampled_from([b"<!--", b"<script>", b"<p" * 99]))
    try:
        found = html.parse(whole[:start] + junk + whole[end:], "page")
    except InputError:
        return
    assert found["title"].strip()
    assert found.get("body", found.get("text", "")).strip()


def test_texts_in_each_other_are_read_once_and_quickly(take, tmp_path):
    text = (
        '<div class="articleBody">' * 1_000 + "<p>It rained. The roof leaks.</p>" + "</div>" * 1_000
    )
    address = '<link rel="canonical" href="https://www.kavkaz-uzel.eu/articles/260001">'
    (tmp_path / "a.html").write_text(
        page(f"<h1>A roof for all</h1>{text * 20}<p>16:58, 7 октября 2013</p>", address)
    )
    begun = time.process_time()
    found = take(tmp_path).article
    assert found.body.split("\n")[0] == "It rained. The roof leaks."
    assert time.process_time() - begun < 10
