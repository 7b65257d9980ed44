"""Pasted headlines: what is not an operator in them, and what still is one."""

from __future__ import annotations

import pytest
from test_queries import codes, read

from indexer.query.parser import notation

TICKERS = [
    # a ticker symbol is not a comparison
    ("GENERAL ELECTRIC<GE> UNVEILS STOCK", "GENERAL ELECTRIC GE UNVEILS STOCK", []),
    ("wc>500 la=ru суд", "500 ru суд", ["foreign-field", "foreign-field"]),
]
AMOUNTS = [
    ("Заморозки до -25 градусов", "Заморозки до 25 градусов", []),
    ("Заморозки от \u22125 до \u221210", "Заморозки от 5 до 10", []),
    ("в Москве -5°C", "в Москве 5 C", []),
    ("рубль -3,5 % за день", "рубль 3,5 за день", []),
    ("Потепление до +22 градусов", "Потепление до 22 градусов", []),
    ("Ожидается +1 °C", "Ожидается 1 C", []),
    # excluded and required, as everywhere
    ("выборы -2018", "выборы NOT 2018", []),
    ("выборы и -2018", "выборы и NOT 2018", []),
    ("мороз до -Москва", "мороз до NOT Москва", []),
    ("-5 градусник", "NOT 5 градусник", []),
]
MARKED = [
    ("**Как преуспеть** в науке", "Как преуспеть в науке", []),
    ("❗️**Пожар в Магасе: **первые кадры", "Пожар в Магасе первые кадры", []),
    ("**Пожар в Маг", "Пожар в Маг", []),
    ('"**Суд в Магасе**"', '"Суд в Магасе"', []),
    ("**-суд** Магас", "NOT суд Магас", []),
    ("~~Суд~~ заседание", "Суд заседание", []),
    ("новый ~~убийца Redis~~ сервер", "новый убийца Redis сервер", []),
    # a wildcard, and what Yandex excludes by
    ("кадыр** суд*", "кадыр* суд*", []),
    ("суд ~~приговор", "суд NOT приговор", ["read-as-not"]),
    ("суд ~~(приговор)~~(иск)", "суд NOT приговор NOT иск", ["read-as-not", "read-as-not"]),
    ("суд ~~ приговор ~~ иск", "суд NOT приговор NOT иск", ["read-as-not", "read-as-not"]),
]
SENTENCES = [
    (
        "ТРАМП НЕ ПРИЕДЕТ НА САММИТ В ПЕТЕРБУРГЕ",
        "ТРАМП не ПРИЕДЕТ НА САММИТ В ПЕТЕРБУРГЕ",
        ["capital-operator"],
    ),
    (
        "(RPT) TANKERS OF A FIRM SEEN NEAR GULF",
        "RPT TANKERS OF A FIRM SEEN near GULF",
        ["capital-operator"],
    ),
    ("SHELL OIL PROFITS FELL AROUND 50 PCT", "SHELL OIL PROFITS FELL around 50 PCT", []),
    (
        "FIRMS NOT PLANNING TO ISSUE BONDS via @rtr",
        "FIRMS not PLANNING TO ISSUE BONDS via rtr",
        ["capital-operator"],
    ),
    ("Japan does NOT agree", "Japan does not agree", ["capital-operator"]),
    # few words, many operators, abbreviations: typed
    ("ПРЕЗИДЕНТ НЕ ПРИЕДЕТ В МОСКВУ", "ПРЕЗИДЕНТ NOT ПРИЕДЕТ В МОСКВУ", ["capitals"]),
    ("Trump NOT guilty", "Trump NOT guilty", []),
    (
        "ЧЕЧНЯ ИЛИ ИНГУШЕТИЯ ИЛИ ОСЕТИЯ ИЛИ АДЫГЕЯ ИЛИ МОСКВА",
        "ЧЕЧНЯ OR ИНГУШЕТИЯ OR ОСЕТИЯ OR АДЫГЕЯ OR МОСКВА",
        ["capitals"],
    ),
    ("МВД ФСБ МЧС ФСО ФСИН НЕ ГИБДД", "МВД ФСБ МЧС ФСО ФСИН NOT ГИБДД", []),
    # groups, distances, wildcards: typed
    (
        "(УБИЙСТВО ИЛИ ПОХИЩЕНИЕ) КАДЫРОВ ГРОЗНЫЙ РАССЛЕДОВАНИЕ",
        "(УБИЙСТВО OR ПОХИЩЕНИЕ) КАДЫРОВ ГРОЗНЫЙ РАССЛЕДОВАНИЕ",
        ["capitals"],
    ),
    (
        "ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД NOT (МОСКВА АДЫГЕЯ)",
        "ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД NOT (МОСКВА АДЫГЕЯ)",
        ["capitals"],
    ),
    (
        "(МОСКВА OR АДЫГЕЯ) NOT ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД",
        "(МОСКВА OR АДЫГЕЯ) NOT ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД",
        ["capitals"],
    ),
    (
        "(ТРАМП НЕ ПРИЕДЕТ НА САММИТ В ПЕТЕРБУРГЕ) NOT МАГАС",
        "ТРАМП не ПРИЕДЕТ НА САММИТ В ПЕТЕРБУРГЕ NOT МАГАС",
        ["capital-operator", "capitals"],
    ),
    (
        "ВЗРЫВ NEAR/5 МЕТРО МОСКВА ДОМОДЕДОВО ТЕРАКТ",
        "(ВЗРЫВ NEAR/5 МЕТРО) МОСКВА ДОМОДЕДОВО ТЕРАКТ",
        [],
    ),
    (
        "ЖУРНАЛИСТ* ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД NOT МОСКВА",
        "журналист* ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД NOT МОСКВА",
        ["capitals"],
    ),
    (
        "ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД ANDNOT МОСКВА",
        "ЖУРНАЛИСТ ЧЕЧНЯ ГРОЗНЫЙ МЕМОРИАЛ СУД NOT МОСКВА",
        ["capitals"],
    ),
    # names, and what is quoted
    ("Theresa May NOT Brexit", "Theresa May NOT Brexit", []),
    ("IS NOT Iraq", "IS NOT Iraq", []),
    ('"will" NOT lawyer', "will NOT lawyer", []),
    ("=will NOT lawyer", "=will NOT lawyer", []),
    ("+will NOT lawyer", "will NOT lawyer", []),
    ('does "NOT" agree', "does not agree", []),
    # among small letters an operator stands out
    ("ТРАМП и Байден НЕ ПРИЕДУТ НА САММИТ", "ТРАМП и Байден NOT ПРИЕДУТ НА САММИТ", []),
    (
        "TRUMP SAYS RUSSIA WITHDREW FORCES -Moscow",
        "TRUMP SAYS RUSSIA WITHDREW FORCES NOT Moscow",
        [],
    ),
]

