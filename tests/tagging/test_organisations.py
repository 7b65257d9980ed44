"""Organisations: known, quoted after a noun, by their ending."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.tagging import tag
from schemas.article import Article


def organisations(text, language="ru"):
    article = Article(id="a", language=language, title=text)
    return {t.value for t in tag(article, default_analyzer()).organisations}


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Сводку передали в МВД и ООН", "ru", {"МВД", "ООН"}),
        ("Об этом говорят в Следственном комитете", "ru", {"Следственный комитет"}),
        ("Отчёт правозащитного центра «Мемориал»", "ru", {"Мемориал"}),
        ("По данным газеты «Чегемская правда», рынок закрыт", "ru", {"Чегемская правда"}),
        ("Роман «Чегемская правда» переиздали", "ru", set()),
        ("Дело слушает Лефортовский суд", "ru", {"Лефортовский суд"}),
        ("Жалоба на решение в Волгоградском областном суде", "ru", {"Волгоградский областной суд"}),
        ("Авиакомпания El Al отменила рейс", "ru", {"El Al"}),
        ("The case is in the European Court of Human Rights", "en",
         {"European Court of Human Rights"}),
        ("She works for the Tennessee Valley Authority now", "en", {"Tennessee Valley Authority"}),
        ("The man went home", "en", set()),
        ("Так решило министерство энергетики", "ru", {"Минэнерго"}),
        ("Глава министерства сельского хозяйства уволен", "ru", {"Минсельхоз"}),
        ("Об этом пишут аналитики Института изучения чумы", "ru", {"Институт изучения чумы"}),
        ("Совет по правам сирот собрался", "ru", {"Совет по правам сирот"}),
        ("Пожар в Национальном музее затих", "ru", {"Национальный музей"}),
        ("Выставка в Университете Джонса Хопкинса", "ru", {"Университет Джонса Хопкинса"}),
        ("Пожар в театре имени Вахтангова затих", "ru", {"Театр имени Вахтангова"}),
        ("Это обещал им Сербский", "ru", set()),
        ("Он учился в Университете штата Луизиана", "ru", {"Университет штата Луизиана"}),
        ("Агентство по оценке и использованию недр ждёт", "ru",
         {"Агентство по оценке и использованию недр"}),
        ("Прогноз дал центр погоды «Полюс»", "ru", {"Полюс"}),
        ("Итоги национального проекта «Цифра» подвели", "ru", set()),
        ("Говорил глава минобороны Грузии", "ru", {"Минобороны"}),
        ("Дом стоит в районе Оксфорд-Гроув", "ru", set()),
        ("Китайский суд отказал", "ru", set()),
        ("Новый центр открылся", "ru", set()),
        ("Совет директоров собрался", "ru", set()),
        ("Прогноз дало агентство АКРА", "ru", {"АКРА"}),
        ("Рейтинг компании Илона Маска", "ru", set()),
        ("Дождь размыл дорогу", "ru", set()),
        ("Съёмки вёл телеканал «Дождь»", "ru", {"Дождь"}),
        ("Заявку подал Bundestag", "ru", {"Бундестаг"}),
        ("The Bundestag voted", "en", {"Bundestag"}),
        ("He left the Institute for the Study of War", "en", {"Institute for the Study of War"}),
        ("They met Department of Justice analyst Paul Rowlett", "en", {"Department of Justice"}),
        ("The Soviet Union was far", "en", set()),
        ("He led the Industrial Bank of Japan then", "en", {"Industrial Bank of Japan"}),
        ("Minister Edouard Balladur and Bank of France spoke", "en", {"Bank of France"}),
        ("It sold Moulinex SA yesterday", "en", {"Moulinex SA"}),
        ("Выставка на Конгрессе молодых учёных", "ru", {"Конгресс молодых учёных"}),
        ("Об этом заявили в Конгрессе США", "ru", {"Конгресс"}),
        ("Концерт дал Имперский оркестр", "ru", {"Имперский оркестр"}),
        ("He sued Aubrey G. Lanston Co there", "en", {"Aubrey G. Lanston Co"}),
        ("He sued Banque Generale du Vianden SA there", "en", {"Banque Generale du Vianden SA"}),
        ("He sued Peatel, Marwell and Co there", "en", {"Peatel, Marwell and Co"}),
        ("He sued Audio/Video Affiliates Inc there", "en", {"Audio/Video Affiliates Inc"}),
        ("In Rosta, Marwell Inc of Iowa grew", "en", {"Marwell Inc"}),
        ("He led the Committee on Credit and Savings then", "en",
         {"Committee on Credit and Savings"}),
        ("Prices of grain fell.\n\nREUTER", "en", set()),
    ],
)  # fmt: skip
def test_names_as_displayed(text, language, expected):
    assert organisations(text, language) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The 20 pct stake in Moulinex <MOUP.PA> was sold.", {"Moulinex"}),
        ("It was sold by <Scovill> of the region.", {"Scovill"}),
        ("He left <Banque du Batiment et des Travaux>, he said.",
         {"Banque du Batiment et des Travaux"}),
        ("Bids for Cable and Wireless Plc <CAWL.L> rose.", {"Cable and Wireless Plc"}),
        ("It likes The Broken Hill Pty Co Ltd <BRKN.S>.", {"Broken Hill Pty Co Ltd"}),
        ("He runs <Shelmer Inc's> plant.", {"Shelmer Inc"}),
        ("Shares of Tusasol (NASDAQ: TSSL) fell.", {"Tusasol", "Nasdaq"}),
        ("Prices are below 5 <x and above> that.", set()),
        ("The shares <MOUP.PA> fell.", set()),
    ],
)  # fmt: skip
def test_companies_that_an_agency_marks(body, expected):
    article = Article(id="a", language="en", title="Markets today", body=body)
    assert {t.value for t in tag(article, default_analyzer()).organisations} == expected


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("ACTIVISOL <AVSN.O> RELEASES PROGRAM", "Activisol said it has a program.", {"Activisol"}),
        ("ROSTA LOCKER <ALGI> TESTS", "Rosta Locker Group Inc said so.",
         {"Rosta Locker Group Inc"}),
        ("FIRST ROSTA SVNGS BNK <FPFM> TO BUY", "First Rosta grew.",
         {"First Rosta"}),
        ("<TIFFEL AND CO> TO GO PUBLIC", "Tiffel and Co filed.", {"Tiffel and Co"}),
        ("JACOBEL HAS FIVE PCT OF GILLEX <GS>", "Jacobel said so.", set()),
        ("OXOCOL INC <OXO> YEAR LOSS", "Oper loss 32 cts.", set()),
    ],
)  # fmt: skip
def test_a_company_of_a_headline_is_called_as_in_the_text(title, body, expected):
    article = Article(id="a", language="en", title=title, body=body)
    assert {t.value for t in tag(article, default_analyzer()).organisations} == expected
