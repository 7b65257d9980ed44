"""Which values of an open facet a typed name means."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help import facet_values as module
from indexer.query.help.facet_values import Values
from schemas.errors import InputError

PEOPLE = {
    "Хасан Яндиев": 3,
    "Яндиев": 2,
    "Лейла Яндиева": 1,
    "Рамзан Кадыров": 9,
    "Ramzan Kadyrov": 4,
    "Ахмат Кадыров": 2,
    "Лев Толстой": 1,
    "Пётр Порошенко": 2,
    "James Mattis": 3,
    "Дмитрий Трубецкой": 2,
    "Анна Трубецкая": 1,
    "Магомед-Салах Алиев": 1,
}


class Listing:
    """As much of a searcher as is asked."""

    def values(self, facet: str) -> dict[str, int]:
        return PEOPLE if facet == "person" else {}


@pytest.fixture(scope="module")
def people():
    return Values(Listing(), "person", default_analyzer())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Яндиев", ("Хасан Яндиев", "Яндиев", "Лейла Яндиева")),
        ("Яндиеву", ("Хасан Яндиев", "Яндиев", "Лейла Яндиева")),
        ("яндиевой", ("Хасан Яндиев", "Яндиев", "Лейла Яндиева")),
        ("Рамзана Кадырова", ("Рамзан Кадыров", "Ramzan Kadyrov")),
        ("Кадыровым", ("Рамзан Кадыров", "Ramzan Kadyrov", "Ахмат Кадыров")),
        ("Kadyrov's", ("Рамзан Кадыров", "Ramzan Kadyrov", "Ахмат Кадыров")),
        ("Льву Толстому", ("Лев Толстой",)),
        ("Порошенко Петра", ("Пётр Порошенко",)),
        ("Mattis", ("James Mattis",)),
        ("Трубецкому", ("Дмитрий Трубецкой", "Анна Трубецкая")),
        ("Магомед-Салаху", ("Магомед-Салах Алиев",)),
    ],
)
def test_any_case_and_either_alphabet_the_most_frequent_first(people, typed, meant):
    assert people.resolve(typed) == meant


def test_no_more_than_a_request_can_carry(people, monkeypatch):
    monkeypatch.setattr(module, "MEANT", 2)
    assert people.resolve("Яндиев") == ("Хасан Яндиев", "Яндиев")


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("Янтиев", "did you mean Хасан Яндиев or Лейла Яндиева"),
        ("Зюзюкин", "a search lists the values under person"),
        ("Рамзан Мамонтов", "a search lists the values under person"),
        ("", "a search lists the values under person"),
        ("«»", "a search lists the values under person"),
    ],
)
def test_a_name_of_nobody_is_an_error_with_the_closest(people, typed, hint):
    with pytest.raises(InputError) as error:
        people.resolve(typed)
    assert error.value.hint == hint


def test_without_values_every_name_is_of_nobody():
    with pytest.raises(InputError):
        Values(Listing(), "organisation", default_analyzer()).resolve("Мемориал")