SITES = [
    ("Суд в Магасе отложил заседание | РБК", "Суд в Магасе отложил заседание РБК", ["sign"]),
    ("РБК | Суд в Магасе отложил заседание", "РБК Суд в Магасе отложил заседание", ["sign"]),
    (
        "Court put off hearing again | News | BBC",
        "Court put off hearing again News BBC",
        ["sign"],
    ),
    (
        "Суд в Магасе отложил заседание | lenta.ru",
        "Суд в Магасе отложил заседание lenta.ru",
        ["sign"],
    ),
    # typed
    (
        "Суд в Магасе отложил заседание | суд в Грозном вынес приговор",
        "(Суд в Магасе отложил заседание) OR (суд в Грозном вынес приговор)",
        [],
    ),
    (
        "митинг | шествие | пикет на площади в Магасе",
        "митинг OR шествие OR (пикет на площади в Магасе)",
        [],
    ),
    ("суд в Магасе отложил =заседание | РБК", "(суд в Магасе отложил =заседание) OR РБК", []),
    ("суд в Магасе отложил +заседание | РБК", "(суд в Магасе отложил заседание) OR РБК", []),
    ("суд в Магасе отложил заседани* | РБК", "(суд в Магасе отложил заседани*) OR РБК", []),
    ("Суд в Магасе заседание | РБК", "(Суд в Магасе заседание) OR РБК", []),
    ("Суд в Магасе отложил заседание|РБК", "(Суд в Магасе отложил заседание) OR РБК", []),
    ("Суд в Магасе отложил заседание OR РБК", "(Суд в Магасе отложил заседание) OR РБК", []),
    ("Суд в Магасе отложил заседание || РБК", "(Суд в Магасе отложил заседание) OR РБК", []),
    ("Суд в Магасе отложил -заседание | РБК", "(Суд в Магасе отложил NOT заседание) OR РБК", []),
    (
        "(Суд в Магасе отложил заседание | РБК) приговор",
        "((Суд в Магасе отложил заседание) OR РБК) приговор",
        [],
    ),
    ("Суд в Магасе отложил заседание |", "Суд в Магасе отложил заседание", ["missing-operand"]),
]


@pytest.mark.parametrize(
    ("typed", "means", "told"), [*TICKERS, *AMOUNTS, *MARKED, *SENTENCES, *SITES]
)
def test_a_pasted_headline_means(typed: str, means: str, told: list[str]) -> None:
    assert notation(read(typed).expression) == means
    assert [code for _, code in codes(typed)] == told


def test_an_amount_requires_nothing() -> None:
    assert read("Потепление до +22 градусов").required == ()
    assert [notation(node) for node in read("Потепление +22").required] == ["22"]


def test_marks_leave_words_where_they_are() -> None:
    (word, *_) = read("**Пожар** ~~в Магасе~~").words
    assert (word.start, word.end) == (2, 7)
    assert read("~~в Магасе~~").words[1].start == 4
