"""Pages of sites that nobody described: where their titles and texts stand."""

from __future__ import annotations

import pytest

from indexer.ingest.html import choose, guessed_text, markup
from indexer.ingest.html.file import parse
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
ZH_LEDE = "经过两年的施工，大桥于周六重新开放，居民们对此表示欢迎。"
H1 = f"<h1>{RU_TITLE}</h1>"
LINK = '<p><a href="/1">Ещё</a></p>'
OG = '<meta property="og:type" content="article">'


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (f"<title>Вести › {RU_TITLE}</title>", f"<h2>{RU_TITLE}</h2>"),
        (f"<title>{RU_TITLE} ‹ Вести</title>", f"<h3>{RU_TITLE}</h3>"),
        (f"<title>Herald » {RU_TITLE}</title>", "<h1>Herald</h1>"),
        (f"<title>{RU_TITLE} - Herald</title>", "<h2>Herald</h2>"),
        (f"<title>{RU_TITLE} — Herald</title>", f"<h1>Herald</h1>{H1}"),
        (linked(headline="spor-o-pastbishche-otlozhen"), H1),
    ],
    ids=["before", "after", "its-h1", "its-h2", "two", "slug"],
)
def test_the_name_of_the_site_is_no_title(take_html, head, content):
    address = '<link rel="canonical" href="https://www.herald.example/spor.html">'
    assert take_html(page(content + TEXT, address + head)).article.title == RU_TITLE


@pytest.mark.parametrize(
    ("host", "name", "is_of_site"),
    [
        ("herald.example", "Herald International", True),
        ("www.herald.co.uk", "Herald ♥ Magazin", True),
        ("heraldo-nestle.example", "Heraldo-Nestlé", True),
        ("herald.example", "Herald appoints a new editor", False),
        ("vesti.herald.example", "Herald International", True),
        ("hera.example", "Hera International", False),
        ("news.example.com", "Heraldic news", False),
    ],
)
def test_a_short_name_that_begins_with_the_host_is_that_of_the_site(host, name, is_of_site):
    found = choose.site_names([f"{RU_TITLE} │ {name}"], [f"https://{host}/a/b.html"])
    assert found == [name] * is_of_site


def test_names_of_a_site_stand_in_the_order_of_the_title():
    for number in range(20):  # so many that no order of a set would be right by chance
        names = [f"Herald {number}", f"Herald{number} News"]
        address = f"https://herald{number}news.example/a"
        assert choose.site_names([f"{names[0]} | {RU_TITLE} | {names[1]}"], [address]) == names


def test_a_heading_that_is_a_small_part_of_a_title_is_none_of_its_parts():
    title = "Спорт - Команда из Каспийска победила на турнире"
    assert choose.heading_of(title, ["Спорт"]) == title
    assert choose.heading_of("Команда победила | Вести", ["Команда победила"]) == "Команда победила"


@pytest.mark.parametrize("first", ["Судебная хроника недели", "Я Николай, веду этот дневник"])
def test_a_heading_that_the_page_is_called_by_goes_before_that_of_a_section(take_html, first):
    head = f"<title>{RU_TITLE} | Вести</title>"
    shown = f"<h1>{first}</h1><h2>{RU_TITLE}</h2>{TEXT}"
    assert take_html(page(shown, head)).article.title == RU_TITLE
    assert take_html(page(shown.replace("h2", "b"), head)).article.title == first
    both = f"<title>{first}: {RU_TITLE} | Вести</title>"
    assert take_html(page(shown, both)).article.title == first


def test_a_title_that_is_the_name_of_the_site_is_none(take_html):
    told = "".join(f'<meta property="og:{one}" content="Вести">' for one in ("site_name", "title"))
    head = f"<title>{RU_TITLE} — Вести сегодня</title>{told}"
    assert take_html(page(f"<h1>Вести</h1>{H1}{TEXT}", head)).article.title == RU_TITLE
    whole = told.replace("Вести", "Годовой отчёт редакции газеты")
    article = take_html(page(TEXT, f"<title>Отчёт</title>{whole}")).article
    assert article.title == "Годовой отчёт редакции газеты"


SECTIONS = "Вести / Регионы /"
QUESTION = "Что известно о пастбище"


