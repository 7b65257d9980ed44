"""Pages of sites that nobody described: how much of a page is its text."""

from __future__ import annotations

import time

import pytest
import trafilatura
from effort import work
from lxml import etree
from lxml.html import HtmlElement

from indexer.ingest.html import given_text, guessed_text, markup, menus, read_also
from indexer.ingest.html.text_region import between, parts_beside
from tests.ingest.html.pages import (
    EN_LEDE,
    EN_TITLE,
    RU_BODY,
    RU_LEDE,
    RU_TITLE,
    linked,
    page,
    paragraphs,
)

H1 = f"<h1>{RU_TITLE}</h1>"
TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
LINK = '<a href="/1">Ещё</a>'


def test_a_page_that_leads_nowhere_is_text_as_a_whole(take_html):
    shown = f"<div><div><p>{RU_LEDE}</p></div><h2>Карты</h2>{TEXT}<div>Сёл в районе: 12</div></div>"
    body = take_html(page(f"<p>Вести</p>{H1}{shown}")).article.body.split("\n\n")
    assert body == [RU_LEDE, "Карты", RU_LEDE, *RU_BODY, *RU_BODY, "Сёл в районе: 12"]
    linked = take_html(page(f"{H1}{shown}{LINK}")).article.body
    assert "Сёл в районе" not in linked
    anchors = take_html(page(f"{H1}{shown}<a name='end'></a>")).article.body
    assert "Сёл в районе" in anchors
    offer = '<div class="newsletter">Подписаться на рассылку</div>'
    assert "рассылку" not in take_html(page(H1 + shown + offer)).article.body


def test_what_such_a_page_does_not_show_is_looked_for(take_html):
    assert RU_BODY[1] in take_html(page(f"{H1}<label>{TEXT}</label>")).article.body


def test_what_stands_between_paragraphs_is_of_the_text():
    table = "<table><tr><td>Склон</td><td>286 га</td></tr></table>"
    inner = (
        f"<p>{RU_LEDE}</p><h2>Спор</h2><ul><li>Одно село</li><li>{LINK}</li></ul>{table}"
        f'<div class="share">Поделиться</div><p>{RU_BODY[1]}</p><h3>Читайте также</h3>'
    )
    body = markup.parse(page(f"<main>{inner}</main>").encode(), "").find("body")
    assert body is not None
    found = [RU_LEDE, "Спор", "Одно село", "Склон 286 га", RU_BODY[1]]
    assert between(body).splitlines() == found
    assert not between(markup.parse(b"<body><p></p></body>", ""))


@pytest.mark.parametrize(("parts", "headings"), [(2, 5), (4, 0)])
def test_more_is_looked_for_where_little_of_the_paragraphs_is_found(monkeypatch, parts, headings):
    """Each section stands for itself: who takes some of them for the text loses the others."""
    inner = [f"<h3>Село</h3><p>{at}. {' '.join(RU_BODY)}</p>" for at in range(6)]
    content = "".join(f"<section>{one}</section>" for one in inner)
    data = page(f"<main><div>{content}</div></main>{LINK}").encode()
    texts = [f"{at}. {' '.join(RU_BODY)}" for at in range(6)]
    monkeypatch.setattr("trafilatura.extract", lambda _, **__: "\n".join(texts[:parts]))
    found = guessed_text.extracted(markup.parse(data, ""), data, texts)
    assert (found.count("Село"), found.count(texts[1])) == (headings, 1)


@pytest.mark.parametrize(("texts", "is_asked_again"), [(8, True), (2, False)])
def test_paragraphs_that_are_a_part_of_the_prose_are_not_the_text(
    monkeypatch, texts, is_asked_again
):
    """Captions and an offer stand in paragraphs, the text in other elements."""
    line = " ".join(RU_BODY)
    inner = "".join(f"<div><p>{at}. {line}</p></div><div>{line}</div>" for at in range(6))
    data = page(f"<main>{inner}</main>{LINK}").encode()
    monkeypatch.setattr("trafilatura.extract", lambda _, fast, **__: line if fast else line * 9)
    found = guessed_text.extracted(markup.parse(data, ""), data, [line] * (6 + texts))
    assert (found == line * 9) == is_asked_again


