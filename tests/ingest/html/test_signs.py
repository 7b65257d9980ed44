"""Pages of sites that nobody described: what shows that they are articles."""

from __future__ import annotations

import gc
import weakref

import pytest

from indexer.ingest.html import file as html
from indexer.ingest.html import markup
from indexer.ingest.html.article import WebPage
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

H1 = f"<h1>{RU_TITLE}</h1>"
OG = '<meta property="og:type" content="article">'
NAMED = f'<meta property="og:title" content="{RU_TITLE}">'
DATED = '<meta property="article:published_time" content="2019-05-06T10:00:00+03:00">'
PROSE = paragraphs([f"{RU_LEDE} {RU_BODY[0]} {RU_BODY[1]}"] * 3)
SHORT = f"<p>{RU_LEDE}</p>"
MENU = "".join(f'<li><a href="/{at}">Рубрика</a></li>' for at in range(6))
WARES = "".join(f'<p>Сёдла номер {at}, ручная работа мастера <a href="/{at}">взять</a></p>'
                for at in range(60))  # fmt: skip
"""Lines too short for a text, and no headlines."""


def on_a_page_of(kind: str, content: str, head: str = "") -> str:
    return page(content, head).replace("<body>", f'<body class="{kind}">')


@pytest.mark.parametrize(
    "kind",
    [
        *("home page", "is-front", "path-frontpage", "cms-index-index", "t page-front", "c-home"),
        "template-index",
    ],
)
def test_a_page_whose_class_is_that_of_a_front_is_one(take_html, kind):
    shown = on_a_page_of(kind, f"<h2>Вести</h2>{PROSE}{PROSE}")
    assert take_html(shown).error.code == "list-page"


@pytest.mark.parametrize(
    "kind",
    ["not-front", "not-front-page", "no-home", "homeland", "article frontal", "no-homeless"],
)
def test_other_classes_say_nothing(take_html, kind):
    shown = on_a_page_of(kind, f"<h2>Вести</h2>{PROSE}{PROSE}", "<title>Вести</title>")
    assert take_html(shown).article.title == "Вести"


def test_an_article_is_one_in_whatever_class(take_html):
    assert take_html(on_a_page_of("home", H1 + PROSE, f"<title>{RU_TITLE}</title>")).article
    assert take_html(on_a_page_of("home", H1 + PROSE, OG)).article


def test_a_page_without_any_sign_is_a_list_if_its_text_is_a_small_part_of_it(take_html):
    head = "<title>Вести</title>"
    assert take_html(page(PROSE + WARES, head)).error.message == "this page lists articles"
    assert take_html(page(PROSE * 4 + WARES.replace(", ручная работа", ""), head)).article
    assert take_html(page(PROSE * 6 + WARES * 2, head)).article, "long as it is"
    assert take_html(page(PROSE + WARES.replace("href", "name"), head)).article, "no links"


def test_a_page_of_links_alone_is_a_list_whatever_date_stands_at_its_name(take_html):
    name, headline = "Сёдла — лучшие мастерские", "Сёдла лучшие мастерские недорого"
    head = f"<title>{name}. Каталог</title>"
    dated = f"<h1>{name}</h1><p>6 мая 2019</p>"
    assert take_html(page(dated + WARES, head)).error.code == "list-page"
    assert take_html(page(dated + WARES.replace("href", "name", 11), head)).article, "49 links"
    assert take_html(page(f"{dated}<p>{RU_LEDE}</p>{WARES}", head)).article, "a line of prose"
    for order in "13":
        named = f"<h{order}>{headline}</h{order}>{WARES}"
        assert take_html(page(named, f"<title>{headline}. Каталог</title>")).article


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://n.example/news/spor-o-pastbishche", ""),
        ("https://n.example/spor_o_pastbishche.html/", ""),
        ("https://n.example/show.php?id=765", ""),
        ("https://n.example/tags/spor-pastbishche", "list-page"),
        ("https://n.example/o-nas/", "list-page"),
    ],
    ids=["words", "slash", "number", "two words", "one"],
)
def test_an_address_like_that_of_an_article_is_a_sign(take_html, address, kind):
    head = f'<title>Вести</title><link rel="canonical" href="{address}">'
    taken = take_html(page(PROSE * 2 + WARES * 2, head))
    assert [one.error.code for one in taken.rejections] == ([kind] if kind else [])
    assert take_html(page(PROSE + WARES, head)).error.code == "list-page", "a short text"
    others = "".join(f'<p><a href="/{at}">{RU_TITLE} в {at} году</a></p>' for at in range(40))
    assert take_html(page(PROSE * 2 + WARES * 2 + others, head)).error.code == "list-page"


