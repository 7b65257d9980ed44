"""What follows the last article element of a page is read only where it could say something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.html import file as html
from indexer.ingest.html import markup
from indexer.ingest.html.article import WebPage
from indexer.ingest.sites import may_be_known
from indexer.ingest.text.decode import visible
from schemas.errors import InputError
from tests.ingest.html import pages

RESTS = {
    "nothing": "",
    "a side bar": "<div class='side'><h1>Other</h1><p>5 мая 2020, 10:00</p></div>",
    "a text that never ends": "<p>Read on" + "<div>" * 20,
    "another address": "<link rel='canonical' href='https://eng.kavkaz-uzel.eu/articles/1/'>",
    "another title": "<meta property='og:title' content='Court in Nalchik adjourns hearing. More'>",
    "names in capitals": "<META NAME='author' CONTENT='Someone Invented'>",
    "another text": pages.linked(headline=pages.EN_TITLE, articleBody="Text. " * 200),
    "microdata": "<span itemprop='author'>Someone Invented</span>",
    "another article": "<article><h1>Other</h1><div class='article__body'>Other</div></article>",
    "an article that never ends": "<ARTICLE><h1>Other</h1><div class='article__body'>Other</div>",
    "a marking": f"<footer></footer><p>{pages.MARK_NEW}</p>",
    "the end in a comment": "<!-- </article> -->",
    "the end in a script": "<script>'</article>'</script><div class='article__body'>Other</div>",
    "the end in a script that never ends": "<script>'</article>' + ",
    "the end in an attribute": "<p title='</article>'>x</p>",
    "a time": "<main><time datetime='2001-02-03'>3 February</time></main>",
}
PAGES = {
    "English": pages.desktop_en(),
    "Russian": pages.desktop_ru(),
    "undated": pages.desktop_en(date="soon"),
    "unclosed": pages.desktop_en().replace("</article>", ""),
    "a list": pages.listing(),
    "as text": pages.bare_en(),
}


def fields_of_all(text: str) -> object:
    """What the whole page says, or why it is none."""
    data = text.encode()
    try:
        return WebPage(data, "page", "", markup.parse(data, "page")).article()
    except InputError as error:
        return str(error)


def fields(text: str) -> object:
    try:
        return html.parse(text.encode(), "page")
    except InputError as error:
        return str(error)


@pytest.mark.parametrize("rest", RESTS.values(), ids=RESTS)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_says_what_all_of_it_says(page, rest):
    text = page.replace(pages.TAIL, rest + pages.TAIL)
    assert fields(text) == fields_of_all(text)


@given(st.data())
def test_a_damaged_page_says_what_all_of_it_says(data):
    text = data.draw(st.sampled_from(list(PAGES.values())))
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    rest = data.draw(st.sampled_from(list(RESTS.values())))
    text = text[:start] + rest + text[end:]
    assert fields(text) == fields_of_all(text)


def test_the_rest_of_a_plain_page_is_not_made_into_a_tree():
    root = markup.through_articles(pages.desktop_en().encode())
    assert root is not None
    assert root.find(".//article") is not None
    assert not root.xpath("//div[@class='aside']")


@pytest.mark.parametrize(
    "page",
    [
        "<p>No article</p>",
        "<article><p>One</article><article>Two",
        "<article><article>Inner</article> of one that never ends",
        "<article>One</article><meta name='author' content='A'>",
        "<article>One</article><script type='application/ld+json'>{}</script>",
        "<article>One<script>'</article>'",
        "<article>One<!-- </article>",
        "<!-- </article> --><article>One</article",
        "<!DOCTYPE html><!-- </article> -->",
    ],
)
def test_where_the_articles_end_is_not_guessed(page):
    assert markup.through_articles(page.encode()) is None


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(" \t\u00a0\u00ad\u200fаб")))
def test_a_line_is_what_one_sees_of_it_with_single_spaces(text):
    assert markup.text(text) == " ".join(visible(text).split())


@pytest.mark.parametrize(
    ("data", "address", "may"),
    [
        (b"<a href='https://www.kavkaz-uzel.eu/'>x</a>", "", True),
        (b"<p>News</p>", "https://m.kavkaz-uzel.eu/articles/7/", True),
        (b"<a href='https://herald.example/'>x</a>", "https://herald.example/7", False),
        (b"<a href='https://kavkaz-uzel.example/'>x</a>", "", False),
    ],
)
def test_a_page_that_names_no_known_host_is_read_once(monkeypatch, data, address, may):
    assert may_be_known(data, address) is may
    begun = []
    monkeypatch.setattr(markup, "through_articles", begun.append)
    text = f"<article><h1>{pages.EN_TITLE}</h1>{pages.paragraphs(pages.EN_BODY)}</article>"
    html.parse(data + text.encode(), "page", address=address)
    assert bool(begun) is may
