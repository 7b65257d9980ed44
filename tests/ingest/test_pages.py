"""Saved pages: title, date, captions and body, without what surrounds them."""

from __future__ import annotations

from datetime import date

import pytest

NOTE = (
    "Full text of the article is available on\xa0the Russian page\xa0of 24/7 Internet agency "
    "‘Caucasian Knot’."
)
ENGLISH = f"""\
Market stalls in the rain. Photo by the "Caucasian Knot" correspondent

09 March 2016, 18:40

Traders in Buynaksk ask for a roof over the market

Forty traders have signed a letter to the town hall. The stalls have stood in the open since 2012.

"We pay rent for puddles," Aminat Gasanova, a seller of spices, told the reporter.

The town hall promised an answer within a month.

{NOTE}

All news

June 16, 2024 19:05

  • Something else entirely

    A side bar about orchards.

News archive"""

END = "Знаешь больше? Не молчи!"
RUSSIAN = """\
Кавказский узел
Скачайте приложение - работает без VPN!
Скачать Скачать
16:58, 7 октября 2013
Торговцы в Буйнакске просят навес
НАСТОЯЩИЙ МАТЕРИАЛ (ИНФОРМАЦИЯ) ПРОИЗВЕДЕН, РАСПРОСТРАНЕН ИНОСТРАННЫМ АГЕНТОМ.
Фото корреспондента "Кавказского узла"
Сорок торговцев подписали письмо в мэрию.
Мэрия обещала ответить через месяц.
Автор: Зарема Алиева
Источник: корреспондент "Кавказского узла"
Знаешь больше? Не молчи!
Все новости
Совсем другая новость
"""


def test_an_english_page_of_the_agency(take_page):
    article = take_page(ENGLISH).article
    assert article.title == "Traders in Buynaksk ask for a roof over the market"
    assert article.published.isoformat() == "2016-03-09T18:40:00+03:00"
    assert article.language == "en"
    assert article.captions == (
        'Market stalls in the rain. Photo by the "Caucasian Knot" correspondent',
    )
    assert [p[:5] for p in article.body.split("\n\n")] == ["Forty", '"We p', "The t"]
    assert not article.lede


def test_a_russian_page_of_the_agency(take_page):
    article = take_page(RUSSIAN).article
    assert article.title == "Торговцы в Буйнакске просят навес"
    assert article.published.isoformat() == "2013-10-07T16:58:00+04:00"
    assert article.language == "ru"
    assert article.body == (
        "Сорок торговцев подписали письмо в мэрию.\nМэрия обещала ответить через месяц."
    )
    assert article.captions == ('Фото корреспондента "Кавказского узла"',)
    assert article.notices[0].startswith("НАСТОЯЩИЙ МАТЕРИАЛ")
    assert article.author == "Зарема Алиева"
    assert article.source == 'корреспондент "Кавказского узла"'


@pytest.mark.parametrize(
    ("page", "title", "published"),
    [
        (
            f"10:00 / 04.10.2018Навес над рынком построят\nМэрия нашла деньги.\n{END}",
            "Навес над рынком построят",
            "2018-10-04T10:00:00+03:00",
        ),
        (
            f"Навес над рынком построят10:00 / 04.10.2018\nМэрия нашла деньги.\n{END}",
            "Навес над рынком построят",
            "2018-10-04T10:00:00+03:00",
        ),
        (
            "Rubric\nApr 19 2014, 20:44; CK correspondent\nA roof at last\nThe town hall paid.",
            "A roof at last",
            "2014-04-19T20:44:00+04:00",
        ),
        (
            "13:39, 4 May 2025\nPhoto by A. K. for the Caucasian Knot A roof at last\nIt rained.",
            "A roof at last",
            "2025-05-04T13:39:00+03:00",
        ),
    ],
    ids=["mobile, title after", "mobile, title before", "front page of 2014", "glued caption"],
)
def test_layouts_of_the_agency(take_page, page, title, published):
    article = take_page(page).article
    assert article.title == title
    assert article.published.isoformat() == published
    assert article.body in {"Мэрия нашла деньги.", "The town hall paid.", "It rained."}


