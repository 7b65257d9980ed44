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
        ("Так решило министерство энергетики", "ru", {"Министерство энергетики"}),
        ("Глава министерства сельского хозяйства уволен", "ru",
         {"Министерство сельского хозяйства"}),
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
        ("Заявку подал Bundestag", "ru", {"Bundestag"}),
        ("The Bundestag voted", "en", {"Bundestag"}),
        ("He left the Institute for the Study of War", "en", {"Institute for the Study of War"}),
        ("They met Department of Justice analyst Paul Rowlett", "en", {"Department of Justice"}),
        ("The Soviet Union was far", "en", set()),
        ("He led the Industrial Bank of Japan then", "en", {"Industrial Bank of Japan"}),
        ("Minister Edouard Balladur and Bank of France spoke", "en", {"Bank of France"}),
        ("It sold Moulinex SA yesterday", "en", {"Moulinex SA"}),
        ("Выставка на Конгрессе молодых учёных", "ru", {"Конгресс молодых учёных"}),
        ("Об этом заявили в Конгрессе США", "ru", {"Конгресс США"}),
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
        ("Shares of Tusasol (NASDAQ: TSSL) fell.", {"Tusasol", "NASDAQ"}),
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
        ("OXOCOL INC <OXO> YEAR LOSS", "Oper loss 32 cts.", {"Oxocol Inc"}),
    ],
)  # fmt: skip
def test_a_company_of_a_headline_is_called_as_in_the_text(title, body, expected):
    article = Article(id="a", language="en", title=title, body=body)
    assert {t.value for t in tag(article, default_analyzer()).organisations} == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Об этом сообщила «ЮтЭйр». Рейсы «Ютэйр» отменены", "ru", {"ЮтЭйр"}),
        ("Её нашли в «Твиттере»", "ru", {"Твиттер"}),
        ("Запись есть в Твиттере, и удалил её Twitter", "ru", {"Twitter"}),
        ("Советник Совбеза и глава Совета безопасности спорили", "ru", {"Совет безопасности"}),
        ("Salt Lake City was far from the U.N. then", "en", {"U.N."}),
    ],
)
def test_a_listed_one_is_called_as_in_the_article(text, language, expected):
    assert organisations(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Он летел на Боинг 737 в Сочи", "ru"),
        ("Он продал автомобиль Toyota сыну", "ru"),
        ("Ответ дала нейросеть Yandex Morvel сразу", "ru"),
        ("На калькуляторе МК-54 считали долго", "ru"),
        ("Rates rose <RT> then", "en"),
        ("An oil lease of Shell's oil sand was sold", "en"),
        ("He met Xavier Dupont there", "en"),
    ],
)
def test_a_listed_name_within_another_names_nobody(text, language):
    assert organisations(text, language) == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Речь о главе Министерства энергетики и рыбной ловли",
         {"Министерство энергетики и рыбной ловли"}),
        ("Уехал в Тверское высшее командное училище", {"Тверское высшее командное училище"}),
        ("Движение по ветке закрыто", set()),
        ("По Конституции Российской Федерации речи об этом нет", set()),
        ("Банки ОАЭ закрылись", set()),
        ("Команда Morvel закрылась", set()),
        ("Выручка компании Morvel RG растёт", {"Morvel RG"}),
        ("Об этом «Партия нового… Я с ней согласен» нет", set()),
        # by what is said of them
        ("По данным Morvel, цены растут", {"Morvel"}),
        ("Цены растут, пишет Morvel Times", {"Morvel Times"}),
        ("Цены растут, рассказали в Morvel", {"Morvel"}),
        ("Рост велик, сообщает АКБР", {"АКБР"}),
        ("Рост велик, сообщает СМИ", set()),
        ("Гендиректор «Нового кода» ушёл", {"Новый код"}),
        ("Сотрудник «Публики» ранен", {"Публика"}),
        ("Вчера Morvel представила телефон", {"Morvel"}),
        ("Вчера певица Morvel представила песню", set()),
        ("Для Morvel появилась программа", set()),
        ("Взрыв на заводе – источник 112", {"112"}),
        ("По данным 112 пострадавших, было темно", set()),
        ("Матч чемпионата по футболу: «Морвель» – «Ливадия»", {"Морвель", "Ливадия"}),
        ("Матч чемпионата по футболу. Гол против «Морвеля»", {"Морвель"}),
        ("Статья о книге: «Морвель» – «Ливадия»", set()),
        ("Ушёл глава «Деловой Петрович»", {"Деловой Петрович"}),
        ("Уехала в Университет - REUTER", set()),
        # of what, and of where
        ("Учёные Национального фонда Шотландии правы", {"Национальный фонд Шотландии"}),
        ("Он из Прокуратуры Северной Осетии", {"Прокуратура Северной Осетии"}),
        ("Он в Министерстве обороны Армении", {"Министерство обороны"}),
        ("Он был в Музее Мирового океана", {"Музей Мирового океана"}),
        ("Он пришёл в Специальный Технологический Центр", {"Специальный Технологический Центр"}),
        ("Он член Координационного совета оппозиции и бывшего офицера полка",
         {"Координационный совет оппозиции"}),
        ("Это Ассоциация экспортёров и импортёров", {"Ассоциация экспортёров и импортёров"}),
        ("Глава Службы Даниил Егоров ушёл", set()),
        ("Он пришёл в Сирийский центр мониторинга за соблюдением прав",
         {"Сирийский центр мониторинга за соблюдением прав"}),
        ("Об этом сообщают СМИ. «Мясной клей» запрещён", set()),
        ("Курс Site Reliability Engineering начат", set()),
        ("Он купил видеокарту Nvidia", set()),
        ("Деньги ушли на криптобиржу Morvel", {"Morvel"}),
    ],
)  # fmt: skip
def test_names_in_russian_texts_by_context(text, expected):
    assert organisations(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is a unit of AGS  Computers Inc there", {"AGS Computers Inc"}),
        ("It said so. IBC Acquisition Corp bid more", {"IBC Acquisition Corp"}),
        ("It said so. E.F. Rosta Inc bid more", {"E.F. Rosta Inc"}),
        ("He runs PBS Building Systems of America Inc there",
         {"PBS Building Systems of America Inc"}),
        ("He sold George K. Braun and Co there", {"George K. Braun and Co"}),
        ("He sold Enzon Inc and Rosta Co there", {"Enzon Inc", "Rosta Co"}),
        ("He led the Food and Agriculture Organisation then",
         {"Food and Agriculture Organisation"}),
        ("He sued Smith Barney, Harris and Co there", {"Smith Barney, Harris and Co"}),
        ("He sold Citicorp Capital Investors Ltd there", {"Citicorp Capital Investors Ltd"}),
        ("He left Morgan Stanley Group Inc there", {"Morgan Stanley"}),
        ("He licensed Systems Network Architecture there", set()),
        ("He saw the Rosta League on Thursday", {"Rosta League"}),
        ("He left Rosta Securities. The issue rose", {"Rosta Securities"}),
        ("It is Rosta Lines Co's plan", {"Rosta Lines Co"}),
        ("He chaired the Rosta Committee on", {"Rosta Committee"}),
        # no more than a name, and no less
        ("He left Minneapolis-based Enercon Data Corp", {"Enercon Data Corp"}),
        ("He left Los Angeles-based Enercon Data Corp", {"Enercon Data Corp"}),
        ("He owns Cable and Wireless Plc there", {"Cable and Wireless Plc"}),
        ("He chairs the Ways and Means Committee there", {"Ways and Means Committee"}),
        ("He left Prescott, Ball and Turben Inc there", {"Prescott, Ball and Turben Inc"}),
        ("He left Joseph E. Seagram and Sons Inc there", {"Joseph E. Seagram and Sons Inc"}),
        ("He left WTC International N.V. <WTI> then", {"WTC International N.V."}),
        ("He left Rosta Bank and Union Bancorp there", {"Union Bancorp"}),
        ("He left the Rosta Bank for Reconstruction and Development there",
         {"Rosta Bank for Reconstruction and Development"}),
        ("He left the Rosta Academy of San Francisco there", {"Rosta Academy of San Francisco"}),
        ("He sold Argyll <AYLL.L> Group Plc there", {"Argyll"}),
        ("The Reagan Administration sold U.S. Securities there", set()),
        ("They left Affiliated Bankshares of Colorado Inc there",
         {"Affiliated Bankshares of Colorado Inc"}),
        ("They bought 150 Votrax Call Director Systems there", set()),
        ("He left Votrax Call Systems Inc there", {"Votrax Call Systems Inc"}),
        ("The CEO of Rosta Ventures left", {"Rosta Ventures"}),
        ("They kept the Louvre accord", set()),
        ("He reads El Pais there", {"El Pais"}),
    ],
)  # fmt: skip
def test_names_in_english_texts_are_whole(text, expected):
    article = Article(id="a", language="en", title="Markets", body=text)
    assert {t.value for t in tag(article, default_analyzer()).organisations} == expected
