"""Who wrote an article on a page of a site without a profile."""

from __future__ import annotations

import time

import pytest

from indexer.ingest.html import byline, linked_names, markup, structured
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

H1 = f"<h1>{RU_TITLE}</h1>"
TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])

HERALD = '<link rel="canonical" href="https://herald.example/spor/7">'
SIX = "".join(f'<a rel="author">Ann {letter}</a> ' for letter in "ABCDEF")
TWO = "A. Klein, O. N."
SITE = '<meta property="og:site_name" content="Вести">'
SITES = SITE + SITE.replace("Вести", "Herald")


def author_of(taken) -> str:
    return ", ".join(filter(None, [taken.article.author]))


@pytest.mark.parametrize(
    ("byline", "author"),
    [
        ('<div class="article__author">Автор: Анна Иванова</div>', "Анна Иванова"),
        ('<b class="author vcard"><a class="fn n" href="/a">Olga Petrova</a></b>', "Olga Petrova"),
        ('<p class="byline">By <b>John R. Smith</b> | May 6, 2019</p>', "John R. Smith"),
        ('<p class="byline">Posted on May 6 by <a rel="author">John Smith</a></p>', "John Smith"),
        ('<p class="byline">By John Smith May 6, 2019</p>', "John Smith"),
        ('<p class="byline">Von Anna Klein und Otto Groß am 6.5.</p>', "Anna Klein und Otto Groß"),
        ('<i><a href="/author/7">A. Klein</a>, <a href="/author/8">O. N.</a></i>', TWO),
        ('<div><a rel="author">A. Klein</a></div><div class="author">Otto Groß</div>', "A. Klein"),
        ('<p><b class="author">A. Klein</b> <i class="authors-desk">Sport</i></p>', "A. Klein"),
        ('<p class="byline"><a rel="author">A. Klein</a> and <a rel="author">O. N.</a></p>', TWO),
        ('<p class="author"><b class="name">Ida</b> <i class="job-name">Reporter</i></p>', "Ida"),
        (f"<p>{SIX}</p>", "Ann A, Ann B, Ann C, Ann D, Ann E"),
        (f'<p class="byline">By John Smith | {RU_BODY[0] * 3}</p>', ""),
        ("<p>By John Smith.</p>", "John Smith"),
        ('<b class="author">Jan May</b>', "Jan May"),
        ('<b class="author">May 6, 2019</b>', ""),
        ("<p>6 мая 2019</p><p>Автор статьи: Анна Иванова</p>", "Анна Иванова"),
        ('<p class="author">Posted on May 6, 2019 by John Smith</p>', "John Smith"),
        ('<p class="author">About the author - John Smith</p>', "John Smith"),
        ('<p class="author">Interview: Anna Klein</p>', "Anna Klein"),
        ('<p class="author">Interview Anna Klein</p>', "Anna Klein"),
        ("<p>Interview: Anna Klein</p>", ""),
        ('<div class="node-promoted"><b class="author">Ida</b></div>', "Ida"),
        ('<div class="node--promoted"><b class="author">Ida</b></div>', "Ida"),
        ('<div class="promo"><b class="author">Ida</b></div>', ""),
        ('<div class="promoted"><b class="author">Ida</b></div>', ""),
        ('<aside class="meta"><b class="author">Ida</b></aside>', "Ida"),
        ('<figure class="meta"><b class="author">Ida</b></figure>', ""),
        ('<aside class="metadata"><b class="author">Ida</b></aside>', ""),
        ('<footer class="entry-footer"><a rel="author">John Smith</a></footer>', "John Smith"),
        ('<p class="author">Все статьи: 57</p>', ""),
        ('<p class="author">About the author</p>', ""),
        ('<p class="byline"><a>Email</a> <a>Print</a></p>', ""),
        ('<p class="byline">di Anna Neri -</p>', "Anna Neri"),
        ('<p class="byline">By John Smith, Staff Writer, The Herald</p>', "John Smith"),
        ('<p class="byline">John Smith Filed Under News</p>', "John Smith"),
        (f'<p class="author">{RU_LEDE}</p>', ""),
        ('<div class="comment"><span class="author">Гость</span></div>', ""),
        ('<div class="related"><a rel="author">John Smith</a></div>', ""),
        ('<aside><a rel="author">John Smith</a></aside>', ""),
        ("<p>By the river, a court was built</p>", ""),
    ],
)  # fmt: skip
def test_an_author_is_found_where_sites_name_one(take_html, byline, author):
    assert author_of(take_html(page(f"<article>{H1}{byline}{TEXT}</article>"))) == author


@pytest.mark.parametrize("name", ["Max von Sydow", "Bobby Fischer", "Gaspar Noé", "Lars di Bari"])
def test_words_that_stand_before_names_are_left_within_them(take_html, name):
    for line in (name, f"By {name}"):
        shown = page(f'{H1}<p class="author">{line}</p>{TEXT}')
        assert author_of(take_html(shown)) == name


