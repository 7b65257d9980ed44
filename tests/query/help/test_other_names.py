"""Names that mean the same are found by any of them; nothing else is."""

from __future__ import annotations

from importlib.resources import files

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help.names import Names
from indexer.taxonomy import Taxonomy

NAMES = Names(Taxonomy.default("regions"), default_analyzer())


def others(typed: str) -> set[str]:
    words = [default_analyzer().word(word) for word in typed.replace("-", " ").split()]
    return {name.text for name in NAMES.others(words)}


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        # places of two names, in any case with a capital letter
        ("Сухум", "Сухуми"),
        ("Сухуми", "Сухум"),
        ("Сухумом", "Сухуми"),
        ("Цхинвале", "Цхинвали"),
        ("Цхинвали", "Цхинвал"),
        ("Ахалгори", "Ленингор"),
        ("Ленингора", "Ахалгори"),
        ("Ханкенди", "Степанакерт"),
        ("Akhalgori", "Leningor"),
        ("Gali", "Gal"),
        ("сухум", "Сухуми"),
        ("ленингор", "Ахалгори"),
        # in the other language
        ("Москве", "Moscow"),
        ("moscow", "Москва"),
        ("Georgia", "Грузия"),
        ("грузия", "Georgia"),
        ("Adygea", "Адыгея"),
        ("Germany", "Германия"),
        ("Ростов-на-Дону", "Rostov-on-Don"),
        ("Ростове-на-Дону", "Rostov-on-Don"),
        ("North Ossetia", "Северная Осетия"),
        ("северной осетии", "North Ossetia"),
        ("Нагорном Карабахе", "Nagorno-Karabakh"),
        ("сша", "United States"),
        ("США", "Соединённые Штаты"),
        # persons
        ("Трампу", "Trump"),
        ("Biden", "Байден"),
        ("Маск", "Musk"),
        ("Си Цзиньпина", "Xi Jinping"),
        # abbreviations
        ("ФСБ", "Федеральная служба безопасности"),
        ("федеральной службы безопасности", "ФСБ"),
        ("нкво", None),
        ("US", "США"),
        ("U.S.", "США"),
        ("U.S", "Соединённые Штаты"),
        ("США", "US"),
        ("United States", "US"),
        ("UK", "Великобритания"),
        ("U.K.", "Великобритания"),
        ("EU", "Евросоюз"),
        ("E.U.", "Евросоюз"),
        ("UN", "ООН"),
        ("U.N.", "ООН"),
        ("Ф.С.Б.", "Федеральная служба безопасности"),
        # what may mean something else
        ("us", None),
        ("Us", None),
        ("u.s", None),
        ("гала", None),
        ("ес", None),
        ("un", None),
        ("reunion", None),
        ("тролль", None),
        ("Hello", None),
        ("Осетия", None),
        ("северная", None),
        ("служба безопасности", None),
        ("мерца", None),
    ],
)
def test_the_other_name(typed: str, other: str | None) -> None:
    found = others(typed)
    assert other in found if other else found == set()


def test_no_word_has_no_other_name() -> None:
    assert NAMES.others(()) == ()


def test_every_line_of_the_list_is_of_names_that_differ() -> None:
    text = (files("indexer.query.help") / "data" / "names.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(set(lines)) > 250
    for line in lines:
        names = line.split("\t")
        assert len(names) == len(set(names)) > 1
        assert all(name == name.strip() != "" for name in names)
