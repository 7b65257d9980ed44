"""Hyphenated names, words of letters and a number: each form asks for all the others."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from benchmarks.analysis.corpora import places, rows
from indexer.analysis import default_analyzer
from indexer.analysis.nominatives import INDECLINABLE, NOUNS
from indexer.query.parser import parse
from schemas.expression import Node, Or, Phrase, Word

ANALYZER = default_analyzer()

SINGULAR = {"", "а", "у", "ом", "е", "ь", "я", "ю", "ем", "й", "и", "ы", "ой"}


def read(typed: str) -> Node:
    return parse(typed, ANALYZER, {}, date(2026, 3, 31)).expression


def whole(typed: str) -> set[str]:
    """The terms of the whole word that ``typed`` asks for."""
    asked = read(typed)
    found = asked.children[1] if isinstance(asked, Or) else asked
    assert isinstance(found, Word)
    return set(found.terms)


def meets(typed: str, written: str) -> bool:
    return not whole(typed).isdisjoint(
        term for token in written_in(written) for term in token.terms
    )


def written_in(name: str) -> list:
    """The tokens of a name in mid-sentence, the whole and its parts."""
    return ANALYZER.tokens(f"вчера сказали о {name}")[3:]


def title(name: str) -> str:
    """As it is written: Ростов-на-Дону, Дар-эс-Салам."""
    first, *middle, last = name.split("-")
    return "-".join(
        [first.title(), *(m if len(m) < 3 else m.title() for m in middle), last.title()]
    )


def lost(forms: list[str]) -> list[tuple[str, str]]:
    """(typed, written): pairs of forms that do not meet, typed in lower case or with capitals."""
    asked = {typed: (whole(typed), whole(title(typed))) for typed in forms}
    has = {form: set(written_in(title(form))[0].terms) for form in forms}
    pairs = product(forms, repeat=2)
    return [(a, b) for a, b in pairs if any(terms.isdisjoint(has[b]) for terms in asked[a])]


@pytest.mark.corpora
def test_all_forms_of_the_hyphenated_places_of_the_dictionary_meet(corpora):
    names = [place["forms"] for place in places(corpora) if "-" in place["lemma"]]
    assert len(names) > 150
    assert [pair for forms in names for pair in lost(forms)] == []


@pytest.mark.corpora
def test_all_forms_of_the_hyphenated_places_of_the_gazetteer_meet(corpora):
    known = rows(corpora / "gazetteer" / "caucasus-places.jsonl")
    every = {name.lower() for place in known for name in place["names_cyrillic"] if "-" in name}
    names = [name for name in every if " " not in name]
    assert len(names) > 200
    assert [pair for name in names for pair in lost(declined(name))] == []


def declined(name: str) -> list[str]:
    """The cases of a place whose last part is declined as a noun; else the name alone."""
    stem, _, last = name.rpartition("-")
    for row in NOUNS[:-2]:
        root = last.removesuffix(row.nominative)
        fits = last == root + row.nominative and root.endswith(tuple(row.stem.split()))
        if fits and not last.endswith((*INDECLINABLE, "ская")):
            endings = [e for e in row.endings.replace("-", "").split(" ") if e in SINGULAR]
            return [f"{stem}-{root}{ending}" for ending in endings]
    return [name]


# (typed, written): with the hyphen and without, in both directions
SPELLINGS = (
    ("Магомедсалам", "Магомед-Салама"),
    ("Магомед-Салам", "Магомедсаламу"),
    ("on-line", "online"),
    ("online", "on-line"),
    ("веб-камера", "вебкамеры"),
    ("вебкамера", "веб-камерой"),
    ("Ту-154", "ТУ154"),
    ("ту154", "Ту-154"),
    ("Ту-154М", "ТУ154М"),
    ("С-400", "С400"),
    ("с400", "С-400"),
    ("COVID-19", "COVID19"),
    ("covid19", "Covid-19"),
    ("44-ФЗ", "44ФЗ"),
    ("44фз", "44-ФЗ"),
    ("F16", "F-16"),
)


@pytest.mark.parametrize(("typed", "written"), SPELLINGS)
def test_a_hyphen_makes_no_difference(typed: str, written: str):
    assert meets(typed, written)


@pytest.mark.parametrize("typed", ["Йошкар-Ола", "Ту-154", "ТУ154", "44-ФЗ", "из-за", "on-line"])
def test_no_part_is_looked_for_by_itself(typed: str):
    phrase, _ = read(typed).children
    assert isinstance(phrase, Phrase)
    parts = {term for token in written_in(typed)[1:] for term in token.terms}
    assert not parts & whole(typed)


@pytest.mark.parametrize("typed", ["2-1", "2019-2020", "04.12.24", "10:15"])
def test_numbers_are_not_written_as_one(typed: str):
    assert isinstance(read(typed), Word | Phrase)
    assert not any("21" in token.terms for token in written_in("2-1"))


@pytest.mark.parametrize("typed", ['"Йошкар-Ола"', '"мэр Йошкар-Олы"', '"о Ту154"'])
def test_a_phrase_may_end_with_a_compound_in_any_form(typed: str):
    assert isinstance(read(typed), Or)


def test_a_compound_before_another_word_may_be_written_as_one():
    assert read('"Йошкар-Ола вчера"').children[1] == read('"йошкарола вчера"')


def test_a_wildcard_leaves_a_phrase_one():
    for typed in ('"мэр Йошкар-*"', '="Йошкар-Ола"'):
        assert not isinstance(read(typed), Or)