@pytest.mark.parametrize(("share", "is_all"), [(0.85, True), (0.7, False)])
def test_paragraphs_are_no_more_if_they_are_hardly_longer(monkeypatch, share, is_all):
    content = "".join(f"<p>{at}. {' '.join(RU_BODY)}</p>" for at in range(4))
    data = page(f"<main><div>{content}</div></main>{LINK}").encode()
    whole = "\n".join(f"{at}. {' '.join(RU_BODY)}" for at in range(4))
    some = whole[: int(share * len(whole))]
    monkeypatch.setattr("trafilatura.extract", lambda _, **__: some)
    found = guessed_text.extracted(markup.parse(data, ""), data, ["ш" * 1_600])
    assert found == (some if is_all else whole)


@pytest.mark.parametrize(
    "name",
    [
        "author-box",
        "TestReport__AuthorBox",
        "post-tags",
        "read-more",
        "lee-tambien-caja",
        "tag_list",
        "promoted",
    ],
)
def test_parts_within_a_text_by_microdata_are_known_by_their_names(take_html, name):
    aside = f'<div class="{name}"><p>Автор пишет для нас о суде с 2010 года.</p></div>'
    article = f'{H1}<div itemprop="articleBody">{TEXT}{aside}</div>{LINK}'
    assert "Автор пишет" not in take_html(page(article)).article.body
    for other in ("authors", "node-promoted", "node--promoted"):
        shown = article.replace(name, other)
        assert "Автор пишет" in take_html(page(shown)).article.body


def test_the_size_of_a_part_is_that_of_its_words():
    spaces = "<i> \n </i>" * 400
    shown = f'<div>{TEXT}<div class="gallery">{spaces}<p>Фото 1</p></div></div>'
    text = markup.parse(page(shown).encode(), "").find("body/div")
    assert text is not None
    assert [part.get("class") for part in parts_beside(text)] == ["gallery"]


def test_what_is_hidden_by_its_style_is_no_text():
    shown = page(f'<p style="visibility:hidden">{RU_LEDE}</p><p>{RU_BODY[0]}</p>')
    assert markup.text(markup.parse(shown.encode(), "")) == RU_BODY[0]


COMMENTS = "".join(f"<div>{at}. {' '.join(RU_BODY)}</div>" for at in range(9))
WORDS = " ".join(RU_BODY * 3)
SHORT = WORDS[:290]


@pytest.mark.parametrize(
    ("name", "beside", "looks"),
    [
        ("text", f'<div id="comments">{COMMENTS}</div>', 1),
        ("text", f'<div id="comments">{COMMENTS}</div><p><a href="/2">{RU_LEDE * 9}</a></p>', 1),
        ("text", f'<div class="overlay">{COMMENTS}</div>', 2),  # the text, until somebody pays
        ("text", f'<div class="views">{COMMENTS}</div>', 2),
        ("text", f'<div id="comments">{COMMENTS}</div><div>{RU_LEDE * 9}</div>', 2),
        ("widget", f'<div id="comments">{COMMENTS}</div>', 2),
        (
            "widget",
            f'<div class="promo">{WORDS[:270]}</div><div id="comments">{WORDS[:420]}</div>',
            1,
        ),
    ],
)
def test_a_short_text_is_all_if_the_rest_are_comments(monkeypatch, name, beside, looks):
    """Another look takes five times as long."""
    data = page(f'<div class="{name}">{SHORT}</div>{beside}{LINK}').encode()
    seen = []

    def extract(_, *, fast, **__):
        seen.append(fast)
        return SHORT

    monkeypatch.setattr("trafilatura.extract", extract)
    root = markup.parse(data, "")
    shown = guessed_text.prose(markup.lines(root))
    assert guessed_text.extracted(root, data, shown) == SHORT
    assert seen == [True, False][:looks]


