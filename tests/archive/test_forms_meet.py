"""Which written forms a query finds, and which not: one article a row, one archive for all."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.query import Query
from tests.short_texts import archive_of_texts, found_among

# (query, text): the query finds the text
MEET = (
    # an adjective with a capital: the first word of a name as well as a town or a surname
    ('"Северный Кавказ"', "Поезд идёт на Северном Кавказе."),
    ('"северный кавказ"', "Поезд идёт на Северном Кавказе."),
    ('"Северном Кавказе"', "Это Северный Кавказ."),
    ('"Красный Крест"', "Машины Красного Креста стоят."),
    ('"Красное море"', "Суда в Красном море ждут."),
    ('"Тверской суд"', "Решение Тверского суда отменено."),
    ('"Ленинский проспект"', "Авария на Ленинском проспекте."),
    ('"Великий Устюг"', "Дед Мороз в Великом Устюге."),
    ('"Лесной городок"', "Дома в Лесном Городке."),
    ('"Дубовая роща"', "Пожар в Дубовой роще."),
    ('"Белая дача"', "Рынок на Белой даче."),
    ('"Сосновый бор"', "Дом за Сосновым бором."),
    ('"Советский Союз"', "Книга о Советском Союзе."),
    ("Тверь", "Он живёт в Твери."),
    ("Северск", "Завод за Северском закрыт."),
    # hyphenated names, in any form, and with the hyphen or without
    ("Йошкар-Ола", "Праздник в Йошкар-Оле."),
    ("йошкар-оле", "Город Йошкар-Ола."),
    ('"мэр Йошкар-Олы"', "Сказал мэр Йошкар-Олой."),
    ("Ивано-Франковск", "Бой под Ивано-Франковском."),
    ("Дар-эс-Салам", "Порт в Дар-эс-Саламе."),
    ("Приморско-Ахтарск", "База под Приморско-Ахтарском."),
    ("Магомед-Салам", "Дом Магомед-Салама."),
    ("Магомедсалам", "Дом Магомед-Салама."),
    ("Магомед-Салам", "Дом Магомедсалама."),
    ("минифутбол", "Команда мини-футбола."),
    ("мини-футбол", "Чемпионат минифутбола."),
    ("контратака", "Ход контр-атаки."),
    ("Алькадыров", "Речь Аль-Кадырова."),
    ("Йошкар Ола", "Город Йошкар-Ола."),
    ("on-line", "They met online today."),
    ("online", "An on-line service."),
    # letters and a number
    ("Ту-154", "Самолёт ТУ154 сел."),
    ("Ту-154", "Самолёт Ту 154 сел."),
    ("ТУ154", "Самолёт Ту-154 сел."),
    ("Ту 154", "Самолёт ТУ154 сел."),
    ("ту-154", "Это Ту-154М."),
    ("COVID-19", "Вакцина от COVID19."),
    ("COVID19", "Вакцина от COVID-19."),
    ("covid 19", "Вакцина от COVID19."),
    ("44-ФЗ", "Закон 44ФЗ изменён."),
    ("44ФЗ", "Закон 44-ФЗ изменён."),
    ("С-400", "Комплекс С400 сбил цель."),
    ("10 км", "Пробка 10км."),
    # numbers
    ("10000", "Вышли 10 000 человек."),
    ("10 000", "Вышли 10000 человек."),
    ('"10,000 dlrs"', "Some 10,000 dlrs were lost."),
    ('"10 000 dlrs"', "Some 10,000 dlrs were lost."),
    ('"10 000 dlrs"', "Some 10 000 dlrs were lost."),
    ('"10000 dlrs"', "Some 10,000 dlrs were lost."),
    ('"10,000 dlrs"', "Some 10 000 dlrs were lost."),
    ('"10000 dlrs"', "Some 10 000 dlrs were lost."),
    ('"10,000 US dlrs"', "Some 10 000 U.S. dlrs were lost."),
    ('"10 000"', "Some 10,000 people."),
    ('"1,5 миллиона"', "Около 1,5 миллиона."),
    ('"1,5 миллиона"', "Около 1.5 миллиона."),
    ('="10,000 dlrs"', "Some 10,000 dlrs were lost."),
    ("10 000", "Some 10,000 people."),
    ("10,000", "Вышли 10\u00a0000 человек."),
    ("1.5", "Около 1,5 миллиона."),
    ("1,5", "Some 1.5 million."),
    ("90-е", "Банды 90-х годов."),
    ("5-го", "Это 5-й этаж."),
    ('"90-е годы"', "Банды 90-х годов."),
    ('"90-е годы"', "Девяностые годы прошли."),
    ('"девяностые годы"', "Банды 90-х годов."),
    ('"первый съезд"', "Открыт 1-й съезд."),
    ("3-я армия", "Бой третьей армии."),
    ('"9 мая"', "Парад 9-го мая."),
    ("9-го мая", "Парад 9 мая."),
    ('"5 лет"', "Через 5-ти лет."),
    ('"3rd Army"', "The Third Army came."),
    ('"twentieth century"', "In the 20th century."),
    ('"20th century"', "In the twentieth century."),
    # words written short
    ('"5 миллионов рублей"', "Дали 5 млн руб."),
    ("5 млрд", "Дали 5 миллиардов."),
    ('"20 тысяч человек"', "Вышли 20 тыс. человек."),
    ('"Сунженский район"', "Бой в Сунженском р-не."),
    ('"г-н Иванов"', "Сказал господин Иванов."),
    ("госпожа", "Слово г-жи Ивановой."),
    ("господин", "Слово г-ну Иванову."),
    ('"million dollars"', "Some 5 mln dlrs were lost."),
    ("pct", "It rose five percent."),
    # letters that both alphabets have
    ("T-72", "Танк Т-72 горит."),
    ('"танк T-72 горит"', "Танк Т-72 горит."),
    ('"T-72 burns"', "Some Т-72 burns."),
    ('"Т-72 burns"', "A T-72 burns."),
    # formulas, tags, hosts, dates
    ("СО2", "Выбросы CO₂."),
    ("H2SO4", "Кислота H₂SO₄."),
    ("H₂SO₄", "Кислота H2SO4."),
    ('"свободу навальному"', "Плакат #свободу_навальному."),
    ("свободу_навальному", "Плакат #свободу_навальному."),
    ("example.ru", "Смотрите https://example.ru/news/5?a=b."),
    ("www.example.ru", "Сайт example.ru закрыт."),
    ("2020-05-12", "Дата 12.05.2020."),
    ("12.5.2020", "Дата 12.05.2020."),
    # the number of a school or house
    ('"школа № 5"', "Это школа N 5."),
    ('"школа № 5"', "Это школа номер 5."),
    ('"школа номер 5"', "Это школа №5."),
    ("школа номер 5", "Это школа №5."),
    ("школа No. 5", "Это школа №5."),
    # abbreviations, apostrophes, a palochka
    ("МИД-а", "Ответ МИДа."),
    ("МИДу", "Ответ МИД-а."),
    ('"МИД России"', "Ответ МИД-а России."),
    ('"МИД-а России"', "Ответ МИД России."),
    ("ОМОН", "В ОМОН’е сказали."),
    ("Быков ММ", "Судья Быков М. М. ушёл."),
    ("ММ Быков", "Судья М.М. Быков ушёл."),
    ("М.М. Быков", "Судья Быков ММ ушёл."),
    ('"e-mail address"', "Their email addresses."),
    ("U.S.", "The US Army."),
    ("US", "The U.S. Army."),
    ('"US dollar"', "The U.S. dollar fell."),
    ('"U.S. dollar"', "The US dollar fell."),
    ('"the US dollar"~3', "The weak U.S. dollar fell."),
    ('"US banks in the U.S."', "Some U.S. banks in the U.S."),
    ('"UK banks"', "Some U.K. banks closed."),
    ('"U.K. banks"', "Some UK banks closed."),
    ('"агент ФСБ задержан"', "Агент Ф.С.Б. задержан."),
    ('"Ф.С.Б. Чечни"', "В ФСБ Чечни ответили."),
    ("ФСБ", "Агент Ф.С.Б. задержан."),
    ("Ф.С.Б.", "Агент ФСБ задержан."),
    ("o'brien", "Said O`Brien."),
    ("O´Brien", "Said O'Brien."),
    ("OSCE", "The O.S.C.E. mission."),
    ("O.S.C.E.", "The OSCE mission."),
    ("AIDS", "An A.I.D.S. clinic."),
    ("XX век", "Книги ХХ века."),
    ("ХIХ век", "Книги XIX века."),
    ("объявление", "Висит об'явление."),
    ("PhD", "Two PhDs came."),
    ('"the president"', "He said [t]he president left."),
    ("[P]resident", "The president left."),
    ('"president left"', "An [e]x-president left."),
    ("Shiite", "A Shi'ite party."),
    ("Qur'an", "They read the Qurʾan."),
    ("ГӀалгӀай", "Газета «Г1алг1ай мотт»."),
    ("г1алг1ай", "Газета «ГІалгІай мотт»."),
    # people in the plural
    ("кадыровцы", "Он был с кадыровцами."),
    ("вагнеровец", "Дали вагнеровцам."),
    ("гудермесчанин", "Рады гудермесчанам."),
    # words broken at the end of a line
    ('"сотрудники полиции"', "Вышли сотруд-\nники полиции."),
    ('"сотрудники полиции"', "Вышли сотруд-\r\nники полиции."),
    ('"сотрудники полиции"', "Вышли сотруд- \n   ники полиции."),
    ('"сотрудники полиции"', "Вышли сотруд¬\nники полиции."),
    ("Йошкар-Ола", "Город Йошкар-\nОла."),
    ("северо-кавказский", "Это северо-\nкавказский округ."),
    ("столица", "Назрань-\nстолица."),
    # irregular English forms, and spellings
    ("child", "Two children were hurt."),
    ("children", "A child was hurt."),
    ("wife", "Their wives waited."),
    ("go", "They went home."),
    ("went", "They go home."),
    ("shoot", "He was shot dead."),
    ('"buses left"', "The bus leaves at noon."),
    ("organize", "They organised a rally."),
    ("organised", "They organize rallies."),
    ("rise", "Prices rose again."),
    ("congressman", "Two congressmen spoke."),
    ("millennium", "For two millennia."),
    ("bacteria", "A bacterium grew."),
    ("outsell", "It outsold them all."),
    ("mimic", "He mimicked her."),
    ("dialogue", "A dialog began."),
    ("encyclopedia", "An old encyclopaedia."),
    ("jewelry", "The jewellery was found."),
    ("Islamisation", "The Islamization of law."),
    ("organise", "The organization grew."),
    ("labour", "The Labor Party won."),
    ("defense", "The defence minister said."),
)

# (query, text): it does not
APART = (
    ("толстый", "Вечер памяти Льва Толстого."),
    ("Красное", "Играет красный барабан."),
    ("Тверская", "Он читает тверского поэта."),
    ("Толстой", "Он купил толстый журнал."),
    # a part of a compound is not the whole
    ("Йошкар-Ола", "Девушка Оля пела."),
    ("Магомед-Салам", "Сказал Магомед. Потом ответил Салам."),
    ("on-line", "He stood in line on Monday."),
    ("Ту-154", "Номер 154 пропущен."),
    ("С-400", "Вырос с 400 до 500."),
    ("С400", "Вырос с 400 до 500."),
    ("44-ФЗ", "Старый ФЗ отменён."),
    ("COVID-19", "Погибли 19 человек."),
    ("21", "Счёт 2-1 в матче."),
    ("2-1", "Было 21 место."),
    ("online", "They stood on the line."),
    # numbers and abbreviations that are others
    ("15", "Список: 1, 5."),
    ("1.5", "Список: 1, 5."),
    ("20192020", "Годы 2019 2020."),
    ("5-й", "Доска 5м."),
    ("5", "Пятый этаж."),
    ("пять", "Это 5-й этаж."),
    ("2nd", "It took two seconds."),
    ("CO₂", "Smith & Co closed."),
    ("Кадыров", "Ответил @kadyrov_95."),
    ("МИД", "Мидии растут."),
    ("GP", "A GPS tracker."),
    ("arliament", "The [p]arliament met."),
    ("ВВ", "Сказал В. В. Петров."),
    ("US", "They told us nothing."),
    ("us", "The U.S. Army."),
    ("мечеть", "Акции «Мечел» упали."),
    ("мечеть", "Мечел платит налог."),
    # English words that only look alike
    ("bus", "George Bush spoke."),
    ("German", "The germen of a plant."),
    ("rise", "The roses bloom."),
    ("Лавров", "Он купил лавровый венок."),
    ("May", "It might rain."),
    ("organ", "They organized a rally."),
    ("medium", "The media reported."),
)


TEXTS = sorted({text for _, text in MEET + APART})


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_texts(tmp_path_factory.mktemp("home"), TEXTS)


def found(archive: Archive, asked: str) -> set[str]:
    """The texts that a query finds, without any help."""
    return found_among(archive, TEXTS, Query(asked, literal=True, size=100))


@pytest.mark.parametrize(("asked", "text"), MEET)
def test_a_query_finds_other_forms(archive, asked: str, text: str):
    assert text in found(archive, asked)


@pytest.mark.parametrize(("asked", "text"), APART)
def test_a_query_does_not_find_other_words(archive, asked: str, text: str):
    assert text not in found(archive, asked)
