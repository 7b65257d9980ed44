"""Names of persons in the nominative."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.tagging import tag
from schemas.article import Article


def people(text, language="ru"):
    article = Article(id="a", language=language, title="Новости" if language == "ru" else "News")
    article = article.model_copy(update={"body": text})
    return {t.value for t in tag(article, default_analyzer()).people}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Суд освободил Магомеда Гаджиева.", {"Магомед Гаджиев"}),
        ("Заявление Марии Гаджиевой приняли.", {"Мария Гаджиева"}),
        ("Встреча с Ильясом Магомедовичем Барахоевым прошла.", {"Ильяс Барахоев"}),
        ("Об этом сообщил адвокат Яндиев.", {"Яндиев"}),
        ("Дело Натальи Эстемировой закрыли.", {"Наталья Эстемирова"}),
        ("Приехали с Ираклием Кобахидзе.", {"Ираклий Кобахидзе"}),
        ("Письмо Владимиру Трубецкому дошло.", {"Владимир Трубецкой"}),
        ("Вручили М. Б. Евкурову.", {"М. Евкуров"}),
        ("Приговор Гагиеву Магомеду Исаевичу смягчили.", {"Магомед Гагиев"}),
        ("Министр обороны Грузии Шота Утиашвили приехал.", {"Шота Утиашвили"}),
        ("Адвокаты Владислава Никитина обжаловали приговор.", {"Владислав Никитин"}),
        ("Марш ведут оппозиционеры Юлия Навальная и Илья Яшин.", {"Юлия Навальная", "Илья Яшин"}),
        ("Ставка вырастет, заявила Эльмира Набиуллина.", {"Эльмира Набиуллина"}),
        ("Решения пока нет, заявила Набиуллина.", {"Набиуллина"}),
        ("Среди задержанных Гарри Кокая.", {"Гарри Кокая"}),
        ("Горит центр хирургии имени академика Б. В. Петровского.", set()),
        ("Деда Мороза проверили на пожаре.", set()),
        ("Пострадал водитель Антон К. Сам автомобиль цел.", set()),
        ("Памятник на проспекте Руставели отмыли.", set()),
        ("Судно «Григорий Ловцов» вышло в море.", set()),
        ("Глава Ингушетии приехал в Магас.", set()),
        ("Встречу с министром Андрея Сибиги отложили.", {"Андрей Сибига"}),
        ("Приговор оставили в силе: Евгения Брюна ждёт колония.", {"Евгений Брюн"}),
        ("Встреча с Реджепом Тайипом Эрдоганом прошла.", {"Реджеп Эрдоган"}),
        ("Президент страны Фердинанд Маркос-младший прибыл.", {"Фердинанд Маркос-младший"}),
        ("Взрыв прогремел на улице Тараса Шевченко.", set()),
        ("Сейчас Алла Борисовна имеет долю в фирме.", set()),
        ("К напитку подают бокал виски Jack Daniels.", set()),
    ],
)
def test_russian_names_are_given_in_the_nominative(text, expected):
    assert people(text) == expected


def test_all_mentions_of_one_person_are_one():
    text = "Задержан Магомед Яндиев. О Яндиеве рассказал брат. Яндиева увезли."
    assert people(text) == {"Магомед Яндиев"}


def test_initials_and_first_name_are_one_person():
    assert people("Приехал Юнус-Бек Евкуров. У Ю. Евкурова спросили.") == {"Юнус-Бек Евкуров"}


def test_a_verb_in_the_feminine_tells_a_woman():
    assert people("Как пояснила юрист, Каляпина сообщила об этом.") == {"Каляпина"}


def test_other_mentions_settle_what_one_leaves_open():
    text = "Задержали Шерипа Дзугаева. Утром Дзугаев вернулся."
    assert people(text) == {"Шерип Дзугаев"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Magomed Gadzhiev in Makhachkala.", {"Magomed Gadzhiev"}),
        ("The lawyer of Prime Minister Irakli Kobakhidze left.", {"Irakli Kobakhidze"}),
        ("They asked Mr. Yandiev about it.", {"Yandiev"}),
        ("Magomed Gadzhiev came. Gadzhiev's brother left.", {"Magomed Gadzhiev"}),
        ("They live in Orange County now.", set()),
        ("The Supreme Court sat in New York.", set()),
    ],
)
def test_english_names_need_a_first_name_or_an_office(text, expected):
    assert people(text, "en") == expected