@pytest.mark.parametrize(
    "other",
    [
        '<b class="skyline">Moscow City</b>',
        '<b class="local-authority">City Council</b>',
        '<a href="/oauth/authorize?to=1">Sign In</a>',
        '<a href="/autorennen/">Autorennen</a>',
        '<b class="autorotate">Moscow City</b>',
        '<b class="photo__author">Otto Groß</b>',
        '<figure><a rel="author">Otto Groß</a></figure>',
        '<figcaption><a rel="author">Otto Groß</a></figcaption>',
    ],
)
def test_a_word_that_has_that_for_authors_in_it_and_a_picture_name_no_author(take_html, other):
    for author in ("", "Anna Klein"):
        shown = page(f'{H1}<p>{other}</p><p class="author">{author}</p>{TEXT}')
        assert author_of(take_html(shown)) == author


@pytest.mark.parametrize(
    "marked",
    ['class="articleAuthor"', 'class="autoren"', 'class="autorName"', 'class="entry-byline"',
     'href="/autor/7"', 'href="/authors/7"', 'class="postauthor"', 'class="authorname"'],
)  # fmt: skip
def test_an_element_is_named_for_authors_in_many_ways(take_html, marked):
    assert author_of(take_html(page(f"{H1}<a {marked}>Anna Klein</a>{TEXT}"))) == "Anna Klein"


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Текст: Анна Иванова. Фото: Иван Петров", "Анна Иванова"),
        ("By John Smith Photos by Ann Lee", "John Smith"),
        ("By John Smith Last Updated: May 6, 2019", "John Smith"),
        ("By John Smith Monday, May 6, 2019", "John Smith"),
        ("By The Associated Press in Moscow", "The Associated Press"),
        ("Erstellt von Anna Klein", "Anna Klein"),
        ("Author: Jane Read", "Jane Read"),
        ("Автор Иван Петров", "Иван Петров"),
        ("Автор: РИА Новости", "РИА Новости"),
        ("Фото Ивана Петрова", ""),
        ("Автор закона", ""),
        ("Авторынок Москва", ""),
        ("By train", ""),
        ("Von Berlin nach Moskau", ""),
        ("Authors Guild Sues", ""),
    ],
)
def test_a_line_near_the_headline_may_have_more_than_a_name_and_may_be_a_subheading(
    take_html, line, name
):
    assert author_of(take_html(page(f"{H1}<p>{line}</p>{TEXT}"))) == name


@pytest.mark.parametrize(
    "other",
    [
        "Фото Ивана Петрова",
        "Об авторе",
        "Подписаться",
        "Читать далее",
        "Новости спорта",
        "Last Updated: May 6",
        "For the Tribune",
    ],
)
def test_what_is_no_name_in_an_element_for_authors_is_passed_over(take_html, other):
    shown = page(f'{H1}<p class="author">{other}</p><b class="author">Анна</b>{TEXT}')
    assert author_of(take_html(shown)) == "Анна"


def test_the_layout_of_a_page_says_nothing_of_its_parts(take_html):
    shown = page(f'{H1}<p class="author">John Smith</p>{TEXT}').replace(
        "<body>", '<body class="right-sidebar has-comments related">'
    )
    assert author_of(take_html(shown)) == "John Smith"


def test_the_author_behind_the_headline_counts(take_html):
    other = '<div class="top"><a rel="author">Otto Groß</a></div>'
    own = '<div><a rel="author">Anna Klein</a></div>'
    assert author_of(take_html(page(f"{other}{H1}{own}{TEXT}"))) == "Anna Klein"
    assert author_of(take_html(page(f"{own}{H1}{TEXT}"))) == "Anna Klein"


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ('<meta name="author" content="Anna Klein">', "Anna Klein"),
        ('<meta name="dc.creator" content="Anna Klein">', "Anna Klein"),
        ('<meta name="author" content="By Anna Klein">', "Anna Klein"),
        ('<meta name="author" content="von Anna">', "von Anna"),
        ('<meta property="article:author" content="https://n.example/anna">', "John Smith"),
        (f'<meta name="author" content="Вести">{SITE}', "John Smith"),
        (f'<meta name="author" content="Вести - Анна Иванова">{SITE}', "Анна Иванова"),
        (f'<meta name="author" content="Анна Иванова, Вести">{SITE}', "Анна Иванова"),
        (f'<meta name="author" content="Анна, Вести, Herald">{SITES}', "Анна"),
        (f'<meta name="author" content="Анна, Herald, Вести">{SITES}', "Анна"),
        (f'<meta name="author" content="Анна Вести">{SITE}', "Анна Вести"),
        (f'<meta name="author" content="Анна Иванова-Вести">{SITE}', "Анна Иванова-Вести"),
        (f'<meta name="author" content="Анна Иванова/Вести">{SITE}', "Анна Иванова"),
        (f'<meta name="author" content="Вести, "><meta name="byl" content="Анна">{SITE}', "Анна"),
        ('<meta name="author" content="Herald (www.n.example)">', "John Smith"),
        ('<meta name="cXenseParse:author" content="Anna Klein">', "Anna Klein"),
        ('<meta name="author" content="herald.de">', "John Smith"),
        ('<meta name="author" content="admin">', "John Smith"),
        (f'<meta name="author" content="{RU_BODY[1] * 2}">', "John Smith"),
        ('<meta name="author" content="Herald">' + HERALD, "John Smith"),
    ],
)  # fmt: skip
def test_metadata_go_before_the_byline_if_they_name_somebody(take_html, head, author):
    byline = '<p class="byline">By John Smith</p>'
    assert author_of(take_html(page(f"{H1}{byline}{TEXT}", head))) == author


