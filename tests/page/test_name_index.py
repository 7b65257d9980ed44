"""People and organisations from A to Z: both alphabets, in the order of the language."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from indexer.page.name_index import NameIndexes

PEOPLE = {
    "Пётр Елизаров": 1,
    "Анна Ёлкина": 2,
    "Иван Егоров": 3,
    "Борис Ежов": 4,
    "Иван Жуков": 1,
    "José Álvarez": 1,
    "Adam Baker": 9,
    "Лейла Їжакевич": 1,
    "50 Cent": 1,
    "Мадонна": 1,
    "X": 0,
    "7": 1,
}


def index(language, facet="person", values=PEOPLE, labels=None):
    searcher = SimpleNamespace(values=lambda _: values)
    return NameIndexes(searcher, {language: labels or {}}).of(facet, language)


@pytest.mark.parametrize(
    ("language", "letters"),
    [
        ("ru", ["Е", "Ж", "Ї", "М", "A", "B", "C", "#"]),
        ("en", ["A", "B", "C", "Е", "Ж", "Ї", "М", "#"]),
    ],
)
def test_letters_of_both_alphabets_that_of_the_language_first(language, letters):
    assert list(index(language).letters) == letters


def test_people_stand_under_their_surname_and_yo_is_ye():
    under = [entry.label for entry in index("ru").under("Е")]
    assert under == ["Иван Егоров", "Борис Ежов", "Пётр Елизаров", "Анна Ёлкина"]


@pytest.mark.parametrize(
    ("language", "name", "letter"),
    [
        ("ru", "Си Цзиньпин", "С"),
        ("ru", "Ким Чен Ын", "К"),
        ("en", "Xi Jinping", "X"),
        ("ru", "Брюс Ли", "Л"),
        ("ru", "Мадонна", "М"),
    ],
)
def test_the_family_of_an_eastern_name_is_its_first_word(language, name, letter):
    assert [entry.letter for entry in index(language, values={name: 1}).entries] == [letter]


def test_organisations_stand_under_their_first_letter_whatever_stands_before_it():
    found = index("ru", "organisation", {"«Мемориал»": 2, "Верховный суд": 1})
    assert [(entry.letter, entry.label) for entry in found.entries] == [
        ("В", "Верховный суд"),
        ("М", "«Мемориал»"),
    ]


def test_a_name_is_sorted_as_the_language_spells_it():
    found = index("en", values={"Юсуп Гаджиев": 3}, labels={"Юсуп Гаджиев": "Yusup Gadzhiev"})
    assert [(e.letter, e.value, e.label) for e in found.entries] == [
        ("G", "Юсуп Гаджиев", "Yusup Gadzhiev")
    ]


def test_names_without_articles_are_left_out():
    assert "X" not in {entry.value for entry in index("ru").entries}
    assert sum(index("ru").letters.values()) == len(PEOPLE) - 1


def test_the_most_named_first():
    assert [entry.count for entry in index("en").most_named(3)] == [9, 4, 3]
