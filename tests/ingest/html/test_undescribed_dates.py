"""Dates of pages of sites that nobody described: where they stand, and which one counts."""

from __future__ import annotations

import time
from datetime import date

import pytest
from lxml import etree

from indexer.ingest.html import markup, page_date
from indexer.ingest.text.dates import within
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
H1 = f"<h1>{RU_TITLE}</h1>"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published: May 6, 2019 at 10:15 AM", "2019-05-06T10:15:00+03:00"),
        ("Опубликовано 6 мая 2019 г. в 10:15", "2019-05-06T10:15:00+03:00"),
        ("By Ivan Petrov, Monday, May 6th, 2019", "2019-05-06"),
        ("Общество | 06.05.2019 | Нальчик", "2019-05-06"),
        ("2019-05-06 10:15 | Society", "2019-05-06T10:15:00+03:00"),
        ("С 6 мая 2019 по 8 июня 2019", None),
        ("The bridge was opened on May 6, 2019 by the head of the district", None),
        ("06/05/2019", None),
        ("№ 106.05.20191", None),
        ("май 2019", None),
        ("6 мая", None),
    ],
)
def test_the_date_beside_some_words_of_a_line(line, day):
    found = within(line)
    assert (found and found.isoformat()) == day


OWN_TIME, OTHER_TIME = (f"<time datetime='2019-0{at}-06'>6</time>" for at in "57")


LENGTH = "<time datetime='PT5M'>5 минут</time>"


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (f"{H1}<p>Опубликовано: 6 мая 2019, 10:15</p>{TEXT}", "2019-05-06T10:15:00+03:00"),
        (f"{H1}<p>Обновлено 8 мая 2019</p><p>6 мая 2019</p>{TEXT}", "2019-05-06"),
        (f"<p>Вести, 6 мая 2019</p>{H1}{TEXT}", "2019-05-06"),
        (f"{H1}{TEXT * 3}<div class='entry-date'>6 мая 2019</div>", "2019-05-06"),
        (f"{H1}{TEXT * 3}<abbr class='published' title='2019-05-06T10:15+03:00'>10:15</abbr>",
         "2019-05-06T10:15:00+03:00"),
        (f"{H1}{TEXT * 3}<aside><span class='date'>6 мая 2019</span></aside>", None),
        (f"{H1}{TEXT}<p>© 2019 Вести</p>", None),
        (f"{H1}<p>Veröffentlicht am 6. Mai 2019</p>{TEXT}", "2019-05-06"),
        (f"{H1}<p>le 1er août 2019</p>{TEXT}", "2019-08-01"),
        (f"{H1}<p>6 de mayo de 2019, por Ana</p>{TEXT}", "2019-05-06"),
        (f"{H1}<p>6 травня 2019</p>{TEXT}", "2019-05-06"),
        (f"{H1}<p>Von uns, 6. 5. 2019.</p>{TEXT}", "2019-05-06"),
        (f"{H1}<p>6 ABRİL 2019</p>{TEXT}", None),
        (f"<article>{OTHER_TIME}{H1}<p>6 мая 2019</p>{TEXT}{OWN_TIME}</article>", "2019-05-06"),
        (f"<article>{OWN_TIME}{H1}{TEXT}{OTHER_TIME}</article>", "2019-05-06"),
        (f"<article>{OWN_TIME}{LENGTH}{H1}<p>8 мая 2019</p>{TEXT}</article>", "2019-05-06"),
    ],
    ids=[
        "words", "changed", "above", "named", "abbr", "aside", "year", "german", "french",
        "spanish", "ukrainian", "points", "dotted", "times-of-others", "times-alone", "length",
    ],
)  # fmt: skip
def test_the_date_is_where_such_sites_print_it(take_html, content, day):
    published = take_html(page(content)).article.published
    assert (published and published.isoformat()) == day


def test_a_date_of_another_article_is_not_taken_by_name():
    beside = "<div class='related'><span class='date'>6 мая 2019</span></div>"
    other = "<p class='date'>7 мая 2019</p>"
    assert page_date.marked(markup.parse(page(beside).encode(), "")) == ""
    assert page_date.marked(markup.parse(page(beside + other).encode(), "")) == "2019-05-07"
    assert (
        page_date.marked(markup.parse(page(f"<i class='date'>6.05.2019</i>{other}").encode(), ""))
        == ""
    )


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("promo-box", ""),
        ("promoted", ""),
        ("node node-promoted", "2019-05-06"),
        ("node node--promoted", "2019-05-06"),
    ],
)
def test_drupal_calls_an_article_promoted_that_is_on_its_front_page(name, day):
    content = f"<div class='{name}'><span class='date'>6 мая 2019</span>{TEXT}</div>"
    assert page_date.marked(markup.parse(page(content).encode(), "")) == day