def test_a_page_without_sign_and_address_that_asks_to_fill_in_much_is_a_list(take_html):
    head, few, form = "<title>Вести</title>", MENU * 4, "<input>" * 5
    assert take_html(page(f"{form}{PROSE * 2}{few}", head)).error.code == "list-page"
    assert take_html(page(f"<input>{PROSE * 2}{few}", head)).article, "little to fill in"
    assert take_html(page(f"{form}{PROSE * 2}{MENU}", head)).article, "few links"
    assert take_html(page(f"{form}{PROSE * 8}{few}", head)).article, "long"
    own = '<link rel="canonical" href="https://n.example/o-nas">'
    assert take_html(page(f"{form}{PROSE * 2}{few}", head + own)).article, "an address"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("Вести - Главная", "Вести - Главная улица"),
        ("Home | Herald", "Homes | Herald"),
        ("Herald // Startseite // TV", "Herald // Startseiten // TV"),
    ],
)
def test_a_page_whose_title_calls_it_the_front_page_is_one(take_html, title, other):
    shown = f"<h2>Вести</h2>{PROSE}"
    assert take_html(page(shown, f"<title>{title}</title>")).error.code == "list-page"
    assert take_html(page(shown, f"<title>{other}</title>")).article


@pytest.mark.parametrize(
    ("entry", "is_front"),
    [
        ('<li class="menu-item current-menu-item"><a href="/">Главная</a></li>', True),
        ('<li class="first current_page_item"><a href="/">Home</a></li>', True),
        ('<li class="active"><a href="/pt/">Início</a></li>', True),
        ('<a class="Selected" href="/">Accueil</a>', True),
        ('<a aria-current="page" href="/">Startseite</a>', True),
        ('<li class="menu-item"><a href="/">Главная</a></li>', False),
        ('<li class="current-menu-parent"><a href="/">Home</a></li>', False),
        ('<li class="active"><a href="/o-nas">О нас</a></li>', False),
        ('<li class="active"><a>Home</a></li>', False),
        ('<div class="active"><a class="entry" href="/">Home</a></div>', False),
        ('<a aria-current="false" href="/">Home</a>', False),
    ],
)
def test_a_page_whose_menu_stands_at_the_front_page_is_one(take_html, entry, is_front):
    shown = page(f"<ul>{entry}</ul><h2>Вести</h2>{PROSE}", "<title>Вести</title>")
    assert [one.error.code for one in take_html(shown).rejections] == ["list-page"] * is_front


def test_a_page_with_a_text_and_another_address_is_no_front_whatever_it_is_called(take_html):
    own = '<link rel="canonical" href="https://n.example/istoriya">'
    assert take_html(on_a_page_of("home", f"<h2>Вести</h2>{PROSE}", own)).article
    others = "".join(f'<p><a href="/{at}">{RU_TITLE} в {at} году</a></p>' for at in range(20))
    shown = on_a_page_of("home", f"<h2>Вести</h2>{PROSE}{others}", own)
    assert take_html(shown).error.code == "list-page"