def test_the_closing_note_dates_the_original_not_this_article(take_page):
    article = take_page(
        "A roof at last\nThe town hall paid.\nAuthor: Caucasian Knot\n"
        "This article was originally published on the Russian page of 24/7 Internet agency "
        "'Caucasian Knot' on July 29, 2022 at 10:49 am MSK. To access the full text of the "
        "article, click here.\nLEGAL TEXTS\nTerms of use"
    ).article
    assert article.published is None
    assert article.model_extra == {"original_published": "2022-07-29T10:49:00+03:00"}
    assert article.body == "The town hall paid."
    assert article.author == "Caucasian Knot"


def test_a_stop_line_in_the_menu_above_does_not_end_the_article(take_page):
    assert take_page("All news\nNews archive\n" + ENGLISH).article.body.startswith("Forty")


def test_a_sentence_about_photographs_is_no_caption(take_page):
    told = "Photography was banned at the market, and a photo by a visitor cost him his camera."
    page = ENGLISH.replace("The town hall promised an answer within a month.", told)
    assert told in take_page(page).article.body


@pytest.mark.parametrize(
    ("page", "published"),
    [
        ("Заголовок\n\nТекст.", None),
        ("Заголовок\n5 июня 2017\n\nТекст.", date(2017, 6, 5)),
        ("2017-06-05\nЗаголовок\nТекст.", date(2017, 6, 5)),
        ("Заголовок\n05.06.2017\nТекст.", date(2017, 6, 5)),
        ("\ufeffЗаголовок\r\nJune 5, 2017\r\nТекст.", date(2017, 6, 5)),
    ],
)
def test_a_plain_page_is_a_title_perhaps_a_date_and_a_text(take_page, page, published):
    article = take_page(page).article
    assert (article.title, article.body, article.published) == ("Заголовок", "Текст.", published)


def test_a_date_further_down_a_plain_page_is_text(take_page):
    article = take_page("Дневник\nРаз.\nДва.\nТри.\nЧетыре.\n5 июня 2017\nПять.").article
    assert article.published is None
    assert "5 июня 2017" in article.body


def test_paragraphs_of_a_plain_page_stay_apart(take_page):
    assert take_page("Заголовок\n\nРаз.\n\n\n\nДва.\nТри.").article.body == "Раз.\n\nДва.\nТри."


def test_a_page_without_a_title_line_gets_one_and_loses_nothing(take_page):
    text = "Суд в Нальчике отложил заседание. " + "Следующее пройдёт весной. " * 20
    article = take_page(text).article
    assert article.title == "Суд в Нальчике отложил заседание."
    assert article.body == text.strip()


def test_the_same_page_again_has_the_same_id_even_with_a_corrected_body(take_page):
    first = take_page(ENGLISH).article
    assert take_page(ENGLISH.replace("Forty", "Fifty")).article.id == first.id
    assert take_page(ENGLISH.replace("18:40", "18:41")).article.id != first.id


@pytest.mark.parametrize("page", ["", " \n\n ", "Only a headline", "All news\nJune 16, 2024 19:05"])
def test_a_page_without_an_article_is_rejected(take_page, page):
    error = take_page(page).error
    assert error.place.endswith("page.txt")
    assert "article on this page" in error.message or "empty" in error.message


@pytest.mark.corpora
def test_the_real_page(take, corpora):
    article = take(corpora / "seed-page.txt").article
    assert article.title == "Gay from Dagestan describes his escape from Russia"
    assert article.published.isoformat() == "2017-06-05T10:15:00+03:00"
    assert article.language == "en"
    assert article.captions == ('A silhouette. Photo by the "Caucasian Knot" correspondent',)
    paragraphs = article.body.split("\n\n")
    assert len(paragraphs) == 5
    assert [paragraph.split()[0] for paragraph in paragraphs] == [
        "People",
        "A",
        "Ruslan",
        "The",
        "Let",
    ]
    everything = article.model_dump_json()
    for noise in ("Full text", "All news", "2024", "Lawyers doubt", "News archive"):
        assert noise not in everything