COMMENT = "<div><p><span class='date'>7 мая 2019</span></p></div>"


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (f"<div class='comments'>{COMMENT * 20_000}</div>", ""),
        (f"{'<div class=date>' * 200}{'<p>Мост открыли вчера</p>' * 60_000}", ""),
        ("<h1>Мост</h1>" * 20_000 + "<p>6 мая 2019</p>", "2019-05-06"),
    ],
    ids=["comments", "nested", "headlines"],
)
def test_the_time_grows_with_the_page_alone(content, day):
    root = markup.parse(page(content).encode(), "")
    lines = markup.lines(root)
    begun = time.process_time()
    assert (page_date.near(lines, {"Мост"}) or page_date.marked(root)) == day
    assert time.process_time() - begun < 5


def test_what_only_htmldate_finds_is_a_day(take_html):
    content = f"<h1>Une histoire</h1>{TEXT}<div>Publié le 6 mars 2019</div>"
    assert take_html(page(content)).article.published.isoformat() == "2019-03-06"


@pytest.mark.parametrize(
    ("head", "content", "given"),
    [
        ("<meta name='date' content='2019-06'>", "", "2019-06"),
        ("<meta property='article:published_time' content='2019-06'>", "", "2019-06"),
        ("<meta name='dcterms.issued' content='2019-02'>", "", "2019-02"),
        ("", "<article><time datetime='2019-06'>6</time></article>", "2019-06"),
        ("<meta name='date' content='2019'>", "", "2019"),
        ("", "<div class='date'>2019.06</div>", None),
        ("", "<div class='date'>06/2019</div>", None),
        (
            "<meta name='date' content='06.2019'>",
            "<p>С 29 апреля 2019 года в горах шли дожди, и дороги к дальним сёлам размыло.",
            "06.2019",
        ),
    ],
)
def test_of_a_month_or_a_year_no_day_is_made(take_html, head, content, given):
    article = take_html(page(f"{H1}{content}{TEXT}", head)).article
    assert (article.published, article.model_extra.get("published_given")) == (None, given)


@pytest.mark.parametrize(
    ("day", "source"),
    [
        *((date(2019, 6, 9), text) for text in (
            "2019-06-09", "2019-6-9T10:00", "2019/06/09/", "09.06.2019", "9. 6. 19", "6/9/2019",
            "20190609", "9 июня 2019", "9-го июня, 2019", "June 9, 2019", "9 de junio de 2019",
            "le 9 juin 2019", "9. Juni 2019", "Jun. 09 2019",
        )),
    ],
)  # fmt: skip
def test_a_day_stands_on_a_page_in_figures_or_words(day, source):
    assert page_date._stands(day, f"x {source} y")
    assert not page_date._stands(day.replace(day=8), f"x {source} y")
    assert not page_date._stands(day.replace(year=2018), f"x {source} y")


@pytest.mark.parametrize(
    "source",
    [
        "2019-06", "06.2019", "June 2019", "9 мая 2019", "2019-06-19", "12019-06-09", "9.6.20190",
        "19-06-09", "120190609", "9 June 20190", "9 June 12019",
    ],
)  # fmt: skip
def test_a_day_that_stands_nowhere_is_none(source):
    assert not page_date._stands(date(2019, 6, 9), source)


def test_years_in_two_figures_are_no_days():
    assert page_date._stands(date(2019, 6, 19), "2019-06-19")
    assert page_date._stands(date(2006, 6, 19), "19/6/06")


