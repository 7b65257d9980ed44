"""Notices and boilerplate inside a text: kept apart or dropped, whatever reader it came through."""

from __future__ import annotations

import gzip
import json
from collections import Counter

import pytest
from effort import work
from hypothesis import given
from hypothesis import strategies as st

from indexer.ingest.sites.notices import part
from tests.ingest.html.pages import MARK_NEW, MARK_OLD

SENTENCE = "В Нальчике суд отложил спор о пастбище."
NEWS = "The court in Nalchik adjourned the hearing."
CLOSING = (
    "This article was originally published on the Russian page of 24/7 Internet agency "
    "'Caucasian Knot' on July 29, 2022 at 10:49 am MSK."
)
FULL = "Full text of the article is available on the Russian page of 24/7 Internet agency {}."
BANNER = "Кавказский узел\nСкачайте приложение - работает без VPN!\nСкачать Скачать"


def parted(text: str) -> tuple[str, list[str]]:
    fields = {"body": text}
    part(fields)
    return fields["body"], fields.get("notices", [])


@pytest.mark.parametrize(
    "notice",
    [
        MARK_OLD,
        MARK_OLD
        + ", И (ИЛИ) РОССИЙСКИМ ЮРИДИЧЕСКИМ ЛИЦОМ, ВЫПОЛНЯЮЩИМ ФУНКЦИИ ИНОСТРАННОГО АГЕНТА.",
        MARK_NEW,
        MARK_NEW.removesuffix(" 18+"),
        MARK_NEW.upper(),
        (
            "НАСТОЯЩИЙ МАТЕРИАЛ ПРОИЗВЕДЁН ИНОСТРАННЫМ АГЕНТОМ А. Б. ИВАНОВЫМ ЛИБО КАСАЕТСЯ "
            "ДЕЯТЕЛЬНОСТИ ИНОСТРАННОГО АГЕНТА А. Б. ИВАНОВА. 18+"
        ),
        (
            "Настоящий материал (информация) произведен и распространен иностранным агентом "
            "Ивановым Иваном Ивановичем либо касается деятельности иностранного агента Иванова "
            "И. И. 18+"
        ),
        (
            "Данное сообщение (материал) создано и (или) распространено иностранным средством "
            "массовой информации, выполняющим функции иностранного агента."
        ),
        (
            "THIS MATERIAL (INFORMATION) IS PRODUCED BY A FOREIGN AGENT 'HERALD' OR CONCERNS THE "
            "ACTIVITIES OF A FOREIGN AGENT 'HERALD'"
        ),
    ],
)
@pytest.mark.parametrize("around", ["{}\n\n{}", "{} {}", "{1}\n{0}"])
def test_a_marking_is_kept_apart_wherever_it_stands(notice, around):
    assert parted(around.format(notice, SENTENCE)) == (SENTENCE, [notice])


@pytest.mark.parametrize(
    "notice",
    [
        "* Признан в России иностранным агентом.",
        "*Иноагент",
        "* Организация внесена Минюстом в реестр иностранных агентов.",
        "__* Организация Meta запрещена на территории РФ__",
        "*движение признано в России экстремистским и запрещено",
    ],
)
def test_a_marking_as_a_footnote(notice):
    assert parted(f"{SENTENCE}\n\n{notice}") == (SENTENCE, [notice])


@pytest.mark.parametrize(
    "noise",
    [
        BANNER,
        "Скачайте приложение - работает без VPN!\nСкачать Скачать",
        "Кавказский узел Скачайте приложение — работает без VPN! Скачать",
        "Читать нас без VPN можно здесь: example.org/ru",
        "[Подписаться](https://t.example/x) | [Прислать новость](https://t.example/y)",
        FULL.format("‘Caucasian Knot’"),
        FULL.format('"Caucasian Knot"'),
        CLOSING,
        f"{CLOSING} To access the full text of the article, click here.",
        "Know more? Do not be silent!\nSend a message, photo or video to the editors",
        "Знаешь больше? Не молчи!\nОтправь сообщение, фото и видео",
        "LEGAL TEXTS",
        "Читайте также: В Гагре закроют мост",
        'Подробности конфликта читайте в справке "Кавказского узла" "Спор о пастбищах".',
        "All news\n\nJune 16, 2024 19:05\n\nBridge closed",
        "Все новости\n\n10:15, 5 июня 2017\nМост закрыт",
        "Find Caucasian Knot partners:\nHerald\nTimes",
    ],
)
@pytest.mark.parametrize("text", [SENTENCE, NEWS])
def test_boilerplate_is_dropped(noise, text):
    assert parted(f"{text}\n\n{noise}") == (text, [])


