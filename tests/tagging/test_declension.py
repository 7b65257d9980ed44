"""Case forms of surnames, back and forth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.tagging.person_names import forms, given_readings, readings


@pytest.mark.parametrize(
    ("nominative", "gender", "expected"),
    [
        ("барахоев", "m", "барахоев барахоева барахоеву барахоевым барахоеве"),
        ("барахоева", "f", "барахоева барахоевой барахоеву"),
        ("зеленский", "m", "зеленский зеленского зеленскому зеленским зеленском"),
        ("бжания", "m", "бжания бжании бжанию бжанией"),
        ("байден", "m", "байден байдена байдену байденом байдене"),
        ("байден", "f", "байден"),
        ("кобахидзе", "m", "кобахидзе"),
        ("зубец", "m", "зубец зубца зубцу зубцом зубце"),
        ("львова-белова", "f", "львова-белова львовой-беловой львову-белову"),
        ("кара-мурза", "m", "кара-мурза кара-мурзы кара-мурзе кара-мурзу кара-мурзой"),
        ("маркос-младший", "m", "маркос-младший маркос-младшего маркос-младшим"),
    ],
)
def test_the_forms_of_a_name(nominative, gender, expected):
    assert forms(nominative, gender) >= set(expected.split())


@pytest.mark.parametrize(
    ("form", "nominative", "gender", "case"),
    [
        ("яндиеву", "яндиев", "m", "datv"),
        ("яндиеву", "яндиева", "f", "accs"),
        ("трубецкой", "трубецкая", "f", "gent"),
        ("саакашвили", "саакашвили", "m", "gent"),
        ("белхароевы", "белхароев", "m", "nomn"),
    ],
)
def test_a_form_is_read_as_what_it_may_be_of(form, nominative, gender, case):
    assert any(
        r.nominative == nominative and gender in r.gender and case in r.cases
        for r in readings(form)
    )


@pytest.mark.parametrize(
    ("form", "nominative", "gender", "case"),
    [
        ("илоном", "илон", "m", "ablt"),
        ("юрия", "юрий", "m", "gent"),
        ("урсулы", "урсула", "f", "gent"),
        ("жан-люком", "жан-люк", "m", "ablt"),
    ],
)
def test_a_first_name_that_no_list_has_is_declined_too(form, nominative, gender, case):
    assert any(
        r.nominative == nominative and gender in r.gender and case in r.cases
        for r in given_readings(form)
    )


@given(
    stem=st.text("абвгдезиклмнопрст", min_size=2, max_size=6),
    ending=st.sampled_from(["ов", "ев", "ин", "ский", "швили", "дзе"]),
)
def test_every_form_of_a_surname_leads_back_to_it(stem, ending):
    surname = stem + ending
    for form in forms(surname, "m"):
        assert any(r.nominative == surname and "m" in r.gender for r in readings(form))
