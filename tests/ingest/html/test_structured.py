"""What pages say of themselves: JSON-LD, microdata, OpenGraph; and which of it counts."""

from __future__ import annotations

import json
from html import escape

import pytest

from tests.ingest.html.pages import EN_BODY, EN_LEDE, EN_TITLE, linked, page, paragraphs

TEXT = "\n\n".join(EN_BODY)
ARTICLE = {
    "headline": EN_TITLE,
    "description": EN_LEDE,
    "articleBody": TEXT,
    "datePublished": "2019-08-13T22:19:00+03:00",
    "dateModified": "2019-08-14",
    "author": [{"@type": "Person", "name": "Madina Invented"}, "Aslan Invented"],
    "publisher": {"@type": "Organization", "name": "Invented Herald"},
    "inLanguage": "en-GB",
    "keywords": "pasture, court",
    "articleSection": ["Society", "Mountains"],
    "mainEntityOfPage": {"@id": "https://herald.example/2019/pasture"},
    "image": {"@type": "ImageObject", "caption": "The slope"},
}
NODE = {"@type": "NewsArticle", **ARTICLE}


def script(data: object) -> str:
    return page("<h1>Other</h1>", f'<script type="application/ld+json">{json.dumps(data)}</script>')


@pytest.mark.parametrize(
    "html",
    [
        page("", linked(**ARTICLE)),
        script([{"@type": "WebSite", "name": "Herald"}, NODE]),
        script({"@graph": [{"@type": "BreadcrumbList", "itemListElement": []}, NODE]}),
        script({"@type": "WebPage", "mainEntity": NODE}),
        script({**NODE, "@type": ["Thing", "https://schema.org/ReportageNewsArticle"]}),
        page("", linked(**ARTICLE).replace("\\n\\n", "\n\n")),
        page(
            "", linked(**ARTICLE).replace(">{", ">\n//<![CDATA[\n{").replace("}</", "};\n//]]></")
        ),
        page("", '<script type="application/ld+json">{"cut</script>' + linked(**ARTICLE)),
    ],
    ids=["one", "list", "graph", "nested", "types", "raw-breaks", "cdata", "beside-a-broken-one"],
)
def test_linked_data_give_the_article(take_html, html):
    article = take_html(html).article
    assert (article.title, article.lede, article.body) == (EN_TITLE, EN_LEDE, TEXT)
    assert article.published.isoformat() == "2019-08-13T22:19:00+03:00"
    assert article.updated.isoformat() == "2019-08-14"
    assert article.author == "Madina Invented, Aslan Invented"
    assert article.source == "Invented Herald"
    assert (article.topics, article.keywords) == (("society",), ("Mountains", "pasture", "court"))
    assert (article.url, article.captions) == (
        "https://herald.example/2019/pasture",
        ("The slope",),
    )


def test_open_graph_gives_what_the_text_does_not(take_html):
    head = """<link rel="canonical" href="https://herald.example/1">
    <meta property="og:title" content="Court in Nalchik adjourns hearing | Herald">
    <meta property="og:site_name" content="Herald"><meta name="description" content="On a slope.">
    <meta property="article:published_time" content="Tue, 13 Aug 2019 22:19:00 +0300">
    <meta property="article:section" content="Дагестан"><meta name="author" content="M. Invented">
    """
    article = take_html(page(f"<article>{paragraphs(EN_BODY * 2)}</article>", head)).article
    assert article.title == "Court in Nalchik adjourns hearing"
    assert article.lede == "On a slope."
    assert article.published.isoformat() == "2019-08-13T22:19:00+03:00"
    assert (article.regions, article.author) == (("dagestan",), "M. Invented")
    assert EN_BODY[1] in article.body