@pytest.mark.parametrize(
    ("named", "headings", "title"),
    [
        (f"{SECTIONS} {RU_TITLE}", f"<h1>Меню</h1>{H1}", RU_TITLE),
        (f"Петиция: {RU_TITLE}", f"{H1}<h1>Вход</h1>", RU_TITLE),
        (f"Архив » {RU_TITLE}", f"<h1>Вестник</h1><h2>{RU_TITLE}</h2>", RU_TITLE),
        (f"Почему {RU_TITLE}", f"{H1}<h1>Вход</h1>", f"Почему {RU_TITLE}"),
        (f"Петиция: {RU_TITLE}", f"<h2>Петиция</h2><h3>{RU_TITLE}</h3>", f"Петиция: {RU_TITLE}"),
        (f"{RU_TITLE}: {QUESTION}", f"<h2>{QUESTION}</h2>", f"{RU_TITLE}: {QUESTION}"),
        (f"{QUESTION}: {RU_TITLE}", f"<h1>{QUESTION}: {RU_TITLE}</h1><h2>{RU_TITLE}</h2>",
         f"{QUESTION}: {RU_TITLE}"),
        ("Суд: спор о лугах", "<h2>спор о лугах</h2>", "Суд: спор о лугах"),
    ],
)  # fmt: skip
def test_a_heading_behind_names_of_sections_is_the_title(take_html, named, headings, title):
    shown = page(headings + TEXT, f"<title>{named}</title>")
    assert take_html(shown).article.title == title


def test_the_name_of_the_site_is_also_known_from_the_title_in_metadata(take_html):
    told = f'<meta property="og:title" content="{RU_TITLE} │ Herald">'
    head = f'<link rel="canonical" href="https://herald.example/1">{told}<title>Спор│Herald</title>'
    assert take_html(page(TEXT, head)).article.title == RU_TITLE


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Суд вернул луга сёлам | Вести | Прочти!", "Суд вернул луга сёлам"),
        ("Суд | Вести | Власти вернули луга сёлам", "Суд | Вести | Власти вернули луга сёлам"),
        ("Суд вернул луга | Вести дня | Прочти!", "Суд вернул луга | Вести дня | Прочти!"),
    ],
)
def test_what_follows_the_name_of_the_site_is_left_out_if_it_is_the_shorter_part(text, bare):
    assert choose.title([text], ["Вести"]) == bare


FOR_SEARCHES = "Спор о пастбище: что надо знать"


@pytest.mark.parametrize(
    ("shown", "named", "is_shown"),
    [
        (RU_TITLE, RU_TITLE, True),
        (RU_TITLE, "", False),
        ("Новости", "Новости", False),
        (f"Тема недели {FOR_SEARCHES}", f"Тема недели {FOR_SEARCHES}", False),
        (f"{RU_TITLE}: {FOR_SEARCHES}", f"{RU_TITLE}: {FOR_SEARCHES}", True),
    ],
    ids=["told", "not-told", "section", "series", "longer"],
)
def test_the_headline_of_the_page_goes_before_one_for_searches(take_html, shown, named, is_shown):
    head = f"{linked(headline=FOR_SEARCHES)}<title>{named} | Вести</title>"
    expected = shown if is_shown else FOR_SEARCHES
    assert take_html(page(f"<h1>{shown}</h1>{TEXT}", head)).article.title == expected


def test_a_title_that_a_quotation_mark_cut_off_is_taken_whole(take_html):
    whole = 'Суд назвал спор "решённым"'
    head = f'<title>{whole}</title><meta property="og:title" content="{whole}">'
    assert take_html(page(f"<h2>Спор</h2>{TEXT}", head)).article.title == whole
    assert choose.title(["Суд назвал спор", "Суд назвал спор решённым"], ()) == "Суд назвал спор"


def test_the_name_in_json_ld_that_is_the_heading_goes_before_what_the_article_is_about(take_html):
    about = linked(headline="Список судов", name=RU_TITLE)
    assert take_html(page(f"{H1}{TEXT}", about)).article.title == RU_TITLE
    assert take_html(page(f"<h1>Суд</h1>{TEXT}", about)).article.title == "Список судов"


