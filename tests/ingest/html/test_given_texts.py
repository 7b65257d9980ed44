"""Texts and ledes that metadata give, on pages of sites without a profile."""

from __future__ import annotations

import time

import pytest

from indexer.ingest.html import given_text
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, linked, page, paragraphs

H1 = f"<h1>{RU_TITLE}</h1>"
TEXT = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
LINK = '<p><a href="/1">Ещё</a></p>'
LEDES = ["Сайт о судах и земле Кавказа", "Судья попросил принести карты склона"]
BY_MICRODATA = '<p itemprop="description">{}</p>'


def test_of_several_descriptions_one_that_the_page_shows_is_the_lede(take_html):
    first, second = LEDES
    head = f'<meta name="description" content="{first}">'
    head += f'<meta itemprop="description" content="{second}">'
    for lede in LEDES:
        shown = page(f"<article>{H1}<p>{lede}</p>{TEXT}</article>{LINK}", head)
        assert take_html(shown).article.lede == lede
    titled = page(f"<article>{H1}{TEXT}</article>{LINK}", head.replace(second, RU_TITLE))
    assert take_html(titled).article.lede == first


@pytest.mark.parametrize(
    "around",
    [
        "<figure>{}</figure>",
        "<figcaption>{}</figcaption>",
        '<div itemscope itemtype="https://schema.org/Person">{}</div>',
        '<div itemscope itemtype="http://schema.org/ImageObject"><div>{}</div></div>',
    ],
)
def test_what_describes_a_person_or_a_picture_is_no_lede(take_html, around):
    own = f'<meta property="og:description" content="{LEDES[0]}">'
    described = around.format(BY_MICRODATA.format(LEDES[1]))
    shown = page(f"<article>{H1}{described}{TEXT}</article>{LINK}", own)
    assert take_html(shown).article.lede == LEDES[0]
    article = f'<div itemscope itemtype="https://schema.org/NewsArticle">{BY_MICRODATA}</div>'
    shown = shown.replace(described, article.format(LEDES[1]))
    assert take_html(shown).article.lede == LEDES[1]


LONG = [f"{number} {RU_LEDE} {RU_BODY[1]}" for number in range(10)]
OFFER = (
    "Подпишитесь на рассылку, чтобы получать новости о судах и земле каждое утро"
    " и читать их раньше всех других."
)


def test_a_text_in_json_ld_that_lacks_paragraphs_of_the_page_is_not_the_whole(take_html):
    told = linked(headline=RU_TITLE, articleBody="\n".join(LONG[:3] + LONG[6:]))
    article = take_html(page(f"<article>{H1}{paragraphs(LONG)}</article>{LINK}", told)).article
    assert article.body.split("\n\n") == LONG


@pytest.mark.parametrize(
    ("given", "lines", "lacks"),
    [
        (LONG[:3] + LONG[4:], LONG, True),
        (LONG[1:], LONG, True),
        (LONG[2:], [LONG[0], "Фото: суд", *LONG[2:]], False),
        (LONG[:8], LONG, False),
        ([line.replace("Фермеры", "Власти") for line in LONG], LONG, False),
        (LONG, [*LONG[:5], *["Фото: суд"] * 40, *LONG[5:]], False),
        ([*LONG, *LONG[:3]], [LONG[0], LONG[0].replace("0", "А"), *LONG[1:]], False),
        ([line.upper() + " " for line in LONG[1:]], LONG, True),
        (LONG, [LONG[0], *[OFFER] * 20, *LONG[1:]], False),
        (LONG, [LONG[0], *[f"{number} {OFFER}" for number in range(20)], *LONG[1:]], True),
    ],
    ids=[
        "within",
        "before",
        "far",
        "behind",
        "other",
        "short",
        "little",
        "spelling",
        "repeated",
        "different",
    ],
)
def test_a_text_lacks_paragraphs_that_the_page_has_among_its_own(given, lines, lacks):
    assert given_text.lacks_paragraphs("\n".join(given), lines) is lacks


def test_a_long_text_in_json_ld_is_compared_in_a_short_time():
    given = " ".join(f"{RU_BODY[1]} {number}" for number in range(1_000))
    lines = [f"{number} {RU_BODY[0]} {RU_BODY[2]}" for number in range(100_000)]
    begun = time.process_time()
    assert not given_text.lacks_paragraphs(given, lines)
    assert not given_text.lacks_paragraphs(given * 200, [*LONG, *lines[:500]])
    assert not given_text.is_part_of(given, "\n".join(lines))
    assert time.process_time() - begun < 1


def test_a_text_of_the_page_is_the_same_if_it_has_nearly_all_of_the_other():
    whole = "\n\n".join(LONG)
    assert given_text.is_part_of("\n".join(LONG[1:]), whole)
    assert not given_text.is_part_of("\n".join(LONG), whole)
    assert not given_text.is_part_of(
        "\n".join([*LONG[:8], LONG[8].replace("Фермеры", "Власти")]), whole
    )
