"""Positions as lines of text: what the cluster analyses is what was laid out."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.index.opensearch.laid_out import MARKS, UNFIT, line, read_back
from indexer.index.opensearch.mapping import EMPTY, OTHER
from schemas.document import PARAGRAPH, SENTENCE

S, P = MARKS[SENTENCE], MARKS[PARAGRAPH]


def laid(*tokens: tuple[int, str]) -> str:
    positions = np.array([position for position, _ in tokens], np.uint32)
    return line(positions, [form for _, form in tokens])


def test_forms_stand_at_their_positions():
    assert laid((0, "a"), (1, "b"), (1, "c"), (4, "d")) == (f"a b{OTHER}c {EMPTY} {EMPTY} d")
    assert laid((2, "a")) == f"{EMPTY} {EMPTY} a"
    assert laid() == ""


def test_sentences_have_marks_where_they_begin_and_where_they_end():
    marked = laid(
        *[(0, PARAGRAPH), (0, SENTENCE), (0, "a"), (1, "b")],
        *[(2, SENTENCE), (2, "c")],
        *[(3, SENTENCE), (3, "d"), (4, "e")],
    )
    assert [set(each.split(OTHER)) for each in marked.split(" ")] == [
        {P.first, S.first, "a"},
        {"b", S.last},
        {S.only, "c"},
        {S.first, "d"},
        {"e", S.last, P.last},
    ]


FORMS = st.sampled_from(["a", "b", "ё", "ab"])
STEPS = st.lists(st.tuples(st.sampled_from([0, 1, 1, 1, 3]), FORMS), min_size=1, max_size=20)


@given(STEPS, st.sets(FORMS))
def test_what_was_laid_out_is_read_back(steps, wanted):
    positions = np.cumsum([step for step, _ in steps]).astype(np.uint32)
    forms = [form for _, form in steps]
    title, *others = read_back({"title": line(positions, forms)})
    expected = {at for at, form in zip(positions.tolist(), forms, strict=True) if form in wanted}
    assert title.of(frozenset(wanted)) == sorted(expected)
    assert all(slots.of(frozenset(wanted)) == [] for slots in others)


@pytest.mark.parametrize("form", ["a b", "a\u2028", f"a{OTHER}b", f"{EMPTY}", S.first, "\t"])
def test_what_would_be_taken_apart_is_no_form(form):
    assert UNFIT.search(form)


@pytest.mark.parametrize("form", ["ёж", "o'brien", "ab-c", "㐀", "𝒜", "е́", "²"])
def test_all_others_are(form):
    assert not UNFIT.search(form)