def test_an_article_may_call_the_front_page_its_own(take_html):
    head = '<link rel="canonical" href="https://n.example/">'
    saved = f"<!-- saved from url=(0030)https://n.example/spor/7.html -->{page(H1 + TEXT, head)}"
    assert take_html(saved).article.title == RU_TITLE


def test_a_form_around_the_page_hides_nothing(take_html):
    shown = take_html(page(f"<form><p>6 мая 2019</p>{H1}{TEXT}</form>")).article
    assert shown.published.isoformat() == "2019-05-06"
    assert RU_BODY[1] in shown.body


def test_a_form_around_the_article_hides_nothing_and_one_for_readers_does():
    search = "<form><p>Введите слово, которое вы хотите найти на сайте</p></form>"
    around = f"<div><form><section>{H1}{TEXT}{search.replace('form', 'i')}</section></form></div>"
    assert RU_BODY[1] in markup.lines(markup.parse(page(around).encode(), ""))
    lines = markup.lines(markup.parse(page(f"<div>{search}</div>{TEXT}").encode(), ""))
    assert not any("Введите" in line for line in lines)


def test_a_form_with_many_links_is_around_the_page():
    around = f'<div><form id="aspnetForm">{TEXT}{{}}</form></div>'
    shown = (
        markup.lines(markup.parse(page(around.format(linked)).encode(), ""))
        for linked in (LINK * 21, LINK * 20)
    )
    assert [RU_BODY[1] in lines for lines in shown] == [True, False]


@pytest.mark.parametrize("start", ["<html lang=ru />", "<HTML/>"])
def test_the_start_of_a_page_that_closes_itself_is_none_of_its_end(take_html, start):
    assert take_html(f"{start}{H1}{TEXT}").article.title == RU_TITLE


def test_a_text_of_nothing_but_long_list_items_is_a_text(take_html):
    items = "".join(f"<li>{one} {RU_LEDE}</li>" for one in RU_BODY)
    found = take_html(page(f"<article>{H1}<ul>{items}</ul></article>", OG)).article
    assert RU_BODY[1] in found.body


def test_a_short_offer_to_subscribe_is_not_of_the_text(take_html):
    offer = '<div class="paywall"><p>Оформите подписку, чтобы читать дальше эту статью.</p></div>'
    assert "подписку" not in take_html(page(f"<article>{H1}{TEXT}{offer}</article>")).article.body
    whole = take_html(page(f'<article>{H1}<div class="paywall">{TEXT}</div></article>')).article
    assert RU_BODY[1] in whole.body


@pytest.mark.parametrize("line", [RU_LEDE, ZH_LEDE])
def test_paragraphs_whose_names_say_that_they_are_not_free_are_text(line):
    texts = [f"{line}{at}{line * 6 * (at % 2)}" for at in range(9)]
    paid = "".join(f'<p class="line paywall">{one}</p>' for one in texts)
    offer = '<div class="paywall"><p>Подпишитесь на нашу ежедневную рассылку</p></div>'
    data = page(f"<article>{H1}{paid}{offer}</article>{LINK}").encode()
    assert parse(data, "a page")["body"].split("\n\n") == texts


def test_several_offers_in_short_paragraphs_are_not_part_of_the_text(take_html):
    offers = f"<div>{'<p class=paywall>Войдите или купите</p>' * 5}</div>"
    body = take_html(page(f"<article>{H1}{TEXT}{TEXT}{offers}</article>{LINK}")).article.body
    assert "купите" not in body


def test_lines_parted_by_breaks_are_a_text_and_the_menu_is_not(take_html):
    text = "<br><br>".join([RU_LEDE, *RU_BODY, *RU_BODY])
    menu = "<div class='menu'><ul><li><a href='/a'>Главная</a></li></ul></div>"
    body = take_html(page(f"{menu}<div>{H1}<div>{text}</div></div>")).article.body
    assert body.splitlines()[-1] == RU_BODY[-1]
    assert "Главная" not in body


def test_cards_of_any_element_make_a_list(take_html):
    cards = "".join(
        f'<div class="c"><h3><a href="/{at}">Село {at} получило новую дорогу</a></h3>'
        "<p>Дорогу открыли утром при большом стечении жителей района.</p></div>"
        for at in range(9)
    )
    assert take_html(page(f"<h1>Вести</h1>{cards}")).error.code == "list-page"
    assert take_html(page(f"{H1}{TEXT}{TEXT}<div>{cards}</div>")).article.title == RU_TITLE