@pytest.mark.parametrize("start", ["<html>", "<html/>", '<html xmlns="a"/>'])
def test_a_page_for_trafilatura_has_texts_that_can_be_set(start):
    page = f"{start}<body>\x0b<p>Мост\x01 открыт&#1;</p>\x1f<p>С утра"
    root = markup.for_trafilatura(markup.parse(page.encode(), ""))
    assert trafilatura.extract(root) == "Мост открыт\nС утра"
    assert root.text_content() == "Мост открытС утра"
    behind = markup.parse("<p>Мост</p>\x1f от<br>\x01кр\ufffeыт\uffff".encode(), "")
    assert markup.for_trafilatura(behind).text_content() == "Мост открыт"


def test_trafilatura_gets_a_part_of_a_page_under_the_names_around_it():
    shown = "<p class='lead' style='x'>Мост<script>b</script> открыт</p>"
    data = f"<body class='y'><main id='a\x01' style='x'><p<p><div>0{shown}1</div></p<p></main>2"
    root = markup.parse(data.encode(), "")
    part = root.find(".//p[@class]")  # older parsers also find one in "<p<p>"
    assert part is not None
    before = etree.tostring(root)
    found = markup.for_trafilatura(part, names=["id", "class"], without=["script"])
    inner = '<main id="a"><div><p class="lead" style="x">Мост открыт</p></div></main>'
    assert etree.tostring(found, encoding="unicode") == f"<html><body>{inner}</body></html>"
    assert {type(one) for one in found.iter()} == {HtmlElement}
    assert etree.tostring(root) == before


@pytest.mark.parametrize(("levels", "kind"), [(254, HtmlElement), (255, str)])
def test_what_trafilatura_could_not_read_is_given_as_text(levels, kind):
    root = markup.parse(f"<body>{'<div>' * levels}Мост".encode(), "")
    found = markup.for_trafilatura(root)
    assert isinstance(found, kind)
    assert "Мост" in (found if isinstance(found, str) else found.text_content())


def test_trafilatura_need_not_search_what_it_leaves_out(monkeypatch):
    around = "".join(
        f"<{tag}><p>{RU_TITLE}</p></{tag}>" for tag in ("aside", "nav", "footer", "svg", "button")
    )
    # a picture, a table in a figure, and a form may be around a part of the text
    table = "<figure><table><tr><td>286 га</td></tr></table></figure>"
    begun = f"<main><div>{around}{table}<form><p>{RU_LEDE}</p>{TEXT}</form></div></main>{LINK}"
    data = page(begun).encode()
    seen = []

    def extract(root, **_):
        seen.append({one.tag for one in root.find("body").iter()})
        return TEXT * 10

    monkeypatch.setattr("trafilatura.extract", extract)
    for root in (markup.parse(data, ""), markup.parse(data.replace(b"<p>", b"<br>"), "")):
        guessed_text.extracted(root, data, [RU_LEDE * 20])
    assert [{"aside", "nav", "footer", "svg", "button"} & tags for tags in seen] == [set(), set()]
    assert {"form", "figure", "table"} <= seen[1]


@pytest.mark.parametrize(
    ("block", "is_menu"),
    [
        ("<ul><li>{0}</li><li>{0}</li><li>{0}</li></ul>", True),
        ("<div>{0} | {0} | {0}</div>", True),
        ("<ul><li>{0}</li><li>{0}</li></ul>", False),
        ("<div>{0}{0}{0} и ещё тридцать других сёл</div>", False),
        (
            "<table><tr><td>{0}</td><td>{0}</td><td>{0}</td></tr><tr><td>286 га</td></tr></table>",
            False,
        ),
        ("<p>{0}{0}{0}</p>", False),
    ],
)
def test_a_block_of_links_is_a_menu(block, is_menu):
    content = f"<main>{block.format('<a href=/1>Правобережье</a>')} 12</main>{TEXT}"
    found = markup.for_trafilatura(markup.parse(page(content).encode(), ""))
    menus.cut(found)
    assert ("Правобережье" not in found.text_content()) == is_menu
    assert " 12" in found.text_content()


