"""Places of two names are found by either; nothing else is."""

from __future__ import annotations

import pytest

from indexer.analysis import default_analyzer
from indexer.query.help.place_aliases import PlaceAliases
from indexer.taxonomy import Taxonomy
from schemas.expression import Word

ALIASES = PlaceAliases(Taxonomy.default("regions"), default_analyzer())


@pytest.mark.parametrize(
    ("typed", "other"),
    [
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
        ("Махачкала", None),
        ("Карабах", None),
        ("гала", None),
        ("сухум", "Сухуми"),
        ("ленингор", "Ахалгори"),
        ("Hello", None),
    ],
)
def test_the_other_name_of_a_place(typed: str, other: str | None) -> None:
    found = ALIASES.other(default_analyzer().word(typed))
    assert (found and found.name) == other


def test_no_word_has_no_other_name() -> None:
    assert ALIASES.other(Word(())) is None