def test_a_text_that_is_not_in_paragraphs_is_found_where_others_are(take_html):
    text = "".join(f"<div>{line} {RU_LEDE * 4}</div>" for line in [RU_LEDE, *RU_BODY] * 3)
    other = f"<div class='box'>{paragraphs([f'{RU_TITLE} {RU_TITLE} {RU_LEDE}' * 3] * 2)}</div>"
    body = take_html(page(f"<article>{H1}<div>{text}</div></article>{other}")).article.body
    assert RU_BODY[-1] in body


def test_prose_of_a_script_without_spaces_is_prose(take_html):
    text = (
        "这座桥在清晨开放，来自两个村庄的居民都来到了现场，他们说自己等待这一天已经有很多年了。" * 3
    )
    cards = "".join(
        f'<div><h3><a href="/{at}">新闻 {at}</a></h3><p>桥</p></div>' for at in range(4)
    )
    shown = page(f"<h1>桥梁开放</h1>{f'<p>{text}</p>' * 4}{cards}")
    rejected = take_html(shown).rejections
    assert [one.error.code for one in rejected] != ["list-page"]


def test_a_page_in_a_script_without_spaces_is_an_article(take_html):
    text = "今天上午市政府宣布新的大桥正式通车，居民表示欢迎，记者在现场看到车辆有序通行。" * 3
    content = f"<article><h1>大桥通车</h1><p>{text}</p></article>"
    assert "Chinese" in take_html(page(content)).error.message


@pytest.mark.parametrize(
    "told",
    [
        '<abbr itemprop="datePublished" title="2019-05-06T10:52:00+03:00">10:52</abbr>',
        '<time itemprop="datePublished">May 6, 2019</time>',
    ],
)
def test_a_date_by_microdata_is_not_glued_to_the_text(take_html, told):
    found = take_html(page(f"<article>{H1}{told}{TEXT}</article>")).article
    assert found.published.isoformat().startswith("2019-05-06")
    assert (found.lede or found.body).startswith(RU_LEDE)


def test_offers_to_share_within_a_text_by_microdata_are_not_of_it(take_html):
    share = "<div class='share-buttons'><p>Поделиться статьёй с друзьями в сетях</p></div>"
    body = f"<div itemprop='articleBody' class='share-text'>{TEXT}{share}</div>"
    found = take_html(page(f"{H1}{body}")).article
    assert found.body.endswith(RU_BODY[-1])


def test_a_text_in_several_pieces_is_taken_whole(take_html):
    pieces = [f"{line} {RU_LEDE} {number}." for number, line in enumerate([*RU_BODY] * 8)]
    link = '<p><a href="/1">Читайте также</a></p>'
    start = f"<article><p>{pieces[0]}</p><p>{pieces[1]}</p></article>"
    parts = start + "".join(f"<article><p>{one}</p></article>{link}" for one in pieces[2:])
    comment = "<div class='comments'><p>Я живу рядом и слышу, как там шумят по ночам.</p></div>"
    found = take_html(page(f"{H1}<div>{parts}{comment}</div>")).article
    assert found.body.split("\n\n") == pieces


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["Главная", "Мост", "6 мая 2019", RU_LEDE], [RU_LEDE]),
        ([RU_LEDE, "Мост", *RU_BODY], [RU_LEDE, "Мост", *RU_BODY]),
        (["首页>新闻>国际新闻>正文", "Мост", RU_LEDE], [RU_LEDE]),
        ([ZH_LEDE, "Мост", RU_LEDE], [ZH_LEDE, "Мост", RU_LEDE]),
        (["6 мая 2019"], ["6 мая 2019"]),
        ([RU_LEDE, "Снег", "Дождь", "- Град"], [RU_LEDE]),
        ([RU_LEDE, "Снег", "Дождь"], [RU_LEDE, "Снег", "Дождь"]),
    ],
)
def test_what_stands_around_a_text_is_not_of_it(lines, text):
    assert guessed_text.trimmed(lines, "Мост", ["Снег", "Дождь", "Град"]) == text
