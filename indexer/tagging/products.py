"""Products that are called by their makers: Boeing 737, автомобиль Toyota, за рулём БМВ."""

from __future__ import annotations

import re
from collections.abc import Sequence

from indexer.tagging.latin_names import is_space
from indexer.tagging.words import TextWord

_AIRCRAFT = re.compile(r"[37]\d\d(?:-\d+)?")
"""The model of an aircraft: Boeing 737."""

_COMPUTER = re.compile(r"\d000")
_COMPUTERS = frozenset({"computer", "computers", "series", "system", "systems", "mainframe"})
"""What follows the model of a computer: HP 3000 computers, but IBM 3000 workers."""

_COUNTED = frozenset(
    {"million", "billion", "thousand", "mln", "bln", "dollar", "dollars", "dlr", "dlrs", "euros"}
    | {"pounds", "job", "jobs", "worker", "workers", "employees", "staff", "people", "times"}
    | {"days", "pct", "млн", "млрд", "тыс", "тысяч", "рублей", "долларов", "евро", "человек"}
    | {"сотрудников", "раз"}
)
"""What follows a number of something: fined Google 300 million."""

_VEHICLES = frozenset(
    {"автомобиль", "внедорожник", "кроссовер", "седан", "иномарка", "мотоцикл", "мопед", "самокат"}
    | {"грузовик", "самосвал", "фура", "тягач", "фургон", "микроавтобус", "автобус", "троллейбус"}
    | {"трамвай", "трактор", "легковушка", "пикап", "электромобиль"}
)
"""Products that stand before the name of their maker, in either alphabet: мотоцикл «Урал»."""

_PRODUCTS = _VEHICLES | {"самолет", "вертолет", "смартфон", "ноутбук", "видеокарта", "телефон"}
"""Products before the name of their maker: автомобиль Toyota."""

_MAKERS = ("производител", "изготовител", "поставщик", "продавец", "завод", "дилер")

_HITS = ("врезал", "врезав", "столкнул", "столкнов", "влетел")
"""Beginnings of words for collisions of vehicles."""

_RUN_INTO = frozenset(
    {"КамАЗ", "УАЗ", "АвтоВАЗ", "Volkswagen", "Audi", "BMW", "Mercedes-Benz", "Porsche", "Renault"}
    | {"Peugeot", "Fiat", "Ferrari", "Volvo", "Saab", "Scania", "Toyota", "Honda", "Nissan"}
    | {"Mazda", "Subaru", "Suzuki", "Hyundai", "Kia", "Jaguar", "Rolls-Royce", "Harley-Davidson"}
    | {"Geely", "Chery", "Haval", "Mitsubishi", "Tesla", "Rivian", "Boeing", "Airbus"}
    | {"КАМАЗ", "АВТОВАЗ", "Фольксваген", "VW", "БМВ", "Mercedes", "Мерседес", "Рено", "Пежо"}
    | {"Тойота", "Хонда", "Ниссан", "Хендай", "Тесла", "Боинг", "Эйрбас"}
)
"""Makers of what one drives or runs into, as our list spells them; not столкнулись с ФРС."""


def is_model(words: Sequence[TextWord], at: int) -> bool:
    """Whether the number of a model stands at ``at``, behind the name of its maker."""
    if at >= len(words) or not is_space(words[at].gap):
        return False
    after = words[at + 1].form if at + 1 < len(words) and words[at + 1].joined else ""
    if _AIRCRAFT.fullmatch(words[at].text):
        return after not in _COUNTED
    return after in _COMPUTERS and _COMPUTER.fullmatch(words[at].text) is not None


def is_of_maker(words: Sequence[TextWord], at: int, *, vehicle: bool) -> bool:
    """Whether a product (``vehicle``: that one drives) stands before the name at ``at``.

    But not behind who makes it: производитель мотоциклов Harley-Davidson.
    """
    made = _VEHICLES if vehicle else _PRODUCTS
    is_made = at > 1 and words[at - 2].form.startswith(_MAKERS)
    return not (is_made or made.isdisjoint(words[at - 1].terms))


def is_hit(words: Sequence[TextWord], at: int, maker: str) -> bool:
    """Whether somebody drives what stands at ``at``, or ran into it: something of a ``maker``."""
    if maker not in _RUN_INTO:
        return False
    if words[at - 1].form == "рулем":
        return True
    hits = at > 1 and words[at - 1].form in {"в", "с", "со"} and words[at - 1].joined
    return hits and words[at - 2].form.startswith(_HITS)