@pytest.mark.parametrize(
    ("beside", "is_menu"),
    [
        ("", True),
        (f"<p>{'<a href=/1>Село</a>' * 20}</p>", True),
        (f"<p>{RU_LEDE}</p>", False),
        ("<p>Село</p>", True),
        (f"<pre>{RU_LEDE}</pre>", False),
        (f"<blockquote>{RU_LEDE}</blockquote>", False),
        ("Дома в этих сёлах строили", False),
    ],
)
def test_links_beside_a_paragraph_may_be_a_part_of_the_text(beside, is_menu):
    links = f"<div><ul>{'<li><a href=/1>Нижние Ачалуки</a>' * 3}</ul></div>"
    for inner in (beside + links, links + beside):
        content = f"<div>{inner}<div>{RU_LEDE}</div></div>"
        found = markup.for_trafilatura(markup.parse(page(content).encode(), ""))
        menus.cut(found)
        assert ("Ачалуки" not in found.text_content()) == is_menu


@pytest.mark.parametrize("beside", [f"<p>{RU_LEDE}</p>", ""])
def test_many_menus_beside_each_other_are_soon_seen(beside):
    """Whether they are kept beside a paragraph, or cut out from between spaces."""
    many = f"<ul>{'<a href=/1>Село</a>' * 3}</ul>\n{' ' * 50}" * 6_000 + "<i>Село</i>" * 15_000
    found = markup.for_trafilatura(markup.parse(page(f"<div>{beside}{many}</div>").encode(), ""))
    assert work(lambda: menus.cut(found)) < 50
    assert ("<ul>" in etree.tostring(found, encoding="unicode")) == bool(beside)


def test_places_that_a_page_names_are_no_links():
    content = "".join(f'<a name="{at}"><p>{line}</p></a>' for at, line in enumerate(RU_BODY * 2))
    found = markup.for_trafilatura(markup.parse(page(f"<div>{content}</div>").encode(), ""))
    menus.cut(found)
    assert RU_BODY[0] in found.text_content()


@pytest.mark.parametrize("lines", [1, 3])
def test_a_short_text_is_kept_though_it_is_all_links(lines):
    told = [f"{at}. {RU_LEDE}" for at in range(lines)]
    links = "".join(f'<p><a href="/{at}">{line}</a></p>' for at, line in enumerate(told))
    data = page(f"<div>{links}{'<p><a href=/>Село</a></p>' * 3}</div>{LINK}").encode()
    shown = guessed_text.prose(markup.lines(markup.parse(data, "")))
    assert shown == told
    assert set(told) <= set(guessed_text.extracted(markup.parse(data, ""), data, shown).split("\n"))


def test_only_the_second_look_searches_menus(monkeypatch):
    """It is made where the first one finds too little: what looks like a menu may be the text."""
    links = "".join(f"<li><a href='/{at}'>Ачалуки</a></li>" for at in range(9))
    data = page(f"<div><ul>{links}</ul></div><div>{RU_LEDE * 9}</div>").encode()
    seen = []

    def extract(root, **_):
        seen.append("Ачалуки" in root.text_content())
        return RU_LEDE

    monkeypatch.setattr("trafilatura.extract", extract)
    guessed_text.extracted(markup.parse(data, ""), data, [RU_LEDE * 9])
    assert seen == [False, True]


@pytest.mark.parametrize(("links", "asked"), [(2, 1), (3, 2)])
def test_a_short_page_is_asked_again_only_if_it_had_a_menu(monkeypatch, links, asked):
    menu = f"<div><ul>{'<li><a href=/1>Ачалуки</a></li>' * links}</ul></div>"
    data = page(f"{menu}<div>{RU_LEDE}</div>").encode()
    seen = []
    monkeypatch.setattr("trafilatura.extract", lambda root, **_: seen.append(root))
    guessed_text.extracted(markup.parse(data, ""), data, [RU_LEDE])
    assert len(seen) == asked