def test_a_banner_at_the_head_is_dropped():
    assert parted(f"{BANNER}\n\n{SENTENCE}") == (SENTENCE, [])


@pytest.mark.parametrize(
    "text",
    [
        'Как писал "Кавказский узел", 5 мая суд отложил спор о пастбище.',
        "Напомним, что забор на склоне появился в апреле.",
        'The "Caucasian Knot" has reported that on May 5, the court adjourned the hearing.',
        "Let us remind you that the fence appeared in April.",
        "Минюст внёс Ивана Иванова в реестр иностранных агентов.",
        "Суд оштрафовал издание (признано иностранным агентом) на 50 000 рублей.",
        "Данный материал суд признал иностранным, агент компании спорил.",
        "Скачайте приложение «Госуслуги», чтобы записаться к врачу без очереди.",
        "Все новости\nо суде собраны на одной странице.",
        "All news is good news, he said at 10:15.",
        "* Иванов сообщил, что признан судом невиновным и свободен.",
        "* Ввоз яблок из соседней республики запрещён в России с 2016 года.",
        "Подписаться под письмом могут жители трёх сёл.",
        "Депутат пообещал: «Подписывайтесь, и мы победим».",
        "Читайте договор внимательно, советует юрист.",
        "Без VPN сайт суда не открывается, жалуются адвокаты.",
        "The full text of the law is available in Russian.",
    ],
)
def test_what_tells_something_stays(text):
    assert parted(text) == (text, [])


def test_the_closing_note_dates_the_original():
    fields = {"body": f"{NEWS}\n{CLOSING}"}
    part(fields)
    assert fields == {"body": NEWS, "original_published": "2022-07-29T10:49:00+03:00"}


def test_notices_join_those_that_were_given_and_come_once():
    fields = {"body": f"{MARK_OLD}\n{SENTENCE}\n{MARK_OLD}", "notices": ["18+", MARK_OLD]}
    part(fields)
    assert fields == {"body": SENTENCE, "notices": ["18+", MARK_OLD]}


def test_a_title_that_is_only_a_notice_stays_a_title():
    fields = {"title": "LEGAL TEXTS", "body": NEWS}
    part(fields)
    assert fields == {"title": "LEGAL TEXTS", "body": NEWS}


def test_notices_reach_neither_title_nor_language_of_an_article(take_records):
    article = take_records({"text": f"{MARK_OLD}\n{NEWS}\nIt will go on in May."}).article
    assert (article.title, article.language) == (NEWS, "en")
    assert article.notices == (MARK_OLD,)


def test_the_rows_of_a_banner_do_not_choose_the_language(take_records):
    article = take_records({"title": "Fence", "body": f"{BANNER}\nIt rained."}).article
    assert (article.body, article.language) == ("It rained.", "en")


def test_a_record_that_is_only_a_notice_is_a_headline(take_records):
    article = take_records({"title": "Суд оставил решение в силе", "body": MARK_NEW}).article
    assert (article.title, article.body) == ("Суд оставил решение в силе", "")
    assert article.notices == (MARK_NEW,)


@given(st.text(max_size=300))
def test_parting_twice_changes_nothing_more(text):
    once, notices = parted(text)
    assert parted(once) == (once, [])
    assert all(" ".join(notice.split()) == notice for notice in notices)


@pytest.mark.parametrize(
    "unit",
    [
        "НАСТОЯЩИЙ МАТЕРИАЛ ИНОСТРАНН ",
        "настоящий материал касается деятельности иностранного ",
        "* признан ",
        "[](\n[подписаться",
        "* \n иноагент",
        "\n\n",
        "All news\n",
        "know more? do not be silent! ",
        "Скачайте приложение VPN ",
        'Читайте, читайте "Кавказского ',
        "THIS MATERIAL FOREIGN AGENT ",
        "originally published on the Russian page ",
        '«“"',
    ],
)
def test_no_text_keeps_the_rules_busy(unit):
    marks = "иностранн иноагент vpn подпи читайте russian page all news foreign agent признан "
    text = marks + unit * (50_000 // len(unit))
    assert work(lambda: part({"body": text})) < 250


@pytest.mark.corpora
def test_ordinary_articles_are_left_alone(corpora):
    """No whole article of two news agencies is touched but by a footnote of the law."""
    touched: Counter[str] = Counter()
    with gzip.open(corpora / "reuters-21578.jsonl.gz", "rt") as lines:
        texts = [(json.loads(line)["body"], "reuters") for line in lines]
    with (corpora / "parallel-news.jsonl").open() as lines:
        texts += [(json.loads(line)["body"], "parallel") for line in lines]
    for text, source in texts:
        body, _ = parted(text)
        touched[source] += body.split() != text.split()
    assert touched == Counter({"reuters": 0, "parallel": 0})
