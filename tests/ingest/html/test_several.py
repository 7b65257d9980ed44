"""One article or a list of several, on pages of sites that nobody described."""

from __future__ import annotations

import time

import pytest

from indexer.ingest.html import file as html
from indexer.ingest.html import markup
from indexer.ingest.html.several import linked_headlines
from schemas.errors import InputError
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

TEXT = paragraphs([RU_LEDE, *RU_BODY])
LONG = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY, *RU_BODY])


def cards(count: int, *, linked: bool = True) -> str:
    titles = [f"Село номер {number} получило дорогу" for number in range(1, count + 1)]
    inner = [f'<a href="/{title}">{title}</a>' if linked else title for title in titles]
    return "".join(f"<article><h3>{title}</h3><p>Открыли утром.</p></article>" for title in inner)


def links(count: int) -> str:
    return "".join(
        f'<div><a href="/{number}">Село номер {number} получило новую дорогу</a></div>'
        for number in range(1, count + 1)
    )


H1 = f"<h1>{RU_TITLE}</h1>"
SAID = linked(headline=RU_TITLE, datePublished="2019-05-06")
OG = '<meta property="og:type" content="article">'


ABOUT = f"<p>{' '.join([RU_LEDE, *RU_BODY])}</p>"
"""A paragraph, as fronts have on their site."""
FEW = paragraphs([f"{RU_LEDE} {RU_BODY[0]}"] * 4)
MIXED = links(30) + paragraphs([f"{RU_LEDE} {RU_BODY[0]}"] * 3)
"""A front with a few lines on the day."""
TEASERS = "".join(f"{links(1)}<p>{RU_LEDE}</p>" for _ in range(12))
POSTS = "".join(f'<div><h1><a href="/{at}">Село {at}</a></h1>{LONG}</div>' for at in range(5))
LONG_LINKS = "".join(f'<div><a href="/{at}">Открыто: {RU_LEDE}</a></div>' for at in range(5))
PROMOTED = "".join(
    f'<div><h3><a href="/p{at}">Мост {at}</a></h3>{LONG_LINKS}</div>' for at in "123"
)
"""Cards that have much text, all of it headlines."""
H1_NAMED = f'<h1 itemprop="headline">{RU_TITLE}</h1>'
NAMED = "".join(f'<div itemprop="headline">Село {at}</div>' for at in "123")
OWN = f'<article><h2><a href="/1">{RU_TITLE}</a></h2>{LONG}</article>'


def canonical(address: str) -> str:
    return f'<link rel="canonical" href="{address}">'


AT = canonical("https://n.example/spor")


@pytest.mark.parametrize(
    "one",
    [
        page(f"<main>{H1}{TEXT}</main><aside>{cards(3)}</aside>", SAID),
        page(f"<main>{H1}{TEXT}</main><aside>{cards(3, linked=False)}</aside>"),
        page(f"<main>{H1}{TEXT}</main>{cards(6)}", SAID),
        page(f"<main>{H1}{TEXT}</main>{cards(6)}", OG),
        page(f"<article>{H1}{LONG}</article>{cards(9)}"),
        page(f"<article>{H1}{LONG}{cards(4)}</article>"),
        page(f"<article>{H1}{TEXT}</article><nav>{links(20)}</nav>"),
        page(f"<article>{H1}{LONG}</article><div>{links(20)}</div>"),
        page(f"{H1}{TEXT}", canonical("https://n.example/2019/05/06/spor")),
        page(f"{H1}{TEXT}", canonical("https://n.example/?p=7")),
        page(f"{OWN}{cards(2)}", f"<title>{RU_TITLE}</title>"),
        page(f"{H1}{LONG}{LONG}{links(12)}"),
        page(f"{H1}{TEXT}{links(40)}", f"{OG}<title>{RU_TITLE} - Вести</title>"),
        page(f"{H1}{TEXT}{links(40)}", f"<title>{RU_TITLE} - Вести</title>"),
        page(f"{H1}{TEXT}{cards(4)}", f"<title>{RU_TITLE} - Вести</title>"),
        page(f"{OWN.replace('article', 'div')}{PROMOTED}", f"<title>{RU_TITLE}</title>"),
        page(f"{H1_NAMED}{LONG}{NAMED}", f"<title>{RU_TITLE} - Вести</title>"),
        page(f"{H1}{TEXT}{cards(6)}", '<meta property="og:type" content="news">'),
    ],
)
def test_an_article_whatever_stands_beside_it(take_html, one):
    assert take_html(one).article.title == RU_TITLE