def test_microdata_give_the_article(take_html):
    html = page(
        f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">
{EN_TITLE}</h1><time itemprop="datePublished" datetime="2019-08-13T22:19+03:00">13 August</time>
<p itemprop="description">{EN_LEDE}</p><div itemprop="articleBody">{paragraphs(EN_BODY)}
<figure><img><figcaption>The slope</figcaption></figure><script>track()</script></div>
<span itemprop="keywords">pasture, court</span></div>"""
    )
    article = take_html(html).article
    assert (article.title, article.lede, article.body) == (EN_TITLE, EN_LEDE, TEXT)
    assert article.published.isoformat() == "2019-08-13T22:19:00+03:00"
    assert (article.keywords, article.captions) == (("pasture", "court"), ("The slope",))


def test_a_text_that_metadata_cut_short_is_taken_from_the_page(take_html):
    cut = linked(headline=EN_TITLE[:20] + "…", articleBody=TEXT[:60] + "…")
    html = page(f'<h1>{EN_TITLE}</h1><div itemprop="articleBody">{paragraphs(EN_BODY)}</div>', cut)
    article = take_html(html).article
    assert (article.title, article.body) == (EN_TITLE, TEXT)


def test_a_description_that_repeats_the_text_is_no_lede(take_html):
    html = page("", linked(headline=EN_TITLE, articleBody=TEXT, description=TEXT[:80] + "..."))
    assert take_html(html).article.lede == ""


def test_markup_within_linked_data_becomes_paragraphs(take_html):
    html = page("", linked(headline="A &amp; B", articleBody="<p>One &quot;x&quot;.<p>Two.</p>"))
    article = take_html(html).article
    assert (article.title, article.body) == ("A & B", 'One "x".\n\nTwo.')


def test_markup_that_is_written_as_text_becomes_paragraphs_too(take_html):
    body = "".join(f'<p class="text">{text} &ndash; so far.</p>' for text in EN_BODY)
    article = take_html(page("", linked(headline=EN_TITLE, articleBody=escape(body)))).article
    assert article.body == "\n\n".join(f"{text} – so far." for text in EN_BODY)


def test_a_property_may_have_several_names(take_html):
    said = f'<meta property="x:title dc:title" content="{EN_TITLE}"><title>Herald</title>'
    assert (
        take_html(page(f"<h2>Society</h2>{paragraphs(EN_BODY * 2)}", said)).article.title
        == EN_TITLE
    )


def test_of_several_articles_the_one_of_this_address_counts(take_html):
    others = [linked(headline=f"Other {n}", url=f"https://herald.example/{n}") for n in range(3)]
    here = '<link rel="canonical" href="http://www.herald.example/2019/pasture/">'
    article = take_html(page("", here + "".join(others) + linked(**ARTICLE))).article
    assert article.title == EN_TITLE


def test_teasers_in_linked_data_make_a_list(take_html):
    teasers = "".join(linked(headline=f"Village {n} gets a road") for n in range(10))
    assert take_html(page("<p>News</p>", teasers)).error.message == "this page lists 10 articles"


def test_ten_whole_articles_on_a_page_make_a_list(take_html):
    one = (
        '<article><h2 itemprop="headline">No. {}</h2><div itemprop="articleBody">{}</div></article>'
    )
    html = page("".join(one.format(n, paragraphs(EN_BODY)) for n in range(10)))
    assert take_html(html).error.message == "this page lists 10 articles"


@pytest.mark.parametrize("title", ["Herald — Road opened", "Road opened"])
def test_a_page_without_metadata_is_guessed(take_html, title):
    html = page(
        f"""<ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul>
<main><h1>Road opened</h1>{paragraphs(EN_BODY * 3)}</main><p>© Herald</p>""",
        f"<title>{title}</title>",
    )
    article = take_html(html).article
    assert article.title == "Road opened"
    assert article.body.startswith(f"{EN_BODY[0]}\n\n{EN_BODY[1]}\n\n{EN_BODY[2]}")
    assert "Home" not in article.body


def test_addresses_of_the_same_page_are_kept(take_html):
    head = """<!-- saved from url=(0035)https://mirror.example/pasture.html -->
    <link rel="canonical" href="https://herald.example/pasture/">
    <meta property="og:url" content="http://www.herald.example/pasture">"""
    html = f"<!DOCTYPE html>{head}" + page("", linked(headline=EN_TITLE, articleBody=TEXT))
    article = take_html(html).article
    assert article.url == "https://herald.example/pasture/"
    assert article.addresses == ("https://mirror.example/pasture.html",)


@pytest.mark.parametrize("none", [f"https://herald.example/{'x' * 2_000}", "https://[herald"])
def test_an_address_that_no_browser_would_send_gives_way_to_the_next(take_html, none):
    head = f"""<link rel="canonical" href="{none}">
    <meta property="og:url" content="https://herald.example/pasture">"""
    html = page("", head + linked(headline=EN_TITLE, articleBody=TEXT))
    article = take_html(html).article
    assert (article.url, article.addresses) == ("https://herald.example/pasture", ())
