"""Queries in the wrong keyboard layout, some of whose words articles have by accident."""

from __future__ import annotations

import pytest

from indexer.archive import Archive
from schemas.query import Query
from tests.short_texts import archive_of_texts

TEXTS = (
    "Области выделили деньги на запуск ракеты.",
    "Объём работ за год вырос.",
    "Уже работали на дороге, и рассказ об этом: о ней.",
    "Ер и еру: буквы старой азбуки. Из туче, из тучи.",
    "Шахтёров наградили. Плюсы и минусы.",
    "The J train and the TV of IT.",
    *(f"If the weather over the coast is good, what comes next: {day}." for day in range(60)),
)


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Archive:
    return archive_of_texts(tmp_path_factory.mktemp("home"), TEXTS)


def read(archive: Archive, typed: str) -> str | None:
    """What is searched for a query in the wrong layout; None when it is read as it stands."""
    notes = archive.search(Query(typed)).notes
    return next((note.query for note in notes if note.code == "layout" and note.applied), None)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        # a key that is a comma or a bracket parts the word; articles have what is left of it
        ("j,kfcnb", "области"),
        ("hf,jnfkb", "работали"),
        ("j,]tv hf,jn", "объем работ"),
        # short words that both layouts have
        ("j pfgecrt hfrtns", "о запуске ракеты"),
        # what signs part is found in many articles, both words in none
        ("if[nthjd hfrtns", "шахтеров ракеты"),
        ("gk.cs", "плюсы"),
        # words that the other language has by accident, and far fewer articles
        ("щмук еру туче", "over the next"),
        ("цуферук щмук еру сщфые", "weather over the coast"),
    ],
)
def test_the_whole_query_is_read_in_the_other_layout(archive, typed: str, meant: str):
    assert read(archive, typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "a,b", "e.g.", "x;y", "TV", "of IT", "туче", "еру", "из тучи", "weather ljhjut", "объем",
        "U.S.", "тв;ер",
    ],
)  # fmt: skip
def test_what_is_right_stays(archive, typed: str):
    assert read(archive, typed) is None


def test_an_abbreviation_beside_a_word_in_the_wrong_layout_stays(archive):
    assert read(archive, "IT ljhjut") == "IT дороге"
