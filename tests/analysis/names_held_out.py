"""Names with their case forms, as grammar has them: rows a linguist can read and extend.

A row is a stem and the endings of its forms in order of case; "-" is the empty ending. Written
down by hand, apart from the rules that the analyzer goes by.
"""

from __future__ import annotations

MAN_AND_WOMAN = "- а у ым е ой ою ы ых ыми"
ADJECTIVE = "ий ого ому им ом ая ой ую ие их ими"
MAN = "- а у ом е"
MAN_HUSHING = "- а у ем е"
SOFT = "ь я ю ем е"
SHORT_I = "й я ю ем е"
IN_A = "а ы е у ой"
IN_YA = "я и е ю ей"
IN_IA = "я и ю ей"
IN_O = "о а у ом е"
FIXED = "-"

NAMES = (
    # Ingush and Chechen surnames
    ("Гелисханов", MAN_AND_WOMAN),
    ("Льянов", MAN_AND_WOMAN),
    ("Цечоев", MAN_AND_WOMAN),
    ("Гадаборшев", MAN_AND_WOMAN),
    ("Экажев", MAN_AND_WOMAN),
    ("Мальсагов", MAN_AND_WOMAN),
    ("Дахкильгов", MAN_AND_WOMAN),
    ("Албогачиев", MAN_AND_WOMAN),
    ("Кодзоев", MAN_AND_WOMAN),
    ("Белхороев", MAN_AND_WOMAN),
    ("Парагульгов", MAN_AND_WOMAN),
    ("Бузуртанов", MAN_AND_WOMAN),
    ("Мурдалов", MAN_AND_WOMAN),
    ("Тимурзиев", MAN_AND_WOMAN),
    ("Зязиков", MAN_AND_WOMAN),
    ("Хамчиев", MAN_AND_WOMAN),
    ("Эсмурзиев", MAN_AND_WOMAN),
    # Dagestan, Kabardia, Karachay, Adygea
    ("Шихшабеков", MAN_AND_WOMAN),
    ("Абдулатипов", MAN_AND_WOMAN),
    ("Хашхожев", MAN_AND_WOMAN),
    ("Кумпилов", MAN_AND_WOMAN),
    ("Джанкёзов", MAN_AND_WOMAN),
    ("Тлиш", MAN_HUSHING),
    ("Хут", MAN),
    ("Меретук", MAN),
    ("Ахиджак", MAN),
    ("Неха", SHORT_I),
    ("Схаляхо", FIXED),
    ("Шенкао", FIXED),
    # Ossetian surnames
    ("Джиоев", MAN_AND_WOMAN),
    ("Гаглоев", MAN_AND_WOMAN),
    ("Санакоев", MAN_AND_WOMAN),
    ("Кулумбегов", MAN_AND_WOMAN),
    ("Кокойты", FIXED),
    # Abkhaz surnames
    ("Аршб", IN_A),
    ("Цвижб", IN_A),
    ("Хашб", IN_A),
    ("Бганб", IN_A),
    ("Кокоскери", IN_IA),
    ("Маршани", IN_IA),
    ("Какали", IN_IA),
    ("Анкваб", MAN),
    ("Дбар", MAN),
    ("Шакрыл", MAN),
    ("Чалмаз", MAN),
    ("Джопуа", FIXED),
    ("Чкадуа", FIXED),
    # Georgian surnames
    ("Окруашвили", FIXED),
    ("Квирикашвили", FIXED),
    ("Бурджанадзе", FIXED),
    ("Маргвелидзе", FIXED),
    ("Гунава", FIXED),
    ("Сичинав", IN_A),
    ("Гогохи", IN_IA),
    # Armenian surnames
    ("Мкртчян", MAN),
    ("Ванецян", MAN),
    ("Тонаканян", MAN),
    ("Тер-Петросян", MAN),
    # Russian and Ukrainian surnames of rarer kinds
    ("Кубанцин", MAN_AND_WOMAN),
    ("Шемшелевск", ADJECTIVE),
    ("Загвоздецк", ADJECTIVE),
    ("Кривошлыченко", FIXED),
    ("Косолапых", FIXED),
    ("Салтыков-Щедрин", "- а у ым е"),
    # Given names
    ("Юнус-бек", MAN),
    ("Тамерл", "ан ана ану аном ане"),
    ("Зелимх", "ан ана ану аном ане"),
    ("Хас-Магомед", MAN),
    # Places
    ("Экажев", IN_O),
    ("Кантышев", IN_O),
    ("Сурхахи", FIXED),
    ("Даттых", MAN),
    ("Эгикал", MAN),
    ("Таргим", MAN),
    ("Ольгети", FIXED),
    ("Бартабос", MAN),
    ("Ушкало", SHORT_I),
    ("Нихало", SHORT_I),
    ("Ножай-Юрт", MAN),
    ("Закан-Юрт", MAN),
    ("Ачхой-Мартан", MAN),
    ("Итум-Кал", "а ы е у ой"),
    ("Рошни-Чу", FIXED),
    ("Майртуп", MAN),
    ("Агвали", FIXED),
    ("Цудахар", MAN),
    ("Гоцатл", SOFT),
    ("Унцукул", SOFT),
    ("Псху", FIXED),
    ("Дранд", IN_A),
    ("Квайс", IN_A),
    ("Знаур", MAN),
    ("Ленингор", MAN),
    ("Багадыз", MAN),
)


def forms(stem: str, endings: str) -> list[str]:
    """The forms of one row."""
    return [stem + ending for ending in endings.replace("-", "").split(" ")]
