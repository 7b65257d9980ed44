"""Companies and bodies that an agency names in its own ways, and what is called by their makers."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.tagging import tag
from schemas.article import Article


def organisations(body, language="en", title="Markets"):
    article = Article(id="a", language=language, title=title, body=body)
    return {t.value for t in tag(article, default_analyzer()).organisations}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ROSTA HOMES INC <RSTA> 4TH QTR NET", {"Rosta Homes Inc"}),
        ("ROSTA (HOLDINGS) LTD <RSTA.HK> YEAR 1986", {"Rosta (Holdings) Ltd"}),
        ("UNQ INDUSTRIES INC<UNQ.O>2ND QTR LOSS", {"UNQ Industries Inc"}),
        ("ROSTA AND OIL COS <RST> ANNUAL NET", {"Rosta and Oil Cos"}),
        ("FRENCH FIRM HAS FIVE PCT OF CALIF WATER <CWTR>", set()),
        ("ROSTA INT'L <RST> SAYS 3RD QTR MAY NOT TOP BREAKEVEN", set()),
    ],
)
def test_a_headline_over_figures_names_its_company(title, expected):
    assert organisations("Shr profit 0.2 cts vs loss 2.2 cts", title=title) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a unit of Rosta Qalas Bhd. Norsk Rosta Oy grew", {"Rosta Qalas Bhd", "Norsk Rosta Oy"}),
        ("The Senate Finance Committee met", {"Senate Finance Committee"}),
        ("He told a House Qotton subcommittee so", {"House Qotton subcommittee"}),
        ("The U.S. House subcommittee met", set()),
        ("He told the House Qotton Subcommittee on Wheat, Corn and Rye", {"House Qotton Subcommittee"}),
        ("The General Workers' Union met", {"General Workers' Union"}),
        ("It is of Rosta Cos' Metal Qan Corp", {"Metal Qan Corp"}),
        ("It was in the New Rosta Journal of Medicine", {"New Rosta Journal of Medicine"}),
        ("The Centers for Qotton Control met", {"Centers for Qotton Control"}),
        ("Ruritania's Qable and Rosta Plc grew", {"Qable and Rosta Plc"}),
        ("It is led by Qotton and Co Inc and Rosta Keegan Inc <ROS>", {"Qotton and Co Inc", "Rosta Keegan Inc"}),
        ("They met Liberals and Congressional aides", set()),
        ("It sold its HP 3000 computers", set()),
    ],
)  # fmt: skip
def test_bodies_and_firms_are_named_in_full(text, expected):
    assert organisations(text) == expected


def test_a_company_that_a_headline_shortens_keeps_its_name_beside_a_first_name():
    found = organisations(
        "It bought two McDonnell Douglas Corp's jets.", title="TWO MCDONNELL <MD> JETS"
    )
    assert found == {"McDonnell Douglas Corp"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Телеграм-канал закрыт", set()),
        ("Это GitHub-репозиторий", set()),
        ("Туда пришёл БКС-банк", {"БКС"}),
        ("Он врезался в Фольксваген", set()),
        ("Там столкнулись с КамАЗом", set()),
        ("Начат выпуск мотоциклов «Урал»", set()),
        ("Сгорел автомобиль КамАЗ", set()),
        ("Сгорел автомобиль КамАЗа", {"КамАЗ"}),
        ("Ушёл производитель мотоциклов Harley-Davidson", {"Harley-Davidson"}),
        ("Это самолёт «Аэрофлота»", {"Аэрофлот"}),
    ],
)
def test_what_is_called_by_its_maker_is_no_organisation(text, expected):
    assert organisations(text, "ru", "Новости") == expected
