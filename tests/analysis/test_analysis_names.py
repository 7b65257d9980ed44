"""Every form of a name finds every other, and no other name."""

from __future__ import annotations

from itertools import combinations

import pytest
from names_held_out import NAMES, forms

from indexer.analysis.nominatives import nominatives, surnames

CONTEXTS = ("in lower case", "as a lone word", "in mid-sentence")


@pytest.mark.parametrize("context", CONTEXTS)
@pytest.mark.parametrize(("stem", "endings"), NAMES)
def test_all_forms_share_a_term(terms_in, stem: str, endings: str, context: str):
    shared = set.intersection(*(terms_in(context, form) for form in forms(stem, endings)))
    assert shared


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_two_names_meet_that_share_no_form(terms_in, context: str):
    owners: dict[str, set[int]] = {}
    for number, row in enumerate(NAMES):
        for form in forms(*row):
            for term in terms_in(context, form):
                owners.setdefault(term, set()).add(number)
    written = [{form.lower() for form in forms(*row)} for row in NAMES]
    met = {pair for numbers in owners.values() for pair in combinations(sorted(numbers), 2)}
    assert [pair for pair in met if not written[pair[0]] & written[pair[1]]] == []


def test_whoever_writes_in_any_case_finds_any_other(analyzer, terms_in):
    for row in NAMES:
        for asked in forms(*row):
            wanted = set(analyzer.word(asked.lower()).terms)
            assert all(wanted & terms_in("in mid-sentence", form) for form in forms(*row)), asked


# (form, the nominatives that it may belong to)
RULES = (
    ("яндиева", "яндиев яндиево"),
    ("яндиеве", "яндиев яндиево"),
    ("трубецкой", "трубецкий"),
    ("блягозом", "блягоз блягозом блягозый"),
    ("думбадзе", "думбадзе"),
    ("саакашвили", "саакашвили"),
)


@pytest.mark.parametrize(("form", "expected"), RULES)
def test_nominatives(form: str, expected: str):
    assert " ".join(sorted(nominatives(form))) == expected


def test_a_short_word_has_not_the_shape_of_a_surname():
    assert surnames("лева") == set()
    assert surnames("зуева") == {"зуев", "зуево"}


HYPHENATED = [row for row in NAMES if "-" in row[0]]


@pytest.mark.parametrize("context", ["был {} там", "{}", "{} там"])
@pytest.mark.parametrize(("stem", "endings"), HYPHENATED)
def test_parts_of_a_hyphenated_name_find_the_parts_of_every_form(
    analyzer, stem: str, endings: str, context: str
):
    for form in forms(stem, endings):
        tokens = analyzer.tokens(context.format(form))
        whole = next(number for number, token in enumerate(tokens) if token.text == form)
        for asked in forms(stem, endings):
            for step, part in enumerate(asked.split("-"), 1):
                assert set(analyzer.word(part).terms) & set(tokens[whole + step].terms)