@pytest.mark.parametrize(
    ("several", "count"),
    [
        (page(f"<h1>Вести</h1>{cards(5)}"), 5),
        (page(f"<h1>Вести</h1>{links(7)}"), 7),
        (page(f"{H1}{LONG}{links(4)}", canonical("https://n.example/")), 4),
        (page(f"{H1}{LONG}{links(3)}", canonical("https://n.example/en/") + SAID), 3),
        (page(f"<h1>Вести</h1>{ABOUT}{links(20)}"), 20),
        (page(f"<h1>Вести</h1>{TEASERS}"), 12),
        (page(f"<h1>Вести</h1><p>{RU_LEDE}</p>{links(40)}", OG), 40),
        (page(f"<h1>Вести</h1>{MIXED}", OG), 30),
        (page(f"<h1>Вести</h1>{links(31)}{FEW}"), 31),
        (page(POSTS), 5),
        (page(cards(3), "".join(linked(headline=f"Село {number}") for number in "123")), 3),
    ],
)
def test_a_list(take_html, several, count):
    assert take_html(several).error.message == f"this page lists {count} articles"


@pytest.mark.parametrize(
    ("address", "is_list"),
    [
        ("https://n.example/tag/sud", True),
        ("https://n.example/ru/category/sud/", True),
        ("https://n.example/page/3", True),
        ("https://n.example/2019/05/", True),
        ("https://n.example/produkt_kategorien/wolle/", True),
        ("https://n.example/autor/medov", True),
        ("https://n.example/?cat=7", True),
        ("https://n.example/index.php?tag=sud&paged=2", True),
        ("https://n.example/?m=201905", True),
        ("https://web.archive.org/web/20240102030405/https://n.example/tag/sud", True),
        ("https://web.archive.org/web/20240102030405/https://n.example/", True),
        ("https://n.example/category/sud/spor.html", False),
        ("https://n.example/page/sud", False),
        ("https://n.example/der-autor/", False),
        ("https://n.example/?p=7&cat=7", False),
        ("https://n.example/spor?cat=7", False),
        ("https://n.example/?m=201", False),
        ("https://n.example/index.php?tag=/show/7", False),
        ("https://n.example/2019/05/06/", False),
        ("https://n.example/2019/https://o.example/", False),
    ],
)
def test_a_list_is_known_by_its_address(take_html, address, is_list):
    taken = take_html(page(f"<h2>Суд</h2>{TEXT}", canonical(address) + OG + "<title>Суд</title>"))
    assert [one.error.code for one in taken.rejections] == ["list-page"] * is_list


LINKED = "".join(f'<h1><a href="/{at}">Село {at}</a></h1>' for at in "123")


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("", paragraphs([f"{RU_LEDE} {RU_BODY[0]}"] * 2) + links(35)),
        ("", FEW + LINKED),
        ("home", FEW + links(20).replace("новую", "новую и очень хорошую")),
    ],
    ids=["many headlines", "linked h1", "front by its class"],
)
def test_a_page_with_a_date_and_the_address_of_an_article_needs_less_text(take_html, kind, shown):
    def taken(path, head):
        one = page(shown, f"<title>Суд</title>{canonical(f'https://n.example{path}')}{head}")
        return take_html(one.replace("<body>", f'<body class="{kind}">'))

    dated = '<meta property="article:published_time" content="2019-05-06">'
    for path, head in (
        ("/2019/05/06/spor", ""),
        ("/spor-o-pastbishche", dated),
        ("/?p=765", dated),
    ):
        assert RU_BODY[0] in taken(path, head).article.body
    for path, head in (("/spor-o-pastbishche", ""), ("/spor", dated), ("/tag/spor-765", dated)):
        assert taken(path, head).error.code == "list-page"