def test_what_metadata_say_is_better_than_nothing_and_an_address_is_not(take_html):
    addresses = ("https://n.example/anna", "www.n.example", "/authors/anna", "n.example/a", "1000")
    for given, author in (
        ("J.Day/AFP",) * 2,
        ("Anna Klein (http://n.example/anna)", "Anna Klein"),
        ("Anna Klein &lt;anna@n.example>", "Anna Klein"),
        ("Herald www.n.example", "Herald"),
        ("@anna",) * 2,
        ("anna@n.example", ""),
        ("No 12 " * 30 + "anna@n.example",) * 2,
        *(
            (none, "")
            for none in ("admin", "User Admin", "No Author", "n-tv.de", "News.Herald.com")
        ),
        ("K.Li", "K.Li"),
        *((address, "") for address in addresses),
    ):
        head = f'<meta name="author" content="{given}">'
        assert author_of(take_html(page(H1 + TEXT, head))) == author


@pytest.mark.parametrize(
    "name", ['<b itemprop="name">Anna Klein</b>', '<meta itemprop="name" content="Anna Klein">']
)
def test_the_name_within_microdata_of_an_author_counts(take_html, name):
    person = f'<div itemprop="author" itemscope>{name} Reporterin</div>'
    assert author_of(take_html(page(f"{H1}{person}{TEXT}"))) == "Anna Klein"


def test_an_author_that_json_ld_gives_by_id_is_named(take_html):
    people = [{"@type": "Person", "@id": f"#{name}", "name": name} for name in ("Anna", "Otto")]
    article = {
        "@type": "NewsArticle",
        "headline": RU_TITLE,
        "author": [
            {"@id": "#Anna"},
            {"@id": "#Otto"},
            {"@id": "#no"},
            {"@id": []},
            {"name": "Ida"},
        ],
    }
    head = linked(**{"@graph": [article, *people], "@type": []})
    assert author_of(take_html(page(H1 + TEXT, head))) == "Anna, Otto, Ida"


def test_an_author_of_a_known_site_is_that_of_its_metadata(take_html):
    here = '<link rel="canonical" href="https://www.kavkaz-uzel.eu/articles/7">'
    said = linked(headline=RU_TITLE, articleBody=RU_LEDE, datePublished="2019-05-06", author="Анна")
    byline = '<p class="author">By John Smith</p>'
    assert author_of(take_html(page(f"{H1}{byline}{TEXT}", here + said))) == "Анна"
    unsigned = said.replace("author", "editor")
    address = '<meta property="article:author" content="https://n.example/anna">'
    assert author_of(take_html(page(f"{H1}{byline}{TEXT}", here + unsigned + address))) == ""


def test_authors_are_looked_for_in_a_time_that_grows_with_the_page():
    nested = (
        '<div class="author">' * 500 + TEXT + "</div>" * 500 + '<b class="author">Ida</b>' * 9_000
    )
    root = markup.parse(page(nested).encode(), "")
    begun = time.process_time()
    assert byline.author([], (), root, (), list) == ""
    assert time.process_time() - begun < 1


def test_who_made_the_site_is_no_author(take_html):
    shown = page(f'<article>{H1}{TEXT}</article><footer><a rel="author">Studio A</a></footer>')
    assert author_of(take_html(shown)) == ""


def test_a_long_class_around_many_authors_is_looked_at_once():
    shown = page(f'<b class="{"a " * 10**6}">{"<b class=author>12</b>" * 50}</b>')
    root = markup.parse(shown.encode(), "")
    begun = time.process_time()
    assert byline.author([], (), root, (), list) == ""
    assert time.process_time() - begun < 1


def test_a_page_whose_lists_are_nested_names_nobody():
    nested: list[object] = []
    for _ in range(5_000):
        nested = [nested]
    assert linked_names.names_in(nested) == {}


def test_the_persons_of_a_page_are_looked_for_once_for_all_its_articles():
    ids = [f"#{at}" for at in range(3_000)]
    articles = [{"@type": "Article", "name": id, "author": {"@id": id}} for id in ids]
    people = [{"@id": id, "name": "Anna"} for id in ids]
    root = markup.parse(
        page("", linked(**{"@graph": [*articles, *people], "@type": []})).encode(), ""
    )
    begun = time.process_time()
    said = structured.read_structured(root, b"ld+json")
    assert time.process_time() - begun < 1
    assert [one["author"] for one in said.articles] == ["Anna"] * 3_000