@pytest.mark.parametrize("source", ["1" * 20_000, "1." * 10_000, "2019" * 5_000])
def test_a_day_is_looked_for_in_a_time_that_grows_with_the_page(source):
    begun = time.process_time()
    assert not page_date._stands(date(2019, 6, 9), source)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize(
    ("told", "day", "given"),
    [
        ("2021-02-03T10:00:00+03:00", "2019-05-06", "2021-02-03T10:00:00+03:00"),
        ("2019-05-07T01:00:00+03:00", "2019-05-07T01:00:00+03:00", None),
        ("2019-05-04T10:00:00+03:00", "2019-05-04T10:00:00+03:00", None),
        ("2019-05-07T01:00:00Z", "2019-05-06", "2019-05-07T01:00:00+00:00"),
        ("2019-05-05T23:00:00Z", "2019-05-06", "2019-05-05T23:00:00+00:00"),
        ("2019-05-04T23:00:00Z", "2019-05-04T23:00:00+00:00", None),
    ],
    ids=["anew", "by-night", "before", "utc-later", "utc-earlier", "utc-days-earlier"],
)
def test_a_day_in_the_address_is_older_than_a_new_edition(take_html, told, day, given):
    address = '<link rel="canonical" href="https://n.example/2019/05/06/spor">'
    article = take_html(
        page(f"{H1}{TEXT}", address + linked(headline=RU_TITLE, datePublished=told))
    ).article
    assert article.published.isoformat() == day
    assert article.model_extra.get("published_given") == given


@pytest.mark.parametrize("address", ["2019/05/06/spor", "2019-05-06-spor", "20190506/spor"])
def test_the_day_of_the_address_goes_before_a_line_that_tells_of_another(take_html, address):
    event = f"{H1}<p>Суд в Нальчике, 4 мая 2019</p>{TEXT}"
    head = f'<link rel="canonical" href="https://n.example/{address}">'
    assert take_html(page(event, head)).article.published.isoformat() == "2019-05-06"
    printed = page(f"{H1}<p>6 мая 2019, 10:15</p>{TEXT}", head)
    assert take_html(printed).article.published.isoformat() == "2019-05-06T10:15:00+03:00"


def test_a_moment_in_utc_is_that_of_the_readers_where_the_page_has_it(take_html):
    local = '<meta property="article:published_time" content="2019-05-06T20:00:00-05:00">'
    data = linked(headline=RU_TITLE, datePublished="2019-05-07T01:00:00Z")
    article = take_html(page(f"{H1}{TEXT}", local + data)).article
    assert article.published.isoformat() == "2019-05-06T20:00:00-05:00"
    other = local.replace("20:00", "19:00")
    article = take_html(page(f"{H1}{TEXT}", other + data)).article
    assert article.published.isoformat() == "2019-05-07T01:00:00+00:00"


@pytest.mark.parametrize(
    ("micro", "meta"), [("2019-05-06", "2019-05-09"), ("2019-05-09", "2019-05-06")]
)
def test_of_microdata_and_meta_elements_the_earlier_is_the_first_publication(
    take_html, micro, meta
):
    head = f'<meta property="article:published_time" content="{meta}">'
    content = f'{H1}<time itemprop="datePublished" datetime="{micro}">6</time>{TEXT}'
    assert take_html(page(content, head)).article.published.isoformat() == "2019-05-06"


@pytest.mark.parametrize("found", ["2019-08-1", "", None])
def test_what_htmldate_finds_is_a_day_or_nothing(monkeypatch, found):
    monkeypatch.setattr("htmldate.find_date", lambda *_, **__: found)
    root = markup.parse(page("<p>2019-08-1 3</p>").encode(), "")
    assert page_date.searched(root, "") == ""


@pytest.mark.parametrize(
    "layout",
    [
        '<p style="background:url(/2019/05/06/a.png)">Склон</p>',
        '<img srcset="/2019/05/06/a.png 2x">',
        '<img sizes="2019-05-06">',
        "<style>a { background: url(/2019/05/06/a.png) }</style>",
        "<template>2019-05-06</template>",
    ],
)
def test_what_only_the_layout_has_is_no_day(layout):
    shown = f"<p>{RU_LEDE}</p>"
    assert page_date.searched(markup.parse(page(shown + layout).encode(), ""), "") == ""
    dated = shown + layout + '<p><a href="/2019/05/06/">Склон</a></p>'
    assert page_date.searched(markup.parse(page(dated).encode(), ""), "") == "2019-05-06"


def test_the_page_itself_keeps_what_htmldate_does_not_see():
    hidden = '<aside style="color: red"><img srcset="a.png 2x"></aside><template>Село</template>'
    root = markup.parse(page(f"<p>{RU_LEDE}</p>{hidden}").encode(), "")
    before = etree.tostring(root)
    page_date.searched(root, "")
    assert etree.tostring(root) == before