def test_a_page_at_the_address_of_an_article_is_a_list_if_only_others_stand_there(
    take_html,
):
    at = canonical("https://n.example/2019/05/06/spor")
    short = paragraphs([f"{RU_LEDE} {RU_BODY[0]}"] * 2)
    for shown in (cards(3), FEW + links(240), links(12), short + LINKED):
        assert take_html(page(f"<h2>Суд</h2>{shown}", at)).error.code == "list-page"


def test_a_page_that_says_of_itself_that_it_is_an_article_is_one_wherever_it_is_kept(take_html):
    at = canonical("https://n.example/tag/sud")
    for said in (SAID, f"<title>{RU_TITLE} - Вести</title>"):
        assert take_html(page(H1 + TEXT, at + said)).article.title == RU_TITLE
    data = page(f"<h2>Суд</h2>{TEXT}", f"{AT}{OG}<title>Суд</title>").encode()
    assert html.parse(data, "", address="https://n.example/tag/sud")["title"] == "Суд"


@pytest.mark.parametrize(
    "address", ["https://n.example/2019/05/spor/page/2", "https://n.example/2019"]
)
def test_a_page_with_the_address_of_a_list_is_an_article_if_it_is_dated_or_only_a_text(
    take_html, address
):
    at = canonical(address) + "<title>Спор</title>"
    dated = OG + '<meta property="article:published_time" content="2019-05-06">'
    one = "<h1>Спор</h1>"
    assert take_html(page(f"{one}{TEXT}{links(2)}", at + dated)).article.title == "Спор"
    assert take_html(page(f"{one}{TEXT * 3}", at)).article.title == "Спор"
    for said in (OG, dated.removeprefix(OG)):
        assert take_html(page(f"{one}{TEXT * 3}{links(2)}", at + said)).error.code == "list-page"


def test_a_page_of_a_web_archive_has_the_address_of_what_was_copied(take_html):
    copied = "https://web.archive.org/web/20240102030405id_/https://n.example/2019/spor"
    assert (
        take_html(page(H1 + TEXT, canonical(copied))).article.url == "https://n.example/2019/spor"
    )


@pytest.mark.parametrize(
    ("canonical_address", "own"),
    [
        ("/spor", "https://n.example/spor"),
        ("/web/2024/https://n.example/spor", "https://n.example/spor"),
        ("https://web.archive.org/web/2024/https://[n/spor", "https://n.example/asked"),
        ("https://web.archive.org/web/2024/https:", "https://web.archive.org/web/2024/https:"),
    ],
)
def test_the_address_of_a_copy_is_found_or_left(canonical_address, own):
    data = page(H1 + TEXT, canonical(canonical_address)).encode()
    asked = "https://web.archive.org/web/20240102030405id_/https://n.example/asked"
    assert html.parse(data, "", address=asked)["url"] == own
    data = page(H1 + TEXT, canonical("https://n.example/spor")).encode()
    broken = "https://web.archive.org/web/2024/https://[n/spor"
    assert html.parse(data, "", address=broken)["url"] == "https://n.example/spor"


def test_the_page_at_the_root_of_a_site_is_its_front_whatever_it_calls_its_own():
    data = page(f"{H1}{TEXT}{links(2)}", canonical("https://n.example/default") + OG).encode()
    for root in ("https://www.n.example/", "https://web.archive.org/web/2024/https://n.example/"):
        with pytest.raises(InputError, match="this page lists 2 articles"):
            html.parse(data, "", address=root)
    for elsewhere in ("https://n.example/spor", "https://saved.example/index.html"):
        assert html.parse(data, "", address=elsewhere)["title"] == RU_TITLE


