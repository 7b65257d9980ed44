"""The pages of an agency, in each of its layouts, through its profile."""

from __future__ import annotations

import pytest

from indexer.ingest.html.markup import selector
from indexer.ingest.sites import place_of
from indexer.ingest.sites.profile import packaged
from tests.ingest.html import pages
from tests.ingest.html.pages import EN_BODY, EN_LEDE, EN_TITLE, RU_BODY, RU_LEDE, RU_TITLE

NOISE = (
    "VPN", "Скачать", "All news", "LEGAL", "partners", "silent", "Не молчи", "originally published",
    "Full text", "ИНОСТРАНН", "June 16", "Photo", "Фото", "Author", "Source", "Источник",
)  # fmt: skip


def whole(texts: list[str]) -> str:
    return "\n\n".join(texts)


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (
            pages.desktop_en(),
            {
                "id": "caucasian-knot-en-26767",
                "language": "en",
                "title": EN_TITLE,
                "lede": EN_LEDE,
                "body": whole(EN_BODY),
                "published": "2013-12-24T15:57:00+04:00",
                "original_published": "2013-12-24T10:49:00+04:00",
                "translation_of": "caucasian-knot-ru-235711",
                "counterpart": "http://www.kavkaz-uzel.ru/articles/235711/",
                "url": "http://eng.kavkaz-uzel.eu/articles/26767/",
                "author": "Madina Invented",
                "source": "CK correspondent",
                "regions": ("kabardino-balkaria", "north-caucasian-federal-district"),
                "topics": ("society",),
                "keywords": ("Slopes",),
                "captions": (
                    'Slope near Nalchik. Photo by Aslan Invented for the "Caucasian Knot"',
                ),
                "notices": (),
            },
        ),
        (
            pages.desktop_ru(),
            {
                "id": "caucasian-knot-ru-335233",
                "language": "ru",
                "title": RU_TITLE,
                "body": whole([RU_LEDE, *RU_BODY]),
                "published": "2013-10-07T16:58:00+04:00",
                "source": 'корреспондент "Кавказского узла"',
                "captions": ('Склон у села. Фото: Аслан Выдуманный для "Кавказского узла"',),
                "notices": (pages.MARK_NEW,),
                "translation_of": None,
            },
        ),
        (
            pages.mobile_ru(),
            {
                "id": "caucasian-knot-ru-326202",
                "title": RU_TITLE,
                "body": whole([RU_LEDE, *RU_BODY]),
                "published": "2018-10-04T10:00:00+03:00",
                "notices": (pages.MARK_NEW,),
            },
        ),
        (
            pages.bare_en(),
            {
                "id": "caucasian-knot-en-39578",
                "language": "en",
                "title": EN_TITLE,
                "body": whole([EN_LEDE, *EN_BODY]),
                "published": "2017-06-05T10:15:00+03:00",
                "captions": ('Slope. Photo by the "Caucasian Knot" correspondent',),
            },
        ),
    ],
    ids=["desktop-en", "desktop-ru", "mobile-ru", "bare-en"],
)
def test_a_layout_gives_its_article_and_nothing_else(take_html, page, expected):
    article = take_html(page).article
    found = article.model_dump() | {"published": article.published.isoformat()}
    assert {name: found.get(name) for name in expected} == expected
    searched = f"{article.title}\n{article.lede}\n{article.body}"
    assert [word for word in NOISE if word in searched] == []


def test_the_older_marking_is_kept_apart_as_well(take_html):
    article = take_html(pages.desktop_ru(pages.MARK_OLD)).article
    assert article.notices == (pages.MARK_OLD,)
    assert article.body == whole([RU_LEDE, *RU_BODY])


def test_a_marking_outside_of_the_text_is_kept_as_well(take_html):
    html = pages.desktop_en().replace("<nav>", f"<div>{pages.MARK_OLD}</div><nav>")
    assert take_html(html).article.notices == (pages.MARK_OLD,)


