"""English: forms of a word meet, different names do not."""

from __future__ import annotations

import pytest

from indexer.analysis import Analyzer

MEET = (
    "republic republics republic's",
    "attack attacks attacked attacking",
    "city cities",
    "Kadyrov Kadyrov's KADYROV",
    "Ingush Ingush's",
    "o'brien obrien",
    "Williams Williams's",
    # irregular nouns
    "child children child's children's",
    "woman women",
    "man men",
    "person people people's",
    "policeman policemen",
    "wife wives",
    "life lives",
    "leaf leaves",
    "bus buses",
    "gas gases",
    "crisis crises",
    "analysis analyses",
    "criterion criteria",
    "foot feet",
    "mouse mice",
    # irregular verbs
    "go goes going went gone",
    "say says said",
    "shoot shoots shot shooting",
    "leave leaves left leaving",
    "find found",
    "take took taken",
    "write wrote written",
    "fight fought",
    "steal stole stolen",
    "arise arose",
    "overthrow overthrew overthrown",
    "withdraw withdrew withdrawn",
    "is was were been be",
    "good better best",
    "bad worse worst",
    # spellings
    "organise organize organised organized organising",
    "organisation organization organisations organizations",
    "labour labor",
    "centre center centres",
    "defence defense",
    "analyse analyze analysed",
    "theatre theater",
    "programme program programmes",
    "metre meter",
    "kilometre kilometer kilometers",
    "aluminium aluminum",
    "catalogue catalog",
    "manoeuvre maneuver manoeuvres",
    "tsar czar",
    "tyre tire tyres tires",
    # with a hyphen or without
    "on-line online",
    "cease-fire ceasefire cease-fires",
)

APART = (
    "Adams Adam",
    "Williams William",
    "Davies Davy",
    "Simone Simon",
    "Magas Maga",
    "Paris Pari",
    "Mohamed Mohammed",
    "Clarke Clark",
    "Kadyrov Kadyrova",
    "George Georgia",
    # other words that look alike
    "bus Bush",
    "tyre tired",
    "organ organise",
    "May might",
    "can could",
    "medium media",
    "opera opus",
    "prise price",
    "four for",
    "tour tor",
    "find founded",
    "leaf left",
    "filled filed",
    "wander wonder",
    "re-form conform",
)


@pytest.mark.parametrize("words", MEET)
def test_forms_of_one_word_meet(analyzer: Analyzer, words: str):
    assert set.intersection(*(set(analyzer.word(word).terms) for word in words.split()))


@pytest.mark.parametrize("words", APART)
def test_names_stay_apart(analyzer: Analyzer, words: str):
    first, second = (set(analyzer.word(word).terms) for word in words.split())
    assert not first & second
