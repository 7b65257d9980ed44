"""Companies and bodies as an agency names them, and products that are named after their makers."""

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
        ("It is a unit of Rosta Qalas Bhd there", {"Rosta Qalas Bhd"}),
        ("He left Norsk Rosta Oy there", {"Norsk Rosta Oy"}),
        ("The Senate Finance Committee met", {"Senate Finance Committee"}),
        ("He told a House Qotton subcommittee so", {"House Qotton subcommittee"}),
        ("The U.S. House subcommittee met", set()),
        ("The House Qotton Subcommittee on Wheat, Corn and Rye met", {"House Qotton Subcommittee"}),
        ("The General Workers' Union met", {"General Workers' Union"}),
        ("It is of Rosta Cos' Metal Qan Corp", {"Metal Qan Corp"}),
        ("It was in the New Rosta Journal of Medicine", {"New Rosta Journal of Medicine"}),
        ("The Centers for Qotton Control met", {"Centers for Qotton Control"}),
        ("Ruritania's Qable and Rosta Plc grew", {"Qable and Rosta Plc"}),
        ("It is led by Qotton Upham and Co Inc and Rosta Keegan Inc <ROS> there",
         {"Qotton Upham and Co Inc", "Rosta Keegan Inc"}),
        ("Their Day Spa sold the Rosta Qalas LP", set()),
        ("It is of Rosta SpA there", {"Rosta SpA"}),
        ("It was the Rosta Reds' League lead", set()),
        ("In Israel Hamas fired rockets", {"Hamas"}),
        ("They met Liberals and Congressional aides", set()),
        ("It sold its HP 3000 computers and a Boeing 737", set()),
        ("They fined Google 300 million and cut IBM 5000 jobs", {"Google", "IBM"}),
    ],
)  # fmt: skip
def test_bodies_and_firms_are_named_in_full(text, expected):
    assert organisations(text) == expected


def test_a_company_that_a_headline_shortens_keeps_its_name_beside_a_first_name():
    text = "It bought two Rosta Douglas Corp's jets."
    assert organisations(text, title="TWO ROSTA <MD> JETS") == {"Rosta Douglas Corp"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Телеграм-канал закрыт", set()),
        ("Это GitHub-репозиторий", set()),
        ("Туда пришёл БКС-банк", {"БКС"}),
        ("Он врезался в Фольксваген", set()),
        ("Там столкнулись с КамАЗом", set()),
        ("Он за рулём БМВ", set()),
        ("Россия столкнулась с ФРС в суде", {"ФРС"}),
        ("Начат выпуск мотоциклов «Урал»", set()),
        ("Сгорел автомобиль КамАЗ", set()),
        ("Сгорел автомобиль КамАЗа", {"КамАЗ"}),
        ("Ушёл производитель мотоциклов Harley-Davidson", {"Harley-Davidson"}),
        ("Это самолёт «Аэрофлота»", {"Аэрофлот"}),
    ],
)
def test_what_is_called_by_its_maker_is_no_organisation(text, expected):
    assert organisations(text, "ru", "Новости") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Об этом сказали в Минблагоустройства", {"Минблагоустройства"}),
        ("Так решил Минстройжкх", {"Минстройжкх"}),
        ("Жалоба в Мосгорсуде", {"Мосгорсуд"}),
        ("Крайизбирком закрыт. Дагэнерго тоже", {"Крайизбирком", "Дагэнерго"}),
        ("Бурят дождались Бурятнефти", {"Бурятнефть"}),
        ("Их ждёт Максуд из Минусинска, Минаева и Миннуллин", set()),
        ("Эту миннуллу видели", set()),
        ("Агротуризм поддержат. Пауэрбанк взорвался. Видеонадзора ждут", set()),
        ("Дагтуризм закрыт. Так сообщил Агробанк", {"Агробанк", "Дагтуризм"}),
    ],
)
def test_institutions_of_one_word_are_told_by_their_parts(text, expected):
    assert organisations(text, "ru", "Новости") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пожар в РНЦХ им. академика Б. В. Петровского затих",
         {"РНЦХ им. академика Б. В. Петровского"}),
        ("Это Театр имени маршала Жукова", {"Театр имени маршала Жукова"}),
        ("Его везут в Еравнинскую районную больницу", {"Еравнинская районная больница"}),
        ("Дом разрушен, — Ar Rosta.\nЕго чинят", {"Ar Rosta"}),
        ("Дом разрушен, — «Роста Север»", {"Роста Север"}),
        ("Дом построен, — Ar Rosta его чинит", set()),
        ("Так сказал менеджер из КРОКС", {"КРОКС"}),
        ("Так сказали аналитики QQ", {"QQ"}),
        ("Час 2: 01:26 Организация кода и модулей", set()),
        ("Там Hizbullah и АКРА", {"Hizbullah", "АКРА"}),
    ],
)  # fmt: skip
def test_institutions_that_bear_a_name_and_sources_behind_a_dash(text, expected):
    assert organisations(text, "ru", "Новости") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Hizbullah fired rockets", "en", "Hizbullah"),
        ("Бои ведёт «Хизбулла»", "ru", "Хизбулла"),
    ],
)
def test_other_spellings_of_a_listed_name_are_found(text, language, expected):
    assert organisations(text, language) == {expected}


def test_words_that_are_a_name_only_in_quotation_marks_are_none_without():
    assert organisations("Воздушные силы Израиля сбили дрон", "ru") == set()
    assert organisations("Движение первых поездов началось", "ru") == set()
    assert organisations("Опора России на Китай растёт", "ru") == set()
    assert organisations("Так решило «Движение первых»", "ru") == {"Движение первых"}