def test_a_headline_that_leads_to_its_own_page_is_that_of_the_page(take_html):
    head = f"{AT}<title>{RU_TITLE} - Вести</title>"
    for own in ("/spor#comments", "https://www.n.example/spor/", ""):
        for headline in (
            f'<h1><a href="{own}">{{}}</a></h1>',
            f'<a href="{own}"><h1>{{}}</h1></a>',
        ):
            shown = f"{headline.format(RU_TITLE)}{TEXT}{links(40)}"
            assert take_html(page(shown, head)).article.title == RU_TITLE
    for other in ("/other", "https://o.example/spor", "http://[a"):
        for headline in (f'<h1><a href="{other}">{{}}</a></h1>', f'<a href="{other}">{H1}</a>'):
            shown = f"{headline.format(RU_TITLE)}{TEXT}{links(40)}"
            assert take_html(page(shown, head)).error.code == "list-page"


def test_a_headline_with_an_anchor_is_that_of_a_page_whose_address_is_not_known(take_html):
    anchored = H1.replace("</h1>", ' <a href="#spor">¶</a></h1>')
    shown = page(f"{anchored}{TEXT}{links(40)}", f"<title>{RU_TITLE} ¶ - Вести</title>")
    assert take_html(shown).article.title.startswith(RU_TITLE)


def test_many_addresses_and_many_linked_headlines_take_no_time_together():
    own = "".join(
        f'<meta property="og:url" content="https://n.example/{at}">' for at in range(2_000)
    )
    shown = "".join(f'<h1><a href="/x{at}">{RU_TITLE}</a></h1>' for at in range(2_000))
    begun = time.process_time()
    with pytest.raises(InputError, match="this page lists 2000 articles"):
        html.parse(page(shown, own).encode(), "")
    assert time.process_time() - begun < 1


def test_a_text_in_json_ld_that_is_only_its_beginning_does_not_replace_that_of_the_page(take_html):
    head = linked(headline=RU_TITLE, articleBody=RU_LEDE)
    body = take_html(page(f"<article>{H1}{LONG}</article>", head)).article.body
    assert RU_BODY[-1] in body
    whole = "\n".join(RU_BODY)
    head = linked(headline=RU_TITLE, articleBody=whole)
    assert take_html(page(f"<article>{H1}{TEXT}</article>", head)).article.body == whole


@pytest.mark.parametrize(
    "body",
    [
        f'<div itemprop="articleBody"><div itemprop="articleBody">{TEXT}</div></div>',
        f'<div itemprop="articleBody">{TEXT}</div><div itemprop="articleBody">{TEXT}</div>',
    ],
)
def test_a_text_that_microdata_names_twice_is_taken_once(take_html, body):
    article = take_html(page(f'<h1 itemprop="headline">{RU_TITLE}</h1>{body}')).article
    assert article.body.count(RU_BODY[-1]) == 1


@pytest.mark.parametrize("mark", [" - ", " | ", " — ", " :: ", " -- ", "-"])
def test_the_name_of_a_site_behind_the_heading_is_no_part_of_the_title(take_html, mark):
    title = f"{RU_TITLE}{mark}Вести"
    head = f'<title>{title}</title><meta property="og:title" content="{title}">'
    assert take_html(page(f"<article>{H1}{TEXT}</article>", head)).article.title == RU_TITLE


@pytest.mark.parametrize(
    ("link", "text"),
    [
        ("а б в г", "а б в г"),
        ("<div>а</div><div>б</div><div>в</div><div>г</div>", "а б в г"),
        (" а \n б  в ", ""),
        ("<div>а</div><div>бвг</div>", ""),
    ],
    ids=["words", "lines", "three-words", "two-lines"],
)
def test_a_link_of_four_words_may_be_a_headline_however_short(link, text):
    root = markup.parse(f"<a href='/1'>{link}</a>".encode(), "")
    assert linked_headlines(root) == ([(text, "/1")] if text else [])
