"""Which words take part, and what a table is made of."""

from __future__ import annotations

import numpy as np
import pytest

from indexer.analysis import default_analyzer
from indexer.translation import build as making
from indexer.translation import vocabulary as room
from indexer.translation.build import are_opposed, build, encoded, maker
from indexer.translation.glossary import listed, pairs
from indexer.translation.vocabulary import Vocabulary, vocabulary
from schemas.results import FormCount

TERMS = default_analyzer().terms


def words(*forms: tuple[str, int]) -> Vocabulary:
    counted = (FormCount(form, count) for form, count in forms)
    return vocabulary(counted, TERMS, lambda form, term: "reuters" not in {form, term})


def rows(**places: tuple[int, ...]) -> dict[str, np.ndarray]:
    """Words at places of a space in which those of one topic lie near each other."""
    return {word: np.array(place, np.int8) for word, place in places.items()}


def test_the_most_frequent_words_come_first_as_they_are_mostly_written():
    found = words(("court", 2), ("kidnapped", 5), ("kidnap", 1), ("суда", 3), ("нефти", 9))
    assert found.english == ("kidnap", "court")
    assert found.written["kidnap"] == "kidnapped"
    assert found.russian[0] == "нефть"
    assert found.written["нефть"] == "нефть"


@pytest.mark.parametrize(
    "form",
    ["the", "of", "к", "и", "что", "1987", "b2b", "c++", "reuters", "на"],
)
def test_what_says_little_or_is_no_word_takes_no_part(form):
    found = words((form, 9))
    assert (found.russian, found.english) == ((), ())


def test_a_large_vocabulary_is_cut_by_frequency(monkeypatch):
    monkeypatch.setattr(room, "MOST", 2)
    found = words(("court", 2), ("oil", 3), ("gold", 1), ("суд", 1), ("нефть", 2), ("мост", 3))
    assert (found.english, found.russian) == (("oil", "court"), ("мост", "нефть"))


def test_what_is_listed_stands_alone():
    made = build(
        words(("oil", 2), ("petroleum", 2), ("нефть", 2)),
        [("oil", "нефть")],
        rows(oil=(99, 1, 0), petroleum=(99, 2, 0), нефть=(99, 0, 1)),
        "",
    )
    assert [one.term for one in made.of("нефть")] == ["oil"]
    assert [one.term for one in made.of("petroleum")] == []


def test_what_no_article_has_is_no_translation():
    made = build(words(("oil", 2)), [("oil", "нефть"), ("court", "суд")], {}, "")
    assert len(made) == 0


def test_words_that_are_each_others_nearest_are_translations():
    spread = {f"word{n}": tuple(90 * (n == m) for m in range(12)) for n in range(2, 12)}
    places = {
        "ferret": (90, 9) + (0,) * 10, "хорек": (90, 0) + (5,) * 10,
        "otter": (0, 90) + (0,) * 10, "выдра": (9, 90) + (3,) * 10,
    }  # fmt: skip
    some = Vocabulary(("хорек", "выдра"), ("ferret", "otter"), {word: word for word in places})
    made = build(some, [], rows(**places, **spread), "letters")
    assert [one.term for one in made.of("ferret")] == ["хорек"]
    assert [one.term for one in made.of("выдра")] == ["otter"]
    assert made.maker == "letters"


def test_words_less_near_are_kept_apart_and_the_farthest_left_out(monkeypatch):
    places = {
        "ferret": (90, 9) + (0,) * 10, "хорек": (90, 0) + (5,) * 10,
        "otter": (0, 90) + (0,) * 10, "выдра": (9, 90) + (3,) * 10,
    }  # fmt: skip
    some = Vocabulary(("хорек", "выдра"), ("ferret", "otter"), {word: word for word in places})
    made = build(some, [("ferret", "хорек")], rows(**places), "letters")
    assert [one.term for one in made.of("ferret")] == ["хорек"]
    assert [one.term for one in made.near("ferret")] == ["хорек"]  # выдра: margin below FARTHEST
    assert [one.term for one in made.near("выдра")] == ["otter"]
    monkeypatch.setattr(making, "FARTHEST", -2.0)
    made = build(some, [], rows(**places), "letters")
    assert [(one.term, one.score > 0) for one in made.near("ferret")] == [
        ("хорек", True), ("выдра", False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("english", "russian", "opposed"),
    [
        ("complicated", "несложный", True), ("unofficial", "официальный", True),
        ("complicated", "сложный", False),
        ("unofficial", "неофициальный", False), ("invisible", "невидимый", False),
        ("homeless", "бездомный", False), ("uncle", "дядя", False), ("subsoil", "недра", False),
    ],
)  # fmt: skip
def test_a_word_is_not_what_denies_it(english, russian, opposed):
    known = {"сложный", "official", "официальный", "видимый", "домный", "complicated"}
    assert are_opposed(english, russian, known) is opposed


def test_a_word_without_a_vector_is_left_out():
    made = build(words(("ferret", 1), ("хорек", 1)), [], rows(ferret=(1, 2)), "letters 1")
    assert len(made) == 0


def test_another_list_or_encoder_makes_another_table():
    made = {
        maker("", []),
        maker("", [(("a",), ("б",))]),
        maker("letters 1", []),
        maker("letters 2", []),
    }
    assert len(made) == 4


def test_each_word_is_encoded_once():
    some = Vocabulary(("суд",), ("a", "b"), {"суд": "суд", "a": "courts", "b": "courts"})
    assert encoded(some) == ["courts", "суд"]


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("abduct", "похитить"), ("kidnap", "похищение"), ("monday", "понедельник"),
        ("war", "война"), ("peac", "мир"), ("world", "мир"), ("left", "левый"),
        ("wound", "ранение"), ("three", "три"), ("oil", "нефть"),
    ],
)  # fmt: skip
def test_the_glossary_knows(english, russian):
    assert (english, russian) in set(pairs(listed(), TERMS))


@pytest.mark.parametrize(
    ("english", "russian"),
    [
        ("leav", "левый"), ("war", "мир"), ("peac", "миро"), ("monday", "вторник"),
        ("three", "четыре"), ("releas", "арестовать"), ("grow", "растить"),
    ],
)  # fmt: skip
def test_the_glossary_confuses_nothing(english, russian):
    assert (english, russian) not in set(pairs(listed(), TERMS))


def test_the_glossary_has_every_word_once_and_as_dictionaries_do():
    english = [word for line in listed() for word in line[0]]
    assert all(word == word.strip().lower() for line in listed() for side in line for word in side)
    assert all(word.isascii() for word in english)
    assert not any(word.isascii() for line in listed() for word in line[1])


def test_a_word_of_the_glossary_is_the_form_that_begins_most_like_it():
    terms = {"lefts": ("leave", "lefty", "lift"), "мир": ("миро", "мир")}
    assert list(pairs([(("lefts",), ("мир",))], terms.__getitem__)) == [("lefty", "мир")]