def test_a_page_that_leads_nowhere_is_no_front_whatever_its_address(take_html):
    head = '<title>Вести</title><link rel="canonical" href="https://n.example/index.html">'
    assert take_html(page(H1 + PROSE, head)).article
    assert take_html(page(f'{H1}{PROSE}<a href="/1">1</a>', head)).error.code == "list-page"


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (OG, ""),
        (linked(headline=RU_TITLE), ""),
        (f"<title>{RU_TITLE} - Вести</title>", H1),
        (f"<title>{RU_TITLE} - Вести</title>", f"<h3>{RU_TITLE}</h3>"),
        (f"<title>{RU_TITLE} - Вести</title>", f'<h1><a href="/7">{RU_TITLE}</a></h1>'),
        (DATED, ""),
        ('<meta name="dcterms.issued" content="2019-05-06">', ""),
        ('<link rel="canonical" href="https://n.example/2019/05/06/spor">', ""),
        ("", "<h1>Спор</h1><p>6 мая 2019</p>"),
    ],
    ids=["og", "json", "h1", "h3", "linked", "date", "issued", "address", "near"],
)
def test_each_sign_makes_the_same_page_an_article(take_html, head, content):
    title = "" if "<title>" in head else "<title>Спор</title>"
    article = take_html(page(content + PROSE + WARES, title + head)).article
    assert RU_BODY[0] in article.body


def test_a_page_that_only_its_type_calls_an_article_is_a_list_if_it_leads_to_many(take_html):
    others = [f'<p><a href="/{at}">{RU_TITLE} в {at} году</a></p>' for at in range(30)]
    many, few = "".join(others), "".join(others[1:])
    head = f"{OG}<title>Вести</title>"
    assert (
        take_html(page(PROSE + WARES + many, head)).error.message == "this page lists 30 articles"
    )
    named = f"<title>{RU_TITLE} - Вести</title>"
    for shown, told in (
        (PROSE + WARES + few, head),
        (PROSE * 3 + many, head),
        (PROSE * 5 + WARES * 2 + many, head),
        (PROSE + WARES + many, head + DATED),
        (PROSE + WARES + many, f'{head}<link rel="canonical" href="https://n.example/?id=765">'),
        (f"<h3>{RU_TITLE}</h3>{PROSE}{WARES}{many}", OG + named),
    ):
        assert RU_BODY[0] in take_html(page(shown, told)).article.body


@pytest.mark.parametrize("rest", [MENU, "<input>" * 6, f'<a href="/">Вести</a>{"<input>" * 4}'])
def test_a_form_or_a_menu_with_few_words_is_no_article(take_html, rest):
    head = "<title>Вход на сайт</title>"
    assert take_html(page(f"<h1>Вход</h1>{SHORT}{rest}", head)).error.code == "no-article"
    assert take_html(page(f"{H1}{SHORT}{rest}", f"<title>{RU_TITLE}</title>")).article
    assert take_html(page(f"<h1>Вход</h1><p>6 мая 2019</p>{SHORT}{rest}", head)).article


def at(path: str) -> str:
    return f'<title>Вести</title><link rel="canonical" href="https://n.example{path}">'


@pytest.mark.parametrize(
    ("path", "is_form"),
    [
        ("/login", True),
        ("/user/sign-in/", True),
        ("/Register.aspx?next=/spor", True),
        ("/ForgotPassword.php", True),
        ("/ru/contact-us", True),
        ("/kontakte", True),
        ("/o-nas/kontakty/", True),
        ("/search?q=spor", True),
        ("/login/spor", False),
        ("/spor-o-contact", False),
        ("/kontakt/spor", False),
    ],
)
def test_a_form_is_known_by_its_address(take_html, path, is_form):
    shown = page(f"<h1>Вести</h1>{PROSE}{'<input>' * 2}", at(path))
    assert [one.error.code for one in take_html(shown).rejections] == ["no-article"] * is_form


def test_an_article_is_one_at_the_address_of_a_form(take_html):
    named = at("/contact").replace("Вести", RU_TITLE)
    for shown in (
        page(f"<h1>Вести</h1>{PROSE}<input>", at("/contact")),
        page(f"{H1}{PROSE}{'<input>' * 2}", named),
        page(f"<h1>Вести</h1>{PROSE}{'<input>' * 2}", at("/contact") + OG + DATED),
    ):
        assert RU_BODY[0] in take_html(shown).article.body
    asked = page(f"<h1>Вести</h1>{PROSE}{'<input>' * 2}", at("/spor")).encode()
    assert RU_BODY[0] in html.parse(asked, "", address="https://n.example/login")["body"]


def test_few_words_alone_are_an_article(take_html):
    assert take_html(page(f"<h1>Спор</h1>{SHORT}", "<title>Спор</title>")).article.title == "Спор"