@pytest.mark.parametrize(
    ("printed", "published"),
    [
        ("15:57, 24 December 2013", "2013-12-24T15:57:00+04:00"),
        ("August 13, 2019 22:19", "2019-08-13T22:19:00+03:00"),
        ("13:39, 4 May 2025", "2025-05-04T13:39:00+03:00"),
        ("Apr 19 2014, 20:44; CK correspondent", "2014-04-19T20:44:00+04:00"),
        ("05 June 2017, 10:15", "2017-06-05T10:15:00+03:00"),
        ("16:58, 7 октября 2013", "2013-10-07T16:58:00+04:00"),
        ("Published: 13:39, 4 May 2025 MSK", "2025-05-04T13:39:00+03:00"),
    ],
)
def test_every_date_that_the_site_prints(take_html, printed, published):
    assert take_html(pages.desktop_en(printed)).article.published.isoformat() == published


@pytest.mark.parametrize(
    ("page", "count"),
    [
        (pages.listing(10), "10 articles"),
        (pages.listing(2), "2 articles"),
        (pages.listing(10, "https://eng.kavkaz-uzel.eu/articles/48000"), "10 articles"),
        (pages.listing(3, "https://eng.kavkaz-uzel.eu/krasnodar"), "3 articles"),
        (pages.front_en(), "5 articles"),
    ],
    ids=["rubric", "short-rubric", "list-under-the-address-of-an-article", "region", "front"],
)
def test_a_page_that_lists_articles_is_set_aside(take_html, page, count):
    error = take_html(page).error
    assert error.message == f"this page lists {count}"
    assert error.hint == "save the pages it links to"
    assert error.place.endswith("page.html")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.kavkaz-uzel.eu/articles/335233", "caucasian-knot-ru-335233"),
        ("http://kavkaz-uzel.eu/articles/335233/", "caucasian-knot-ru-335233"),
        ("https://m.kavkaz-uzel.eu/articles/335233/#comments", "caucasian-knot-ru-335233"),
        ("https://www.kavkaz-uzel.media/articles/335233/?utm=1", "caucasian-knot-ru-335233"),
        ("https://www.eng.kutest.org/articles/60869", "caucasian-knot-en-60869"),
        ("http://www.caucasianknot.info/articles/60869/", "caucasian-knot-en-60869"),
        ("https://www.kavkaz-uzel.eu/blogs/83781/posts/45084", None),
    ],
)
def test_the_mirrors_of_an_article_have_one_id(address, found):
    assert place_of(address).id == found


@pytest.mark.parametrize("address", [None, "", "https://elsewhere.example/articles/1", "//[", "x"])
def test_other_addresses_belong_to_no_site(address):
    assert place_of(address) is None


def test_every_selector_of_a_profile_can_be_used():
    patterns = [
        pattern
        for profile in packaged().values()
        if profile.html
        for patterns in profile.html.model_dump().values()
        for pattern in patterns
    ]
    assert len(patterns) > 20
    for pattern in patterns:
        selector(pattern)


def test_a_selector_that_is_none_is_named():
    with pytest.raises(ValueError, match=r"'p\[' is not a selector"):
        selector("p[")


TEXT_LIST = "All news\n\n" + "".join(
    f"August {day}, 2019 22:19\n\nVillage {day} gets a road\n\nIt was opened by a driver.\n\n"
    for day in range(1, 11)
)


def test_a_list_saved_as_text_is_set_aside(take_page):
    error = take_page(f"Know more? Do not be silent!\n\n{TEXT_LIST}").error
    assert error.message == "this page lists 10 articles"
    assert error.place.endswith("page.txt")


def test_dates_within_a_text_make_no_list(take_page):
    text = f"05 June 2017, 10:15\n\n{EN_TITLE}\n\n{EN_LEDE}\n\n10:15, 5 June 2017\n\nHe called.\n"
    article = take_page(f"{text}\nSource: CK correspondent\n\n{TEXT_LIST}").article
    assert article.body == f"{EN_LEDE}\n\n10:15, 5 June 2017\n\nHe called."


def test_a_list_in_an_unknown_layout_of_a_known_site_is_set_aside(take_html):
    lines = TEXT_LIST.replace("\n\n", "<br>")
    html = pages.page(
        lines, '<base href="/"><meta property="og:site_name" content="Caucasian Knot">'
    )
    assert take_html(html).error.message == "this page lists 10 articles"