@pytest.mark.parametrize(
    ("declared", "text", "told"),
    [
        ("en", RU_LEDE, "ru"),
        ("", RU_LEDE, "ru"),
        ("ru", EN_LEDE, "en"),
        ("de-DE", "Vorteile Nachteile Fazit Download Kaufpreis Hersteller Beschreibung ", "de"),
    ],
)
def test_the_second_look_gets_the_language_of_the_text(monkeypatch, declared, text, told):
    """It would refuse a page if a meta element named another."""
    head = '<meta http-equiv="content-language" content="de">'
    begun = page(f"<div>{text * 9}</div>{LINK}", head)
    data = begun.replace('lang="ru"', f'lang="{declared}"').encode()
    seen = []

    def extract(root, *, target_language=None, **__):
        seen.append((target_language, root.find(".//meta") is None))
        return EN_LEDE if len(seen) > 1 else ""

    monkeypatch.setattr("trafilatura.extract", extract)
    guessed_text.extracted(markup.parse(data, ""), data, [text * 9])
    assert seen == [(None, True), (told, True)]


def test_a_text_that_is_refused_for_its_language_is_found(monkeypatch):
    """By trafilatura, which asks py3langid if that is installed."""
    data = page(f"<div>{RU_LEDE * 9}</div>{LINK}").encode()

    def extract(_, *, fast, target_language=None, **__):
        return None if fast or target_language else RU_LEDE

    monkeypatch.setattr("trafilatura.extract", extract)
    assert guessed_text.extracted(markup.parse(data, ""), data, [RU_LEDE * 9]) == RU_LEDE


def test_formulas_of_a_text_are_kept():
    formula = '<math alttext="E=mc^2"><mi>E</mi></math>'
    data = f"<body><article><p>По формуле {formula} считают.</p>{TEXT * 3}</article>".encode()
    text = guessed_text.extracted(markup.parse(data, ""), data, [RU_LEDE * 20])
    known = "E=mc^2" in trafilatura.extract(data.decode())  # older versions leave them out
    written = r"\(E=mc^2\) " if known else ""
    assert text.startswith(f"По формуле {written}считают.")


def test_links_to_other_articles_of_the_site_are_not_part_of_the_text(take_html):
    other = "Второе село получило новую дорогу"
    link = f'<a href="https://herald.example/2.html">{other}</a>'
    middle = f"<p>{RU_LEDE}</p><p>Узнайте больше:</p><p>{link}</p><p>По теме: {link}</p>"
    inner = f"{H1}{middle}{paragraphs(RU_BODY * 2)}"
    address = '<link rel="canonical" href="https://herald.example/1.html">'
    expected = [RU_LEDE, *RU_BODY, *RU_BODY]
    for shown in (f"<main>{inner}</main>", f"<div itemprop='articleBody'>{inner}</div>"):
        body = take_html(page(shown, address)).article.body
        assert [line for line in body.split("\n") if line] == expected
    elsewhere = page(f"<div itemprop='articleBody'>{inner}</div>", address.replace("her", "h"))
    assert other in take_html(elsewhere).article.body


@pytest.mark.parametrize(
    ("line", "is_left_out"),
    [
        (f'Читайте материал "{RU_TITLE}"', True),
        (f"Read also {RU_TITLE}.", True),
        (f"Read also: «{RU_TITLE}»", True),
        (f"Читайте {'очень ' * 6}хороший материал {RU_TITLE}", False),
        (f"Редакция назвала материал {RU_TITLE}", False),
        (f"Читайте {RU_TITLE} и не только", False),
    ],
)
def test_a_line_that_asks_to_read_another_article_needs_no_colon(line, is_left_out):
    text = "\n".join([*RU_BODY * 2, line])
    others = read_also.headlines_of_others(text, [(f'"{RU_TITLE}"', "/2")], ())
    found = read_also.without(text, others)
    assert found == ("\n".join(RU_BODY * 2) if is_left_out else text)


