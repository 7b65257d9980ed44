"""Which words are right as they are typed, whatever the archive has."""

from __future__ import annotations

import gzip
import json

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help.known_words import KnownWords
from indexer.query.help.names import Names
from indexer.taxonomy import Taxonomy

REGIONS = Taxonomy.default("regions")
KNOWN = KnownWords(default_analyzer(), REGIONS, Names(REGIONS, default_analyzer()).forms)


@pytest.mark.parametrize(
    "word",
    [
        # the dictionary, in any form
        "долото", "долотом", "Сахаров", "хлебозаводе", "ёлкой", "ЕЛКА", "калининградец",
        "чей-нибудь", "какой-либо", "кое-какого", "по-русски",
        # the gazetteer and the taxonomy, in any form and either alphabet
        "Псху", "Утта", "Самур", "Хабез", "Хабеза", "Утты", "Бамут", "Бамуте", "Khabez",
        "Алхан-Кала", "Ростов-на-Дону", "Dagestan", "Кабардино-Балкария",
        # the shape of a surname
        "Пугин", "Петин", "Сатаров", "Сатаровой", "Золотовский", "Гогоберидзе", "Ткачук", "Сафарян",
        "Сафаряна", "Алиоглы", "Мамедзаде", "Пугин-Сатаров",
        # shapes that other words have, too, count with a capital letter
        "Хаджимба", "Бжания", "Бокерию", "Гогава",
        # villages that GeoNames lacks
        "Яндаре", "яндаре", "Мужичи", "Махкеты", "Кванада", "Отхара", "Сурх-Дигора", "Matsuta",
        # cities of the world, and places of Russia that are far from the Caucasus
        "гурлан", "Асака", "асаке", "видзы", "Ростовка", "кашан",
        # those of Abkhazia and Georgia that few misprints have, in small letters, too
        "тарба", "лежава", "гамсахурдиа", "Lesken", "Tarba",
        # in Latin letters: English words, and names of the Russian dictionary
        "dagger", "Fjords", "quilted", "Penza", "tambov", "Izmail", "Rotenberg", "Gulia",
        # what states and their people are called in English
        "Pakistani", "syrian", "Brazilian", "Israelis",
        # first names in English
        "Terrance", "Leopoldo", "meral",
        # surnames in English
        "Cahill", "sanderson", "Briggs", "Hartley",
    ],
)  # fmt: skip
def test_a_known_word(word):
    assert KNOWN.has(word)


@pytest.mark.parametrize(
    "word",
    [
        "пртоест", "презедент", "Махачкла", "вайна", "школла", "моздог", "хаджимпа", "бокекия",
        "ghtpbltyn", "rflshjd", "moscw", "explsion", "", "-", "ааа-ббб", "1999",
        "масква", "ташкен",  # Москва and Ташкент in other languages
        "recieve", "goverment", "seperate", "occured", "thier", "feild",  # which no surname is
        "cs", "qs",  # like КС, a short name of a court
    ],
)  # fmt: skip
def test_a_word_that_nothing_knows(word):
    assert not KNOWN.has(word)


def lines(path):
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return [json.loads(line) for line in text.splitlines()]


def share(words):
    return sum(map(KNOWN.has, words)) / len(words)


@pytest.mark.corpora
def test_every_place_of_the_gazetteer_is_known(corpora):
    places = lines(corpora / "gazetteer" / "caucasus-places.jsonl")
    names = {name for place in places for name in (place["name_en"], *place["names_cyrillic"])}
    single = [name for name in names if name.replace("-", "").isalpha() and len(name) > 2]
    assert len(single) > 3_000
    assert share(single) == 1.0


@pytest.mark.corpora
def test_surnames_are_known_those_of_no_dictionary_too(corpora):
    surnames = [row["lemma"] for row in lines(corpora / "morphology" / "surnames.jsonl.gz")]
    assert share(surnames) > 0.999
    unknown = lines(corpora / "morphology" / "unknown-names.jsonl")
    forms = [form.capitalize() for row in unknown for form in row["forms"]]
    assert share(forms) > 0.95


@pytest.mark.corpora
def test_most_misprints_are_not_taken_for_words(corpora):
    """A misprint that is a word itself (глухарю for глухарь) is offered another, no more."""
    rows = (corpora / "typos-ru.tsv").read_text("utf-8").splitlines()[1:]
    assert share([row.split("\t")[0] for row in rows]) < 0.28
