"""Words of elements that stand side by side with nothing between them."""

from __future__ import annotations

import pytest

from indexer.ingest.html import markup
from tests.ingest.html.pages import RU_BODY, RU_LEDE, RU_TITLE, page, paragraphs


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ("<span>By</span><b>Anna</b>", "By Anna"),
        ("<b>Анна</b><i>Сегодня</i>", "Анна Сегодня"),
        ("<span><a>Anna</a></span><time>15:35</time>", "Anna 15:35"),
        ("<small>12 мая</small>Мост", "12 мая Мост"),
        ("<i>Суд</i><small>Мост</small>", "Суд Мост"),
        ("Суд<a>Мост</a>Река", "Суд Мост Река"),
        ("<time>12.05.2019</time>Мост", "12.05.2019 Мост"),
        ("<b>Anna</b><i></i><b>Otto</b>", "Anna Otto"),
        ("<b>В</b><b>Мост</b>", "ВМост"),
        ("<b>i</b><b>Phone</b>", "iPhone"),
        ("<b>Мо</b><b>ст</b>", "Мост"),
        ("<b>МО</b><b>СТ</b>", "МОСТ"),
        ("<b>COVID</b><b>19</b>", "COVID19"),
        ("<b>20</b><b>19</b>", "2019"),
        ("<b>iP</b><b>Ad</b>", "iPAd"),
        ("<b>Will</b><b>T</b>", "WillT"),
        ("Mac<b>Donald</b>", "MacDonald"),
        ("<b>Mac</b>Donald", "MacDonald"),
        ("<i><b>Mac</b></i>Donald", "MacDonald"),
        ("<a>Мост</a>, <a>река</a>", "Мост, река"),
        ("<a>Мост</a>.<a>Река</a>", "Мост.Река"),
        ("<i>км</i><sup>2</sup>.", "км2."),
        ("<a>Mc</a>Donald", "McDonald"),
        ("<b>https://n.example/ab</b><b>Cd</b>", "https://n.example/abCd"),
        ("https://n.example/ab <b>cd</b><b>Ef</b>", "https://n.example/ab cd Ef"),
    ],
)
def test_words_are_kept_apart_before_a_capital_or_a_date(inner, text):
    root = markup.parse(f"<p><u>{inner}</u></p>".encode(), "")
    assert markup.text(root) == text


@pytest.mark.parametrize("sign", ["&#31;", "&#0;", "\ufffd"])
def test_no_sign_of_a_page_is_taken_for_the_end_of_an_element(sign):
    root = markup.parse(f"<p>мост{sign}река</p>".encode(), "")
    parsed = root.findtext(".//p")  # older parsers leave some signs out
    assert markup.text(root) == " ".join(parsed.split())


def test_an_author_is_found_behind_a_word_of_another_element(take_html):
    body = paragraphs([RU_LEDE, *RU_BODY, *RU_BODY])
    shown = page(f"<h1>{RU_TITLE}</h1><p><span>By</span><b>Anna Klein</b></p>{body}")
    assert take_html(shown).article.author == "Anna Klein"