@pytest.mark.parametrize(
    ("part", "is_left_out"),
    [
        ("<div><a href='/1'>Суд</a><a href='/2'>Нальчик</a></div>", True),
        ("<ul><li><a href='/1'>Суд</a></li>, <li><a href='/2'>Нальчик</a></li></ul>", True),
        ("<p><a href='/1'>Суд</a> <a href='/2'>Нальчик</a></p>", True),
        ("<p><a href='/1'>Нальчик</a></p>", False),
        ("<p><a href='/1'>Суд</a> в <a href='/2'>Нальчик</a></p>", False),
        ("<ul><li>За <a href='/1'>Суд</a></li><li><a href='/2'>Нальчик</a></li></ul>", False),
        ("<ul><li><a href='/1'>Суд</a></li><li><a href='/2'>Нальчик</a> ждёт</li></ul>", False),
        ("<p><a href='/1'>Суд</a><b>Нальчик</b></p>", False),
        ("<p><a href='/1'>Суд</a> <a href='/2'>отложил спор: был Нальчик</a></p>", False),
    ],
    ids=["tags", "list", "line", "one", "words", "before", "behind", "bold", "headline"],
)
def test_several_short_links_alone_are_tags(take_html, part, is_left_out):
    body = take_html(page(f"{H1}<div itemprop='articleBody'>{TEXT}{part}</div>")).article.body
    assert ("Нальчик" in body.splitlines()[-1]) != is_left_out


@pytest.mark.parametrize(
    ("address", "is_other"),
    [
        ("/2.html", True),
        ("2.html", True),
        ("?id=2", True),
        ("", False),
        ("https://WWW.herald.example/2.html", True),
        ("https://video.example/2", False),
        ("#2", False),
        ("/2.html#part", False),
        ("javascript:go()", False),
        ("http://[a", False),
    ],
)
def test_a_link_leads_to_another_article_if_it_leads_to_a_page_of_the_site(address, is_other):
    links = [(RU_TITLE, address), (EN_TITLE, address)]
    here = "https://herald.example/1.html"
    found = read_also.headlines_of_others(f"{RU_LEDE}\n{RU_TITLE}", links, [here])
    assert found == ({RU_TITLE} if is_other else set())


def test_links_are_looked_for_in_a_time_that_grows_with_the_page():
    links = [(f"{RU_TITLE} {number}", f"/{number}") for number in range(10_000)]
    text = "\n\n".join(f"{RU_LEDE} {number}" for number in range(40_000))
    begun = time.process_time()
    assert not read_also.headlines_of_others(text, links, ["https://herald.example/"])
    assert time.process_time() - begun < 3


def test_a_text_in_json_whose_paragraphs_run_together_is_read_from_the_page(take_html):
    shown = f"<main>{H1}{TEXT}</main>{LINK}"
    glued = linked(headline=RU_TITLE, articleBody="".join([RU_LEDE, *RU_BODY, *RU_BODY]))
    assert take_html(page(shown, glued)).article.body.count("\n\n") == 2 * len(RU_BODY)
    assert RU_BODY[0] + RU_BODY[1] in take_html(page(H1, glued)).article.body  # better than nothing
    parted = linked(headline=RU_TITLE, articleBody=" ".join([RU_LEDE, *RU_BODY, *RU_BODY]))
    assert "\n" not in take_html(page(shown, parted)).article.body


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("Суд отложен.Дело ждёт.Судья ушёл", True),
        ("Суд отложен.Дело ждёт. Судья ушёл", False),
        ("«Суд отложен!»Дело ждёт?Судья ушёл", True),
        ("Суд отложен.Дело ждёт.Судья ушёл\nДело ждёт", False),
        ("Сайты example.com и herald.example.org", False),
        ("А.Б.В. Иванов, т.е. он, и И.И.Петров", False),
    ],
)
def test_sentences_that_begin_right_at_the_end_of_others_run_together(text, is_so):
    assert given_text.runs_together(text) == is_so