def test_a_page_that_was_read_leaves_the_memory_at_once():
    data = page(f"<h1>Спор</h1>{PROSE}{WARES}<p>6 мая 2019</p>", "<title>Спор</title>").encode()
    gc.collect()
    gc.disable()
    try:
        read = WebPage(data, "page", "https://n.example/2019/05/06/spor", markup.parse(data, ""))
        assert read.article()["title"] == "Спор"
        kept = weakref.ref(read)
        del read
        assert kept() is None
    finally:
        gc.enable()


def test_a_front_is_one_though_microdata_name_a_text(take_html):
    shown = on_a_page_of("home", f'<h2>Вести</h2><div itemprop="articleBody">{PROSE}</div>')
    assert take_html(shown).error.code == "list-page"


def test_a_headline_may_begin_in_latin_letters_before_a_script_without_spaces(take_html):
    title = "DeepMind新电脑已可利用记忆自学"
    text = "今天上午市政府宣布新的大桥正式通车，居民表示欢迎，记者在现场看到车辆有序通行。" * 2
    shown = page(f"<h1>{title}</h1><p>{text}</p>{WARES}", f"<title>{title}_科技</title>")
    assert take_html(shown).article.title == title


@pytest.mark.parametrize("said", [OG, linked(headline=RU_TITLE, datePublished="2019-05-06")])
@pytest.mark.parametrize(
    "content",
    [
        '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
        "<p>Чтобы читать эту статью, включите, пожалуйста, JavaScript в вашем браузере.</p>",
        "<p>This application needs a browser that supports JavaScript to be shown.</p>",
        "<h1>{{ one.title }}</h1><p>{{ one.text ? 'Текст статьи на этой странице' : '' }}</p>",
    ],
    ids=["empty", "asks", "needs", "unfilled"],
)
def test_a_page_that_only_a_script_would_fill_is_a_headline(take_html, said, content):
    lede = f'<meta property="og:description" content="{RU_BODY[1]}">'
    found = take_html(page(content, said + NAMED + DATED + lede))
    article = found.article
    assert (article.title, article.lede, article.body) == (RU_TITLE, RU_BODY[1], "")
    assert article.published.isoformat().startswith("2019-05-06")
    assert "no text was found" in " ".join(found.source.journal.remarks)
    assert take_html(page(content, said + NAMED + DATED)).article.title == RU_TITLE


@pytest.mark.parametrize(
    "head",
    [
        OG + NAMED,
        OG + DATED,
        NAMED + DATED,
        '<meta property="og:type" content="product">' + NAMED + DATED,
        OG + NAMED + DATED + '<link rel="canonical" href="https://n.example/">',
    ],
    ids=["undated", "unnamed", "unsaid", "product", "front"],
)
def test_a_page_without_a_text_that_does_not_say_all_of_it_is_no_article(take_html, head):
    shown = page('<div id="root"></div>', f"<title>Вести</title>{head}")
    assert take_html(shown).error.code in {"no-article", "list-page"}


@pytest.mark.parametrize("title", ["most-otkryt-v-2018", "spor_6_maya"])
def test_a_page_without_a_text_whose_only_name_is_no_title_is_no_article(take_html, title):
    said = linked(headline=title, datePublished="2019-05-06")
    address = '<link rel="canonical" href="https://n.example/2019/05/06/spor">'
    found = take_html(page('<div id="root"></div>', said + address))
    assert found.error.code == "no-article"


def test_a_page_that_was_cut_off_is_no_headline(take_html):
    shown, _, _ = page('<div id="root">', OG + NAMED + DATED).partition("</body>")
    assert take_html(shown).error.code == "no-article"


def test_the_first_line_of_a_text_is_its_title_where_no_other_is(take_html):
    text = paragraphs([RU_TITLE, RU_LEDE, *RU_BODY, *RU_BODY])
    article = take_html(page(text)).article
    assert (article.title, article.lede or article.body.split("\n")[0]) == (RU_TITLE, RU_LEDE)
    assert take_html(page(SHORT)).error.code == "no-article"


def test_a_text_in_no_element_is_a_text(take_html):
    text = " ".join([RU_LEDE, *RU_BODY] * 4)
    assert RU_BODY[-1] in take_html(f"{text}<script>0</script>").article.body
