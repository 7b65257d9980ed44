"""Which regions a text tells, and what tells them."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.tagging import tag
from schemas.article import Article


def regions(title, body="", language="ru"):
    article = Article(id="a", language=language, title=title, body=body)
    return {t.value for t in tag(article, default_analyzer()).regions}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("В Дагестане прошёл митинг", {"dagestan"}),
        ("Дагестанские чабаны ждут весны", {"dagestan"}),
        ("Жители Махачкалы перекрыли улицу", {"dagestan", "makhachkala"}),
        ("Суд в Нальчике оправдал учителя", {"kabardino-balkaria", "nalchik"}),
        ("В Минеральных Водах сел самолёт", {"stavropol-territory"}),
        ("Выставка в Ростове-на-Дону", {"rostov-region"}),
        ("Переговоры о Нагорном Карабахе", {"nagorno-karabakh"}),
        ("В Северной Осетии – Алании выборы", {"north-ossetia"}),
        ("Театр в Южной Осетии открыт", {"south-ossetia"}),
        ("Северный Кавказ без снега", {"north-caucasian-federal-district"}),
        ("Парламент США заседал в Вашингтоне", {"united-states"}),
        ("В Москве открыли мост", {"moscow", "russia"}),
        ("Река вышла из берегов", set()),
    ],
)
def test_names_in_any_case_tell_the_region_and_its_city(text, expected):
    assert regions(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Protest in Tbilisi", {"georgia", "tbilisi"}),
        ("Chechen court hears the case", {"chechnya"}),
        ("Armenian farmers wait for rain", {"armenia"}),
        ("Turkey closes the border", {"turkey"}),
        ("We had turkey for dinner", set()),
        ("Tell us about it", set()),
    ],
)
def test_english_names_need_their_capital(text, expected):
    assert regions(text, language="en") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Взрыв в Грозном", {"chechnya", "grozny"}),
        ("Город Грозный готовится к зиме", {"chechnya", "grozny"}),
        ("Грозный ливень прошёл над побережьем", set()),
        ("Картина «Иван Грозный» вернулась в зал", set()),
        ("Из города Шали сообщили о пожаре", {"chechnya", "shali"}),
        ("Мастерицы связали пуховые шали", set()),
        ("Шали и платки привезли на ярмарку", set()),
        ("Движение по Волгоградскому проспекту затруднено", set()),
        ("Пожар на улице Кубанской", set()),
    ],
)
def test_homonyms_need_a_word_that_tells_the_place(text, expected):
    assert regions(text) == expected


def test_a_guarded_name_counts_beside_other_evidence():
    assert regions("Задержания в Чечне", "Шали, Гудермес: назвали адреса") >= {"chechnya", "shali"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Georgia Republicans win in Atlanta", {"united-states"}),
        ("Georgia and Abkhazia talk in Geneva", {"georgia", "abkhazia", "europe"}),
        ("Georgia opens an embassy", {"georgia"}),
    ],
)
def test_georgia_is_the_state_of_the_union_only_beside_its_cues(text, expected):
    assert regions(text, language="en") == expected


def test_a_passing_mention_in_the_body_gives_way_to_what_the_title_is_about():
    body = "В Ингушетии идёт ремонт.\n" + "Дорогу чинят. " * 20 + "Асфальт везут из Италии."
    assert regions("Дорогу в Ингушетии закрыли", body) == {"ingushetia"}


def test_the_ends_of_a_line_weigh_less_than_where_the_train_is():
    assert regions("Поезд Воркута — Новороссийск сошёл с рельсов в Коми") == {"russia"}


def test_federal_ministries_do_not_make_a_southern_story_a_federal_one():
    assert regions("Автобус перевернулся в Дагестане", "Об этом сообщили в МЧС РФ.") == {"dagestan"}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Долг певца превысил миллион рублей", {"russia"}),
        ("Долг певца из Тбилиси превысил миллион рублей", {"georgia", "tbilisi"}),
    ],
)
def test_roubles_hint_at_russia_where_no_other_state_is_named(title, expected):
    assert regions(title) == expected


def test_a_ministry_is_that_of_the_state_named_beside_it():
    assert regions("Минфин России повысил прогноз") == {"russia"}
    assert regions("Минфин США повысил прогноз") == {"united-states"}


def test_who_attacks_is_kept_though_said_in_passing():
    body = "Обломки российских дронов упали в центре Киева."
    assert regions("В Киеве сбили дроны", body) == {"ukraine", "russia"}


def test_of_many_states_in_one_entry_one_in_passing_is_not_enough():
    body = "Протестующие против решения о вступлении в Евросоюз заняли проспект."
    assert regions("Акция протеста в Грузии продолжается", body) == {"georgia"}


def test_many_regions_in_one_sentence_are_all_kept():
    body = "Сводка.\nНад Курской, Ростовской и Астраханской областями сбито восемь дронов."
    found = regions("Минобороны России сообщило о сбитых украинских дронах", body)
    assert found == {"russia", "ukraine", "rostov-region", "astrakhan-region"}


def test_the_enemy_of_an_attacked_region_is_kept_though_named_once():
    body = "Окна выбиты.\nУкраинская сторона не ответила."
    assert regions("Дрон упал на склад в Ростовской области", body) == {"rostov-region", "ukraine"}
    body = "Окна выбиты.\nУкраинская сторона не ответила."
    assert regions("Склад сгорел в Ростовской области", body) == {"rostov-region"}


def test_each_line_of_a_digest_counts():
    body = "В Румынии идут выборы.\nВ Тбилиси продолжаются митинги.\nВ Перми открыли театр."
    assert regions("Главное к вечеру среды", body) == {"europe", "georgia", "tbilisi", "russia"}


@pytest.mark.parametrize(
    "text",
    [
        "Сервис (запрещён в России) сменил значок",
        "Соцсеть Х (признана в РФ экстремистской) обновилась",
        "Подлодка «Новороссийск» вышла в океан",
        "Пожар на улице 26 Бакинских Комиссаров",
        "Карантин на улицах Полевая, Краснодарская и Ростовская",
        "Встреча у памятника Ахмату Кадырову",
        "Слова Марии Львовой обсуждают",
        "На этой неделе вышла игра Finnish Cottage",
    ],
)
def test_what_only_bears_the_name_of_a_place_is_no_place(text):
    assert regions(text) == set()


def test_where_a_thing_was_made_is_said_in_passing():
    body = "Грабители уехали на немецком автомобиле."
    assert regions("Ограбление в Тбилиси", body) == {"georgia", "tbilisi"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Уроженец Италии открыл кафе в Магасе", {"ingushetia", "magas"}),
        ("Родившийся в Москве актёр снял фильм в Париже", {"europe"}),
        ("В Грузии протестуют против решения о вступлении в ЕС", {"georgia"}),
        ("В Турции вырос курс американского доллара", {"turkey"}),
        ("Уроженца Дагестана ждут в Париже", {"dagestan", "europe"}),
    ],
)
def test_where_one_comes_from_and_what_a_state_joins_is_said_in_passing(text, expected):
    assert regions(text) == expected


def test_where_an_aeroplane_flies_is_said_in_passing():
    found = regions("Самолёт, летевший из Баку в Сочи, совершил посадку в Ереване")
    assert found == {"armenia", "yerevan"}


def test_only_russias_notices_of_the_law_are_no_evidence():
    assert regions("Сайт (запрещён в Турции) сменил адрес") == {"turkey"}


def test_a_village_that_is_a_surname_needs_other_evidence():
    assert regions("Суд арестовал Лермонтова") == set()
    assert regions("В городе Лермонтове открыли парк") == {"stavropol-territory"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Авария в Надтеречном районе", {"chechnya"}),
        ("Дом сгорел в Тбилисском районе", {"krasnodar-territory"}),
        ("Слюсарь назвал адреса", {"rostov-region"}),
        ("На Новорязанском шоссе авария", {"moscow", "russia"}),
        ("Концерт в Петропавловской крепости", {"saint-petersburg", "russia"}),
        ("В Уральском федеральном университете открыли лабораторию", {"russia"}),
        ("Обыски в кабмине", {"russia"}),
        ("В кабмине Казахстана сменили министра", {"central-asia"}),
    ],
)
def test_districts_roads_and_bodies_tell_the_region_that_they_are_of(text, expected):
    assert regions(text) == expected


def test_a_weapon_supports_the_state_that_makes_it_where_that_is_named():
    assert regions("Украина просит ракеты ATACMS") == {"ukraine"}
    body = "Украина просит ракеты ATACMS. Позиции Байдена неизвестны."
    assert regions("Украина готовит удары ATACMS", body) == {"ukraine", "united-states"}


def test_a_village_of_many_regions_is_that_of_the_one_named():
    assert regions("Авария у посёлка Майский") == {"kabardino-balkaria"}
    assert regions("Авария в Ингушетии", "Машина сгорела у посёлка Майский") == {"ingushetia"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Перуанский суд вынес приговор", {"other-countries"}),
        ("Власти Буркина-Фасо закрыли газету", {"other-countries"}),
        ("Ирландцы выбрали парламент", {"europe"}),
        ("Пожар в Солт-Лейк-Сити", {"united-states"}),
        ("Жители Шебекино вернулись домой", {"russia"}),
        ("Суд в Сыктывкаре отпустил рыбака", {"russia"}),
        ("Того же мнения придерживаются врачи", set()),
    ],
)
def test_states_and_subjects_are_known_by_adjective_people_and_city(text, expected):
    assert regions(text) == expected


def test_a_tag_keeps_its_words_and_says_how_sure_it_is():
    article = Article(id="a", language="ru", title="Митинг в Магасе", body="Ингушетия ждёт ответа")
    tags = {t.value: t for t in tag(article, default_analyzer()).regions}
    assert tags["ingushetia"].words == ("Магасе", "Ингушетия")
    assert tags["ingushetia"].origin == "found"
    assert 0 < tags["magas"].confidence < tags["ingushetia"].confidence <= 1