def test_a_digest_of_links_is_a_text():
    text = "\n\n".join([RU_LEDE, f"- {RU_TITLE}", *RU_BODY])
    assert read_also.without(text, {RU_TITLE}) == "\n\n".join([RU_LEDE, *RU_BODY])
    labelled = "\n\n".join([RU_LEDE, "Читайте также:", f"- {RU_TITLE}", *RU_BODY])
    assert read_also.without(labelled, {RU_TITLE}) == "\n\n".join([RU_LEDE, *RU_BODY])
    assert read_also.without(f"{RU_LEDE}\n\n{RU_TITLE}", {RU_TITLE}).endswith(RU_TITLE)
    assert read_also.without(f"{RU_LEDE}\n{RU_TITLE}. Да", {RU_TITLE}).endswith("Да")
    assert not read_also.without("", {RU_TITLE})


def test_the_linked_subheadings_of_a_digest_stay(take_html):
    items = [
        f'<h3><a href="/{at}">В селе номер {at} открыли мост</a></h3><p>{RU_LEDE}</p>'
        for at in range(5)
    ]
    digest = take_html(page(f"<article>{H1}{''.join(items)}{TEXT}</article>")).article.body
    assert digest.count("открыли мост") == 5
    few = take_html(page(f"<article>{H1}{items[0]}{items[1]}{TEXT}{TEXT}</article>")).article.body
    assert "открыли мост" not in few
    cards = take_html(page(f"<article>{H1}{items[0]}{items[1]}{items[2]}{TEXT * 6}</article>"))
    assert "открыли мост" not in cards.article.body
    bare = "".join(items).replace("h3", "div")
    assert "открыли мост" not in take_html(page(f"{H1}{bare}{TEXT * 2}")).article.body


@pytest.mark.parametrize(
    ("parts", "is_digest"),
    [
        ([0, RU_LEDE * 2, 1, RU_LEDE * 2, 2, RU_LEDE * 2], True),
        ([0, RU_LEDE * 4, 1, RU_LEDE * 4], False),
        ([RU_LEDE * 20, 0, 1, 2, 3], False),
        ([RU_LEDE * 20, 0, "Открыт", 1, "Закрыт", 2, "Открыт"], False),
    ],
)
def test_a_digest_has_three_linked_subheadings_above_paragraphs(parts, is_digest):
    linked = [f"Мост номер {at} у перевала открыли после долгого ремонта дороги" for at in range(4)]
    lines = [linked[part] if isinstance(part, int) else part for part in parts]
    text = "\n\n".join(lines)
    kept = read_also.without(text, frozenset(linked), lambda: linked)
    assert kept == (text if is_digest else "\n\n".join(one for one in lines if one not in linked))


def test_a_text_in_json_that_has_code_of_scripts_is_read_from_the_page(take_html):
    code = 'googletag.cmd.push(function() { googletag.display("a"); }); '
    said = linked(headline=RU_TITLE, articleBody=f"{RU_LEDE} {code * 3}{' '.join(RU_BODY * 2)}")
    body = take_html(page(f"<main>{H1}{TEXT}</main>{LINK}", said)).article.body
    assert "googletag" not in body
    assert RU_BODY[-1] in body
    micro = f'<div itemprop="articleBody">{TEXT}</div>'
    assert "googletag" not in take_html(page(f"{H1}{micro}{LINK}", said)).article.body
    assert RU_LEDE in take_html(page(H1, said)).article.body  # better than nothing


@pytest.mark.parametrize(
    ("text", "has_code"),
    [
        ("Суд. function show(a) { return a }", True),
        ("Суд. document.write('a')", True),
        ("Суд. (adsbygoogle = [])", True),
        ("Суд.<script> a", True),
        ("The function of the court (in Nalchik) {sic}, as the document. Window is open.", False),
        ("Суд. window.data = {}", True),
        ("Суд. googletag.cmd.push(a)", True),
        ("По данным window.ru и document.com, суд отложен", False),
        ("Суд прочёл document.pdf. Он скачал document.doc (12 КБ)", False),
    ],
)
def test_code_of_scripts_is_known_by_its_signs(text, has_code):
    assert given_text.has_code(text) == has_code
