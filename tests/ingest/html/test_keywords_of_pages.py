"""Keywords of an article on a page of a site without a profile."""

from __future__ import annotations

import pytest

from indexer.ingest.html import keywords
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

H1 = f"<h1>{RU_TITLE}</h1>"
TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
SITE = '<meta property="og:site_name" content="Вести">'
OTHER = "Команда из Каспийска победила"


def keywords_of(take_html, body: str = "", head: str = "") -> tuple[str, ...]:
    shown = page(f"<article>{H1}{TEXT}{body}</article>", f"<title>{RU_TITLE}</title>{SITE}{head}")
    return take_html(shown).article.keywords


def tag(text: str, address: str = "/t/1", rel: str = "tag") -> str:
    return f'<a rel="{rel}" href="{address}">{text}</a>'


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        (f"<p>{tag('Мост')}, {tag('#Дорога')} {tag('Река:')}</p>", ("Мост", "Дорога", "Река")),
        (f"<p>{tag('Мост')} {tag('мост')} {tag('#МОСТ')}</p>", ("Мост",)),
        (f"<p>{tag('Суды и право')} {tag('суды-и-право')}</p>", ("Суды и право",)),
        (f"<p>{tag('Рубрика', rel='category tag')} {tag('Мост')}</p>", ("Рубрика", "Мост")),
        (f"<p>{tag('Вести')} {tag(RU_TITLE)} {tag('а' * 101)}</p>", ()),
        (f"<p>{tag('Вести|Мост')}</p>", ()),
        ('<p class="post-tags"><a href="/tag/most">Мост</a></p>', ("Мост",)),
        ('<ul class="topics"><li><a href="/topic/most">Мост</a></li></ul>', ("Мост",)),
        ('<p class="post-tags"><a href="/tagesthemen/">Мост</a></p>', ()),
        (f"<p>{tag('#')}</p>", ()),
        ('<p class="advantages"><a href="/tag/most">Мост</a></p>', ()),
        (f'<footer class="entry-footer">{tag("Мост")}</footer>', ("Мост",)),
        (f'<div class="widget">{tag("Мост")}</div>', ()),
        (f'<div class="tag-cloud">{tag("Мост")}</div>', ()),
        (f"<nav>{tag('Мост')}</nav>", ()),
        (f'<div><h3><a href="/2">{OTHER}</a></h3>{tag("Мост")}</div>', ()),
        (f'<div><h3>{OTHER}</h3>{tag("Мост")}</div>', ("Мост",)),
        (f'<div><nav><h3><a href="/2">{OTHER}</a></h3></nav>{tag("Мост")}</div>', ("Мост",)),
        (f'<div><h2><a href="/">{RU_TITLE}</a></h2>{tag("Мост")}</div>', ("Мост",)),
    ],
)  # fmt: skip
def test_links_that_are_tags_of_the_article_are_keywords(take_html, shown, found):
    assert keywords_of(take_html, shown) == found


def test_a_keyword_is_not_lost_for_another_heading_or_its_length(take_html):
    long = "Главное управление МЧС России по Кабардино-Балкарской Республике"
    given = linked(headline=RU_TITLE, keywords=["Озеро в горах", long, RU_TITLE])
    shown = page(f"<h1>Озеро в горах</h1><article>{H1}{TEXT}</article>", given)
    assert take_html(shown).article.keywords == ("Озеро в горах", long)


def test_a_keyword_without_letters_is_none():
    assert keywords.unique(["#", "Мост", " -"], []) == ["Мост"]


def test_a_section_that_the_taxonomies_know_is_no_keyword(take_html):
    sections = "".join(tag(one, rel="category tag") for one in ("Политика", "Ингушетия"))
    tags = "".join(map(tag, ("политика", "ингушетия", "Мост")))
    shown = page(f"<article>{H1}{TEXT}<p>{sections}{tags}</p></article>")
    article = take_html(shown.replace("<body", '<body class="has-menu"', 1)).article
    assert (article.topics, article.regions) == (("politics",), ("ingushetia",))
    assert article.keywords == ("Мост",)


def words(content: str, name: str = "keywords") -> str:
    return f'<meta name="{name}" content="{content}">'


@pytest.mark.parametrize("name", ["keywords", "news_keywords", "DC.subject", "parsely-tags"])
def test_keywords_in_metadata_count_if_the_text_has_them(take_html, name):
    first, second = RU_BODY[0].split()[:2]
    given = words(f"{first} {second}, {first}, Сатурн, {second} {first}", name)
    assert keywords_of(take_html, head=given) == (f"{first} {second}", first)
    assert keywords_of(take_html, f"<p>{tag('Мост')}</p>", given) == ("Мост",)


@pytest.mark.parametrize(
    ("given", "text", "found"),
    [
        ("Ингушетия", "В Ингушетии", True),
        ("суд", "рассудок", False),
        ("art", "a part", False),
        ("art", "an article", False),
        ("art", "two arts", True),
        ("it", "the item", False),
        ("state of the art", "of the state of the article", False),
        ("Верховный суд", "решение Верховного суда", True),
        ("Верховный суд", "суд Верховный", False),
        ("梁振英", "香港行政长官梁振英在", True),
        ("Herald", "the Herald", False),
        ("***", "a ***", False),
    ],
)
def test_a_keyword_stands_in_the_text_if_its_words_begin_alike(given, text, found):
    assert (
        keywords.in_text([given], f"\n{text}", ["https://www.herald.example/1"]) == [given] * found
    )


def test_a_title_that_was_cut_into_words_gives_no_keywords():
    cut = ["bridge", "opened", "after", "repair"]
    title = "Bridge opened after repair"
    assert keywords.in_text(cut, title, []) == []
    assert keywords.in_text(cut[:3], title, []) == cut[:3]
    more = ["the river", "the mayor", "the town", "the road"]
    text = f"{title}\n{' '.join(more)}"
    assert keywords.in_text([*cut, *more], text, []) == [*cut, *more]


def test_only_so_many_words_in_metadata_are_looked_for():
    given = [f"a{number}" for number in range(200)]
    assert len(keywords.in_text(given, "\n" + " ".join(given), [])) == 100


def test_a_sentence_is_not_looked_for():
    words = [RU_BODY[0] * 2, RU_BODY[0][:60]]
    assert keywords.in_text(words, f"\n{RU_BODY[0]}", []) == words[1:]
